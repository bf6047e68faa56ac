"""The outbox in memory."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from bot.domain.deadlines.delivery import OF_CHANNEL, OF_WORKSPACE, Delivery, DeliveryFailure, Status
from bot.domain.deadlines.planning import UNTHREADED, Firing, Occurrence
from bot.services.ports.delivery_outcomes import (
    LONGEST_WAIT,
    Dead,
    DeliveredOutcome,
    Outcome,
    Retry,
    Started,
    Unsure,
)
from bot.services.ports.reminders import Numbers

if TYPE_CHECKING:
    from tests.fakes import FakeUnitOfWork

_HELD = (Status.CLAIMED, Status.POSTING)
_OVER = (Status.POSTED, Status.DEAD, Status.CANCELLED)
_TOLD = (*_HELD, Status.POSTED, Status.UNCERTAIN)


@dataclass(frozen=True)
class Held:
    """A row with its holder."""

    row: Delivery
    holder: str | None = None


class FakeOutbox:
    """OutboxRepository in memory."""

    def __init__(self, work: "FakeUnitOfWork") -> None:
        self._work = work

    async def planned(
        self, workspace: str, since: datetime, channels: frozenset[str] | None
    ) -> Sequence[Delivery]:
        """See the port."""
        return [
            r
            for r in self._rows(workspace)
            if (r.status is Status.DUE or (r.due_at >= since and r.status in _TOLD))
            and (channels is None or r.channel in channels)
        ]

    async def add(self, workspace: str, occurrences: Iterable[Occurrence]) -> int:
        """See the port."""
        return sum([self._add(workspace, each) for each in occurrences])

    async def cancel(self, workspace: str, ids: Iterable[int], reason: DeliveryFailure) -> None:
        """See the port."""
        wanted = set(ids)
        for row in [r for r in self._rows(workspace) if r.id in wanted and _not_begun(r)]:
            self._put(replace(row, status=Status.CANCELLED, next_at=None, reason=reason))

    async def refresh(self, workspace: str, each: Iterable[tuple[int, Firing]]) -> None:
        """See the port."""
        for id_, firing in each:
            row = await self.get(workspace, id_)
            if row and _not_begun(row):
                self._put(
                    replace(
                        row, content=firing.content, due_at=firing.at, next_at=firing.at, status=Status.DUE
                    )
                )

    async def known(self, workspace: str, channel: str, reminder: str) -> bool:
        """See the port."""
        return any((r.channel, r.reminder) == (channel, reminder) for r in self._rows(workspace))

    async def claim(
        self, holder: str, now: datetime, lease_until: datetime, limit: int
    ) -> Sequence[Delivery]:
        """See the port."""
        return self._take(holder, lease_until, lambda r: r.next_at is not None and r.next_at <= now, limit)

    async def claim_late(
        self,
        holder: str,
        now: datetime,
        lease_until: datetime,
        due_before: datetime,
        channels: frozenset[str],
    ) -> Sequence[Delivery]:
        """See the port."""
        return self._take(
            holder,
            lease_until,
            lambda r: (
                r.next_at is not None and r.next_at <= now and r.due_at < due_before and r.channel in channels
            ),
            None,
        )

    async def renew(self, holder: str, ids: Iterable[int], lease_until: datetime) -> None:
        """See the port."""
        for held in [self._state[i] for i in ids if i in self._state]:
            if held.holder == holder and held.row.status in _HELD:
                self._put(replace(held.row, next_at=lease_until), holder)

    async def record(self, holder: str, outcomes: Sequence[Outcome]) -> frozenset[int]:
        """See the port."""
        return frozenset(id_ for each in outcomes for id_ in self._record(holder, each))

    def _record(self, holder: str, outcome: Outcome) -> Sequence[int]:
        begun = (Status.CLAIMED,) if isinstance(outcome, Started) else _HELD
        found = [self._state[i] for i in outcome.ids if i in self._state]
        known = outcome.marker if isinstance(outcome, DeliveredOutcome) else None
        mine = [
            h.row
            for h in found
            if (h.holder == holder and h.row.status in begun)
            or (known is not None and known == h.row.marker and h.row.status not in _OVER)
        ]
        for row in mine:
            self._put(_after(row, outcome), holder if isinstance(outcome, Started) else None)
        return [row.id for row in mine]

    async def recover(self, now: datetime, not_after: datetime) -> int:
        """See the port."""
        wrong = [h for h in self._state.values() if _wrong(h.row, not_after)]
        for held in wrong:
            self._put(replace(held.row, next_at=max(now, held.row.due_at)), held.holder)
        return len(wrong)

    async def numbers(self, now: datetime) -> Numbers:
        """See the port."""
        rows = [h.row for h in self._state.values()]
        due = [r for r in rows if r.status is Status.DUE and r.next_at and r.next_at <= now]
        return Numbers(
            due=len(due),
            planned=sum(r.status is Status.DUE for r in rows),
            posted=sum(r.status is Status.POSTED for r in rows),
            uncertain=sum(r.status is Status.UNCERTAIN for r in rows),
            dead=sum(r.status is Status.DEAD for r in rows),
            oldest_due_at=min((r.due_at for r in due), default=None),
        )

    async def undelivered(self, workspace: str) -> Sequence[Delivery]:
        """See the port."""
        stuck = [r for r in self._rows(workspace) if _stuck(r)]
        return sorted(sorted(stuck, key=lambda r: r.id), key=lambda r: r.due_at, reverse=True)

    async def get(self, workspace: str, id_: int) -> Delivery | None:
        """See the port."""
        held = self._state.get(id_)
        return held.row if held and held.row.workspace == workspace else None

    async def revive(self, workspace: str, channel: str, at: datetime, not_before: datetime) -> int:
        """See the port."""
        mended = [
            r
            for r in self._rows(workspace)
            if r.status is Status.DEAD
            and r.due_at >= not_before
            and (r.reason in OF_WORKSPACE or (r.channel == channel and r.reason in OF_CHANNEL))
        ]
        for row in mended:
            self._put(
                replace(row, status=Status.DUE, next_at=at, attempts=0, first_sent_at=None, reason=None)
            )
        return len(mended)

    async def try_again(self, workspace: str, channel: str, at: datetime) -> int:
        """See the port."""
        stuck = [r for r in self._rows(workspace) if r.channel == channel and _stuck(r)]
        for row in stuck:
            self._put(replace(row, status=Status.DUE, next_at=at, attempts=0, reason=None))
        return len(stuck)

    async def of_message(self, workspace: str, channel: str, ts: str) -> Sequence[Delivery]:
        """See the port."""
        mine = [r for r in self._rows(workspace) if (r.channel, r.posted_ts) == (channel, ts)]
        return sorted(mine, key=lambda r: (r.due_at, r.id))

    async def under_way(self, workspace: str, channel: str) -> Sequence[Delivery]:
        """See the port."""
        sent = (Status.POSTING, Status.UNCERTAIN)
        mine = [r for r in self._rows(workspace) if r.channel == channel and r.status in sent and r.marker]
        return sorted(mine, key=lambda r: (r.due_at, r.id))

    async def thread(self, workspace: str, channel: str, reminder: str) -> str | None:
        """See the port."""
        posted = [
            r.posted_ts
            for r in self._rows(workspace)
            if (r.channel, r.reminder, r.thread) == (channel, reminder, None) and r.status is Status.POSTED
        ]
        return min((ts for ts in posted if ts), default=None)

    @property
    def _state(self) -> dict[int, Held]:
        return self._work.state.reminders.outbox

    def _rows(self, workspace: str) -> list[Delivery]:
        return [h.row for h in self._state.values() if h.row.workspace == workspace]

    def _put(self, row: Delivery, holder: str | None = None) -> None:
        self._work.writing().reminders.outbox[row.id] = Held(row, holder)

    def _add(self, workspace: str, occurrence: Occurrence) -> bool:
        firing = occurrence.firing
        key = (occurrence.channel, firing.reminder, firing.occurrence)
        same = [r for r in self._rows(workspace) if (r.channel, r.reminder, r.occurrence) == key]
        if same and not (same[0].status is Status.CANCELLED and same[0].reason is DeliveryFailure.REPLANNED):
            return False
        id_ = same[0].id if same else max(self._state, default=0) + 1
        self._put(
            Delivery(
                id_, workspace, *key, firing.kind, firing.content, firing.at, Status.DUE, next_at=firing.at
            )
        )
        return True

    def _take(
        self, holder: str, lease_until: datetime, wanted: Callable[[Delivery], bool], limit: int | None
    ) -> Sequence[Delivery]:
        due = [h.row for h in self._state.values() if wanted(h.row)]
        due.sort(key=lambda r: (r.next_at or r.due_at, r.channel, r.id))
        last = due[limit - 1] if limit and len(due) > limit else None
        rest = [r for r in due[limit:] if last and (r.channel, r.next_at) == (last.channel, last.next_at)]
        taken = []
        for row in [*due[:limit], *rest]:
            orphaned = self._state[row.id].holder is not None
            suspect = row.suspect or row.status in (Status.POSTING, Status.UNCERTAIN)
            self._put(
                replace(row, status=Status.CLAIMED, suspect=suspect, next_at=lease_until),
                holder,
            )
            taken.append(replace(self._state[row.id].row, orphaned=orphaned))
        return [self._threaded(row) for row in sorted(taken, key=lambda r: (r.due_at, r.id))]

    def _threaded(self, row: Delivery) -> Delivery:
        if row.thread or row.kind in UNTHREADED:
            return row
        roots = [
            r.posted_ts
            for r in self._rows(row.workspace)
            if (r.channel, r.reminder, r.thread) == (row.channel, row.reminder, None)
            and r.status is Status.POSTED
        ]
        return replace(row, thread=min((ts for ts in roots if ts), default=None))


def _not_begun(row: Delivery) -> bool:
    return row.status in (Status.DUE, Status.CLAIMED) and not row.suspect


def _wrong(row: Delivery, not_after: datetime) -> bool:
    if row.next_at is None:
        return False
    if row.status in (*_HELD, Status.UNCERTAIN):
        return row.next_at > not_after
    return row.status is Status.DUE and row.next_at > max(row.due_at, not_after + LONGEST_WAIT)


def _stuck(row: Delivery) -> bool:
    return row.status is Status.DEAD or (row.status is Status.UNCERTAIN and row.next_at is None)


def _after(row: Delivery, outcome: Outcome) -> Delivery:
    match outcome:
        case Started(marker=marker, at=at, thread=thread):
            return replace(
                row,
                status=Status.POSTING,
                marker=marker,
                thread=thread,
                attempts=row.attempts + 1,
                first_sent_at=row.first_sent_at or at,
            )
        case DeliveredOutcome(ts=ts, at=at):
            return replace(row, status=Status.POSTED, posted_ts=ts, posted_at=at, next_at=None, suspect=False)
        case Retry(at=at, suspect=suspect, unbegun=unbegun):
            attempts = row.attempts - unbegun
            return replace(row, status=Status.DUE, next_at=at, suspect=suspect, attempts=attempts)
        case Unsure(at=again):
            return replace(row, status=Status.UNCERTAIN, next_at=again, suspect=True)
        case Dead(reason=reason, suspect=suspect):
            return replace(row, status=Status.DEAD, reason=reason, next_at=None, suspect=suspect)
