"""What a team has taught the desk: from memory for a search, and never another team's."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.codes.abbreviations import MOST, Abbreviation, BadAbbreviation, TooManyAbbreviations
from bot.domain.errors import LooksLikePatientData
from bot.services.ports.request_context import RequestContext
from bot.services.team.team_cache import AT_ONCE, REFRESH, WORKSPACES, Added, TeamCache
from tests.fakes import FakeClock, FakeDatabase, FakeUnitOfWork

NOW = datetime(2026, 11, 21, 17, tzinfo=UTC)
DANA = RequestContext("T1", "U1", date(2026, 11, 21))
LEE = RequestContext("T2", "U2", date(2026, 11, 21))
KNEE = ("patellofemoral pain syndrome",)


class CountingDatabase(FakeDatabase):
    """A fake that counts its readers, holds them while `open` is not set, and breaks while `broken`."""

    def __init__(self) -> None:
        super().__init__()
        self.reads = 0
        self.broken = False
        self.open = asyncio.Event()
        self.open.set()

    @asynccontextmanager
    async def read(self) -> AsyncIterator[FakeUnitOfWork]:
        """As the fake's, on a snapshot of when it was asked, given when the door is open."""
        self.reads += 1
        async with super().read() as work:
            await self.open.wait()
            if self.broken:
                raise OSError("the database is gone")
            yield work


@pytest.fixture
def database() -> CountingDatabase:
    """Empty."""
    return CountingDatabase()


@pytest.fixture
def clock() -> FakeClock:
    """It stands still."""
    return FakeClock(NOW)


@pytest.fixture
async def team_cache(database: CountingDatabase, clock: FakeClock) -> AsyncIterator[TeamCache]:
    """Over the fake."""
    made = TeamCache(database, clock)
    yield made
    database.open.set()
    await made.close()


async def _settle(team_cache: TeamCache) -> None:
    await team_cache.close()


async def test_what_was_opened_lifts_that_code_for_this_team_only(team_cache: TeamCache) -> None:
    """The more often the higher."""
    for _ in range(3):
        await team_cache.used("T1", ["M54.50", "97140"])
    await team_cache.used("T1", ["97140"])
    await _settle(team_cache)

    lifted = await team_cache.boosts("T1")
    assert set(lifted) == {"M54.50", "97140"}
    assert 0 < lifted["M54.50"] < lifted["97140"] < 1
    assert await team_cache.boosts("T2") == {}
    assert await team_cache.remembered("T2") == 0


async def test_what_was_typed_is_never_counted(team_cache: TeamCache, database: CountingDatabase) -> None:
    """Words, names and numbers have no code's form; then nothing is written at all."""
    await team_cache.used("T1", ["low back pain", "John Smith", "m54.50", "123-45-6789"])

    assert database.state.uses == {}


async def test_one_answer_counts_at_most_as_many_codes_as_a_card_names(team_cache: TeamCache) -> None:
    """A list without end costs no more."""
    await team_cache.used("T1", [f"{n:05d}" for n in range(10_000, 10_000 + 3 * AT_ONCE)])

    assert await team_cache.remembered("T1") == AT_ONCE


async def test_a_search_reads_the_database_once_and_then_answers_from_memory(
    team_cache: TeamCache, database: CountingDatabase
) -> None:
    """Both halves of it."""
    for _ in range(50):
        await team_cache.boosts("T1")
        await team_cache.abbreviations("T1")

    assert database.reads == 1


async def test_many_first_searches_at_once_read_once(
    team_cache: TeamCache, database: CountingDatabase
) -> None:
    """A cold start under load."""
    await team_cache.used("T1", ["M54.50"])
    await _settle(team_cache)
    reads = database.reads
    cold = TeamCache(database, FakeClock(NOW))

    found = await asyncio.gather(*(cold.boosts("T1") for _ in range(50)))

    assert all("M54.50" in each for each in found)
    assert database.reads == reads + 1


