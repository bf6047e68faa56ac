"""A worker whose database fails in the middle of its deliveries."""

import asyncio
import contextlib
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.services.clock import SystemClock
from bot.services.reminders.deliver import Deliverer
from bot.services.reminders.delivery_settings import DeliverySettings
from storage.engine import SqlDatabase
from tests.services.reminders_world import StandIn, deliverer, later, occurrence, put

REMINDERS, CHANNELS = 60, 20
_PACE = DeliverySettings(gap=0, gather=0.005, settle=0, call=0.1, lease=1.5)
Trouble = Callable[[], Awaitable[None]]


async def put_all(database: SqlDatabase) -> None:
    """Reminders that are due, three to a channel."""
    due = datetime.now(UTC) - later(1)
    await put(database, *(occurrence(n, f"C{n % CHANNELS}", due) for n in range(REMINDERS)))


def worker_in(database: SqlDatabase, trouble: Trouble) -> tuple[StandIn, Deliverer]:
    """The trouble comes in the middle of the tenth call, so that its answer meets it."""

    async def at_the_tenth(_marker: str, call: int) -> None:
        if call == 10:
            await trouble()

    poster = StandIn(at_the_tenth)
    return poster, deliverer(database, poster, SystemClock(ZoneInfo("UTC")), _PACE)


async def ticks(worker: Deliverer, until: Callable[[], bool], seconds: float) -> None:
    """As the bot's scheduler: a tick that fails is logged, and the next one comes."""
    end = asyncio.get_running_loop().time() + seconds
    while asyncio.get_running_loop().time() < end and not until():
        with contextlib.suppress(Exception):
            await worker.tick()
        await asyncio.sleep(0.05)


def each_stands_once(poster: StandIn) -> bool:
    stands = Counter(text for _, _, text, _ in poster.messages)
    return len(stands) == len(poster.messages) == REMINDERS


async def noted(database: SqlDatabase) -> int:
    async with database.read() as work:
        return (await work.reminders.outbox.numbers(datetime.now(UTC))).posted
