"""Parse the codes that an Excludes note names: `(E11.0-E11.8)`, `M54.3-`, `(E08-E13 with .21)`, `Q87.-`."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from bot.domain.codes.diagnosis import Block
from bot.domain.codes.icd.grammar import bare

_CODE = r"[A-Z][0-9A][0-9AB](?:\.[0-9A-Z]{1,4})?"
_REFERENCE = re.compile(
    rf"\b(?P<first>{_CODE})(?P<open>\.?-(?!\s?[A-Z][0-9A][0-9AB])|\.-?)?"
    rf"(?:(?:\.?-?\s?-\s?|\.?-? to )(?P<last>{_CODE}))?"
)
_PLACE = {"fourth": 4, "4th": 4, "fifth": 5, "5th": 5, "sixth": 6, "6th": 6, "seventh": 7, "7th": 7}
_CHARACTER = re.compile(
    r"with (?P<place>\w+)(?: or (?P<other>\w+))?[ -]characters? (?P<wanted>[0-9A-Z](?:-[0-9A-Z])?)"
    r"(?: or (?P<also>[0-9A-Z]))?(?!\w)"
)
_ENDING = re.compile(r"(?<![0-9A-Z])\.[0-9A-Z]+|(?<=\s)-[0-9A-Z]+")
_WITH = re.compile(r"\s*\bwith\s")
_BRACKETS = re.compile(r"\(([^()]*)\)?")


@dataclass(frozen=True, slots=True)
class Target:
    """One code or a range of them (both ends inclusive), with all codes below.

    `qualifier` is the note's additional condition ('with fifth character 5'), or ''.
    """

    first: str
    last: str
    qualifier: str = ""


@dataclass(frozen=True, slots=True)
class CodePosition:
    """A code's position: the code with and without its dot, and first and last category of each of its sections."""

    code: str
    plain: str
    sections: tuple[tuple[str, str], ...]


def place_of(code: str, sections: Iterable[Block]) -> CodePosition:
    """The position of a code in its table. Chapters have numbers, so they contain no code range."""
    spans = (block.id.partition("-") for block in sections if block.id[:1].isalpha())
    return CodePosition(code, bare(code), tuple((first, last or first) for first, _, last in spans))


@lru_cache(maxsize=4096)
def targets(note: str) -> tuple[Target, ...]:
    """The codes that a note names, in printed order; empty if there are none.

    Three characters without dot, dash or range count only in parentheses: 'vitamin B12' is not a category.
    """
    return tuple(_in_brackets(note)) or tuple(_in_text(note))


def hits(target: Target, place: CodePosition) -> bool:
    """Whether `target` includes the code at `place`.

    A range of categories includes a code whose section is in it: M1A is in M05-M14, although not by its letters. An
    unknown qualifier counts as met, because an extra check does no harm.
    """
    letter = place.plain[:1]  # quickly rules out the many notes about other chapters
    if not target.first[:1] <= letter <= target.last[:1]:
        return False
    return _in_range(target, place) and _qualified(target.qualifier, place.code)


def _in_brackets(note: str) -> Iterator[Target]:
    for group in _BRACKETS.finditer(note):
        text, *qualifiers = _WITH.split(group[1], maxsplit=1)
        qualifier = f"with {qualifiers[0]}" if qualifiers else ""
        for found in _REFERENCE.finditer(text):
            yield Target(found["first"], found["last"] or found["first"], qualifier)


def _in_text(note: str) -> Iterator[Target]:
    for found in _REFERENCE.finditer(note):
        if found["last"] or found["open"] or "." in found["first"]:
            yield Target(found["first"], found["last"] or found["first"])


def _in_range(target: Target, place: CodePosition) -> bool:
    first, plain = bare(target.first), place.plain
    if target.first == target.last:
        return plain.startswith(first)
    last = bare(target.last)
    if first <= plain[: len(first)] and plain[: len(last)] <= last:
        return True
    return any(target.first <= begins and ends <= target.last for begins, ends in place.sections)


def _qualified(qualifier: str, code: str) -> bool:
    if not qualifier:
        return True
    if found := _CHARACTER.search(qualifier):
        return _has_character(bare(code), found)
    endings = _ENDING.findall(qualifier)
    return not endings or any(_ends(code, ending) for ending in endings)


def _has_character(plain: str, found: re.Match[str]) -> bool:
    places = [_PLACE[p] for p in (found["place"], found["other"]) if p in _PLACE]
    low, _, high = found["wanted"].partition("-")
    characters = [plain[place - 1 : place] for place in places]
    return not places or any(low <= c <= (high or low) or c == found["also"] for c in characters)


def _ends(code: str, ending: str) -> bool:
    """`.21` follows the category; `-23` are the last characters."""
    return code[3:].startswith(ending) if ending.startswith(".") else bare(code).endswith(ending[1:])
