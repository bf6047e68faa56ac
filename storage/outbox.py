"""The outbox: planned deliveries, leases and outcomes. OutboxRepository on SQL.

On PostgreSQL any number of processes claim at once (SKIP LOCKED). SQLite has one writer, and SQLAlchemy omits the
locking clause. A worker's marks apply only to rows it still holds; a worker past its lease changes nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

import sqlalchemy as sa

from bot.domain.deadlines.delivery import OF_CHANNEL, OF_WORKSPACE, Delivery, DeliveryFailure, Status
from bot.domain.deadlines.planning import UNTHREADED, Firing, Occurrence
from bot.services.ports.delivery_outcomes import LONGEST_WAIT, DeliveredOutcome, Outcome, Started
from storage.outbox_outcomes import OUTCOMES, outcome_values
from storage.outbox_reading import HELD, STUCK, SqlOutboxQueries
from storage.reminder_mapping import delivery, firing_values
from storage.reminder_tables import DELIVERY
from storage.upsert import upsert

T = TypeVar("T")
_T = DELIVERY.c
_CLAIMED = (Status.CLAIMED,)
_OVER = (Status.POSTED, Status.DEAD, Status.CANCELLED)
_NOT_BEGUN = sa.and_(sa.or_(_T.status == Status.DUE, _T.status == Status.CLAIMED), ~_T.suspect)
_CHUNK = 500
_POSTED = DELIVERY.alias("posted")
_FIRST = (
    # One index lookup per row. Lists of channels and reminders would look up every combination.
    sa.select(sa.func.min(_POSTED.c.posted_ts))
    .where(
        _POSTED.c.workspace == _T.workspace,
        _POSTED.c.channel == _T.channel,
        _POSTED.c.reminder == _T.reminder,
        _POSTED.c.thread.is_(None),
    )
    .scalar_subquery()
)


class SqlOutbox(SqlOutboxQueries):
    """OutboxRepository on SQL: the writing half. The reading half is in outbox_reading."""

    async def add(self, workspace: str, occurrences: Iterable[Occurrence]) -> int:
        """Add rows. A row canceled by replanning is reactivated; any other existing row stays."""
        # One statement may touch a row only once.
        once = {(o.channel, o.firing.reminder, o.firing.occurrence): o for o in occurrences}
        rows = [_new(workspace, each) for each in once.values()]
        if not rows:
            return 0
        insert = upsert(self._session, DELIVERY)
        again = {n: insert.excluded[n] for n in ("told", "due_at", "next_at", "status", "reason", "kind")}
        taken_back = sa.and_(_T.status == Status.CANCELLED, _T.reason == DeliveryFailure.REPLANNED)
        made = await self._session.execute(
            insert.on_conflict_do_update(
                index_elements=["workspace", "channel", "reminder", "occurrence"],
                set_=again,
                where=taken_back,
            ).returning(_T.id),
            rows,
        )
        return len(made.all())

    async def cancel(self, workspace: str, ids: Iterable[int], reason: DeliveryFailure) -> None:
        """Cancel rows that no worker has started to post. Other rows stay."""
        for chunk in _chunks(ids):
            await self._session.execute(
                sa.update(DELIVERY)
                .where(_T.workspace == workspace, _T.id.in_(chunk), _NOT_BEGUN)
                .values(status=Status.CANCELLED, next_at=None, holder=None, reason=reason)
            )

    async def refresh(self, workspace: str, each: Iterable[tuple[int, Firing]]) -> None:
        """Update content and time of rows that no worker has started to post."""
        rows = [{"row": id_, **_refreshed(firing)} for id_, firing in each]
        if rows:
            connection = await self._session.connection()
            await connection.execute(
                sa.update(DELIVERY)
                .where(_T.workspace == workspace, _T.id == sa.bindparam("row"), _NOT_BEGUN)
                .values(
                    told=sa.bindparam("new_told", type_=_T.told.type),
                    due_at=sa.bindparam("new_due", type_=_T.due_at.type),
                    next_at=sa.bindparam("new_due", type_=_T.due_at.type),
                    # Take the row from a worker that has claimed it, because that worker holds the old content.
                    status=Status.DUE,
                    holder=None,
                ),
                rows,
            )

    async def claim(
        self, holder: str, now: datetime, lease_until: datetime, limit: int
    ) -> Sequence[Delivery]:
        """Claim due rows that no worker holds, oldest first."""
        return await self._take(holder, lease_until, _T.next_at <= now, limit)

    async def claim_late(
        self,
        holder: str,
        now: datetime,
        lease_until: datetime,
        due_before: datetime,
        channels: frozenset[str],
    ) -> Sequence[Delivery]:
        """Also claim these channels' rows that were due before that instant."""
        late = sa.and_(_T.next_at <= now, _T.due_at < due_before, _T.channel.in_(sorted(channels)))
        return await self._take(holder, lease_until, late, None)

    async def renew(self, holder: str, ids: Iterable[int], lease_until: datetime) -> None:
        """Extend the lease of the rows `holder` still holds."""
        for chunk in _chunks(sorted(ids)):
            held = (_T.id.in_(chunk), _T.holder == holder, _T.status.in_(HELD))
            await self._session.execute(sa.update(DELIVERY).where(*held).values(next_at=lease_until))

    async def record(self, holder: str, outcomes: Sequence[Outcome]) -> frozenset[int]:
        """Record outcomes for rows `holder` still holds, and return their ids. A row is in at most one outcome."""
        locked = await self._locked({id_ for each in outcomes for id_ in each.ids})
        changed: set[int] = set()
        by_kind: dict[type[Outcome], list[dict[str, object]]] = {}
        for each in outcomes:
            mine = [id_ for id_ in each.ids if id_ in locked and _may_record(locked[id_], holder, each)]
            changed.update(mine)
            by_kind.setdefault(type(each), []).extend(outcome_values(id_, each) for id_ in mine)
        connection = await self._session.connection()
        for kind, rows in by_kind.items():
            if rows:
                await connection.execute(OUTCOMES[kind], rows)
        return frozenset(changed)

    async def recover(self, now: datetime, not_after: datetime) -> int:
        """Free rows held past `not_after` because of a clock that was ahead, and rows delayed even longer."""
        held = sa.and_(_T.status.in_((*HELD, Status.UNCERTAIN)), _T.next_at > not_after)
        put_off = (_T.status == Status.DUE, _T.next_at > _T.due_at, _T.next_at > not_after + LONGEST_WAIT)
        freed = await self._session.execute(
            sa.update(DELIVERY)
            .where(sa.or_(held, sa.and_(*put_off)))
            .values(next_at=sa.case((_T.due_at > now, _T.due_at), else_=sa.literal(now, _T.due_at.type)))
            .returning(_T.id)
        )
        return len(freed.all())

    async def revive(self, workspace: str, channel: str, at: datetime, not_before: datetime) -> int:
        """Requeue dead rows whose cause is gone, after a message in `channel` succeeded. Returns how many."""
        mended = sa.or_(
            _T.reason.in_(sorted(OF_WORKSPACE)),
            sa.and_(_T.channel == channel, _T.reason.in_(sorted(OF_CHANNEL))),
        )
        changed = await self._session.execute(
            sa.update(DELIVERY)
            .where(_T.workspace == workspace, _T.status == Status.DEAD, _T.due_at >= not_before, mended)
            .values(status=Status.DUE, next_at=at, attempts=0, first_sent_at=None, reason=None, holder=None)
            .returning(_T.id)
        )
        return len(changed.all())

    async def try_again(self, workspace: str, channel: str, at: datetime) -> int:
        """Requeue a channel's dead and undecided rows. Returns how many."""
        changed = await self._session.execute(
            sa.update(DELIVERY)
            .where(_T.workspace == workspace, _T.channel == channel, STUCK)
            .values(status=Status.DUE, next_at=at, attempts=0, reason=None, holder=None)
            .returning(_T.id)
        )
        return len(changed.all())

    async def _take(
        self, holder: str, lease_until: datetime, wanted: sa.ColumnElement[bool], limit: int | None
    ) -> Sequence[Delivery]:
        chosen = (
            sa.select(_T.id, _T.holder, _T.next_at, _T.channel)
            .where(wanted)
            .order_by(_T.next_at, _T.channel, _T.id)
            .with_for_update(skip_locked=True)
        )
        found = (await self._session.execute(chosen.limit(limit))).all()
        if found and len(found) == limit:
            # A channel's rows due at the same instant go to one worker, which paces them.
            last = found[-1]
            same = (_T.channel == last.channel, _T.next_at == last.next_at, _T.id > last.id)
            found = [*found, *await self._session.execute(chosen.where(*same))]
        before = {int(row.id): row.holder for row in found}
        rows = [row for chunk in _chunks(before) for row in await self._hold(chunk, holder, lease_until)]
        rows.sort(key=lambda row: (row["due_at"], row["id"]))
        threads = await self._threads([row["id"] for row in rows if row["kind"] not in UNTHREADED])
        return [delivery(r, threads.get(r["id"]), orphaned=before[r["id"]] is not None) for r in rows]

    async def _hold(self, ids: Sequence[int], holder: str, lease_until: datetime) -> Sequence[sa.RowMapping]:
        taken = await self._session.execute(
            sa.update(DELIVERY)
            .where(_T.id.in_(ids))
            .values(
                suspect=sa.or_(_T.suspect, _T.status.in_((Status.POSTING, Status.UNCERTAIN))),
                status=Status.CLAIMED,
                holder=holder,
                next_at=lease_until,
            )
            .returning(DELIVERY)
        )
        return list(taken.mappings())

    async def _locked(self, ids: Iterable[int]) -> Mapping[int, sa.Row[tuple[object, ...]]]:
        """Status, holder and marker of these rows, locked until this transaction ends."""
        locked: dict[int, sa.Row[tuple[object, ...]]] = {}
        for chunk in _chunks(sorted(ids)):
            wanted = sa.select(_T.id, _T.status, _T.holder, _T.marker).where(_T.id.in_(chunk))
            found = await self._session.execute(wanted.order_by(_T.id).with_for_update())
            locked |= {row.id: row for row in found}
        return locked

    async def _threads(self, ids: Sequence[int]) -> Mapping[int, str]:
        """By row: the first posted message of its reminder in its channel."""
        first: dict[int, str] = {}
        for chunk in _chunks(ids):
            found = await self._session.execute(sa.select(_T.id, _FIRST).where(_T.id.in_(chunk)))
            first |= {int(id_): str(ts) for id_, ts in found if ts is not None}
        return first


def _new(workspace: str, occurrence: Occurrence) -> dict[str, Any]:
    firing = occurrence.firing
    return {
        "workspace": workspace,
        "channel": occurrence.channel,
        "reminder": firing.reminder,
        "occurrence": firing.occurrence,
        "kind": firing.kind.value,
        "status": Status.DUE.value,
        "attempts": 0,
        "suspect": False,
        "reason": None,
        **firing_values(firing),
    }


def _refreshed(firing: Firing) -> dict[str, Any]:
    values = firing_values(firing)
    return {"new_told": values["told"], "new_due": values["due_at"]}


def _may_record(row: sa.Row[tuple[object, ...]], holder: str, outcome: Outcome) -> bool:
    if isinstance(outcome, DeliveredOutcome) and outcome.marker is not None and outcome.marker == row.marker:
        return row.status not in _OVER
    return row.holder == holder and row.status in (_CLAIMED if isinstance(outcome, Started) else HELD)


def _chunks(ids: Iterable[T]) -> Iterable[list[T]]:
    all_ids = list(ids)
    return (all_ids[i : i + _CHUNK] for i in range(0, len(all_ids), _CHUNK))
