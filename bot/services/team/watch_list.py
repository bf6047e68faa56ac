"""Codes that a team watches: add, remove, and the current status of each."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.domain.codes.changes.parse import COMPARED
from bot.domain.codes.changes.rows import ComparedRow, by_code, newest
from bot.domain.codes.changes.watched import (
    MOST,
    CodeName,
    State,
    TooManyWatched,
    Watched,
    WatchedStatus,
    read_codes,
)
from bot.domain.codes.diagnosis import covers
from bot.domain.codes.editions import table_of
from bot.domain.codes.releases import System, choose
from bot.services.library.code_library import CodeLibrary
from bot.services.ports.database import StoredRelease, UnitOfWork
from bot.services.ports.request_context import RequestContext
from bot.services.team.team_cache import TeamCache


@dataclass(frozen=True, slots=True)
class WatchAnswer:
    """The result of a command: `done` were added (or removed), `already` needed no change, in canonical form.

    `unknown` are diagnoses that the loaded list does not hold. `unread` is input without a code's form. `total` is
    how many codes the team watches now.
    """

    done: tuple[CodeName, ...]
    already: tuple[CodeName, ...]
    unknown: tuple[CodeName, ...]
    unread: tuple[str, ...]
    total: int


class Watching:
    """Every method uses the user's workspace and sees no other."""

    def __init__(self, team_cache: TeamCache, code_library: CodeLibrary) -> None:
        self._team_cache = team_cache
        self._database = team_cache.database
        self._code_library = code_library

    async def watch(self, request: RequestContext, tokens: Iterable[str]) -> WatchAnswer:
        """Watch the codes among `tokens`. Raises TooManyWatched; then none of them is added."""
        names, unread = read_codes(tokens, self.is_diagnosis(request))
        unknown = tuple(n for n in names if n.system is System.ICD10CM and not self._known(n.code, request))
        wanted = [name for name in names if name not in unknown]
        async with self._database.write() as work:
            before = {CodeName(w.system, w.code) for w in await work.watched.all(request.workspace)}
            new = tuple(name for name in wanted if name not in before)
            if len(before) + len(new) > MOST:
                raise TooManyWatched(MOST, len(before))
            now = self._team_cache.clock.now()
            await work.watched.put(
                request.workspace, [Watched(n.system, n.code, request.user, now) for n in new]
            )
            await work.commit()
        await self._team_cache.read_again(request.workspace)
        already = tuple(name for name in wanted if name in before)
        return WatchAnswer(new, already, unknown, unread, len(before) + len(new))

    async def unwatch(self, request: RequestContext, tokens: Iterable[str]) -> WatchAnswer:
        """Stop watching the codes among `tokens`; `already` were not watched."""
        names, unread = read_codes(tokens, self.is_diagnosis(request))
        async with self._database.write() as work:
            gone = tuple(await work.watched.remove(request.workspace, names))
            total = len(await work.watched.all(request.workspace))
            await work.commit()
        await self._team_cache.read_again(request.workspace)
        return WatchAnswer(gone, tuple(name for name in names if name not in gone), (), unread, total)

    async def standings(self, request: RequestContext) -> tuple[WatchedStatus, ...]:
        """All codes that the team watches: ended ones first, then headers, then the rest; each by system and code."""
        async with self._database.read() as work:
            watched = await work.watched.all(request.workspace)
            visible = await work.releases.visible(request.workspace)
            found: list[WatchedStatus] = []
            partial = self._partial(request)
            for system in COMPARED:
                mine = [w for w in watched if w.system is system]
                loaded = [s for s in visible if s.release.system is system]
                found += await _of_system(mine, loaded, partial, request, work) if mine else []
        return tuple(sorted(found, key=lambda standing: _ORDER.index(standing.state)))

    def _partial(self, request: RequestContext) -> frozenset[tuple[System, date]]:
        """Sets, by first day, that are incomplete, so a code that they lack may still exist."""
        cut_off = self._code_library.files.cut_off(request.workspace)
        table = self._code_library.diagnoses(None, request.today, request.workspace).table
        lists = [] if table is None or covers(table) else [table.release]
        return frozenset((release.system, release.effective) for release in (*cut_off, *lists))

    def is_diagnosis(self, request: RequestContext) -> Callable[[str], bool]:
        """Whether the newest ICD-10-CM holds a code."""
        return _IsDiagnosis(self._code_library, request)

    def _known(self, code: str, request: RequestContext) -> bool:
        """Whether the code may exist. Without any ICD-10-CM loaded, a missing code can't be detected."""
        table = self._code_library.diagnoses(None, request.today, request.workspace).table
        return table is None or table.get(code) is not None


