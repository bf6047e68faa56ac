"""Group claimed deliveries into messages."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.deadlines.delivery import Delivery
from bot.domain.deadlines.planning import MessageKind


@dataclass(frozen=True, slots=True)
class MessageBatch:
    """The deliveries of one message, all in one channel. The first delivery's id makes the marker."""

    rows: tuple[Delivery, ...]

    @property
    def ids(self) -> tuple[int, ...]:
        """Ids of its rows."""
        return tuple(row.id for row in self.rows)

    @property
    def marker(self) -> str:
        """The message's marker. A possible earlier attempt keeps its marker; a search then finds either message."""
        return (self.suspect and self.rows[0].marker) or f"d{self.rows[0].id}"

    @property
    def suspect(self) -> bool:
        """Whether an earlier attempt may have reached Slack."""
        return any(row.suspect for row in self.rows)

    @property
    def orphaned(self) -> bool:
        """Whether a worker with an expired lease may still be posting it."""
        return any(row.orphaned for row in self.rows)

    @property
    def thread(self) -> str | None:
        """The parent message. Several deliveries together go into the channel itself."""
        return self.rows[0].thread if len(self.rows) == 1 or self.suspect else None

    @property
    def first_sent_at(self) -> datetime | None:
        """When the first attempt started."""
        return min((row.first_sent_at for row in self.rows if row.first_sent_at), default=None)

    @property
    def attempts(self) -> int:
        """Number of attempts."""
        return max(row.attempts for row in self.rows)


def group_deliveries(rows: Sequence[Delivery], late_before: datetime) -> list[MessageBatch]:
    """The messages for one channel's rows.

    An attempt that may have arrived keeps its rows together. Rows delayed by downtime (due before `late_before`)
    become one message, with rows of the same reminders that are due now. Every other row is its own message.
    """
    held_back = {row.reminder for row in rows if row.due_at < late_before and _is_new(row)}
    by_marker: dict[str, list[Delivery]] = {}
    late: list[Delivery] = []
    separate: list[MessageBatch] = []
    for row in rows:
        if row.suspect and row.marker:
            by_marker.setdefault(row.marker, []).append(row)
        elif row.reminder in held_back and _is_new(row):
            late.append(row)
        else:
            separate.append(MessageBatch((row,)))
    return [*(MessageBatch(tuple(each)) for each in by_marker.values()), *_late_batch(late), *separate]


_ALONE = frozenset(
    {
        *(MessageKind.DEAD_LETTER, MessageKind.ARRIVAL),
        *(MessageKind.OPENING, MessageKind.DIRECT, MessageKind.NUDGE),
    }
)
"""Kinds that never share a message."""


def _is_new(row: Delivery) -> bool:
    return not row.suspect and row.kind not in _ALONE


def _late_batch(late: Iterable[Delivery]) -> list[MessageBatch]:
    rows = tuple(late)
    return [MessageBatch(rows)] if rows else []
