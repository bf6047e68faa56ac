"""ports.WorkspaceRepository on SQL."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.codes.releases import PUBLIC
from storage.application_repositories import Applications
from storage.tables import (
    ABBREVIATION,
    CODE,
    CODE_USE,
    GENERATION,
    INSTALLATION,
    NCCI_PAIR,
    RELEASE,
    SEEN,
    metadata,
)

_TELLING = (INSTALLATION, SEEN, CODE_USE, ABBREVIATION, RELEASE)
_WITHIN_RELEASES = (CODE, NCCI_PAIR)


class Workspaces:
    """Told by the rows that the app has kept for each: an app in one workspace alone has no installation row."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def known(self) -> Sequence[str]:
        """All ids but the public one, sorted."""
        every = sa.union(*(sa.select(table.c.workspace) for table in _TELLING))
        found = await self._session.scalars(every)
        return sorted(workspace for workspace in found if workspace not in (PUBLIC, ""))

    async def held(self, workspace: str) -> Mapping[str, int]:
        """Every table that there is, those of rooms yet to come too."""
        counts = [
            sa.select(sa.literal(table.name).label("name"), sa.func.count().label("rows"))
            .select_from(table)
            .where(table.c.workspace == workspace)
            for table in _tables()
        ]
        found = await self._session.execute(sa.union_all(*counts))
        return {name: rows for name, rows in found if rows}

    async def purge(self, workspace: str, by: str, at: datetime) -> Mapping[str, int]:
        """Applications first, whose rows are locked and whose triggers must agree; then table by table."""
        found = await self.held(workspace)
        await Applications(self._session).purge(workspace, by, at)
        for table in _tables():
            if table is not RELEASE:
                await self._session.execute(sa.delete(table).where(table.c.workspace == workspace))
        return found


def _tables() -> list[sa.Table]:
    """Children before their parents. Not the generation, a counter of what all see; every table has a workspace."""
    return [
        table
        for table in reversed(metadata.sorted_tables)
        if table is not GENERATION and table not in _WITHIN_RELEASES
    ]
