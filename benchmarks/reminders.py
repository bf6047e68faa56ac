"""Reminders: a tick over 100,000 rows with 500 due, and planning for 1,000 channels over two years.

All figures are processor time. The baseline of planning is making as many plain tuples.
"""

import asyncio
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from bot.domain.deadlines.dated import exactly
from bot.domain.deadlines.deadline import Calendar, Deadline, Topic
from bot.domain.deadlines.planning import Firing, MessageContent, MessageKind, Occurrence, Window, plan
from bot.domain.deadlines.subscription import Schedule, Subscription
from storage import migrate
from storage.engine import SqlDatabase

NOW = datetime(2026, 11, 21, 17, tzinfo=UTC)
_ROWS, _DUE, _CHANNELS = 100_000, 500, 1_000
_ZONES = ("America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles", "Pacific/Honolulu")


async def tick() -> tuple[float, float]:
    """Milliseconds of claiming 500 due rows of 100,000 with the commit, median of five; and of a tick with none due."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{Path(folder) / 'codedesk.db'}"
        migrate.upgrade(url)
        database = SqlDatabase(url)
        await _fill(database)
        full = []
        for n in range(5):
            now = NOW + timedelta(minutes=n)
            full.append(await _timed(database, now, _DUE))
        idle = [await _timed(database, now, 0) for _ in range(20)]
        await database.close()
    return statistics.median(full), statistics.median(idle)


async def _fill(database: SqlDatabase) -> None:
    content = MessageContent(
        (
            Deadline(
                "x", Topic.PANEL, "meeting", "2027-02", exactly(date(2027, 2, 4), "admin", confirmed=True)
            ),
        ),
        7,
    )
    for part in range(0, _ROWS, 5_000):
        async with database.write() as work:
            await work.reminders.outbox.add("T1", [_planned(n, content) for n in range(part, part + 5_000)])
            await work.commit()


def _planned(n: int, content: MessageContent) -> Occurrence:
    """Five batches of 500 are due a minute apart; the rest later."""
    minute = n // _DUE if n < 5 * _DUE else 100_000 + n
    at = NOW + timedelta(minutes=minute)
    return Occurrence(
        f"C{n % _CHANNELS}", Firing(f"panel:{n}", "2026-11-21/7", at, MessageKind.REMINDER, content)
    )


async def _timed(database: SqlDatabase, now: datetime, expected: int) -> float:
    began = time.process_time()
    async with database.write() as work:
        rows = await work.reminders.outbox.claim("me", now, now + timedelta(days=9), 1_000)
        await work.commit()
    took = (time.process_time() - began) * 1000
    assert len(rows) == expected
    return took


def planning() -> tuple[float, int]:
    """Seconds to plan two years for 1,000 channels of five zones and four hours, and how many messages that is."""
    subscriptions = [
        Subscription(f"C{n}", "U1", Schedule(zone=_ZONES[n % 5], hour=8 + n % 4)) for n in range(_CHANNELS)
    ]
    window = Window(NOW, NOW + timedelta(days=731))

    def work() -> int:
        deadlines = Calendar().between(NOW.date() - timedelta(days=21), date(2029, 1, 15))
        return len(plan(deadlines, subscriptions, window))

    return _seconds(work)


def _seconds(work: Callable[[], int]) -> tuple[float, int]:
    began = time.process_time()
    made = work()
    return time.process_time() - began, made


if __name__ == "__main__":
    full, idle = asyncio.run(tick())
    print(
        f"a tick over {_ROWS:,} rows with {_DUE} due: {full:.0f} ms with the commit; with none due {idle:.1f} ms"
    )
    took, made = planning()
    plain, _ = _seconds(lambda: len([("C", n, NOW) for n in range(made)]))
    print(f"planning two years for {_CHANNELS:,} channels: {took:.2f} s for {made:,} messages")
    print(f"  baseline, as many plain tuples: {plain:.2f} s")
