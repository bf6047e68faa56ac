"""Parse the text after `/codes changes` into a typed request."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.codes.changes.diff import ChangeKind
from bot.domain.codes.releases import System

COMPARED = (System.ICD10CM, System.CPT, System.HCPCS, System.OWN)
"""Code sets whose releases can be compared. Edits and fees are tables of another kind."""

WATCHED, EXPORT = "watched", "export"

_SYSTEMS: Mapping[str, System] = {
    **dict.fromkeys(("icd", "icd10", "icd10cm", "dx", "diagnosis", "diagnoses"), System.ICD10CM),
    "cpt": System.CPT,
    "hcpcs": System.HCPCS,
    **dict.fromkeys(("own", "ours"), System.OWN),
}
_PARTS: Mapping[str, ChangeKind | str] = {
    **{kind.name.lower(): kind for kind in ChangeKind},
    **{word: word for word in (WATCHED, EXPORT)},
}
_IDS = re.compile(r"#(\d{1,9}) #(\d{1,9})(?: ([a-z]+))?(?: (\d{1,4}))?")
_FULL_NAME = re.compile(r"icd[- ]?10(?:[- ]?cm)?|hcpcs level (?:ii|2)", re.IGNORECASE)
_BETWEEN = re.compile(r"\s(?:to|until|vs\.?|versus)\s|->|=>|→", re.IGNORECASE)
_SINCE = re.compile(r"^since\s", re.IGNORECASE)
_WORD = re.compile(r"[a-z]+|\d+[a-z]*")
_MONTH = re.compile(r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*")


@dataclass(frozen=True, slots=True)
class ChangesRequest:
    """Which releases to compare, as named by the user.

    `later`: in each system, the release that these words name (empty: the newest loaded one). `earlier`: the release
    to compare it with (empty: the previous one). `system` None: every comparable code set.
    """

    system: System | None = None
    later: frozenset[str] = frozenset()
    earlier: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ChangesPage:
    """A button's request: two releases by their ids, and which of their changes, from `page` 1 on.

    An empty `part` is the summary, WATCHED the watched codes, EXPORT a file with everything.
    """

    earlier: int
    later: int
    part: ChangeKind | str = ""
    page: int = 1


def read_changes(text: str) -> ChangesRequest | ChangesPage:
    """Parse cleaned text into a request. Never raises.

    >>> read_changes("icd FY2024 to April 2026").later == frozenset({"apr", "2026"})
    True
    """
    if found := _IDS.fullmatch(text.strip()):
        part = _PARTS.get(found[3] or "", "")
        return ChangesPage(int(found[1]), int(found[2]), part, max(1, int(found[4] or 1)))
    system, rest = _system(text)
    if since := _SINCE.match(rest):
        return ChangesRequest(system, earlier=edition_words(rest[since.end() :]))
    earlier, *later = _BETWEEN.split(f" {rest} ", maxsplit=1)
    if later:
        return ChangesRequest(system, edition_words(later[0]), edition_words(earlier))
    return ChangesRequest(system, edition_words(rest))


def line_for(earlier: int, later: int, part: ChangeKind | str = "", page: int = 1) -> str:
    """The command line that `read_changes` parses back."""
    word = part.name.lower() if isinstance(part, ChangeKind) else part
    told = f"/codes changes #{earlier} #{later}" + (f" {word}" if word else "")
    return f"{told} {page}" if page > 1 else told


def edition_words(name: str) -> frozenset[str]:
    """The normalized words of an edition's name, so `FY2026 April` and `April 2026` are equal.

    >>> sorted(edition_words("FY2026 April"))
    ['2026', 'apr']
    """
    found = (_MONTH.sub(r"\1", word) for word in _WORD.findall(name.lower()))
    return frozenset(word for word in found if word not in _EMPTY)


_EMPTY = frozenset(
    ("fy", "from", "the", "release", "edition", "in", "of", "what", "changed", "for", "is", "s")
)


def _system(text: str) -> tuple[System | None, str]:
    """The first code set named in the text, and the text without it."""
    system: System | None = None
    if found := _FULL_NAME.search(text):
        system = System.HCPCS if found[0].lower().startswith("hcpcs") else System.ICD10CM
        text = text.replace(found[0], " ")
    kept = []
    for word in text.split():
        named = _SYSTEMS.get(word.lower().strip(",:"))
        system = system or named
        if named is None:
            kept.append(word)
    return system, " ".join(kept)
