"""The port for posting to a channel: post a message with a marker, and search for the marker later."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.deadlines.delivery import Delivery, DeliveryFailure


@dataclass(frozen=True, slots=True)
class ReminderMessage:
    """`text` is shown in notifications: what and when. `blocks` is Slack's JSON.

    `broadcast`: in a thread, show the message in the channel too.
    """

    text: str
    blocks: Sequence[Mapping[str, object]] = ()
    broadcast: bool = False


@dataclass(frozen=True, slots=True)
class MessageContext:
    """Context for rendering deliveries: current time, channel's time zone, and whether it may be a repeat.

    `caught_up`: several deliveries delayed by downtime are posted as one.
    """

    now: datetime
    zone: str
    possible_repeat: bool = False
    caught_up: bool = False
    late_since: datetime | None = None
    """When the message was due, if it comes noticeably late."""


Render = Callable[[Sequence[Delivery], MessageContext], Awaitable[ReminderMessage]]
"""Renders one message for one or more deliveries. Raises nothing."""


@dataclass(frozen=True, slots=True)
class PostedReminder:
    """Slack has the message as `ts`."""

    ts: str


@dataclass(frozen=True, slots=True)
class PostRefused:
    """Slack refused, so nothing was posted. Without a `reason` it can be retried after `retry_after` seconds."""

    reason: DeliveryFailure | None = None
    retry_after: float | None = None


@dataclass(frozen=True, slots=True)
class Lost:
    """The answer was lost. Slack may have the message."""


@dataclass(frozen=True, slots=True)
class NotSent:
    """Nothing was sent because it was too late to start."""


Answer = PostedReminder | PostRefused | Lost | NotSent


@dataclass(frozen=True, slots=True)
class FoundMessage:
    """The message exists, as `ts`."""

    ts: str


@dataclass(frozen=True, slots=True)
class Absent:
    """The full history was read and has no such message."""


@dataclass(frozen=True, slots=True)
class CannotLook:
    """The history cannot be read: missing scope, or too long."""


@dataclass(frozen=True, slots=True)
class LookLater:
    """Search again in this many seconds."""

    seconds: float


class ChannelPoster(Protocol):
    """Posts once and never retries by itself."""

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
        """Post to the channel, or to `thread` if set. Answers within the client's time limit. Raises nothing.

        `may_send` is checked at the last moment before sending, because the process may have been suspended.
        """

    async def find(
        self, workspace: str, channel: str, marker: str, *, since: datetime, thread: str | None
    ) -> FoundMessage | Absent | CannotLook | LookLater:
        """Search for a message with this marker posted since `since`, in `thread` if set."""
