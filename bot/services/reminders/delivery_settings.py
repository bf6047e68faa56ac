"""How deliveries are made, and what one process has made of them."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from bot.services.rate_limit import CHANNEL_GAP


@dataclass(frozen=True, slots=True)
class DeliverySettings:
    """How deliveries are made. Seconds unless it says otherwise."""

    lease: float = 60
    call: float = 15
    """A call is over by then, and begins so soon after its mark; none begins that could outlive the lease."""
    gap: float = CHANNEL_GAP
    late: float = 3600
    """What is later than this was held back by a downtime, and is told as one."""
    gather: float = 0.03
    """Marks wait so long for others, to be written in one transaction."""
    settle: float = 5
    """Before a lost answer is looked for; doubles with every attempt, up to `longest`."""
    longest: float = 60
    batch: int = 250
    first: int = 32
    """A process that has just started holds no more at once; then twice as much after each `doubles` seconds, up to
    `in_flight`: what dies young, again and again perhaps, leaves little behind under its lease."""
    doubles: float = 1
    in_flight: int = 3000
    at_once: int = 64
    attempts: int = 8


@dataclass(slots=True)
class Tally:
    """What this process has done since it began."""

    outcomes: Counter[str] = field(default_factory=Counter)
    last_tick: datetime | None = None
