"""Everything a bot does on a schedule. Imported after the bot listens."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.runtime.reminders import RunningReminders, add_ticks, reminding
from bot.services.fetching.schedule import DailyFetch
from bot.services.team.expire_dedup_keys import forget_old_marks
from bot.settings import Settings
from bot.wiring import Bot, Library
from handlers.applications.posted_cards import Cards
from handlers.deadlines.reminder_messages import Messages

_POLL_SECONDS = 1
_SWEEP_SECONDS = 30
_LOOK_MINUTES, _LOOK_JITTER_SECONDS = 30, 900
_FORGET_HOURS, _FORGET_FIRST = 24, timedelta(minutes=1)


@asynccontextmanager
async def ticking(bot: Bot, settings: Settings) -> AsyncIterator[RunningReminders]:
    """Run all scheduled work, with the first tick done. Raises OSError if the metrics port is in use."""
    library, messages = bot.library, Messages(bot.services.deadlines)
    running = reminding(
        library.database, library.clock, bot.workspaces, settings, messages, limiter=bot.services.channels
    )
    async with running as reminders:
        with _scheduled(library, reminders, bot.services.application_services.cards):
            yield reminders


@contextmanager
def _scheduled(library: Library, reminders: RunningReminders, cards: Cards) -> Iterator[None]:
    """Run the scheduler. APScheduler only triggers jobs; the work is read from rows."""
    scheduler = AsyncIOScheduler(
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
    )
    scheduler.add_job(library.refresh.poll, "interval", seconds=_POLL_SECONDS, id="library")
    add_ticks(scheduler, reminders)
    scheduler.add_job(cards.sweep, "interval", seconds=_SWEEP_SECONDS)
    scheduler.add_job(
        forget_old_marks,
        "interval",
        (library.database, library.clock),
        hours=_FORGET_HOURS,
        next_run_time=datetime.now(UTC) + _FORGET_FIRST,  # also runs in a bot that is restarted every day
    )
    scheduler.add_job(
        DailyFetch(library.database, library.clock).look,
        "interval",
        (library.fetch,),
        minutes=_LOOK_MINUTES,
        jitter=_LOOK_JITTER_SECONDS,  # not every installation asks the publishers at the same minute
    )
    scheduler.start()
    try:
        yield
    finally:
        scheduler.shutdown(wait=False)
