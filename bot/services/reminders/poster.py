"""The port to a channel: post a message that carries a marker, and look for that marker afterwards."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.deadlines.delivery import Delivery, DeliveryFailure


@dataclass(frozen=True, slots=True)
class ReminderMessage:
    """`text` is what a notification shows: the kind of thing and its id. `blocks` as Slack's JSON."""

    text: str
    blocks: Sequence[Mapping[str, object]] = ()


@dataclass(frozen=True, slots=True)
class Telling:
    """Beside the deliveries, what a message needs: now, the channel's zone, and whether it may be a repeat.

    `caught_up`: several that a downtime held back go out as one.
    """

    now: datetime
    zone: str
    possible_repeat: bool = False
    caught_up: bool = False


Render = Callable[[Sequence[Delivery], Telling], Awaitable[ReminderMessage]]
"""The message for one delivery, or for several that share one; raises nothing."""


@dataclass(frozen=True, slots=True)
class PostedReminder:
    """Slack has it as `ts`."""

    ts: str


@dataclass(frozen=True, slots=True)
class PostRefused:
    """Slack said no, so it has nothing. Without a `reason` it may be tried again, after `retry_after` seconds."""

    reason: DeliveryFailure | None = None
    retry_after: float | None = None


@dataclass(frozen=True, slots=True)
class Lost:
    """The answer was lost: Slack may have it."""


@dataclass(frozen=True, slots=True)
class NotSent:
    """It was too late to begin: nothing went out."""


Answer = PostedReminder | PostRefused | Lost | NotSent


@dataclass(frozen=True, slots=True)
class FoundMessage:
    """It is there, as `ts`."""

    ts: str


@dataclass(frozen=True, slots=True)
class Absent:
    """The history of the whole time was read, and it is not there."""


@dataclass(frozen=True, slots=True)
class CannotLook:
    """The history cannot be read: no scope, or too long."""


@dataclass(frozen=True, slots=True)
class LookLater:
    """Not now; in so many seconds."""

    seconds: float


class ChannelPoster(Protocol):
    """Posts once and never by itself again."""

    async def post(
        self,
        workspace: str,
        channel: str,
        message: ReminderMessage,
        *,
        thread: str | None,
        marker: str,
        still: Callable[[], bool],
    ) -> Answer:
        """Post into the channel, under `thread` if given. Answers within the client's time limit; raises nothing.

        `still` is asked at the last moment before anything leaves; a process may have been stopped until then.
        """

    async def find(
        self, workspace: str, channel: str, marker: str, *, since: datetime, thread: str | None
    ) -> FoundMessage | Absent | CannotLook | LookLater:
        """Look for a message with this marker that was posted since then, under `thread` if given."""