async def test_a_warm_search_never_waits_for_the_database(
    team_cache: TeamCache, database: CountingDatabase, clock: FakeClock
) -> None:
    """When half a minute is over it answers what it knows, while the reading goes on beside it."""
    await team_cache.add_abbreviation(DANA, "pfps", KNEE)
    database.open.clear()
    other = TeamCache(database, clock)  # another process
    await other.used("T1", ["M54.50"])
    clock.advance(REFRESH)

    async with asyncio.timeout(0.2):
        assert await team_cache.boosts("T1") == {}
        assert await team_cache.abbreviations("T1") == {"pfps": KNEE}

    database.open.set()
    await _settle(team_cache)
    assert "M54.50" in await team_cache.boosts("T1")
    await other.close()


async def test_before_half_a_minute_is_over_nothing_is_read_again(
    team_cache: TeamCache, database: CountingDatabase, clock: FakeClock
) -> None:
    """And then once, however many ask."""
    await team_cache.boosts("T1")
    clock.advance(REFRESH - timedelta(milliseconds=1))
    await team_cache.boosts("T1")
    await _settle(team_cache)
    assert database.reads == 1

    clock.advance(timedelta(milliseconds=1))
    for _ in range(10):
        await team_cache.boosts("T1")
    await _settle(team_cache)
    assert database.reads == 2


async def test_the_same_objects_are_given_until_something_changes(
    team_cache: TeamCache, clock: FakeClock
) -> None:
    """So that a search may keep what it made of them."""
    await team_cache.add_abbreviation(DANA, "pfps", KNEE)
    await team_cache.used("T1", ["M54.50"])
    await _settle(team_cache)
    before = await team_cache.of("T1")

    clock.advance(REFRESH)
    await team_cache.of("T1")
    await _settle(team_cache)
    after = await team_cache.of("T1")

    assert after.boosts is before.boosts
    assert after.abbreviations is before.abbreviations


async def test_what_was_added_is_known_to_the_very_next_search(team_cache: TeamCache) -> None:
    """And to nobody of another team."""
    await team_cache.abbreviations("T1")
    added = await team_cache.add_abbreviation(DANA, " PFPS ", ["patellofemoral  pain syndrome"])

    assert added == Added(Abbreviation("pfps", KNEE, "U1", NOW), None)
    assert await team_cache.abbreviations("T1") == {"pfps": KNEE}
    assert await team_cache.abbreviations("T2") == {}
    assert await team_cache.own_abbreviations("T2") == []


async def test_a_search_is_given_what_its_words_name(team_cache: TeamCache) -> None:
    """Of however many; a use that is counted meanwhile changes nothing of them."""
    await team_cache.add_abbreviation(DANA, "pfps", KNEE)
    await team_cache.add_abbreviation(DANA, "oa", ["osteoarthritis"])
    before = await team_cache.of("T1")
    await team_cache.used("T1", ["M54.50"])
    await _settle(team_cache)

    after = await team_cache.of("T1")
    assert after.abbreviations_in("rt PFPS") == before.abbreviations_in("rt PFPS") == {"pfps": KNEE}
    assert after.abbreviations is before.abbreviations
    assert after.boosts != before.boosts


async def test_a_change_during_a_reading_is_not_lost_to_the_older_state(
    team_cache: TeamCache, database: CountingDatabase, clock: FakeClock
) -> None:
    """The reading began before the change, and ends after it; another one follows."""
    await team_cache.boosts("T1")
    database.open.clear()
    clock.advance(REFRESH)
    await team_cache.boosts("T1")  # its reading has its snapshot now, and stands at the door
    await asyncio.sleep(0)

    adding = asyncio.create_task(team_cache.add_abbreviation(DANA, "pfps", KNEE))
    await asyncio.sleep(0.01)
    database.open.set()
    await adding

    assert await team_cache.abbreviations("T1") == {"pfps": KNEE}


async def test_adding_again_tells_what_it_meant_before(team_cache: TeamCache) -> None:
    """And one is kept."""
    first = await team_cache.add_abbreviation(DANA, "pfps", KNEE)
    second = await team_cache.add_abbreviation(DANA, "PFPS", ["something else"])

    assert second.before == first.abbreviation
    assert await team_cache.abbreviations("T1") == {"pfps": ("something else",)}


async def test_what_is_refused_is_not_kept(team_cache: TeamCache, database: CountingDatabase) -> None:
    """Codes and patient data: checked here, whoever calls."""
    with pytest.raises(BadAbbreviation):
        await team_cache.add_abbreviation(DANA, "m54.5", KNEE)
    with pytest.raises(LooksLikePatientData):
        await team_cache.add_abbreviation(DANA, "js", ["John Smith dob 01/02/1960"])

    assert database.state.abbreviations == {}


