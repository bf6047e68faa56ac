"""A workspace's calendar feed: a link that works without login until it is revoked."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256

from bot.services.ports.database import Clock, Database
from bot.services.ports.reminders import EventRevision, Feed

TOKEN = r"[A-Za-z0-9_-]{43}"  # noqa: S105  (a pattern, not a token)
"""The pattern of a token: 256 random bits."""


class CalendarFeeds:
    """Tokens are shown once and stored only as a digest. Callers check permissions first."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def get(self, workspace: str) -> Feed | None:
        """The workspace's feed, or None."""
        async with self._database.read() as work:
            return await work.reminders.feeds.get(workspace)

    async def make(self, workspace: str, *, by: str) -> str:
        """Create a token. Any previous token stops working."""
        token = secrets.token_urlsafe(32)
        async with self._database.write() as work:
            await work.reminders.feeds.put(workspace, Feed(_digest(token), by, self._clock.now()))
            await work.commit()
        return token

    async def revoke(self, workspace: str) -> bool:
        """Revoke the feed. Returns whether one existed."""
        async with self._database.write() as work:
            removed = await work.reminders.feeds.remove(workspace)
            await work.commit()
        return removed

    async def workspace_of(self, token: str) -> str | None:
        """The workspace of a token, or None. It is looked up by digest, so timing does not reveal the token."""
        async with self._database.read() as work:
            return await work.reminders.feeds.workspace_of(_digest(token))

    async def revisions(
        self, workspace: str, contents: Mapping[str, str], now: datetime
    ) -> Mapping[str, EventRevision]:
        """How often each event has changed, by its key; `contents` are digests of what they say now."""
        async with self._database.write() as work:
            found = await work.reminders.feeds.revisions(workspace, contents, now)
            await work.commit()
        return found


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()
