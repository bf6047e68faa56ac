"""The daily look: off until an admin turns it on, once a day, not at night."""

from datetime import UTC, datetime, timedelta

from bot.services.fetching.outcome import FetchReport
from bot.services.fetching.request import FetchRequest
from bot.services.fetching.schedule import DailyFetch
from bot.services.loading.outcome import ProgressCallback
from tests.fakes import FakeClock, FakeDatabase

MORNING = datetime(2026, 12, 1, 12, tzinfo=UTC)  # 7 AM in New York


class Looks:
    """What was fetched, and for whom."""

    def __init__(self) -> None:
        self.requests: list[FetchRequest] = []

    async def __call__(self, request: FetchRequest, progress: ProgressCallback) -> FetchReport:
        """As the port says."""
        self.requests.append(request)
        return FetchReport()


async def _looked(daily: DailyFetch) -> list[str]:
    looks = Looks()
    await daily.look(looks)
    return [request.workspace for request in looks.requests]


async def test_nothing_is_fetched_until_an_admin_turns_it_on() -> None:
    """And nothing more once it is off again."""
    daily = DailyFetch(FakeDatabase(), FakeClock(MORNING))
    assert await _looked(daily) == []

    await daily.switch("T1", "U1", enabled=True)
    assert await _looked(daily) == ["T1"]

    await daily.switch("T1", "U1", enabled=False)
    assert await _looked(daily) == []


async def test_each_workspace_has_one_look_a_day() -> None:
    """However often the tick comes; turning it off and on again does not repeat it."""
    clock = FakeClock(MORNING)
    daily = DailyFetch(FakeDatabase(), clock)
    for workspace in ("T1", "T2"):
        await daily.switch(workspace, "U1", enabled=True)
    assert await _looked(daily) == ["T1", "T2"]
    await daily.switch("T1", "U1", enabled=False)
    await daily.switch("T1", "U1", enabled=True)
    assert await _looked(daily) == []

    clock.advance(timedelta(days=1))

    assert await _looked(daily) == ["T1", "T2"]


async def test_the_look_waits_for_the_morning_where_the_practice_is() -> None:
    """At 4 AM in New York nothing is asked."""
    clock = FakeClock(MORNING - timedelta(hours=3))
    daily = DailyFetch(FakeDatabase(), clock)
    await daily.switch("T1", "U1", enabled=True)
    assert await _looked(daily) == []

    clock.advance(timedelta(hours=1))

    assert await _looked(daily) == ["T1"]


async def test_what_is_fetched_is_all_that_is_due() -> None:
    """No set by name, and nothing that is loaded."""
    daily, looks = DailyFetch(FakeDatabase(), FakeClock(MORNING)), Looks()
    await daily.switch("T1", "U1", enabled=True)
    await daily.look(looks)

    assert looks.requests == [FetchRequest(workspace="T1")]
