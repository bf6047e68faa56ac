"""A bot's deliveries in a process of its own, which kills itself as kill -9 does.

In the middle of its `kill_after`-th call to Slack (0: never) it dies: before the call, while it is under way, or after
the answer and before the mark, by turns. The policy `naive` posts again when the lease has run out without
looking, as a queue with a visibility timeout does.
"""

import asyncio
import os
import random
import signal
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot import logs
from bot.domain.deadlines.delivery import Delivery
from bot.services.clock import SystemClock
from bot.services.reminders.delivering import Deliverer
from bot.services.reminders.pace import Pace
from bot.services.reminders.poster import (
    Absent,
    Answer,
    CannotLook,
    Found,
    LookLater,
    Message,
    Telling,
)
from handlers.channel_poster import SlackPoster, posting_session
from storage.engine import SqlDatabase

_CALL_SECONDS = 0.7
_PACE = Pace(call=_CALL_SECONDS, late=1e9, settle=0.2, longest=2, batch=100, in_flight=400, attempts=20)


class Mortal:
    """ChannelPoster that dies in one of its calls."""

    def __init__(self, poster: SlackPoster, kill_after: int, *, naive: bool) -> None:
        self._poster = poster
        self._left = kill_after or -1
        self._naive = naive
        self._when = random.Random(kill_after).choice(("before", "during", "after"))

    async def post(
        self,
        workspace: str,
        channel: str,
        message: Message,
        *,
        thread: str | None,
        marker: str,
        still: Callable[[], bool],
    ) -> Answer:
        """As the port says, but for the last one."""
        self._left -= 1
        last = self._left == 0
        if last and self._when == "before":
            _die()
        if last and self._when == "during":
            asyncio.get_running_loop().call_later(0.003, _die)
        answer = await self._poster.post(
            workspace, channel, message, thread=thread, marker=marker, still=still
        )
        if last:
            _die()
        return answer

    async def find(
        self, workspace: str, channel: str, marker: str, *, since: datetime, thread: str | None
    ) -> Found | Absent | CannotLook | LookLater:
        """As the port says; the naive one does not look."""
        if self._naive:
            return Absent()
        return await self._poster.find(workspace, channel, marker, since=since, thread=thread)


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


async def render(rows: Sequence[Delivery], telling: Telling) -> Message:
    """The ids that it stands for, and the label."""
    ids = " ".join(str(row.id) for row in rows)
    return Message(f"{'repeat ' if telling.possible_repeat else ''}ids {ids}")


@dataclass(frozen=True, slots=True)
class Orders:
    """What a worker is to do; seconds where it is time."""

    url: str
    slack_url: str
    policy: str
    kill_after: int
    lease: float
    gap: float


async def _work(orders: Orders) -> None:
    database = SqlDatabase(orders.url)

    async def token(_workspace: str) -> str:
        return "xoxb-faults"

    pace = replace(_PACE, lease=orders.lease, gap=orders.gap)
    async with posting_session(_CALL_SECONDS) as session:
        poster = Mortal(
            SlackPoster(token, orders.slack_url, session), orders.kill_after, naive=orders.policy == "naive"
        )
        worker = Deliverer(database, poster, SystemClock(ZoneInfo("UTC")), render, pace=pace)
        while True:
            try:
                await worker.tick()
            except Exception as error:
                logs.get_logger("worker").error(logs.Event.JOB_FAILED, error)
            await asyncio.sleep(0.1)


def work(orders: Orders) -> None:
    """Tick until killed. The body of a process."""
    logs.configure("CRITICAL")
    asyncio.run(_work(orders))
