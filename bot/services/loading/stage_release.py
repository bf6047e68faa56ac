"""Bring releases into the database: staged in short transactions, then made visible together by one flip."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from bot.domain.codes.releases import Release
from bot.services.loading.drafts import ReleaseDraft
from bot.services.ports.database import Database, ReleaseRepository

_BREATH_S = 0.004
"""SQLite's waiting writers ask again every few milliseconds: without a gap they would hardly ever find one."""


@dataclass(frozen=True, slots=True)
class Staged:
    """A release whose rows are all in, and which nobody sees yet."""

    id: int
    release: Release
    rows: int


async def stage(
    database: Database, draft: ReleaseDraft, digest: str, *, at: datetime, progress: Callable[[int], None]
) -> Staged:
    """All rows of `draft` into the database, seen by nobody; `told` hears how many are in.

    Raises what the draft's batches raise. The rows that are in by then are left to `sweep`.
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
    """The release, seen by nobody yet, of the rows that were loaded from the same file before; None where none were."""
    async with database.write() as work:
        shared = await work.releases.share(release, digest, at)
        await work.commit()
    return Staged(shared.id, release, shared.rows) if shared else None


async def count_rows(draft: ReleaseDraft) -> int:
    """How many rows the file has today; takes them all, and raises what they raise."""
    rows = 0
    for batch in draft.pairs or draft.records or iter(()):
        rows += len(batch)
        await asyncio.sleep(0)
    return rows


async def publish(database: Database, staged: Sequence[Staged]) -> None:
    """Make all of them visible in one transaction: readers see none of them or all."""
    async with database.write() as work:
        for one in staged:
            await work.releases.publish(one.release.workspace, one.id, one.rows)
        await work.commit()


async def sweep(database: Database) -> None:
    """Delete, in short transactions, every release that nobody sees.

    Only for who holds `database.loading()`: what is not visible then was withdrawn, or its loader is dead.
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
    """All rows in slices of `most`, the last one shorter: equal slices are equal statements, which SQLite keeps."""
    left: list[_Row] = []
    for batch in batches:
        left += batch
        whole = len(left) - len(left) % most
        for start in range(0, whole, most):
            yield left[start : start + most]
        del left[:whole]
    if left:
        yield left
