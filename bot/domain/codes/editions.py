"""Combine releases into editions: the parts of a table that is published, or licensed, in several files."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from bot.domain.codes.releases import Release, System

PAIR_PARTS = ("f1", "f2", "f3", "f4")
"""The four files of one quarter's NCCI pairs."""
_PAIRS = (System.PAIRS_PRACTITIONER, System.PAIRS_OUTPATIENT)
_ANY_PAIR_PART = tuple(f"f{number}" for number in range(1, 10))
PARTS: Mapping[System, tuple[str, ...]] = {
    **dict.fromkeys(_PAIRS, _ANY_PAIR_PART),
    System.CPT: ("long", "medium", "short", "consumer", "clinician"),
    System.LOCALITIES: ("indices", "counties", "anesthesia"),
    System.ICD10CM: ("order", "codes"),
    System.ICD10CM_INDEX: ("main", "external causes", "neoplasms"),
}
"""The name endings of a multi-file table's releases. All other systems have one file."""
_PART = {
    system: re.compile(rf"(?P<table>.*?)[\s-]+(?P<part>{'|'.join(parts)})", re.IGNORECASE)
    for system, parts in PARTS.items()
}


@dataclass(frozen=True, slots=True)
class Gathered:
    """One edition. `release` names it without its part; `parts` are the loaded parts, empty for a single-file table."""

    release: Release
    parts: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether no part of the edition is missing, so that a missing row does not exist."""
        if self.release.system in _PAIRS:
            return not self.parts or set(PAIR_PARTS) <= set(self.parts)
        if self.release.system is System.CPT:
            return not self.parts or bool({"long", "medium", "short"} & set(self.parts))
        return self.release.system not in (System.OWN, System.HCPCS_CHANGES)


def part_of(release: Release) -> str:
    """Which file of its table a release is ('f2', 'long', 'order', 'neoplasms'); '' if it is the whole table."""
    return _named(release)[1]


def table_of(release: Release) -> str:
    """The edition without the part, common to all files of one table: '2026 Q1 f2' -> '2026 Q1'."""
    return _named(release)[0]


def _named(release: Release) -> tuple[str, str]:
    form = _PART.get(release.system)
    found = form.fullmatch(release.edition) if form else None
    return (found["table"], found["part"].lower()) if found else (release.edition, "")


def gather(releases: Iterable[Release]) -> list[tuple[Gathered, tuple[Release, ...]]]:
    """Combine releases with the same system, first day and workspace; each comes with its original releases.

    If their last days differ, the edition ends with the earliest, so that it covers only days that every part covers.
    """
    ordered = sorted(releases, key=_together_by)
    return [_gathered(tuple(same)) for _, same in groupby(ordered, key=_same)]


def _same(release: Release) -> tuple[str, date, str]:
    return release.system.value, release.effective, release.workspace


def _together_by(release: Release) -> tuple[str, date, str, str]:
    return *_same(release), release.edition


def _gathered(same: Sequence[Release]) -> tuple[Gathered, tuple[Release, ...]]:
    named = [_named(release) for release in same]
    parts = tuple(part for _, part in named if part) if all(part for _, part in named) else ()
    ends = min((release.ends for release in same if release.ends), default=None)
    names = " + ".join(dict.fromkeys(name for name, _ in named))
    whole = replace(same[0], edition=names, ends=ends)
    return Gathered(whole, parts), tuple(same)
