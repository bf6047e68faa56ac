"""A team's data about codes, in SQL: watched codes and notes."""

from collections.abc import Iterable, Sequence

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.codes.changes.watched import CodeName, Watched
from bot.domain.codes.notes.note import TeamNote
from bot.domain.codes.releases import System
from storage.team_tables import CODE_NOTE, WATCHED_CODE
from storage.upsert import upsert

_NOTE_KEY = ["workspace", "system", "code", "payer"]


class SqlWatchedCodes:
    """WatchedRepository on SQL."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def all(self, workspace: str) -> Sequence[Watched]:
        """Those of this workspace, by system and code."""
        found = await self._session.execute(
            sa.select(WATCHED_CODE).where(WATCHED_CODE.c.workspace == workspace).order_by(WATCHED_CODE.c.code)
        )
        kept = [Watched(System(r["system"]), r["code"], r["by"], r["at"]) for r in found.mappings()]
        return sorted(kept, key=lambda each: each.system)

    async def put(self, workspace: str, watched: Iterable[Watched]) -> None:
        """Watch them. A code that was already watched is unchanged."""
        rows = [
            {"workspace": workspace, "system": w.system.value, "code": w.code, "by": w.by, "at": w.at}
            for w in sorted(watched, key=lambda each: (each.system, each.code))
        ]
        if rows:
            await self._session.execute(
                upsert(self._session, WATCHED_CODE).values(rows).on_conflict_do_nothing()
            )

    async def remove(self, workspace: str, names: Iterable[CodeName]) -> Sequence[CodeName]:
        """Stop watching them. Returns those that were watched."""
        gone: list[CodeName] = []
        for name in dict.fromkeys(names):
            taken = await self._session.execute(
                sa.delete(WATCHED_CODE)
                .where(
                    WATCHED_CODE.c.workspace == workspace,
                    WATCHED_CODE.c.system == name.system.value,
                    WATCHED_CODE.c.code == name.code,
                )
                .returning(WATCHED_CODE.c.code)
            )
            gone += [name] if taken.first() else []
        return gone


class SqlNotes:
    """NoteRepository on SQL."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def all(self, workspace: str) -> Sequence[TeamNote]:
        """Those of this workspace, by system, code and payer."""
        found = await self._session.execute(
            sa.select(CODE_NOTE)
            .where(CODE_NOTE.c.workspace == workspace)
            .order_by(CODE_NOTE.c.code, CODE_NOTE.c.payer)
        )
        kept = [
            TeamNote(System(r["system"]), r["code"], r["payer"], r["text"], r["by"], r["at"])
            for r in found.mappings()
        ]
        return sorted(kept, key=lambda note: note.system)

    async def stamp(self, workspace: str) -> tuple[int, str]:
        """The number of notes and the time of the last write."""
        told = await self._session.execute(
            sa.select(sa.func.count(), sa.func.max(CODE_NOTE.c.at)).where(CODE_NOTE.c.workspace == workspace)
        )
        count, last = told.one()
        return int(count), str(last or "")

    async def put(self, workspace: str, note: TeamNote) -> None:
        """Save it, replacing the one with the same system, code and payer."""
        values = {"text": note.text, "by": note.by, "at": note.at}
        insert = upsert(self._session, CODE_NOTE).values(
            workspace=workspace, system=note.system.value, code=note.code, payer=note.payer, **values
        )
        await self._session.execute(insert.on_conflict_do_update(index_elements=_NOTE_KEY, set_=values))

    async def remove(self, workspace: str, name: CodeName, payer: str) -> bool:
        """Remove one. Returns whether it existed."""
        gone = await self._session.execute(
            sa.delete(CODE_NOTE)
            .where(
                CODE_NOTE.c.workspace == workspace,
                CODE_NOTE.c.system == name.system.value,
                CODE_NOTE.c.code == name.code,
                CODE_NOTE.c.payer == payer,
            )
            .returning(CODE_NOTE.c.code)
        )
        return gone.first() is not None
