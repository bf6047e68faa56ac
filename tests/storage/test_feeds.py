"""Calendar feeds, on the fake, SQLite and PostgreSQL."""

from datetime import timedelta

from bot.services.ports.database import Database
from bot.services.ports.reminders import Feed
from tests.storage.examples import NOW

FIRST, SECOND = Feed("a" * 64, "U1", NOW), Feed("b" * 64, "U2", NOW + timedelta(days=1))


async def _put(database: Database, workspace: str, feed: Feed) -> None:
    async with database.write() as work:
        await work.reminders.feeds.put(workspace, feed)
        await work.commit()


async def test_a_workspace_has_one_feed_and_the_last_made_holds(database: Database) -> None:
    """The previous token stops working."""
    await _put(database, "T1", FIRST)
    await _put(database, "T1", SECOND)

    async with database.read() as work:
        assert await work.reminders.feeds.get("T1") == SECOND
        assert await work.reminders.feeds.workspace_of(SECOND.digest) == "T1"
        assert await work.reminders.feeds.workspace_of(FIRST.digest) is None
        assert await work.reminders.feeds.get("T2") is None


async def test_a_revoked_feed_is_nobody_s(database: Database) -> None:
    """Revoking again returns False. Another workspace's feed stays."""
    await _put(database, "T1", FIRST)
    await _put(database, "T2", SECOND)
    async with database.write() as work:
        removed = [await work.reminders.feeds.remove("T1") for _ in range(2)]
        await work.commit()

    assert removed == [True, False]
    async with database.read() as work:
        assert await work.reminders.feeds.workspace_of(FIRST.digest) is None
        assert await work.reminders.feeds.workspace_of(SECOND.digest) == "T2"
