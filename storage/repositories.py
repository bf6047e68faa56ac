"""Processed deliveries and installations, in SQL."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.services.ports.database import Installation
from storage.secrets import Vault
from storage.tables import INSTALLATION, SEEN
from storage.upsert import upsert


class SqlSeen:
    """SeenRepository on SQL."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def first_time(self, workspace: str, key: str, at: datetime) -> bool:
        """True for exactly one caller per (workspace, key): the primary key decides."""
        insert = upsert(self._session, SEEN).values(workspace=workspace, key=key, at=at)
        made = await self._session.execute(insert.on_conflict_do_nothing().returning(SEEN.c.key))
        return made.first() is not None

    async def forget_before(self, workspace: str, at: datetime) -> int:
        """Delete marks older than `at`. Returns how many."""
        gone = await self._session.execute(
            sa.delete(SEEN).where(SEEN.c.workspace == workspace, SEEN.c.at < at).returning(SEEN.c.key)
        )
        return len(gone.all())


class SqlInstallations:
    """InstallationRepository on SQL, with tokens encrypted by `vault`."""

    def __init__(self, session: AsyncSession, vault: Vault, *, writing: bool) -> None:
        self._session = session
        self._vault = vault
        self._writing = writing

    async def get(self, workspace: str) -> Installation | None:
        """The workspace's installation, or None. Raises TokenUnreadable or NoTokenKeys."""
        mine = sa.select(INSTALLATION).where(INSTALLATION.c.workspace == workspace)
        if self._writing:
            mine = mine.with_for_update()
        row = (await self._session.execute(mine)).mappings().first()
        if row is None:
            return None
        token = self._vault.open(workspace, row["bot_token"])
        return Installation(workspace, token, row["bot_user_id"], row["installed_at"], row["installed_by"])

    async def save(self, installation: Installation) -> None:
        """Save it, encrypted with the newest key. Raises NoTokenKeys."""
        values = {
            "bot_token": self._vault.seal(installation.workspace, installation.bot_token),
            "bot_user_id": installation.bot_user_id,
            "installed_at": installation.installed_at,
            "installed_by": installation.installed_by,
        }
        insert = upsert(self._session, INSTALLATION).values(workspace=installation.workspace, **values)
        await self._session.execute(insert.on_conflict_do_update(index_elements=["workspace"], set_=values))

    async def remove(self, workspace: str) -> bool:
        """Delete the installation. Returns whether there was one."""
        gone = await self._session.execute(
            sa.delete(INSTALLATION)
            .where(INSTALLATION.c.workspace == workspace)
            .returning(INSTALLATION.c.workspace)
        )
        return gone.first() is not None
