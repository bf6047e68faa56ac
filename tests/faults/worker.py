"""Run a bot's deliveries in a separate process that kills itself like kill -9.

It dies at its `kill_after`-th Slack call (0: never): before the call, during it, or after the answer and before the
mark, in turn. The policy `naive` posts again when the lease has expired, without a search, like a queue with a
visibility timeout.
"""

from __future__ import annotations

import asyncio
import os
import random
import signal
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from multiprocessing.sharedctypes import Synchronized

from bot import logs
from bot.domain.deadlines.delivery import Delivery
from bot.services.reminders.channels import Channels
from bot.services.reminders.deliver import Deliverer
from bot.services.reminders.delivery_settings import DeliverySettings
from bot.services.reminders.poster import (
    Absent,
    Answer,
    CannotLook,
    FoundMessage,
    LookLater,
    MessageContext,
    ReminderMessage,
)
from handlers.slack.reminder_poster import SlackPoster, posting_session
from storage.engine import SqlDatabase

_SETTINGS = DeliverySettings()
_TICK, _RECOVER_EVERY = 0.1, 20


class Mortal:
    """A ChannelPoster that dies in one of its calls."""

    def __init__(self, poster: SlackPoster, kill_after: int, *, naive: bool) -> None:
        self._poster = poster
        self._left = kill_after or -1
        self._naive = naive
        self._when = random.Random(kill_after).choice(("before", "during", "after"))

    async def post(
        self,
        workspace: str,
        channel: str,
        message: ReminderMessage,
        *,
        thread: str | None,
        marker: str,
        may_send: Callable[[], bool],
    ) -> Answer:
        """See the port, except for the last call."""
        self._left -= 1
        last = self._left == 0
        if last and self._when == "before":
            _die()
        if last and self._when == "during":
            asyncio.get_running_loop().call_later(0.003, _die)
        answer = await self._poster.post(
            workspace, channel, message, thread=thread, marker=marker, may_send=may_send
        )
        if last:
            _die()
        return answer

    async def find(
        self, workspace: str, channel: str, marker: str, *, since: datetime, thread: str | None
    ) -> FoundMessage | Absent | CannotLook | LookLater:
        """See the port. The naive policy does not search."""
        if self._naive:
            return Absent()
        return await self._poster.find(workspace, channel, marker, since=since, thread=thread)


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


async def render(rows: Sequence[Delivery], message_context: MessageContext) -> ReminderMessage:
    """The row ids and the repeat label."""
    ids = " ".join(str(row.id) for row in rows)
    return ReminderMessage(f"{'repeat ' if message_context.possible_repeat else ''}ids {ids}")


@dataclass(frozen=True, slots=True)
class Orders:
    """A worker's instructions. Times are in seconds."""

    url: str
    slack_url: str
    policy: str
    lease: float
    call: float
    gap: float
    settle: float
    late: float
    parent: int


@dataclass(frozen=True, slots=True)
class WrongClock:
    """The system clock plus an offset in seconds."""

    offset: Synchronized[float]

    def now(self) -> datetime:
        """Clock's."""
        return datetime.now(UTC) + timedelta(seconds=self.offset.value)

    def local(self, at: datetime) -> datetime:
        """Clock's."""
        return at.astimezone(UTC)

    def today(self) -> date:
        """Clock's."""
        return self.now().date()


async def _work(orders: Orders, kill_after: int, clock: WrongClock) -> None:
    database = SqlDatabase(orders.url)

    async def token(_workspace: str) -> str:
        return "xoxb-faults"

    settings = replace(_SETTINGS, lease=orders.lease, call=orders.call, gap=orders.gap, late=orders.late)
    settings = replace(settings, settle=orders.settle, longest=2 * orders.settle)
    channels = Channels(database, clock)
    async with posting_session(orders.call) as session:
        real = SlackPoster(token, orders.slack_url, session)
        poster = Mortal(real, kill_after, naive=orders.policy == "naive")
        worker = Deliverer(database, poster, clock, render, settings=settings)
        for n in count():
            os.kill(orders.parent, 0)  # raises when the run is over
            try:
                await worker.tick()
                if n % _RECOVER_EVERY == 0:
                    await channels.recover(timedelta(seconds=orders.lease))
            except Exception as error:
                logs.get_logger("worker").error(logs.LogEvent.JOB_FAILED, error)
            await asyncio.sleep(_TICK)


def work(orders: Orders, kill_after: int, offset: Synchronized[float]) -> None:
    """Tick until killed. The main function of a process."""
    logs.configure("CRITICAL")
    asyncio.run(_work(orders, kill_after, WrongClock(offset)))
