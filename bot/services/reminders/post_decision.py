"""Decide what to do with deliveries after a search and after a call. Pure functions."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.deadlines.delivery import DeliveryFailure
from bot.services.ports.delivery_outcomes import DeliveredOutcome, Retry, Unsure
from bot.services.reminders.delivery_settings import DeliverySettings
from bot.services.reminders.message_batches import MessageBatch
from bot.services.reminders.poster import (
    Absent,
    Answer,
    CannotLook,
    FoundMessage,
    LookLater,
    Lost,
    NotSent,
    PostedReminder,
    PostRefused,
)


@dataclass(frozen=True, slots=True)
class PostNow:
    """Post it. `may_repeat`: an earlier attempt may be in the channel, and the message says so."""

    may_repeat: bool


@dataclass(frozen=True, slots=True)
class GiveUp:
    """It cannot be delivered. `suspect`: an attempt may have arrived; search for it if a person retries."""

    reason: DeliveryFailure
    suspect: bool


@dataclass(frozen=True, slots=True)
class RecordOutcome:
    """The outcome to record. `name` is for operators. `hold` pauses the channel for that many seconds."""

    name: str
    what: DeliveredOutcome | Retry | Unsure
    hold: float = 0


def after_looking(
    found: FoundMessage | Absent | CannotLook | LookLater,
    unit: MessageBatch,
    now: datetime,
    pace: DeliverySettings,
    *,
    flag: bool,
) -> PostNow | GiveUp | RecordOutcome:
    """After searching for a batch that may have arrived.

    `flag`: the workspace wants no repeat without confirmation.
    """
    match found:
        case FoundMessage(ts):
            return RecordOutcome("found", DeliveredOutcome(unit.ids, ts, now))
        case LookLater(seconds):
            return RecordOutcome("look_later", Unsure(unit.ids, now + timedelta(seconds=seconds)))
        case CannotLook() if flag and unit.attempts:
            # Attempts start again at 0 after a person retries.
            return RecordOutcome("flagged", Unsure(unit.ids, None))
    may_repeat = isinstance(found, CannotLook)
    if unit.attempts >= pace.attempts and not unit.orphaned:  # a dead worker says nothing about the channel
        return GiveUp(DeliveryFailure.TOO_OFTEN, may_repeat)
    return PostNow(may_repeat)


def after_posting(
    answer: Answer, unit: MessageBatch, now: datetime, pace: DeliverySettings, *, may_repeat: bool
) -> GiveUp | RecordOutcome:
    """After a batch's call. `may_repeat` is the value it was posted with."""
    attempts = unit.attempts + 1
    match answer:
        case PostedReminder(ts):
            return RecordOutcome("posted", DeliveredOutcome(unit.ids, ts, now, unit.marker))
        case NotSent():
            return RecordOutcome("released", Retry(unit.ids, now, may_repeat, unbegun=True))
        case Lost():
            # Search after the last attempt too. The next holder waits `settle` first, so subtract it here.
            again = now + timedelta(seconds=_backoff(attempts, pace) - pace.settle)
            return RecordOutcome("uncertain", Unsure(unit.ids, again))
        case PostRefused(reason=DeliveryFailure() as reason):
            return GiveUp(reason, may_repeat)
        case PostRefused(retry_after=seconds) if attempts < pace.attempts:
            wait = _backoff(attempts, pace) if seconds is None else seconds
            return RecordOutcome(
                "retry", Retry(unit.ids, now + timedelta(seconds=wait), may_repeat), hold=wait
            )
        case PostRefused():
            return GiveUp(DeliveryFailure.TOO_OFTEN, may_repeat)


def _backoff(attempts: int, pace: DeliverySettings) -> float:
    return min(pace.longest, pace.settle * 2.0 ** min(attempts - 1, 10))
