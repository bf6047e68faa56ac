"""Reminder status for operators: the fields of /readyz and the Prometheus page."""

from datetime import timedelta

import aiohttp
import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.runtime.metrics import Metrics, metrics_on
from bot.runtime.reminders import RunningReminders
from bot.services.ports.database import Database
from bot.services.reminders.channels import Channels
from bot.services.reminders.poster import Lost, PostedReminder, PostRefused
from tests.fakes import FakeClock, FakeDatabase
from tests.services.reminder_setup import NOW, QUICK, StandIn, clock, deliverer, occurrence, put, run


@pytest.fixture
def database() -> Database:
    """In memory."""
    return FakeDatabase()


def of(database: Database, poster: StandIn, now: FakeClock) -> RunningReminders:
    """A bot's reminders."""
    return RunningReminders(deliverer(database, poster, now), Channels(database, now), now, QUICK)


async def test_a_bot_that_ticks_says_how_its_reminders_stand(database: Database) -> None:
    """Two are posted, one waits for tomorrow."""
    await put(database, occurrence(1), occurrence(2), occurrence(3, at=NOW + timedelta(days=1)))
    reminding = of(database, StandIn(), clock())
    await run(reminding.deliverer)

    assert await reminding.facts() == {
        "ticking": True,
        "reminders": {
            "due": 0,
            "planned": 1,
            "posted": 2,
            "uncertain": 0,
            "dead": 0,
            "late_seconds": 0,
            "tick_age_seconds": 0,
        },
    }


async def test_a_bot_whose_tick_stays_away_is_not_ready(database: Database) -> None:
    """The same if it never ticked. The delay is reported."""
    await put(database, occurrence(1, at=NOW + timedelta(seconds=30)))
    now = clock()
    reminding = of(database, StandIn(), now)
    assert (await reminding.facts())["ticking"] is False

    await run(reminding.deliverer)
    assert (await reminding.facts())["ticking"] is True
    now.advance(timedelta(seconds=90))
    facts = await reminding.facts()

    assert facts["ticking"] is False
    assert facts["reminders"] == {
        "due": 1,
        "planned": 1,
        "posted": 0,
        "uncertain": 0,
        "dead": 0,
        "late_seconds": 60,
        "tick_age_seconds": 90,
    }


async def test_prometheus_reads_outcomes_states_and_lateness(database: Database) -> None:
    """On a separate port, without workspace, channel, person or text."""
    await put(database, *(occurrence(n, f"C{n}", NOW - timedelta(seconds=7)) for n in range(3)))
    answers: list[PostedReminder | PostRefused | Lost | None] = [Lost(), PostRefused(retry_after=9), None]

    async def answer(_marker: str, call: int) -> PostedReminder | PostRefused | Lost | None:
        return answers[call - 1]

    reminding = of(database, StandIn(answer), clock())
    metrics = Metrics(reminding.status)
    reminding.deliverer._observe = metrics.observe
    await run(reminding.deliverer)
    page = await _page(metrics)
    found = {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(page)
        for sample in family.samples
    }

    assert found["codedesk_deliveries_total", "posted"] == 1
    assert found["codedesk_deliveries_total", "uncertain"] == 1
    assert found["codedesk_deliveries_total", "retry"] == 1
    assert {s: found["codedesk_outbox", s] for s in ("posted", "uncertain", "planned", "due", "dead")} == {
        "posted": 1,
        "uncertain": 1,
        "planned": 1,
        "due": 0,
        "dead": 0,
    }
    assert found["codedesk_delivery_late_seconds_sum",] == 7
    assert found["codedesk_tick_age_seconds",] == 0
    assert not any(word in page for word in ("T1", "C0", "panel:", "U1"))


async def test_without_a_port_nothing_listens(database: Database) -> None:
    """The default."""
    async with metrics_on(Metrics(of(database, StandIn(), clock()).status), None) as port:
        assert port is None


async def _page(metrics: Metrics) -> str:
    async with metrics_on(metrics, 0) as port, aiohttp.ClientSession() as session:
        answer = await session.get(f"http://127.0.0.1:{port}/metrics")
        assert answer.content_type == "text/plain"
        return await answer.text()
