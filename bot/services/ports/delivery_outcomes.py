"""What becomes of deliveries, as the worker notes it and the outbox keeps it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.deadlines.delivery import DeliveryFailure

LONGEST_WAIT = timedelta(hours=1)
"""No answer of Slack's puts a message off for longer."""


@dataclass(frozen=True, slots=True)
class Started:
    """`marker` goes with the message, under `thread`; only what is still claimed by the asker starts."""

    ids: tuple[int, ...]
    marker: str
    at: datetime
    thread: str | None = None


@dataclass(frozen=True, slots=True)
class DeliveredOutcome:
    """Slack has it, as message `ts`.

    With the attempt's `marker` it counts even where another worker has taken the row since: what was posted, was.
    """

    ids: tuple[int, ...]
    ts: str
    at: datetime
    marker: str | None = None


@dataclass(frozen=True, slots=True)
class Retry:
    """This attempt did not reach Slack; try again from `at` on. `suspect`: an attempt before it may have.

    `unbegun`: it was marked as started and never left this machine, so it counts for none.
    """

    ids: tuple[int, ...]
    at: datetime
    suspect: bool = False
    unbegun: bool = False


@dataclass(frozen=True, slots=True)
class Unsure:
    """Slack may have it; look again from `at` on, or None: a person decides."""

    ids: tuple[int, ...]
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Dead:
    """It cannot be delivered. `suspect`: an attempt may have arrived, and is looked for if it is tried again."""

    ids: tuple[int, ...]
    reason: DeliveryFailure
    suspect: bool = False


Outcome = Started | DeliveredOutcome | Retry | Unsure | Dead
