"""What has done its work and goes: marks of deliveries that Slack can no longer send again."""

from datetime import timedelta

from bot.domain.codes.releases import PUBLIC
from bot.services.ports.database import Clock, Database

KEPT = timedelta(days=7)
"""Slack sends an event again for minutes, and takes a signed request for five; a week leaves room for any clock."""


async def forget_old_marks(database: Database, clock: Clock) -> int:
    """Drop the marks older than KEPT in every workspace, each in a transaction of its own; how many."""
    before = clock.now() - KEPT
    async with database.read() as work:
        workspaces = await work.workspaces.known()
    gone = 0
    for workspace in (PUBLIC, *workspaces):  # links to install the app are nobody's yet: they are PUBLIC's
        async with database.write() as work:
            gone += await work.seen.forget_before(workspace, before)
            await work.commit()
    return gone
