"""Delivery settings, and counts of what one process delivered."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from bot.services.rate_limit import CHANNEL_GAP


@dataclass(frozen=True, slots=True)
class DeliverySettings:
    """Delivery settings. Times are in seconds."""

    lease: float = 60
    call: float = 15
    """Time limit of a call, and of the delay between its mark and its start. No call may outlive the lease."""
    gap: float = CHANNEL_GAP
    late: float = 3600
    """Messages later than this were delayed by downtime and are posted as one message."""
    said_late: float = 900
    """A message that comes later than this after its time says when it was due."""
    gather: float = 0.03
    """How long marks wait for others, to share one transaction."""
    settle: float = 5
    """Wait before searching for a lost message. Doubles with each attempt, up to `longest`."""
    longest: float = 900
    batch: int = 250
    first: int = 32
    """Rows a new process may hold.

    The limit doubles every `doubles` seconds, up to `in_flight`. A process that crashes right after each start then
    leaves few leased rows.
    """
    doubles: float = 1
    in_flight: int = 3000
    at_once: int = 64
    patience: float = 72 * 3600
    """How long a message is tried after its first attempt. An outage is no reason to drop a reminder."""


@dataclass(slots=True)
class Tally:
    """What this process has done since it started."""

    outcomes: Counter[str] = field(default_factory=Counter)
    last_tick: datetime | None = None
