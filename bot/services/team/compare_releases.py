"""Compare two loaded releases of a code set: choose the two, and compute the changes."""

import asyncio
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.domain.codes.changes.diff import ENDED, ChangeKind, CodeSetChanges, compare
from bot.domain.codes.changes.listed import listed
from bot.domain.codes.changes.parse import COMPARED, ChangesRequest, edition_words
from bot.domain.codes.changes.rows import ComparedRelease
from bot.domain.codes.editions import part_of, table_of
from bot.domain.codes.file_rows import ChangeRow
from bot.domain.codes.releases import Release, System
from bot.domain.errors import CodeDeskError
from bot.services.loading.file_records import rows_of
from bot.services.ports.database import Database, StoredRelease

KEPT = 8
"""Comparisons kept in memory. Comparing a year of ICD-10-CM takes a second, and the result half a megabyte."""
_LENGTHS = ("", "long", "medium", "short", "consumer")
"""Parts of a CPT edition, the preferred one for a comparison first. Other parts hold no code names."""


@dataclass
class NoSuchReleases(CodeDeskError):
    """No loaded release of `system` (None: of any) matches the question; `there` are the loaded ones."""

    system: System | None
    there: tuple[Release, ...]


@dataclass
class NotTwoReleases(CodeDeskError):
    """There is nothing to compare: each system has at most one release. `there` are the releases."""

    system: System | None
    there: tuple[Release, ...]


@dataclass
class StillComparing(CodeDeskError):
    """The comparison takes longer than Slack waits. It will be ready if the user asks again in a moment."""


@dataclass(frozen=True, slots=True)
class ReleasePair:
    """Two releases of one code set, as storage holds them."""

    earlier: StoredRelease
    later: StoredRelease


@dataclass(frozen=True, slots=True)
class Compared:
    """A pair and what changed between the two."""

    pair: ReleasePair
    changes: CodeSetChanges


class CodeChanges:
    """Compares what a workspace may see. A release never changes once it is visible, so results are cached."""

    def __init__(self, database: Database, patience: float | None = None) -> None:
        """`patience`: seconds until StillComparing is raised while the comparison goes on. None: no limit."""
        self._database = database
        self._patience = patience
        self._kept: OrderedDict[tuple[int, int, str], asyncio.Task[CodeSetChanges]] = OrderedDict()

    async def compare(self, question: ChangesRequest, workspace: str) -> tuple[Compared, ...]:
        """One comparison for each code set that the question means.

        Raises NotTwoReleases if no code set has two, and NoSuchReleases if the words match no loaded release.
        """
        stored = await self._stored(workspace)
        return tuple([await self._compared(pair, workspace) for pair in pairs(question, stored)])

    async def between(self, earlier: int, later: int, workspace: str) -> Compared:
        """Compare two releases by their ids (untrusted). Raises NoSuchReleases if the workspace sees no such pair."""
        stored = await self._stored(workspace)
        by_id = {s.id: s for s in stored}
        old, new = by_id.get(earlier), by_id.get(later)
        if not old or not new or not _fit(old, new):
            raise NoSuchReleases(None, tuple(s.release for s in stored))
        return await self._compared(ReleasePair(old, new), workspace)

    async def _stored(self, workspace: str) -> Sequence[StoredRelease]:
        async with self._database.read() as work:
            visible = await work.releases.visible(workspace)
        return [s for s in visible if s.release.system in (*COMPARED, System.HCPCS_CHANGES)]

    async def _compared(self, pair: ReleasePair, workspace: str) -> Compared:
        key = pair.earlier.id, pair.later.id, workspace
        task = self._kept.get(key)
        if task is None or (task.done() and (task.cancelled() or task.exception())):
            task = self._kept[key] = asyncio.create_task(self._compare(pair, workspace))
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(key)
        await asyncio.wait((task,), timeout=self._patience)
        if not task.done():
            raise StillComparing
        return Compared(pair, task.result())

    async def close(self) -> None:
        """Wait for running comparisons. The database must stay open until then."""
        if under_way := [task for task in self._kept.values() if not task.done()]:
            await asyncio.wait(under_way)

    async def _compare(self, pair: ReleasePair, workspace: str) -> CodeSetChanges:
        old, new = pair.earlier, pair.later
        if old.id == new.id:
            return await by_list(self._database, new, workspace)
        async with self._database.read() as work:
            same_length = length_of(old.release) == length_of(new.release)
            before, after = await work.comparison.differing(workspace, old.id, new.id, names=same_length)
            sizes = [await work.comparison.sizes(workspace, side.id) for side in (old, new)]
            sides = (
                ComparedRelease(old.release, before, sizes[0]),
                ComparedRelease(new.release, after, sizes[1]),
            )
            found = await asyncio.to_thread(compare, *sides, reworded=same_length)
            named = await work.comparison.successors(workspace, [c.code for c in found.of(*ENDED)])
        return await asyncio.to_thread(compare, *sides, named, reworded=same_length) if named else found


