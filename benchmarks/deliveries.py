"""What a delivered reminder costs the bot, in processor time, from the claim to the committed mark.

`python -m benchmarks.deliveries` runs it on SQLite and on PostgreSQL against a stand-in for Slack in a process of its
own, which is not counted. The baseline, in the same run, posts one after the other, each mark a transaction of its own.
"""

import asyncio
import multiprocessing
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from zoneinfo import ZoneInfo

from bot.domain.deadlines.planning import Firing, MessageContent, MessageKind, Occurrence
from bot.runtime.reminders import render_plain
from bot.services.ports.clock import SystemClock
from bot.services.reminders.deliver import Deliverer
from bot.services.reminders.delivery_settings import DeliverySettings
from handlers.slack.reminder_poster import SlackPoster, posting_session
from storage.engine import SqlDatabase
from tests.faults.databases import fresh
from tests.faults.slack import FaultySlack, running
from tests.services.reminder_setup import deadline

_REMINDERS, _CHANNELS = 1_000, 500
_OURS = DeliverySettings(gap=0, first=_REMINDERS)
_ONE_BY_ONE = replace(_OURS, gather=0, at_once=1)


async def delivered(url: str, slack_url: str, pace: DeliverySettings) -> tuple[float, float]:
    """Milliseconds of processor time, and of time, for each of the reminders."""
    database = SqlDatabase(url)
    due = datetime.now(UTC) - timedelta(seconds=5)
    content = MessageContent((deadline(),), 7)
    async with database.write() as work:
        planned = [
            Occurrence(
                f"C{n % _CHANNELS}", Firing(f"panel:{n}", "2026-12-01/7", due, MessageKind.REMINDER, content)
            )
            for n in range(_REMINDERS)
        ]
        await work.reminders.outbox.add("T1", planned)
        await work.commit()

    async def token(_workspace: str) -> str:
        return "xoxb-benchmark"

    async with posting_session() as session:
        poster = SlackPoster(token, slack_url, session)
        worker = Deliverer(database, poster, SystemClock(ZoneInfo("UTC")), render_plain, settings=pace)
        cpu, began = time.process_time(), time.perf_counter()
        await worker.tick()
        await worker.drain()
        took = (time.process_time() - cpu, time.perf_counter() - began)
        assert worker.tally.outcomes == {"posted": _REMINDERS}, worker.tally.outcomes
    await database.close()
    return took[0] / _REMINDERS * 1000, took[1] / _REMINDERS * 1000


@contextmanager
def _slack() -> Iterator[str]:
    """URL of a stand-in in a process of its own."""
    here, there = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_serve, args=(there,), daemon=True)
    process.start()
    try:
        yield here.recv()
    finally:
        process.kill()
        process.join()


def _serve(pipe: Connection) -> None:
    async def serve() -> None:
        async with running(FaultySlack(rate=0)) as slack:
            pipe.send(slack.url)
            await asyncio.Event().wait()

    asyncio.run(serve())


if __name__ == "__main__":
    kinds = sys.argv[1:] or ["sqlite", "postgres"]
    with _slack() as slack_url:
        for kind in kinds:
            for name, pace in (("as the bot does", _OURS), ("baseline, one by one", _ONE_BY_ONE)):
                with fresh(kind) as url:
                    cpu, wall = asyncio.run(delivered(url, slack_url, pace))
                print(
                    f"{kind}, {name}: {cpu:.2f} ms of processor time for each reminder, {wall:.2f} ms of time"
                )
