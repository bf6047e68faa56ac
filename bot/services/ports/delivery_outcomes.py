"""Outcomes of deliveries, as the worker reports them and the outbox stores them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.deadlines.delivery import DeliveryFailure

LONGEST_WAIT = timedelta(hours=1)
"""The longest time that a Slack error can postpone a message."""


@dataclass(frozen=True, slots=True)
class Started:
    """An attempt has begun.

    It sends `marker` with the message, under `thread`. Only rows the caller still holds start.
    """

    ids: tuple[int, ...]
    marker: str
    at: datetime
    thread: str | None = None


@dataclass(frozen=True, slots=True)
class DeliveredOutcome:
    """Slack has the message, as `ts`.

    If the attempt's `marker` matches, it counts even if another worker has claimed the row since, because the message
    was posted.
    """

    ids: tuple[int, ...]
    ts: str
    at: datetime
    marker: str | None = None


@dataclass(frozen=True, slots=True)
class Retry:
    """This attempt did not reach Slack; try again from `at` on. `suspect`: an earlier attempt may have reached it.

    `unbegun`: it was marked as started but never left this machine, so it doesn't count as an attempt.
    """

    ids: tuple[int, ...]
    at: datetime
    suspect: bool = False
    unbegun: bool = False


@dataclass(frozen=True, slots=True)
class Unsure:
    """Slack may have the message. Look again from `at` on; with None, a person decides."""

    ids: tuple[int, ...]
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Dead:
    """The message cannot be delivered. `suspect`: an attempt may have arrived, so a new try looks for it first."""

    ids: tuple[int, ...]
    reason: DeliveryFailure
    suspect: bool = False


Outcome = Started | DeliveredOutcome | Retry | Unsure | Dead
