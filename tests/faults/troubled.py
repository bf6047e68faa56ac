"""A worker whose database fails during deliveries."""

import asyncio
import contextlib
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.services.ports.clock import SystemClock
from bot.services.reminders.deliver import Deliverer
from bot.services.reminders.delivery_settings import DeliverySettings
from storage.engine import SqlDatabase
from tests.services.reminder_setup import StandIn, deliverer, later, occurrence, put

REMINDERS, CHANNELS = 60, 20
_PACE = DeliverySettings(gap=0, gather=0.005, settle=0, call=0.1, lease=1.5)
Trouble = Callable[[], Awaitable[None]]


async def put_all(database: SqlDatabase) -> None:
    """Due reminders, three per channel."""
    due = datetime.now(UTC) - later(1)
    await put(database, *(occurrence(n, f"C{n % CHANNELS}", due) for n in range(REMINDERS)))


def worker_in(database: SqlDatabase, trouble: Trouble) -> tuple[StandIn, Deliverer]:
    """The trouble starts during the tenth call and affects its answer."""

    async def at_the_tenth(_marker: str, call: int) -> None:
        if call == 10:
            await trouble()

    poster = StandIn(at_the_tenth)
    return poster, deliverer(database, poster, SystemClock(ZoneInfo("UTC")), _PACE)


async def ticks(worker: Deliverer, until: Callable[[], bool], seconds: float) -> None:
    """Like the bot's scheduler: a failed tick is logged and the next one runs."""
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
