"""ports.LocalityRepository on SQL."""

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.services.ports.team import ChosenLocality
from storage.team_tables import TEAM_LOCALITY
from storage.upsert import upsert


class SqlLocalities:
    """LocalityRepository on SQL."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def of(self, workspace: str) -> ChosenLocality | None:
        """The workspace's locality, or None."""
        found = await self._session.execute(
            sa.select(TEAM_LOCALITY).where(TEAM_LOCALITY.c.workspace == workspace)
        )
        row = found.mappings().first()
        return ChosenLocality(row["locality"], row["chosen_by"], row["chosen_at"]) if row else None

    async def choose(self, workspace: str, chosen: ChosenLocality) -> None:
        """Save it, replacing the previous one."""
        values = {"locality": chosen.key, "chosen_by": chosen.by, "chosen_at": chosen.at}
        insert = upsert(self._session, TEAM_LOCALITY).values(workspace=workspace, **values)
        await self._session.execute(insert.on_conflict_do_update(index_elements=["workspace"], set_=values))

    async def remove(self, workspace: str) -> bool:
        """Remove the choice. Returns whether there was one."""
        gone = await self._session.execute(
            sa.delete(TEAM_LOCALITY)
            .where(TEAM_LOCALITY.c.workspace == workspace)
            .returning(TEAM_LOCALITY.c.workspace)
        )
        return gone.first() is not None