async def test_a_team_keeps_up_to_its_limit_and_may_still_change_one(team_cache: TeamCache) -> None:
    """Another team's do not count."""
    for n in range(MOST):
        await team_cache.add_abbreviation(DANA, f"ab{n}x", KNEE)

    with pytest.raises(TooManyAbbreviations) as refused:
        await team_cache.add_abbreviation(DANA, "onemore", KNEE)
    assert refused.value.limit == MOST
    await team_cache.add_abbreviation(DANA, "ab0x", ["changed"])
    await team_cache.add_abbreviation(LEE, "onemore", KNEE)

    await team_cache.remove_abbreviation(DANA, "ab1x")
    await team_cache.add_abbreviation(DANA, "onemore", KNEE)
    assert len(await team_cache.abbreviations("T1")) == MOST


async def test_what_was_removed_is_gone_from_the_very_next_search(team_cache: TeamCache) -> None:
    """And from this team alone."""
    await team_cache.add_abbreviation(DANA, "pfps", KNEE)
    await team_cache.add_abbreviation(LEE, "pfps", KNEE)

    assert [await team_cache.remove_abbreviation(DANA, "PFPS") for _ in range(2)] == [True, False]
    assert await team_cache.abbreviations("T1") == {}
    assert await team_cache.abbreviations("T2") == {"pfps": KNEE}


async def test_forgetting_tells_how_many_and_the_very_next_search_has_forgotten(
    team_cache: TeamCache,
) -> None:
    """Abbreviations stay, and so does what another team uses."""
    await team_cache.used("T1", ["M54.50", "97140"])
    await team_cache.used("T2", ["M54.50"])
    await team_cache.add_abbreviation(DANA, "pfps", KNEE)
    await _settle(team_cache)
    assert await team_cache.boosts("T1")

    assert [await team_cache.forget("T1"), await team_cache.forget("T1")] == [2, 0]
    assert await team_cache.boosts("T1") == {}
    assert await team_cache.abbreviations("T1") == {"pfps": KNEE}
    assert set(await team_cache.boosts("T2")) == {"M54.50"}


async def test_a_search_goes_without_habits_while_the_database_is_gone(
    team_cache: TeamCache, database: CountingDatabase, clock: FakeClock
) -> None:
    """It asks again when half a minute is over; what was known before stays meanwhile."""
    database.broken = True
    assert await team_cache.boosts("T1") == {}
    await team_cache.boosts("T1")
    assert database.reads == 1

    database.broken = False
    await team_cache.add_abbreviation(DANA, "pfps", KNEE)
    database.broken = True
    clock.advance(REFRESH)
    await team_cache.of("T1")
    await _settle(team_cache)
    assert await team_cache.abbreviations("T1") == {"pfps": KNEE}


async def test_a_first_search_does_not_wait_for_ever_for_a_slow_database(
    team_cache: TeamCache, database: CountingDatabase
) -> None:
    """It goes without; the next one knows."""
    await team_cache.add_abbreviation(DANA, "pfps", KNEE)
    database.open.clear()
    cold = TeamCache(database, FakeClock(NOW))

    async with asyncio.timeout(5):
        assert await cold.abbreviations("T1") == {}

    database.open.set()
    await cold.close()
    assert await cold.abbreviations("T1") == {"pfps": KNEE}


async def test_memory_holds_a_bounded_number_of_teams(
    team_cache: TeamCache, database: CountingDatabase
) -> None:
    """The one that asked longest ago is read anew when it asks again; the others are not."""
    for n in range(WORKSPACES + 1):
        await team_cache.boosts(f"T{n}")
    assert database.reads == WORKSPACES + 1

    await team_cache.boosts("T1")
    assert database.reads == WORKSPACES + 1
    await team_cache.boosts("T0")
    assert database.reads == WORKSPACES + 2


async def test_what_stands_on_the_same_database_is_closed_with_the_habits(team_cache: TeamCache) -> None:
    """A comparison of releases under way must not meet a closed database."""
    closed: list[str] = []

    async def close() -> None:
        closed.append("comparisons")

    team_cache.closes(close)
    await team_cache.close()

    assert closed == ["comparisons"]
