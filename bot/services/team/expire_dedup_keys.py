"""Delete marks of deliveries that Slack can no longer repeat."""

from datetime import timedelta

from bot.domain.codes.releases import PUBLIC
from bot.services.ports.database import Clock, Database

KEPT = timedelta(days=7)
"""How long marks are kept. Slack repeats an event for minutes, and a signed request is valid for five. A week allows
for any clock error."""


async def forget_old_marks(database: Database, clock: Clock) -> int:
    """Delete the marks older than KEPT in every workspace, one transaction each. Returns how many."""
    before = clock.now() - KEPT
    async with database.read() as work:
        workspaces = await work.workspaces.known()
    gone = 0
    for workspace in (PUBLIC, *workspaces):  # install links have no workspace yet: they are under PUBLIC
        async with database.write() as work:
            gone += await work.seen.forget_before(workspace, before)
            await work.commit()
    return gone
