"""The same diagnosis for the other side, or at another encounter."""

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from functools import lru_cache

from bot.domain.codes.diagnosis import Diagnosis, DiagnosisTable
from bot.domain.codes.icd.path import parents


class Laterality(StrEnum):
    """Laterality as in the names of ICD-10-CM."""

    RIGHT = "right"
    LEFT = "left"
    BILATERAL = "bilateral"
    UNSPECIFIED = "unspecified"


_SIDES: Mapping[str, Laterality] = {side.value: side for side in Laterality}
# Some names of a family omit it: 'Cataract, right eye' and 'Cataract, bilateral'.
_DROPPED = frozenset(("eye", "eyes", "ear", "ears", "side"))
_BEHIND_THE_DOT = 4
_NAMES_KEPT = 2048
_CHARACTERS = "0123456789ABCDEFGHJKMNPQRSTZ"


def side(diagnosis: Diagnosis) -> Laterality | None:
    """The side in a code's name; None if it names none or both."""
    return _read(diagnosis.name)[0]


def other_sides(diagnosis: Diagnosis, table: DiagnosisTable) -> tuple[tuple[Laterality, Diagnosis], ...]:
    """The same diagnosis for the other sides: right, left, bilateral, unspecified.

    The codes differ in one character, and their names only in the side. A family counts only if it includes right or
    left; 'unspecified' alone says nothing about sides.
    """
    mine, rest = _read(diagnosis.name)
    if mine is None:
        return ()
    found: dict[Laterality, Diagnosis] = {}
    for other in _one_character_away(diagnosis, table):
        if other.billable is diagnosis.billable:
            theirs, their_rest = _read(other.name)
            if theirs and theirs is not mine and their_rest == rest:
                found.setdefault(theirs, other)
    if not {mine, *found} & {Laterality.RIGHT, Laterality.LEFT}:
        return ()
    return tuple((s, found[s]) for s in Laterality if s in found)


def other_encounters(diagnosis: Diagnosis, table: DiagnosisTable) -> tuple[Diagnosis, ...]:
    """The completions of the same header with another 7th character, unless that character is the side."""
    if (
        diagnosis.seventh is None
        or diagnosis.parent is None
        or (header := table.get(diagnosis.parent)) is None
    ):
        return ()
    if not _SIDES.keys().isdisjoint(_words(diagnosis.seventh.meaning)):
        return ()
    return tuple(d for c in header.children if c != diagnosis.code and (d := table.get(c)))


def _one_character_away(diagnosis: Diagnosis, table: DiagnosisTable) -> Iterator[Diagnosis]:
    """Codes of the same length that differ in one character, by its position, then by the character.

    They are below the same headers, so the headers' children list them. A code has about twenty such children; a
    table lookup for each possible character took five times as many reads. A list of only billable codes has no
    headers: above the topmost one, every character is tried.
    """
    code = diagnosis.code
    headers = tuple(parents(diagnosis, table))
    top = len(headers[-1].code) if headers else len(code)
    for at in range(_BEHIND_THE_DOT, len(code)):
        for character in _CHARACTERS if at < top else _branches(code, at, headers):
            if character != code[at] and (other := table.get(code[:at] + character + code[at + 1 :])):
                yield other


def _branches(code: str, at: int, headers: Sequence[Diagnosis]) -> list[str]:
    """The characters at position `at` for which the headers' children continue like `code`."""
    before, following = code[:at], at + 1
    children = next(h for h in headers if len(h.code) <= at).children
    found = {
        child[at]
        for child in children
        if at < len(child) <= len(code)
        and child.startswith(before)
        and code.startswith(child[following:], following)
    }
    return sorted(found.intersection(_CHARACTERS))


@lru_cache(maxsize=_NAMES_KEPT)
def _read(name: str) -> tuple[Laterality | None, tuple[str, ...]]:
    """The side in a name, and the name without it. Cached, because names of a family are compared with each other."""
    words = _words(name)
    sides = {_SIDES[word] for word in words if word in _SIDES}
    rest = tuple(word.rstrip("s") for word in words if word not in _SIDES and word not in _DROPPED)
    stated = sides - {Laterality.UNSPECIFIED}
    if len(stated) > 1:
        return None, rest
    return next(iter(stated or sides), None), rest


def _words(name: str) -> list[str]:
    return name.lower().replace(",", " ").split()
