"""The same diagnosis on the other side, or at another encounter."""

from collections.abc import Iterable, Iterator
from enum import StrEnum

from bot.domain.codes.diagnosis import Diagnosis, DiagnosisBook
from bot.domain.codes.icd.grammar import bare, dotted
from bot.domain.codes.icd.path import parents


class Laterality(StrEnum):
    """Laterality as the names of ICD-10-CM write it."""

    RIGHT = "right"
    LEFT = "left"
    BILATERAL = "bilateral"
    UNSPECIFIED = "unspecified"


_SIDES = frozenset(side.value for side in Laterality)
_STATED = (Laterality.RIGHT, Laterality.LEFT, Laterality.BILATERAL)
# Left out in some names of a family: 'Cataract, right eye' beside 'Cataract, bilateral'.
_DROPPED = frozenset(("eye", "eyes", "ear", "ears", "side"))
_CATEGORY = 3
_CHARACTERS = "0123456789ABCDEFGHJKMNPQRSTZ"


def side(diagnosis: Diagnosis) -> Laterality | None:
    """The side that a code's name tells, None where it tells none or both."""
    words = _words(diagnosis.name)
    stated = [s for s in _STATED if s.value in words]
    if len(stated) > 1:
        return None
    return (
        stated[0] if stated else (Laterality.UNSPECIFIED if Laterality.UNSPECIFIED.value in words else None)
    )


def other_sides(diagnosis: Diagnosis, book: DiagnosisBook) -> tuple[tuple[Laterality, Diagnosis], ...]:
    """The same diagnosis of the other sides: right, left, bilateral, unspecified.

    Sides differ in one character of the code and in nothing of the name but the side. A family counts
    only where right or left is in it: 'unspecified' alone says nothing about sides.
    """
    mine = side(diagnosis)
    if mine is None:
        return ()
    key = _without_side(diagnosis.name)
    found: dict[Laterality, Diagnosis] = {}
    for other in _one_character_away(diagnosis, book):
        theirs = side(other)
        if (
            theirs
            and theirs is not mine
            and other.billable is diagnosis.billable
            and _without_side(other.name) == key
        ):
            found.setdefault(theirs, other)
    if not {mine, *found} & {Laterality.RIGHT, Laterality.LEFT}:
        return ()
    return tuple((s, found[s]) for s in Laterality if s in found)


def other_encounters(diagnosis: Diagnosis, book: DiagnosisBook) -> tuple[Diagnosis, ...]:
    """The completions of the same header with another 7th character, where that is not the side."""
    if (
        diagnosis.seventh is None
        or diagnosis.parent is None
        or (header := book.get(diagnosis.parent)) is None
    ):
        return ()
    if _SIDES & _words(diagnosis.seventh.meaning):
        return ()
    return tuple(d for c in header.children if c != diagnosis.code and (d := book.get(c)))


def _one_character_away(diagnosis: Diagnosis, book: DiagnosisBook) -> Iterator[Diagnosis]:
    """Codes of the same length that differ in one character, in order of its place, then of the character.

    They stand below the same headers, so the headers' children name them: a code has some twenty of them, and asking
    the book for each possible character took five times as many reads. A list of billable codes alone has no
    headers: above the topmost one every character is tried.
    """
    plain = bare(diagnosis.code)
    headers = tuple(parents(diagnosis, book))
    top = len(bare(headers[-1].code)) if headers else len(plain)
    for at in range(_CATEGORY, len(plain)):
        others = _CHARACTERS if at < top else _branches(plain, at, headers)
        for character in others:
            if character != plain[at] and (
                other := book.get(dotted(plain[:at] + character + plain[at + 1 :]))
            ):
                yield other


def _branches(plain: str, at: int, headers: Iterable[Diagnosis]) -> list[str]:
    """The characters at place `at` with which a header's children go on as `plain` does."""
    header = next(h for h in headers if len(bare(h.code)) <= at)
    found = {
        child[at]
        for child in map(bare, header.children)
        if at < len(child) <= len(plain)
        and child.startswith(plain[:at])
        and plain.startswith(child[at + 1 :], at + 1)
    }
    return sorted(found.intersection(_CHARACTERS))


def _words(name: str) -> frozenset[str]:
    return frozenset(name.lower().replace(",", " ").split())


def _without_side(name: str) -> tuple[str, ...]:
    words = name.lower().replace(",", " ").split()
    return tuple(word.rstrip("s") for word in words if word not in _SIDES and word not in _DROPPED)
