"""A delivery run under faults: fill the outbox, let processes deliver and die, count messages in Slack."""

import asyncio
import os
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from bot.domain.deadlines.planning import Firing, MessageContent, MessageKind, Occurrence
from storage.engine import SqlDatabase
from tests.faults.counting import Outcome, Ran, counted
from tests.faults.orphans import noted
from tests.faults.slack import FaultySlack, running
from tests.faults.worker import Orders
from tests.faults.workers import Workers, calls_each
from tests.services.reminder_setup import deadline

Trouble = Callable[[Workers], Awaitable[None]]
_NEVER_LATE = 1e9
_SUPERVISED, _LOOKS = 0.3, 12


@dataclass(frozen=True, slots=True)
class Run:
    """A run: reminders over channels, delivered by processes, some of which are killed. Times are in seconds.

    The reminders become due over `spread`, starting `ago` before now.
    """

    reminders: int = 5_000
    channels: int = 500
    processes: int = 2
    kills: int = 100
    policy: str = "look"
    readable: bool = True
    rate: float = 6
    lease: float = 3.0
    call: float = 0.7
    gap: float = 1.0
    settle: float = 1.0
    spread: float = 60
    ago: float = -1.5
    late: float = _NEVER_LATE
    patience: float = 600


async def deliver(url: str, run: Run, trouble: Trouble | None = None, *, seed: int = 1) -> Outcome:
    """`url` is a migrated, empty database. `trouble` runs during the deliveries."""
    slack = FaultySlack(run.rate, run.readable, gap=run.gap / 2, hang=run.call * 2, seed=seed)
    database = SqlDatabase(url)
    await _fill(database, run)
    with noted(url) as orphans:
        async with running(slack):
            workers = _workers(url, slack, run, seed)
            at, began = time.time(), time.monotonic()
            await _until_settled(workers, database, run, trouble)
            seconds = time.monotonic() - began
        async with database.read() as unit:
            rows = await unit.reminders.outbox.planned("T1", datetime(2000, 1, 1, tzinfo=UTC), None)
            dead = len(await unit.reminders.outbox.undelivered("T1"))
        await database.close()
        ran = Ran(workers.killed, seconds, dead, run.gap, at, orphans.ids())
    return counted(slack, {row.id: row for row in rows}, ran)


def _workers(url: str, slack: FaultySlack, run: Run, seed: int) -> Workers:
    times = (run.lease, run.call, run.gap, run.settle, run.late)
    orders = Orders(url, slack.url, run.policy, *times, os.getpid())
    each = calls_each(run.reminders, run.kills, run.processes)
    return Workers(orders, run.processes, run.kills, each, random.Random(seed))


async def _fill(database: SqlDatabase, run: Run) -> None:
    content = MessageContent((deadline(),), 7)
    since = datetime.now(UTC) - timedelta(seconds=run.ago)

    def planned(n: int) -> Occurrence:
        due = since + timedelta(seconds=run.spread * n / run.reminders)
        return Occurrence(
            f"C{n % run.channels}", Firing(f"panel:{n}", "2026-12-01/7", due, MessageKind.REMINDER, content)
        )

    async with database.write() as unit:
        await unit.reminders.outbox.add("T1", map(planned, range(run.reminders)))
        await unit.commit()


async def _until_settled(workers: Workers, database: SqlDatabase, run: Run, trouble: Trouble | None) -> None:
    """Keep the processes alive until everything is posted or given up and the trouble is over."""
    workers.tend()
    made = asyncio.ensure_future(trouble(workers)) if trouble else None
    give_up = time.monotonic() + run.patience
    try:
        while time.monotonic() < give_up:
            for _ in range(_LOOKS):  # restart dead workers at once, like a supervisor
                workers.tend()
                await asyncio.sleep(_SUPERVISED / _LOOKS)
            if (made is None or made.done()) and await _settled(database, run.reminders):
                break
        if made is not None:
            await made
    finally:
        workers.end()


async def _settled(database: SqlDatabase, reminders: int) -> bool:
    """Also False while the database is down."""
    try:
        async with database.read() as unit:
            numbers = await unit.reminders.outbox.numbers(datetime.now(UTC))
    except Exception:  # any driver error
        return False
    return numbers.posted + numbers.dead >= reminders


def short(run: Run) -> Run:
    """The same run in seconds."""
    return replace(
        run,
        reminders=30,
        channels=15,
        kills=min(run.kills, 2),
        gap=0.05,
        lease=0.9,
        call=0.3,
        settle=0.3,
        spread=0.3,
        ago=-0.5,
        patience=60,
    )
