"""Load releases into the database: stage them in short transactions, then make all visible with one update."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from bot.domain.codes.releases import Release
from bot.services.loading.drafts import ReleaseDraft
from bot.services.ports.database import Database, ReleaseRepository

_BREATH_S = 0.004
"""A pause between transactions. SQLite's waiting writers retry every few milliseconds and would rarely succeed
without one."""


@dataclass(frozen=True, slots=True)
class Staged:
    """A release whose rows are all stored, but which is not visible yet."""

    id: int
    release: Release
    rows: int


async def stage(
    database: Database, draft: ReleaseDraft, digest: str, *, at: datetime, progress: Callable[[int], None]
) -> Staged:
    """Store all rows of `draft`, not visible yet; `progress` receives the number of rows so far.

    Raises what the draft's batches raise. `sweep` removes the rows stored until then.
    """
    async with database.write() as work:
        id_ = await work.releases.stage(draft.release, digest, at)
        await work.commit()
    rows = 0
    async for many in _filling(database, draft, id_):
        rows += many
        progress(rows)
        await asyncio.sleep(_BREATH_S)
    return Staged(id_, draft.release, rows)


async def share(database: Database, release: Release, digest: str, at: datetime) -> Staged | None:
    """Stage the release with the rows that were loaded earlier from the same file; None if there are none."""
    async with database.write() as work:
        shared = await work.releases.share(release, digest, at)
        await work.commit()
    return Staged(shared.id, release, shared.rows) if shared else None


async def count_rows(draft: ReleaseDraft) -> int:
    """Count the rows that the file has when read now. Reads all of them, and raises what they raise."""
    rows = 0
    for batch in draft.pairs or draft.records or iter(()):
        rows += len(batch)
        await asyncio.sleep(0)
    return rows


async def publish(database: Database, staged: Sequence[Staged]) -> None:
    """Make all releases visible in one transaction: readers see all of them or none."""
    async with database.write() as work:
        for one in staged:
            await work.releases.publish(one.release.workspace, one.id, one.rows)
        await work.commit()


async def sweep(database: Database) -> None:
    """Delete, in short transactions, every release that is not visible.

    The caller must hold `database.loading()`. Then an invisible release was withdrawn, or its loader is dead.
    """
    async with database.read() as work:
        unseen = await work.releases.unseen()
    for stored in unseen:
        gone = False
        while not gone:
            async with database.write() as work:
                gone = await work.releases.shrink(stored.release.workspace, stored.id, database.at_once)
                await work.commit()
            await asyncio.sleep(_BREATH_S)


_Row = TypeVar("_Row")
_Add = Callable[[str, int, Sequence[_Row]], Awaitable[None]]


def _filling(database: Database, draft: ReleaseDraft, id_: int) -> AsyncIterator[int]:
    if draft.pairs is not None:
        return _put(database, draft, id_, _sliced(draft.pairs, database.at_once), lambda r: r.add_pairs)
    return _put(database, draft, id_, _sliced(draft.records or iter(()), database.at_once), lambda r: r.add)


async def _put(
    database: Database,
    draft: ReleaseDraft,
    id_: int,
    slices: Iterator[Sequence[_Row]],
    add: Callable[[ReleaseRepository], _Add[_Row]],
) -> AsyncIterator[int]:
    for rows in slices:
        async with database.write() as work:
            await add(work.releases)(draft.release.workspace, id_, rows)
            await work.commit()
        yield len(rows)


def _sliced(batches: Iterator[Sequence[_Row]], most: int) -> Iterator[Sequence[_Row]]:
    """All rows in slices of `most`; the last may be shorter. Equal sizes make equal statements, which SQLite caches."""
    left: list[_Row] = []
    for batch in batches:
        left += batch
        whole = len(left) - len(left) % most
        for start in range(0, whole, most):
            yield left[start : start + most]
        del left[:whole]
    if left:
        yield left
