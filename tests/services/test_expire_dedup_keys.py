"""Data that is deleted when it is no longer needed."""

from datetime import UTC, datetime, timedelta

from bot.domain.codes.releases import PUBLIC
from bot.services.team.expire_dedup_keys import KEPT, forget_old_marks
from tests.fakes import FakeClock, FakeDatabase

NOW = datetime(2026, 11, 22, 1, tzinfo=UTC)


async def test_marks_of_presses_older_than_a_week_go_in_every_workspace_and_younger_ones_stay() -> None:
    """Including those of install links, which belong to no workspace yet."""
    database = FakeDatabase()
    async with database.write() as work:
        for workspace in ("T1", "T2", PUBLIC):
            await work.seen.first_time(workspace, "old", NOW - KEPT - timedelta(seconds=1))
            await work.seen.first_time(workspace, "young", NOW - KEPT)
        await work.commit()

    gone = await forget_old_marks(database, FakeClock(NOW))

    assert gone == 3
    async with database.write() as work:
        for workspace in ("T1", "T2", PUBLIC):
            assert await work.seen.first_time(workspace, "old", NOW)
            assert not await work.seen.first_time(workspace, "young", NOW)


async def test_where_nobody_has_pressed_anything_there_is_nothing_to_forget() -> None:
    """An empty database stays unchanged."""
    assert await forget_old_marks(FakeDatabase(), FakeClock(NOW)) == 0
