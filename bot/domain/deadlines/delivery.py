"""A message on its way to a channel."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.deadlines.planning import MessageContent, MessageKind


class Status(StrEnum):
    """Where a delivery stands. Claimed: a worker holds it; posting: it may be on its way to Slack right now."""

    DUE = "due"
    CLAIMED = "claimed"
    POSTING = "posting"
    POSTED = "posted"
    UNCERTAIN = "uncertain"
    DEAD = "dead"
    CANCELLED = "cancelled"


class Uncertainty(StrEnum):
    """What a workspace wants done where Slack's answer was lost and its history cannot be looked at."""

    REPEAT = "repeat"
    FLAG = "flag"


class DeliveryFailure(StrEnum):
    """Why a delivery is dead or cancelled."""

    REPLANNED = "replanned"
    CHANNEL_NOT_FOUND = "channel_not_found"
    IS_ARCHIVED = "is_archived"
    NOT_IN_CHANNEL = "not_in_channel"
    ACCOUNT_INACTIVE = "account_inactive"
    TOKEN_REVOKED = "token_revoked"  # noqa: S105  (Slack's name of an error)
    MISSING_SCOPE = "missing_scope"
    REFUSED = "refused"
    TOO_OFTEN = "too_often"


@dataclass(frozen=True, slots=True)
class Delivery:
    """A row of the outbox. `next_at`: when it may be tried (again); None: a person has to decide.

    `suspect`: an earlier attempt may have reached Slack. `marker` is what that attempt carried, the same for all
    deliveries that went out as one message. `thread` is the message that this one belongs under. `orphaned`: taken
    from a worker whose lease ran out, and which may still be in the middle of its call.
    """

    id: int
    workspace: str
    channel: str
    reminder: str
    occurrence: str
    kind: MessageKind
    told: MessageContent
    due_at: datetime
    status: Status
    next_at: datetime | None = None
    attempts: int = 0
    suspect: bool = False
    marker: str | None = None
    first_sent_at: datetime | None = None
    thread: str | None = None
    posted_ts: str | None = None
    posted_at: datetime | None = None
    reason: DeliveryFailure | None = None
    orphaned: bool = False
