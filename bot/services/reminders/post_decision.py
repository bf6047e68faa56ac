"""Decide what to do with deliveries after a search and after a call. Pure functions."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.deadlines.delivery import DeliveryFailure
from bot.domain.deadlines.planning import MessageKind
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


def decide_after_search(
    found: FoundMessage | Absent | CannotLook | LookLater,
    batch: MessageBatch,
    now: datetime,
    settings: DeliverySettings,
    *,
    flag: bool,
) -> PostNow | GiveUp | RecordOutcome:
    """After searching for a batch that may have arrived.

    `flag`: the workspace wants no repeat without confirmation.
    """
    match found:
        case FoundMessage(ts):
            return RecordOutcome("found", DeliveredOutcome(batch.ids, ts, now))
        case LookLater(seconds):
            return RecordOutcome("look_later", Unsure(batch.ids, now + timedelta(seconds=seconds)))
        case CannotLook() if flag and batch.attempts:
            # Attempts start again at 0 after a person retries.
            return RecordOutcome("flagged", Unsure(batch.ids, None))
    may_repeat = isinstance(found, CannotLook)
    if _hopeless(batch, now, settings) and not batch.orphaned:  # a dead worker says nothing about the channel
        return GiveUp(DeliveryFailure.TOO_OFTEN, may_repeat)
    return PostNow(may_repeat)


def decide_after_post(
    answer: Answer, batch: MessageBatch, now: datetime, settings: DeliverySettings, *, may_repeat: bool
) -> GiveUp | RecordOutcome:
    """After a batch's call. `may_repeat` is the value it was posted with."""
    attempts = batch.attempts + 1
    match answer:
        case PostedReminder(ts):
            return RecordOutcome("posted", DeliveredOutcome(batch.ids, ts, now, batch.marker))
        case NotSent():
            return RecordOutcome("released", Retry(batch.ids, now, may_repeat, unbegun=True))
        case Lost():
            # Search after the last attempt too. The next holder waits `settle` first, so subtract it here.
            again = now + timedelta(seconds=_backoff(attempts, settings) - settings.settle)
            return RecordOutcome("uncertain", Unsure(batch.ids, again))
        case PostRefused(reason=DeliveryFailure() as reason):
            return GiveUp(reason, may_repeat)
        case PostRefused(retry_after=seconds) if not _hopeless(batch, now, settings):
            wait = max(seconds or 0.0, _backoff(attempts, settings))
            return RecordOutcome(
                "retry", Retry(batch.ids, now + timedelta(seconds=wait), may_repeat), hold=wait
            )
        case PostRefused():
            return GiveUp(DeliveryFailure.TOO_OFTEN, may_repeat)


def _hopeless(batch: MessageBatch, now: datetime, settings: DeliverySettings) -> bool:
    """Whether the message was tried for long enough. A letter about undelivered ones is never given up."""
    if batch.rows[0].kind is MessageKind.DEAD_LETTER:
        return False
    since = batch.first_sent_at or min(row.due_at for row in batch.rows)
    return batch.attempts > 0 and now - since >= timedelta(seconds=settings.patience)


def _backoff(attempts: int, settings: DeliverySettings) -> float:
    return min(settings.longest, settings.settle * 2.0 ** min(attempts - 1, 10))
