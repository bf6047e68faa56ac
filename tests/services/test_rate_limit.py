"""Slack is called no faster than it allows, and not at all while it asks for silence."""

import asyncio
from dataclasses import dataclass, field

import pytest

from bot.services.rate_limit import RateLimiter
from bot.services.reminders.deliver import Deliverer
from tests.fakes import FakeDatabase
from tests.services.reminder_setup import QUICK, StandIn, clock, occurrence, put, render, run


@dataclass
class Sleeper:
    """Notes how long each caller has to wait, and lets it go on at once."""

    slept: list[float] = field(default_factory=list)

    async def __call__(self, seconds: float) -> None:
        """One wait, to a tenth of a second."""
        self.slept.append(round(seconds, 1))


async def test_messages_in_a_channel_keep_a_second_apart_and_channels_do_not_wait_for_each_other() -> None:
    """Turns come in the order in which they are asked for."""
    sleep = Sleeper()
    limiter = RateLimiter(sleep=sleep)
    for channel in ("C1", "C1", "C2", "C1"):
        await limiter.turn(("T1", channel))

    assert sleep.slept == [1.0, 2.0]


async def test_some_cards_are_drawn_at_once_and_then_at_an_even_pace() -> None:
    """Two at once; a workspace does not wait for another."""
    sleep = Sleeper()
    limiter = RateLimiter(gap=2, burst=2, sleep=sleep)
    for workspace in ("T1", "T1", "T2", "T1", "T1"):
        await limiter.turn(workspace)

    assert sleep.slept == [2.0, 4.0]


@pytest.mark.parametrize("burst", [1, 5])
async def test_nobody_calls_while_slack_asks_for_silence(burst: int) -> None:
    """The longest silence counts; another channel is not silent."""
    sleep = Sleeper()
    limiter = RateLimiter(burst=burst, sleep=sleep)
    limiter.hold("C1", 30)
    limiter.hold("C1", 10)
    await limiter.turn("C2")
    await limiter.turn("C1")

    assert sleep.slept == [30.0]
    assert round(limiter.silence("C1")) == 30
    assert limiter.silence("C2") == 0


async def test_after_a_silence_the_channel_s_messages_keep_their_distance() -> None:
    """What waited does not come all at once."""
    sleep = Sleeper()
    limiter = RateLimiter(sleep=sleep)
    limiter.hold("C1", 30)
    for _ in range(3):
        await limiter.turn("C1")

    assert sleep.slept == [30.0, 31.0, 32.0]


async def test_the_next_message_keeps_its_distance_from_when_the_last_one_really_began() -> None:
    """Between a turn and its call a row is marked in the database, which may take a while."""
    sleep = Sleeper()
    limiter = RateLimiter(gap=0.2, sleep=sleep)
    await limiter.turn("C1")
    await asyncio.sleep(0.2)
    limiter.begins("C1")
    await limiter.turn("C1")

    assert sleep.slept == [0.2]


async def test_channels_that_were_quiet_are_forgotten() -> None:
    """A process that lives for months does not remember every channel; those under way it does."""
    sleep = Sleeper()
    limiter = RateLimiter(gap=0, sleep=sleep)
    limiter.hold("C1", 30)
    for n in range(3_000):
        await limiter.turn(n)
    await limiter.turn("C1")

    assert sleep.slept == [30.0]
    assert limiter.known < 1_100


async def test_a_reminder_waits_for_what_a_card_has_posted_in_its_channel() -> None:
    """They share the channel's limiter."""
    sleep, database, poster = Sleeper(), FakeDatabase(), StandIn()
    limiter = RateLimiter(sleep=sleep)
    await put(database, occurrence())
    await limiter.turn(("T1", "C1"))
    worker = Deliverer(database, poster, clock(), render, settings=QUICK, limiter=limiter)
    await run(worker)

    assert sleep.slept == [1.0]
    assert len(poster.texts()) == 1
