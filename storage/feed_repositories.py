"""Calendar feeds in SQL."""

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.services.ports.reminders import Feed
from storage.feed_tables import CALENDAR_FEED
from storage.upsert import upsert

_ROW = CALENDAR_FEED.c


class SqlFeeds:
    """FeedRepository on SQL."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get(self, workspace: str) -> Feed | None:
        """The workspace's feed, or None."""
        found = await self._session.execute(sa.select(CALENDAR_FEED).where(_ROW.workspace == workspace))
        row = found.mappings().first()
        return Feed(row["digest"], row["by"], row["at"]) if row else None

    async def put(self, workspace: str, feed: Feed) -> None:
        """Save the feed, replacing any previous one."""
        values = {"digest": feed.digest, "by": feed.by, "at": feed.at}
        insert = upsert(self._session, CALENDAR_FEED).values(workspace=workspace, **values)
        await self._session.execute(insert.on_conflict_do_update(index_elements=["workspace"], set_=values))

    async def remove(self, workspace: str) -> bool:
        """Remove it. Returns whether it existed."""
        gone = await self._session.execute(
            sa.delete(CALENDAR_FEED).where(_ROW.workspace == workspace).returning(_ROW.workspace)
        )
        return gone.first() is not None

    async def workspace_of(self, digest: str) -> str | None:
        """The workspace of a feed, or None."""
        found: str | None = await self._session.scalar(sa.select(_ROW.workspace).where(_ROW.digest == digest))
        return found