async def by_list(database: Database, stored: StoredRelease, workspace: str) -> CodeSetChanges:
    """What a list of changes says, with the successors from other loaded files."""
    rows = [row async for batch in rows_of(database, stored) for row in batch]
    found = listed(stored.release, (r for r in rows if isinstance(r, ChangeRow)))
    async with database.read() as work:
        named = await work.comparison.successors(workspace, [c.code for c in found.of(ChangeKind.GONE)])
    return replace(found, found=tuple(replace(c, successors=named.get(c.code, ())) for c in found.found))


def pairs(question: ChangesRequest, stored: Iterable[StoredRelease]) -> tuple[ReleasePair, ...]:
    """The two releases that the question means for each code set, in the order of COMPARED.

    If there are not two lists of HCPCS, the list of changes is used, paired with itself.
    """
    stored = list(stored)
    systems = (question.system,) if question.system else COMPARED
    loaded = {system: comparable([s for s in stored if s.release.system is system]) for system in systems}
    there = tuple(s.release for each in loaded.values() for s in each)
    lists = [s for s in stored if s.release.system is System.HCPCS_CHANGES and System.HCPCS in systems]
    if not lists and not any(len(each) > 1 for each in loaded.values()):
        raise NotTwoReleases(question.system, there)
    meant = {system: _pair(question, each) for system, each in loaded.items()}
    if lists and not meant[System.HCPCS] and not question.earlier:
        meant[System.HCPCS] = _itself(question, lists)
    found = tuple(pair for pair in meant.values() if pair)
    if not found:
        raise NoSuchReleases(question.system, there)
    return found


def comparable(stored: Sequence[StoredRelease]) -> list[StoredRelease]:
    """One release for each first day of a system, oldest first.

    Of an edition's parts, the one with the longest names; of two lists of ICD-10-CM, the one with headers.
    """
    best: dict[date, StoredRelease] = {}
    for each in stored:
        day, part = each.release.effective, length_of(each.release)
        if part in _LENGTHS and (day not in best or _rank(each) < _rank(best[day])):
            best[day] = each
    return [best[day] for day in sorted(best)]


def _rank(stored: StoredRelease) -> tuple[int, bool, int]:
    release = stored.release
    return _LENGTHS.index(length_of(release)), part_of(release) == "codes", -stored.id


def length_of(release: Release) -> str:
    """The kind of CPT names it holds; every other system has only one."""
    return part_of(release) if release.system is System.CPT else ""


def _pair(question: ChangesRequest, loaded: Sequence[StoredRelease]) -> ReleasePair | None:
    """The two named releases, earlier first. The question may name them in either order."""
    ways = [(question.earlier, question.later)]
    if question.earlier and question.later:
        ways.append((question.later, question.earlier))
    for first, last in ways:
        later = _named(last, loaded)
        before = [s for s in loaded if later and s.release.effective < later.release.effective]
        if later and (earlier := _named(first, before)):
            return ReleasePair(earlier, later)
    return None


def _itself(question: ChangesRequest, lists: Sequence[StoredRelease]) -> ReleasePair | None:
    found = _named(question.later, sorted(lists, key=lambda s: s.release.effective))
    return ReleasePair(found, found) if found else None


def _fit(one: StoredRelease, other: StoredRelease) -> bool:
    """Whether the two can be compared: same code set, or a list of changes paired with itself."""
    same = one.release.system is other.release.system
    return same and (one.id == other.id) == (one.release.system is System.HCPCS_CHANGES)


def _named(words: frozenset[str], loaded: Sequence[StoredRelease]) -> StoredRelease | None:
    """The release that the words name: an exact match first, then the newest that has all the words."""
    fitting = [s for s in loaded if words <= edition_words(s.release.edition)]
    exact = [s for s in fitting if words == edition_words(table_of(s.release))]
    return next(reversed(exact or fitting), None)


def heading() -> tuple[str, ...]:
    """The columns of `table`."""
    return (
        *("code_set", "earlier", "later", "change", "code", "name_before", "name_after"),
        *("last_day", "successors", "watched"),
    )


def table(changes: CodeSetChanges, watched: Mapping[str, bool]) -> list[tuple[str, ...]]:
    """Every change as a row of text. `watched` returns whether the team watches a code."""
    sides = str(changes.later.system), changes.earlier.edition, changes.later.edition
    return [
        (
            *sides,
            *(str(c.kind), c.code, c.before, c.after),
            c.last_day.isoformat() if c.last_day else "",
            " ".join(c.successors),
            "yes" if watched.get(c.code) else "",
        )
        for c in changes.found
    ]
