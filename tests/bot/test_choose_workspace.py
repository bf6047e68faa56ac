"""For which workspace a command at the terminal asks."""

from datetime import UTC, datetime

from bot.cli.choose_workspace import whose
from bot.domain.codes.releases import PUBLIC
from tests.fakes import FakeDatabase


async def test_the_only_workspace_is_the_one_that_is_meant_and_of_several_one_has_to_be_said() -> None:
    """NCCI, MUE and CPT belong to one workspace: an audit that asked nobody's files would find nothing."""
    database = FakeDatabase()
    assert await whose(database, None) == (PUBLIC, ())
    for team, expected in (("T1", ("T1", ())), ("T2", (PUBLIC, ("T1", "T2")))):
        async with database.write() as work:
            await work.seen.first_time(team, "Ev1", datetime(2026, 11, 21, tzinfo=UTC))
            await work.commit()
        assert await whose(database, None) == expected
    assert await whose(database, "T9") == ("T9", ())
