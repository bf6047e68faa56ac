"""Two codes of one family that can't both be true, told by their names: with and without, one side and both.

Sources: ICD-10-CM Official Guidelines I.B.13 (laterality), I.B.2 (level of detail), I.A.15 ('with').
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.codes.diagnosis import Diagnosis, DiagnosisTable
from bot.domain.codes.icd.neighbours import Laterality, other_sides, side

_WITHOUT = re.compile(r"\b(?:without|uncomplicated|not intractable)\b", re.IGNORECASE)
_WITH = re.compile(r"\b(?:with|due to)\b", re.IGNORECASE)
_SPACES = re.compile(r"[\s,()]+")
_INJURIES = frozenset("ST")
_FAMILY = 3
"""Characters of a category: codes of two categories are never siblings."""


_STATED = (Laterality.RIGHT, Laterality.LEFT, Laterality.BILATERAL)


class SiblingConflict(StrEnum):
    """Why two codes of one family don't stand together."""

    WITH_AND_WITHOUT = "with and without the same thing"
    BOTH_AND_ONE = "both sides and one of them"
    TWO_SIDES = "right and left, where one code says both"
    UNSPECIFIED = "unspecified, and specified"


@dataclass(frozen=True, slots=True)
class Siblings:
    """`keep` is the code to keep, or the bilateral code to use; None where only the record tells."""

    conflict: SiblingConflict
    keep: str | None = None


def sibling_conflict(one: Diagnosis, other: Diagnosis, table: DiagnosisTable) -> Siblings | None:
    """What two different billable codes of one category contradict each other in, by their names alone."""
    if one.code[:_FAMILY] != other.code[:_FAMILY] or one.code == other.code:
        return None
    return _by_side(one, other, table) or _by_with(one, other) or _by_detail(one, other)


def _by_side(one: Diagnosis, other: Diagnosis, table: DiagnosisTable) -> Siblings | None:
    sides = {side(one): one, side(other): other}
    if Laterality.BILATERAL in sides and len(sides) == 2:
        both = sides[Laterality.BILATERAL]
        partner = other if both is one else one
        if side(partner) in (Laterality.RIGHT, Laterality.LEFT) and _same_but_side(both, partner, table):
            return Siblings(SiblingConflict.BOTH_AND_ONE, both.code)
    if {Laterality.RIGHT, Laterality.LEFT} == set(sides):
        family = dict(other_sides(one, table))
        if family.get(side(other) or Laterality.UNSPECIFIED) == other and (
            both_ := family.get(Laterality.BILATERAL)
        ):
            return Siblings(SiblingConflict.TWO_SIDES, both_.code)
    return None


def _same_but_side(both: Diagnosis, partner: Diagnosis, table: DiagnosisTable) -> bool:
    """Whether the two are one condition: siblings by name, or 'unilateral' and 'bilateral' of the same words."""
    if any(each == partner for _, each in other_sides(both, table)):
        return True
    return _plain(both.name) == _plain(partner.name)


def _plain(name: str) -> frozenset[str]:
    """The words of a name without its side."""
    words = (word.rstrip("s") for word in _SPACES.split(name.lower()))
    return frozenset(words) - {
        "",
        "bilateral",
        "unilateral",
        "right",
        "left",
        "unspecified",
        "of",
        "the",
        "and",
    }


def _by_with(one: Diagnosis, other: Diagnosis) -> Siblings | None:
    if one.code[0] in _INJURIES:  # two wounds, one with a foreign body and one without, are two wounds
        return None
    for without, with_ in ((one, other), (other, one)):
        head = _head(without.name)
        if head is not None and head == _stem(with_.name) and not _WITHOUT.search(with_.name):
            return Siblings(SiblingConflict.WITH_AND_WITHOUT, with_.code)
    return None


def _head(name: str) -> str | None:
    """What a name with 'without' says before it: 'Type 2 diabetes mellitus'."""
    found = _WITHOUT.search(name)
    return _bare(name[: found.start()]) if found else None


def _stem(name: str) -> str | None:
    """What a name with 'with' says before it."""
    found = _WITH.search(name)
    return _bare(name[: found.start()]) if found else None


def _bare(text: str) -> str:
    return " ".join(word for word in _SPACES.split(text.lower()) if word)


def _by_detail(one: Diagnosis, other: Diagnosis) -> Siblings | None:
    """An unspecified code next to a specified one of the same header and length; sides are told by their own rule."""
    if one.parent is None or one.parent != other.parent or len(one.code) != len(other.code) or one.seventh:
        return None
    for vague, exact in ((one, other), (other, one)):
        if _vague(vague) and not _vague(exact) and side(exact) is None and side(vague) not in _STATED:
            return Siblings(SiblingConflict.UNSPECIFIED, exact.code)
    return None


def _vague(diagnosis: Diagnosis) -> bool:
    name = diagnosis.name.lower()
    return name.endswith(", unspecified") or name.startswith("unspecified ")
