"""What is to become of deliveries after a look into the channel, and after a call. Values in, values out."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.deadlines.delivery import Reason
from bot.services.reminder_outcomes import Posted, Retry, Unsure
from bot.services.reminders.pace import Pace
from bot.services.reminders.poster import (
    Absent,
    Answer,
    CannotLook,
    Found,
    LookLater,
    Lost,
    NotSent,
    Refused,
    Sent,
)
from bot.services.reminders.units import Unit


@dataclass(frozen=True, slots=True)
class Go:
    """Post it; `may_repeat`: an attempt before this one may stand in the channel, and the message says so."""

    may_repeat: bool


@dataclass(frozen=True, slots=True)
class GiveUp:
    """It cannot be delivered. `suspect`: an attempt may have arrived, to be looked for if a person tries again."""

    reason: Reason
    suspect: bool


@dataclass(frozen=True, slots=True)
class Note:
    """What is noted of it, `name` for operators; seconds to `hold` its channel back."""

    name: str
    what: Posted | Retry | Unsure
    hold: float = 0


def after_looking(
    found: Found | Absent | CannotLook | LookLater, unit: Unit, now: datetime, pace: Pace, *, flag: bool
) -> Go | GiveUp | Note:
    """Of a unit that may have arrived. `flag`: the workspace wants no repeat without a person's word."""
    match found:
        case Found(ts):
            return Note("found", Posted(unit.ids, ts, now))
        case LookLater(seconds):
            return Note("look_later", Unsure(unit.ids, now + timedelta(seconds=seconds)))
        case CannotLook() if flag and unit.attempts:
            # Attempts begin anew where a person has said 'try again'.
            return Note("flagged", Unsure(unit.ids, None))
    may_repeat = isinstance(found, CannotLook)
    if (
        unit.attempts >= pace.attempts and not unit.orphaned
    ):  # a worker that died says nothing about the channel
        return GiveUp(Reason.TOO_OFTEN, may_repeat)
    return Go(may_repeat)


def after_posting(
    answer: Answer, unit: Unit, now: datetime, pace: Pace, *, may_repeat: bool
) -> GiveUp | Note:
    """Of a unit whose call is over; `may_repeat` as it was posted."""
    attempts = unit.attempts + 1
    match answer:
        case Sent(ts):
            return Note("posted", Posted(unit.ids, ts, now, unit.marker))
        case NotSent():
            return Note("released", Retry(unit.ids, now, may_repeat, unbegun=True))
        case Lost():
            # The last one is looked for too. Whoever takes the row waits `settle` before: the rest is waited here.
            again = now + timedelta(seconds=_backoff(attempts, pace) - pace.settle)
            return Note("uncertain", Unsure(unit.ids, again))
        case Refused(reason=Reason() as reason):
            return GiveUp(reason, may_repeat)
        case Refused(retry_after=seconds) if attempts < pace.attempts:
            wait = _backoff(attempts, pace) if seconds is None else seconds
            return Note("retry", Retry(unit.ids, now + timedelta(seconds=wait), may_repeat), hold=wait)
        case Refused():
            return GiveUp(Reason.TOO_OFTEN, may_repeat)


def _backoff(attempts: int, pace: Pace) -> float:
    return min(pace.longest, pace.settle * 2.0 ** min(attempts - 1, 10))
