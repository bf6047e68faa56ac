"""What one day's release of a code set changes for the codes that a team watches. Only those are compared.

Three hundred codes take a third of the processor time of a whole year of ICD-10-CM. Most of that is counting the rows
of both releases when a code seems removed or new. Reminders do this in every workspace at the same hour.
"""

import asyncio
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.codes.changes.diff import ENDED, ChangeKind, CodeChange, compare, stem_of
from bot.domain.codes.changes.rows import ComparedRelease, ComparedRow
from bot.domain.codes.releases import System
from bot.services.ports.database import Database, StoredRelease, UnitOfWork
from bot.services.team.compare_releases import ReleasePair, by_list, comparable, length_of


def pair_on(day: date, system: System, stored: Iterable[StoredRelease]) -> ReleasePair | None:
    """The release of a code set that takes effect on this exact day, and the one before it; None without both.

    HCPCS: the list of changes of that day, paired with itself, if there are not two lists of codes.
    """
    stored = list(stored)
    loaded = comparable([s for s in stored if s.release.system is system])
    new = next((s for s in loaded if s.release.effective == day), None)
    before = [s for s in loaded if s.release.effective < day]
    if new and before:
        return ReleasePair(before[-1], new)
    lists = [s for s in stored if s.release.system is System.HCPCS_CHANGES and system is System.HCPCS]
    told = next((s for s in lists if s.release.effective == day), None)
    return ReleasePair(told, told) if told else None


@dataclass(frozen=True, slots=True)
class WatchedChanges:
    """Changes to watched codes and to codes under a watched ICD-10-CM header, by kind.

    `uncovered` are watched codes that the later release lacks but isn't meant to replace, because it is part of a
    table. `absent` are codes that neither release holds: they ended earlier or never existed.
    """

    found: tuple[CodeChange, ...]
    uncovered: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()


async def watched_changes(
    database: Database, workspace: str, pair: ReleasePair, codes: Collection[str]
) -> WatchedChanges:
    """What the pair's later release changes among `codes`."""
    old, new = pair.earlier, pair.later
    if old.id == new.id:
        return WatchedChanges((await by_list(database, new, workspace)).watched(codes))
    async with database.read() as work:
        rows = await _rows(work, workspace, pair, codes)
        sides = ComparedRelease(old.release, rows[0]), ComparedRelease(new.release, rows[1])
        reworded = length_of(old.release) == length_of(new.release)
        first = await asyncio.to_thread(compare, *sides, reworded=reworded)
        absent = not_held(codes, sides)
        ended = [change.code for change in first.of(*ENDED)]
        if not ended and not first.of(ChangeKind.ADDED):
            return WatchedChanges(first.watched(codes), (), absent)
        named = await work.comparison.successors(workspace, ended)
        if first.of(ChangeKind.GONE, ChangeKind.ADDED):  # one of the two files may be cut off
            sizes = [await work.comparison.sizes(workspace, side.id) for side in (old, new)]
            sides = (
                ComparedRelease(old.release, rows[0], sizes[0]),
                ComparedRelease(new.release, rows[1], sizes[1]),
            )
    told = await asyncio.to_thread(compare, *sides, named, reworded=reworded)
    kept = {change.code for change in told.found}
    uncovered = tuple(
        c.code for c in first.watched(codes) if c.kind is ChangeKind.GONE and c.code not in kept
    )
    return WatchedChanges(told.watched(codes), uncovered, absent)


async def missing_in(
    database: Database, workspace: str, only: StoredRelease, codes: Collection[str]
) -> tuple[str, ...]:
    """Which of `codes` a release does not hold."""
    async with database.read() as work:
        rows, _ = await _rows(work, workspace, ReleasePair(only, only), codes)
    return not_held(codes, (ComparedRelease(only.release, rows),))


def not_held(codes: Collection[str], sides: Iterable[ComparedRelease]) -> tuple[str, ...]:
    """Codes for which no side holds a row on any day, including rows below the code."""
    held = {
        row.code[:end]
        for side in sides
        for row in side.rows
        if row.touches(side.release)
        for end in range(3, len(row.code) + 1)
    }
    return tuple(sorted(code for code in codes if code not in held))


async def _rows(
    work: UnitOfWork, workspace: str, pair: ReleasePair, codes: Collection[str]
) -> tuple[Sequence[ComparedRow], Sequence[ComparedRow]]:
    """The rows of `codes` in both releases. For ICD-10-CM, also the rows below codes that are not billable in both."""
    sides = pair.earlier, pair.later
    named = [await work.comparison.rows(workspace, side.id, codes) for side in sides]
    if pair.later.release.system is not System.ICD10CM:
        return named[0], named[1]
    leaves = frozenset.intersection(*(frozenset(r.code for r in rows if r.billable) for rows in named))
    stems = {stem_of(code) for code in codes if code not in leaves}
    found = [
        (
            *rows,
            *await work.comparison.rows(workspace, side.id, stems),
            *await work.comparison.under(workspace, side.id, stems),
        )
        for side, rows in zip(sides, named, strict=True)
    ]
    return list(dict.fromkeys(found[0])), list(dict.fromkeys(found[1]))
