"""A team's own data for searches: its abbreviations, its notes, and the codes that it uses and watches.

A search needs all of it each time, so it is kept in memory. A workspace's first search reads the database. After that
it is refreshed in the background: at most once per REFRESH, and immediately after a change in this process. Changes
by other processes appear within REFRESH of the next search.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import Flag, auto

from bot.domain.codes.abbreviations import (
    MOST,
    Abbreviation,
    ByWord,
    TooManyAbbreviations,
    as_table,
    checked,
    met_in,
    short_form,
    words_of,
)
from bot.domain.codes.changes.watched import CodeName, lifted
from bot.domain.codes.code_uses import boosts, by_system
from bot.domain.codes.notes.found import ByCode, NoteIndex, by_code, index_of, stems_of
from bot.domain.codes.notes.note import TeamNote
from bot.logs import LogEvent, get_logger
from bot.services.ports.database import Clock, Database, UnitOfWork
from bot.services.ports.request_context import RequestContext

REFRESH = timedelta(seconds=30)
WAIT_S = 0.5
"""Seconds that a workspace's first search waits for a slow database before it continues without the data."""
WORKSPACES = 200
"""Workspaces kept in memory. Beyond that, the least recently used one is dropped, and read again on its next search."""
CODES = 200
"""How many of a team's most used codes count. Each costs every search some microseconds."""
WATCHED_COUNTS = 0.5
"""A watched code ranks at least as high as one that the team used a few times a week."""
AT_ONCE = 50
"""The most codes counted for one use. No answer has more."""

_NOTES_AT_ONCE = 20
_log = get_logger("team_cache")


@dataclass(frozen=True, slots=True)
class Added:
    """The saved abbreviation, and the one with the same short form that it replaced."""

    abbreviation: Abbreviation
    before: Abbreviation | None


class _TeamPart(Flag):
    """Which part of a team's data to read. Counting a use doesn't require reading 500 abbreviations again."""

    BOOSTS = auto()
    ABBREVIATIONS = auto()
    NOTES = auto()


_ALL = _TeamPart.BOOSTS | _TeamPart.ABBREVIATIONS | _TeamPart.NOTES


@dataclass(frozen=True, slots=True)
class TeamData:
    """The data as `Index.search` takes it: code -> 0 to 1, and the team's own abbreviations. Don't modify it.

    `notes` are the team's notes by code, `note_words` the same notes by their words, and `watched` its watched codes.
    """

    boosts: Mapping[str, float]
    abbreviations: Mapping[str, tuple[str, ...]]
    by_word: ByWord = field(default_factory=dict, repr=False)
    notes: ByCode = field(default_factory=dict, repr=False)
    note_words: NoteIndex = field(default_factory=NoteIndex, repr=False)
    note_stamp: tuple[int, str] = (0, "")
    watched: frozenset[CodeName] = frozenset()
    locality: str = ""
    """The team's Medicare locality: contractor and locality number, seven digits; '' if it chose none."""

    def abbreviations_in(self, text: str) -> Mapping[str, tuple[str, ...]]:
        """The abbreviations that occur in `text`. A search for `text` finds the same with only these, but faster."""
        return {short: self.abbreviations[short] for short in met_in(text, self.by_word)}


_NOTHING = TeamData({}, {})


class _Team:
    """One workspace in memory, and its running read, if there is one."""

    __slots__ = ("asked_at", "known", "reading", "wanted")

    def __init__(self) -> None:
        self.known: TeamData | None = None
        self.asked_at: datetime | None = None
        self.reading: asyncio.Task[None] | None = None
        self.wanted = _TeamPart(0)


