"""A team's notes on codes: save, show, find by their words, remove."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.codes.changes.watched import CodeName
from bot.domain.codes.notes.note import MOST, TeamNote, TooManyNotes, checked
from bot.services.ports.request_context import RequestContext
from bot.services.team.team_cache import TeamCache


@dataclass(frozen=True, slots=True)
class Kept:
    """The saved note, and the one for the same code and payer that it replaced."""

    note: TeamNote
    before: TeamNote | None


class TeamNotes:
    """Every method uses the user's workspace and sees no other."""

    def __init__(self, team_cache: TeamCache) -> None:
        self._team_cache = team_cache
        self._database = team_cache.database

    async def write(self, request: RequestContext, name: CodeName, payer: str, text: str) -> Kept:
        """Save a note. It replaces the one for the same code and payer.

        Raises NoteTooLong, NoteWithoutWords, LooksLikePatientData and TooManyNotes; then nothing is saved.
        """
        kept = checked(text)
        async with self._database.write() as work:
            own = await work.notes.all(request.workspace)
            new = TeamNote(
                name.system, name.code, payer, kept, request.user, _after(own, self._team_cache.clock.now())
            )
            before = next((n for n in own if _same(n, new)), None)
            if before is None and len(own) >= MOST:
                raise TooManyNotes(MOST)
            await work.notes.put(request.workspace, new)
            await work.commit()
        await self._team_cache.read_again(request.workspace)
        return Kept(new, before)

    async def remove(self, request: RequestContext, name: CodeName, payer: str) -> bool:
        """Remove a note. Returns whether it existed."""
        async with self._database.write() as work:
            removed = await work.notes.remove(request.workspace, name, payer)
            await work.commit()
        await self._team_cache.read_again(request.workspace)
        return removed

    async def on(self, request: RequestContext, name: CodeName) -> tuple[TeamNote, ...]:
        """The notes on one code, from memory."""
        notes = (await self._team_cache.of(request.workspace)).notes.get(name.code, ())
        return tuple(note for note in notes if note.system is name.system)

    async def all(self, workspace: str) -> Sequence[TeamNote]:
        """All of the workspace's notes, from the database, by system, code and payer."""
        async with self._database.read() as work:
            return await work.notes.all(workspace)


def heading() -> tuple[str, ...]:
    """The columns of `table`."""
    return ("code_set", "code", "payer", "note", "author", "written")


def table(notes: Sequence[TeamNote]) -> list[tuple[str, ...]]:
    """Every note as a row of text, with the author's user id and the time in UTC."""
    return [(str(n.system), n.code, n.payer, n.text, n.by, n.at.isoformat(timespec="seconds")) for n in notes]


def _after(own: Sequence[TeamNote], now: datetime) -> datetime:
    """The current time, but later than every note: other processes detect a change by the latest time."""
    return max((now, *(note.at + timedelta(microseconds=1) for note in own)))


def _same(one: TeamNote, other: TeamNote) -> bool:
    return (one.system, one.code, one.payer) == (other.system, other.code, other.payer)
