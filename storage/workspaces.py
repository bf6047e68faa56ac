"""ports.WorkspaceRepository on SQL."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.codes.releases import PUBLIC
from storage import purge as storage_purge
from storage.tables import ABBREVIATION, CODE_USE, INSTALLATION, RELEASE, SEEN

_TELLING = (INSTALLATION, SEEN, CODE_USE, ABBREVIATION, RELEASE)


class SqlWorkspaces:
    """Finds workspaces by their stored rows, because an app in a single workspace has no installation row."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def known(self) -> Sequence[str]:
        """All ids except the public one, sorted."""
        every = sa.union(*(sa.select(table.c.workspace) for table in _TELLING))
        found = await self._session.scalars(every)
        return sorted(workspace for workspace in found if workspace not in (PUBLIC, ""))

    async def held(self, workspace: str) -> Mapping[str, int]:
        """See storage.purge."""
        return await storage_purge.held(self._session, workspace)

    async def purge(self, workspace: str, by: str, at: datetime) -> Mapping[str, int]:
        """See storage.purge."""
        return await storage_purge.purge(self._session, workspace, by, at)