@dataclass(frozen=True, slots=True)
class _IsDiagnosis:
    code_library: CodeLibrary
    request: RequestContext

    def __call__(self, code: str) -> bool:
        table = self.code_library.diagnoses(None, self.request.today, self.request.workspace).table
        return table is not None and table.get(code) is not None


_ORDER = (State.ENDED, State.HEADER, State.CUT_OFF, State.BILLABLE, State.NOT_LISTED, State.NOT_LOADED)


async def _of_system(
    watched: Sequence[Watched],
    loaded: Sequence[StoredRelease],
    partial: Collection[tuple[System, date]],
    request: RequestContext,
    work: UnitOfWork,
) -> list[WatchedStatus]:
    """The status of one system's codes, from the release in force today; older ones show what ended.

    If that release is `partial`, a code that it lacks has not necessarily ended.
    """
    codes = [w.code for w in watched]
    chosen = choose([s.release for s in loaded], None, request.today).release
    if chosen is None:
        return [WatchedStatus(w, State.NOT_LOADED) for w in watched]
    rows: list[tuple[StoredRelease, Mapping[str, tuple[ComparedRow, ...]]]] = []
    for stored in loaded:  # newest first
        if stored.release.effective <= chosen.effective:
            told = await work.comparison.rows(request.workspace, stored.id, codes)
            rows.append((stored, by_code(told)))
    named = await work.comparison.successors(request.workspace, codes)
    found = [_standing(w, rows, chosen.effective, request.today) for w in watched]
    if chosen.ends and chosen.ends < request.today:
        found = [replace(s, over=chosen.ends) for s in found]
    if (chosen.system, chosen.effective) in partial:
        found = [replace(s, state=State.CUT_OFF) if _only_lacking(s, request.today) else s for s in found]
    return [await _succeeded(s, named, rows[0][0], request.workspace, work) for s in found]


def _standing(
    watched: Watched,
    rows: Sequence[tuple[StoredRelease, Mapping[str, tuple[ComparedRow, ...]]]],
    effective: date,
    today: date,
) -> WatchedStatus:
    """The newest edition may have several files. A code exists if one of them holds it."""
    for stored, each in rows:
        there = each.get(watched.code, ())
        edition = f"{stored.release.system} {table_of(stored.release)}"
        row = newest(there, stored.release)
        over = max((r.ends for r in there if r.ends), default=None)
        if row and stored.release.effective == effective and not (over and over < today):
            return WatchedStatus(
                watched, State.BILLABLE if row.billable else State.HEADER, row.name, over, (), edition
            )
        if there:  # an earlier header has not ended: a list of billable codes simply has no headers
            state = State.ENDED if there[-1].billable else State.HEADER
            return WatchedStatus(watched, state, there[-1].name, over, (), edition)
    return WatchedStatus(watched, State.NOT_LISTED)


def _only_lacking(standing: WatchedStatus, today: date) -> bool:
    """Whether it counts as ended only because the newest release lacks it, without a date from any file."""
    return standing.state is State.ENDED and not (standing.last_day and standing.last_day < today)


async def _succeeded(
    standing: WatchedStatus,
    named: Mapping[str, tuple[str, ...]],
    newest_release: StoredRelease,
    workspace: str,
    work: UnitOfWork,
) -> WatchedStatus:
    if standing.state not in (State.ENDED, State.HEADER):
        return standing
    code = standing.watched.code
    ways = named.get(code, ())
    if not ways and standing.watched.system is System.ICD10CM:
        below = await work.comparison.below(workspace, newest_release.id, code)
        ways = tuple(row.code for row in below)
    return replace(standing, successors=ways)
