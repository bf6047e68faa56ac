"""A workspace with a fake channel poster, for reminder tests on any database."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from bot.domain.deadlines.dated import exactly
from bot.domain.deadlines.deadline import Deadline, Topic
from bot.domain.deadlines.delivery import Delivery
from bot.domain.deadlines.planning import Firing, MessageContent, MessageKind, Occurrence
from bot.domain.deadlines.subscription import Schedule, Subscription
from bot.services.ports.database import Clock, Database
from bot.services.reminders.deliver import Deliverer
from bot.services.reminders.delivery_settings import DeliverySettings
from bot.services.reminders.poster import (
    Absent,
    Answer,
    CannotLook,
    FoundMessage,
    LookLater,
    Lost,
    MessageContext,
    NotSent,
    PostedReminder,
    PostRefused,
    ReminderMessage,
)
from tests.fakes import FakeClock

NOW = datetime(2026, 12, 1, 14, 0, tzinfo=UTC)  # a Tuesday, 9:00 in New York
QUICK = DeliverySettings(gap=0, gather=0, settle=0, call=0.5, lease=5)
Post = Callable[[str], Answer | None]


@dataclass
class StandIn:
    """A ChannelPoster that stores what was posted. `answers` maps a marker to a failure; None means none."""

    answers: Callable[[str, int], Awaitable[Answer | None]] | None = None
    readable: bool = True
    messages: list[tuple[str, str, str, str | None]] = field(default_factory=list)
    """(channel, marker, text, thread) of posted messages."""
    calls: int = 0

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
        """See the port."""
        if not may_send():
            return NotSent()
        self.calls += 1
        planned = await self.answers(marker, self.calls) if self.answers else None
        if isinstance(planned, PostRefused):
            return planned
        if not isinstance(planned, Never):
            self.messages.append((channel, marker, message.text, thread))
        return planned or PostedReminder(f"{1000 + self.calls}.0")

    async def find(
        self, workspace: str, channel: str, marker: str, *, since: datetime, thread: str | None
    ) -> FoundMessage | Absent | CannotLook | LookLater:
        """See the port."""
        if not self.readable:
            return CannotLook()
        there = [n for n, m in enumerate(self.messages) if m[:2] == (channel, marker)]
        return FoundMessage(f"{2000 + there[0]}.0") if there else Absent()

    def texts(self, channel: str = "C1") -> list[str]:
        """The texts posted in a channel."""
        return [text for where, _, text, _ in self.messages if where == channel]


class Never(Lost):
    """The answer was lost and so was the message."""


async def render(rows: Sequence[Delivery], message_context: MessageContext) -> ReminderMessage:
    """The reminders' names, and whether it may be a repeat."""
    names = ", ".join(f"{row.reminder} {row.occurrence}" for row in rows)
    return ReminderMessage(f"{'repeat: ' if message_context.possible_repeat else ''}{names}")


def deliverer(database: Database, poster: StandIn, clock: Clock, pace: DeliverySettings = QUICK) -> Deliverer:
    """A separate worker."""
    return Deliverer(database, poster, clock, render, settings=pace)


async def run(worker: Deliverer) -> int:
    """Run one tick to its end."""
    begun = await worker.tick()
    await worker.drain()
    return begun


def deadline(key: str = "panel:2027-02:meeting", day: date = date(2027, 2, 4)) -> Deadline:
    """A confirmed deadline."""
    return Deadline(key, Topic.PANEL, "meeting", "2027-02", exactly(day, "admin", confirmed=True))


def occurrence(n: int = 1, channel: str = "C1", at: datetime = NOW, reminder: str = "panel:x") -> Occurrence:
    """A due reminder."""
    firing = Firing(
        f"{reminder}:{n}", "2026-12-01/7", at, MessageKind.REMINDER, MessageContent((deadline(),), 7)
    )
    return Occurrence(channel, firing)


async def put(database: Database, *each: Occurrence, workspace: str = "T1") -> None:
    """Add to the outbox."""
    async with database.write() as work:
        await work.reminders.outbox.add(workspace, each)
        await work.commit()


async def subscribed(database: Database, channel: str = "C1", **schedule: object) -> None:
    """A subscribed channel. U1 subscribed it."""
    async with database.write() as work:
        new = Subscription(channel, "U1", Schedule(**schedule))  # type: ignore[arg-type]
        await work.reminders.subscriptions.put("T1", new)
        await work.commit()


def clock(at: datetime = NOW) -> FakeClock:
    """A fixed clock."""
    return FakeClock(at)


def later(seconds: float) -> timedelta:
    """Move the clock."""
    return timedelta(seconds=seconds)
