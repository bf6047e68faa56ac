"""Deliveries: outbox rows for messages to channels."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.deadlines.planning import MessageContent, MessageKind


class Status(StrEnum):
    """State of a delivery. CLAIMED: a worker holds it. POSTING: it may be on its way to Slack now."""

    DUE = "due"
    CLAIMED = "claimed"
    POSTING = "posting"
    POSTED = "posted"
    UNCERTAIN = "uncertain"
    DEAD = "dead"
    CANCELLED = "cancelled"


class Uncertainty(StrEnum):
    """What to do when Slack's answer was lost and the channel history cannot be read."""

    REPEAT = "repeat"
    FLAG = "flag"


class DeliveryFailure(StrEnum):
    """Why a delivery is dead or cancelled."""

    REPLANNED = "replanned"
    CHANNEL_NOT_FOUND = "channel_not_found"
    IS_ARCHIVED = "is_archived"
    NOT_IN_CHANNEL = "not_in_channel"
    ACCOUNT_INACTIVE = "account_inactive"
    TOKEN_REVOKED = "token_revoked"  # noqa: S105  (a Slack error name)
    MISSING_SCOPE = "missing_scope"
    REFUSED = "refused"
    TOO_OFTEN = "too_often"


OF_WORKSPACE = frozenset(
    {
        DeliveryFailure.ACCOUNT_INACTIVE,
        DeliveryFailure.TOKEN_REVOKED,
        DeliveryFailure.TOO_OFTEN,
    }
)
"""Causes that are gone, for all channels of a workspace, once Slack takes any message there again."""
OF_CHANNEL = frozenset(
    {
        DeliveryFailure.CHANNEL_NOT_FOUND,
        DeliveryFailure.IS_ARCHIVED,
        DeliveryFailure.NOT_IN_CHANNEL,
        DeliveryFailure.MISSING_SCOPE,
    }
)
"""Causes that are gone once Slack takes a message in the channel again."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One outbox row.

    `next_at` is the time of the next try; None means a person must decide. `suspect`: an earlier attempt may have
    reached Slack. `marker` is the id that attempt carried, shared by all deliveries in the same message. `thread` is
    the parent message. `orphaned`: taken from a worker whose lease expired and whose call may still be running.
    """

    id: int
    workspace: str
    channel: str
    reminder: str
    occurrence: str
    kind: MessageKind
    content: MessageContent
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
