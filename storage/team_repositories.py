"""A team's own data for searches, in SQL: its abbreviations, and which codes it uses."""

from collections.abc import Iterable, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.codes.abbreviations import Abbreviation
from bot.domain.codes.code_uses import CodeUse
from bot.domain.codes.releases import System
from storage.mapping import abbreviation, code_use
from storage.tables import ABBREVIATION, CODE_USE
from storage.upsert import upsert


class SqlAbbreviations:
    """AbbreviationRepository on SQL."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def all(self, workspace: str) -> Sequence[Abbreviation]:
        """Those of this workspace, by short form in code-point order."""
        found = await self._session.execute(
            sa.select(ABBREVIATION)
            .where(ABBREVIATION.c.workspace == workspace)
            .order_by(ABBREVIATION.c.short)
        )
        return [abbreviation(row) for row in found.mappings()]

    async def put(self, workspace: str, abbreviation: Abbreviation) -> None:
        """Save it, replacing the one with the same short form."""
        values = {
            "expansions": list(abbreviation.expansions),
            "added_by": abbreviation.added_by,
            "added_at": abbreviation.added_at,
        }
        insert = upsert(self._session, ABBREVIATION).values(
            workspace=workspace, short=abbreviation.short, **values
        )
        await self._session.execute(
            insert.on_conflict_do_update(index_elements=["workspace", "short"], set_=values)
        )

    async def remove(self, workspace: str, short: str) -> bool:
        """Remove one. Returns whether it existed."""
        gone = await self._session.execute(
            sa.delete(ABBREVIATION)
            .where(ABBREVIATION.c.workspace == workspace, ABBREVIATION.c.short == short)
            .returning(ABBREVIATION.c.short)
        )
        return gone.first() is not None


class SqlUses:
    """UseRepository on SQL."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, workspace: str, system: System, codes: Iterable[str], at: datetime) -> None:
        """Count one more use of each code, in the database.

        Every process uses the same order of codes. Two that lock the same rows in different orders would deadlock.
        """
        rows = [
            {"workspace": workspace, "system": system.value, "code": code, "uses": 1, "last_used": at}
            for code in sorted(set(codes))
        ]
        if not rows:
            return
        insert = upsert(self._session, CODE_USE).values(rows)
        new = insert.excluded.last_used
        later = sa.case((new > CODE_USE.c.last_used, new), else_=CODE_USE.c.last_used)
        await self._session.execute(
            insert.on_conflict_do_update(
                index_elements=["workspace", "system", "code"],
                set_={"uses": CODE_USE.c.uses + 1, "last_used": later},
            )
        )

    async def top(self, workspace: str, limit: int) -> Sequence[CodeUse]:
        """The most used codes: most uses first, then most recent."""
        found = await self._session.execute(
            sa.select(CODE_USE)
            .where(CODE_USE.c.workspace == workspace)
            .order_by(CODE_USE.c.uses.desc(), CODE_USE.c.last_used.desc(), CODE_USE.c.code)
            .limit(limit)
        )
        return [code_use(row) for row in found.mappings()]

    async def count(self, workspace: str) -> int:
        """How many codes are stored."""
        mine = sa.select(sa.func.count()).select_from(CODE_USE).where(CODE_USE.c.workspace == workspace)
        return int(await self._session.scalar(mine) or 0)

    async def forget(self, workspace: str) -> int:
        """Delete all codes of this workspace. Returns how many there were."""
        gone = await self._session.execute(
            sa.delete(CODE_USE).where(CODE_USE.c.workspace == workspace).returning(CODE_USE.c.code)
        )
        return len(gone.all())