class TeamCache:
    """Every method takes a workspace and sees no other. Close it before its database."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self.database = database
        self.clock = clock
        self._teams: OrderedDict[str, _Team] = OrderedDict()
        self._readings: set[asyncio.Task[None]] = set()
        self._dependents: list[Callable[[], Awaitable[None]]] = []

    def closes(self, close: Callable[[], Awaitable[None]]) -> None:
        """Register another user of the database that must be closed before it; `close` closes it too."""
        self._dependents.append(close)

    async def of(self, workspace: str) -> TeamData:
        """The data from memory, for a search. Its parts remain the same objects until they change."""
        team = self._team(workspace)
        now = self.clock.now()
        if team.asked_at is None or now - team.asked_at >= REFRESH:
            team.asked_at = now
            self._read(workspace, team, _ALL)
        if team.known is None and team.reading is not None:
            await asyncio.wait((team.reading,), timeout=WAIT_S)
        return team.known or _NOTHING

    async def boosts(self, workspace: str) -> Mapping[str, float]:
        """Code -> 0 to 1 for `Index.search(boosts=)`, from `of`."""
        return (await self.of(workspace)).boosts

    async def abbreviations(self, workspace: str) -> Mapping[str, tuple[str, ...]]:
        """The team's own abbreviations for `Index.search(abbreviations=)`, from `of`."""
        return (await self.of(workspace)).abbreviations

    async def own_abbreviations(self, workspace: str) -> Sequence[Abbreviation]:
        """The team's own abbreviations with who added them, by short form, from the database."""
        async with self.database.read() as work:
            return await work.abbreviations.all(workspace)

    async def add_abbreviation(self, request: RequestContext, short: str, expansions: Sequence[str]) -> Added:
        """Save it for the user's workspace, replacing the one with the same short form.

        Raises BadAbbreviation, TooManyAbbreviations and LooksLikePatientData; then nothing is saved. On PostgreSQL,
        two people who add the last allowed one at the same moment may both succeed.
        """
        short, meant = checked(short, expansions)
        new = Abbreviation(short, meant, request.user, self.clock.now())
        async with self.database.write() as work:
            own = {each.short: each for each in await work.abbreviations.all(request.workspace)}
            if short not in own and len(own) >= MOST:
                raise TooManyAbbreviations(MOST)
            await work.abbreviations.put(request.workspace, new)
            await work.commit()
        await self._changed(request.workspace, _TeamPart.ABBREVIATIONS)
        return Added(new, own.get(short))

    async def remove_abbreviation(self, request: RequestContext, short: str) -> bool:
        """Remove one from the user's workspace. Returns whether it existed."""
        async with self.database.write() as work:
            removed = await work.abbreviations.remove(request.workspace, short_form(short))
            await work.commit()
        await self._changed(request.workspace, _TeamPart.ABBREVIATIONS)
        return removed

    async def used(self, workspace: str, codes: Iterable[str]) -> None:
        """Count one use of each code in canonical form (`97140`, `M54.50`), at most AT_ONCE codes.

        Pass codes that were found, never what was typed. Values without a code's form are skipped, but a number that
        only looks like a code would be stored. Raises database errors.
        """
        found = by_system(list(codes)[:AT_ONCE])
        if not found:
            return
        now = self.clock.now()
        async with self.database.write() as work:
            for system, each in sorted(found.items()):  # the same order in every process, as within a system
                await work.uses.add(workspace, system, each, now)
            await work.commit()
        self._read(workspace, self._team(workspace), _TeamPart.BOOSTS)

    async def remembered(self, workspace: str) -> int:
        """How many used codes are stored."""
        async with self.database.read() as work:
            return await work.uses.count(workspace)

    async def forget(self, workspace: str) -> int:
        """Delete the team's used codes. Returns how many there were. Its abbreviations stay."""
        async with self.database.write() as work:
            gone = await work.uses.forget(workspace)
            await work.commit()
        await self._changed(workspace, _TeamPart.BOOSTS)
        return gone

    async def read_again(self, workspace: str) -> None:
        """Refresh after this process has committed notes or watched codes, so the next search has them."""
        await self._changed(workspace, _TeamPart.BOOSTS | _TeamPart.NOTES)

    async def close(self) -> None:
        """Wait for running reads. The database must stay open until then."""
        for close in self._dependents:
            await close()
        if self._readings:
            await asyncio.wait(self._readings)

    async def _changed(self, workspace: str, part: _TeamPart) -> None:
        """Read what this process has just committed, so that the next search has it.

        If the database is slow, the user who made the change doesn't wait for it.
        """
        await asyncio.wait((self._read(workspace, self._team(workspace), part),), timeout=WAIT_S)

    def _team(self, workspace: str) -> _Team:
        team = self._teams.get(workspace)
        if team is None:
            team = self._teams[workspace] = _Team()
            if len(self._teams) > WORKSPACES:
                self._teams.popitem(last=False)
        self._teams.move_to_end(workspace)
        return team

    def _read(self, workspace: str, team: _Team, part: _TeamPart) -> asyncio.Task[None]:
        """Start a background read that begins after this call.

        A running read is followed by another one, because it may have begun before the change.
        """
        team.wanted |= part if team.known else _ALL
        if team.reading is None:
            team.reading = asyncio.create_task(self._keep_reading(workspace, team))
            self._readings.add(team.reading)
            team.reading.add_done_callback(self._readings.discard)
        return team.reading

    async def _keep_reading(self, workspace: str, team: _Team) -> None:
        """Read until nothing more is requested. A failure is logged, and the old data stays."""
        try:
            while team.wanted:
                wanted, team.wanted = team.wanted, _TeamPart(0)
                team.known = await self._from_database(workspace, team.known or _NOTHING, wanted)
        except Exception as error:  # any driver's error: a search without team data is better than none
            _log.warning(LogEvent.JOB_FAILED, error, kind="database")
        finally:
            team.reading = None

    async def _from_database(self, workspace: str, before: TeamData, part: _TeamPart) -> TeamData:
        async with self.database.read() as work:
            known = before
            if _TeamPart.BOOSTS in part:
                known = await self._boosted(workspace, known, work)
            if _TeamPart.ABBREVIATIONS in part:
                own = as_table(await work.abbreviations.all(workspace))
                if own != known.abbreviations:
                    known = replace(known, abbreviations=own, by_word=words_of(own))
            if _TeamPart.NOTES in part and (stamp := await work.notes.stamp(workspace)) != known.note_stamp:
                notes = [replace(n, at=self.clock.local(n.at)) for n in await work.notes.all(workspace)]
                words = await _indexed(notes)
                known = replace(known, notes=by_code(notes), note_words=words, note_stamp=stamp)
        return known

    async def _boosted(self, workspace: str, known: TeamData, work: UnitOfWork) -> TeamData:
        watched = await work.watched.all(workspace)
        used = boosts(await work.uses.top(workspace, CODES), self.clock.now())
        chosen = await work.localities.of(workspace)
        locality = chosen.key if chosen else ""
        if locality != known.locality:
            known = replace(known, locality=locality)
        names = frozenset(CodeName(each.system, each.code) for each in watched)
        up = lifted(watched, dict(used), WATCHED_COUNTS)
        if up == known.boosts and names == known.watched:
            return known
        return replace(known, boosts=up if up != known.boosts else known.boosts, watched=names)


async def _indexed(notes: Sequence[TeamNote]) -> NoteIndex:
    """Index a few notes at a time. A thousand at once would block the event loop for 0.2 s."""
    each: list[frozenset[str]] = []
    for start in range(0, len(notes), _NOTES_AT_ONCE):
        each += stems_of(notes[start : start + _NOTES_AT_ONCE])
        await asyncio.sleep(0)
    return index_of(notes, each)
