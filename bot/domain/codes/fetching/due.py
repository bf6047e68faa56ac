"""Find what is due: a set's editions compared with the loaded releases; and check a new file's size."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.domain.codes.editions import Gathered, gather, part_of
from bot.domain.codes.fetching.code_sets import DataLicense, PublishedSet
from bot.domain.codes.fetching.editions import PublishedEdition
from bot.domain.codes.releases import PUBLIC, Release, System

_LEAST_SHARE, _GREATEST_SHARE = 0.9, 1.5
_FEW_ROWS = 100
"""A table with fewer rows is a test's or a team's own, and its size means nothing."""


def loaded_gatherings(
    published: PublishedSet, releases: Iterable[Release], workspace: str
) -> tuple[Gathered, ...]:
    """The loaded editions of a set's systems. A public set is for everyone, a licensed set for one workspace."""
    owners = {PUBLIC, workspace} if published.license is DataLicense.PUBLIC else {workspace}
    mine = [r for r in releases if r.system in published.systems and r.workspace in owners]
    return tuple(
        gathered
        for system in published.systems
        for gathered, _ in gather(r for r in mine if r.system is system)
    )


def missing_systems(
    published: PublishedSet, edition: PublishedEdition, loaded: Iterable[Gathered]
) -> tuple[System, ...]:
    """The systems for which `edition` is not completely loaded with its own notes; empty if nothing is due."""
    there = {
        each.release.system for each in loaded if _is(each, edition) and each.whole and not each.release.notes
    }
    return tuple(system for system in published.systems if system not in there)


def is_partly_loaded(edition: PublishedEdition, loaded: Iterable[Gathered]) -> bool:
    """Whether a part of `edition` is loaded."""
    return any(_is(each, edition) for each in loaded)


def _is(gathered: Gathered, edition: PublishedEdition) -> bool:
    return gathered.release.effective == edition.first_day


Table = tuple[System, str]
"""A table with a stable size from one edition to the next: a system, and its part if parts differ in content."""


@dataclass(frozen=True, slots=True)
class RowCount:
    """The row counts of a table in the new file and in the edition before it."""

    system: System
    rows: int
    before: int


def row_counts(releases: Iterable[tuple[Release, int]]) -> dict[Table, int]:
    """Row counts by table. NCCI pairs are one table, because CMS moves rows between its four files."""
    found: dict[Table, int] = {}
    for release, rows in releases:
        pairs = release.system in (System.PAIRS_PRACTITIONER, System.PAIRS_OUTPATIENT)
        table = release.system, "" if pairs else part_of(release)
        found[table] = found.get(table, 0) + rows
    return found


def implausible(new: Mapping[Table, int], before: Mapping[Table, int]) -> RowCount | None:
    """A table whose size is far from the edition before it; None if there is none."""
    for table, rows in new.items():
        old = before.get(table, 0)
        if old >= _FEW_ROWS and not _LEAST_SHARE * old <= rows <= _GREATEST_SHARE * old:
            return RowCount(table[0], rows, old)
    return None


def rows_before(new: Iterable[Release], loaded: Iterable[tuple[Release, int]]) -> dict[Table, int]:
    """The row counts of the edition before `new`, by table: the latest earlier one in the same workspace."""
    loaded = list(loaded)
    before: list[tuple[Release, int]] = []
    for system, workspace, first_day in {(r.system, r.workspace, r.effective) for r in new}:
        same = [
            (r, rows)
            for r, rows in loaded
            if r.system is system and r.workspace == workspace and r.effective < first_day
        ]
        latest = max((r.effective for r, _ in same), default=None)
        before += [(r, rows) for r, rows in same if r.effective == latest]
    return row_counts(before)
