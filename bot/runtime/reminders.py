"""Reminders in a running bot: planning and delivery ticks, status, and a graceful stop."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.domain.deadlines.delivery import Delivery
from bot.logs import LogEvent, get_logger
from bot.runtime.metrics import DeliveryStatus, Metrics, metrics_on
from bot.services.ports.database import Clock, Database
from bot.services.rate_limit import RateLimiter
from bot.services.reminders.channels import Channels
from bot.services.reminders.deliver import Deliverer
from bot.services.reminders.delivery_settings import DeliverySettings
from bot.services.reminders.poster import MessageContext, ReminderMessage, Render
from bot.settings import Settings
from handlers.slack.reminder_poster import SlackPoster, posting_session
from handlers.slack.workspaces import InstalledWorkspaces
from handlers.views.deadlines.reminder import reminder_message

DELIVER_SECONDS = 1
PLAN_SECONDS = 300
_LATE_TICK = 60.0
_DRAIN_SECONDS = 10.0
_log = get_logger("reminding")


@dataclass(frozen=True, slots=True)
class RunningReminders:
    """The scheduled parts of reminders."""

    deliverer: Deliverer
    channels: Channels
    clock: Clock
    delivery_settings: DeliverySettings

    async def deliver(self) -> None:
        """The delivery tick."""
        await self.deliverer.tick()

    async def plan(self) -> None:
        """The planning tick: plan the next day's rows and free leases left by a clock that was set back."""
        await self.channels.plan_ahead()
        await self.channels.recover(timedelta(seconds=self.delivery_settings.lease))

    async def status(self) -> DeliveryStatus:
        """Delivery status for operators."""
        now, last = self.clock.now(), self.deliverer.tally.last_tick
        age = (now - last).total_seconds() if last else None
        return DeliveryStatus(await self.channels.numbers(), age, now)

    async def facts(self) -> dict[str, object]:
        """Status for /readyz. `ticking` is False if the last tick is over a minute old."""
        status = await self.status()
        numbers = status.numbers
        return {
            "ticking": status.tick_age is not None and status.tick_age < _LATE_TICK,
            "reminders": {
                "due": numbers.due,
                "planned": numbers.planned,
                "posted": numbers.posted,
                "uncertain": numbers.uncertain,
                "dead": numbers.dead,
                "late_seconds": round(status.late),
                "tick_age_seconds": None if status.tick_age is None else round(status.tick_age),
            },
        }


def add_ticks(scheduler: AsyncIOScheduler, reminding: RunningReminders) -> None:
    """Schedule the ticks. APScheduler only triggers them; the work is read from rows."""
    scheduler.add_job(reminding.deliver, "interval", seconds=DELIVER_SECONDS)
    scheduler.add_job(reminding.plan, "interval", seconds=PLAN_SECONDS)


async def render_plain(rows: Sequence[Delivery], message_context: MessageContext) -> ReminderMessage:
    """Render without fetching anything."""
    return reminder_message(rows, message_context)


@asynccontextmanager
async def reminding(
    database: Database,
    clock: Clock,
    workspaces: InstalledWorkspaces,
    settings: Settings,
    render: Render = render_plain,
    *,
    limiter: RateLimiter | None = None,
) -> AsyncIterator[RunningReminders]:
    """Run deliveries and metrics. On exit, wait briefly for current posts; their lease lasts longer."""
    delivery_settings = DeliverySettings()
    async with AsyncExitStack() as stack:
        session = await stack.enter_async_context(posting_session())
        poster = SlackPoster(workspaces.token, settings.slack_api_url, session)
        channels = Channels(database, clock)
        running: list[RunningReminders] = []

        async def get_status() -> DeliveryStatus:
            return await running[0].status()

        metrics = Metrics(get_status)
        deliverer = Deliverer(
            database,
            poster,
            clock,
            render,
            settings=delivery_settings,
            limiter=limiter,
            observe=metrics.observe,
        )
        running.append(RunningReminders(deliverer, channels, clock, delivery_settings))
        await stack.enter_async_context(metrics_on(metrics, settings.codedesk_metrics_port))
        await running[0].plan()
        await running[0].deliver()  # ready means that the first tick is done
        try:
            yield running[0]
        finally:
            await _stop(deliverer)


async def _stop(deliverer: Deliverer) -> None:
    try:
        await asyncio.wait_for(deliverer.drain(), _DRAIN_SECONDS)
    except TimeoutError as error:
        _log.warning(LogEvent.JOB_FAILED, error)
