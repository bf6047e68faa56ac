"""Outbox queries without changes: the reading half of OutboxRepository on SQL."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.deadlines.delivery import Delivery, Status
from bot.services.ports.reminders import Numbers
from storage.reminder_mapping import delivery
from storage.reminder_tables import DELIVERY

_T = DELIVERY.c
HELD = (Status.CLAIMED, Status.POSTING)
STUCK = sa.or_(_T.status == Status.DEAD, sa.and_(_T.status == Status.UNCERTAIN, _T.next_at.is_(None)))


class SqlOutboxQueries:
    """Outbox queries."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def planned(
        self, workspace: str, since: datetime, channels: frozenset[str] | None
    ) -> Sequence[Delivery]:
        """Open rows, and rows due since that instant that were posted or are being posted."""
        alive = sa.or_(
            _T.status == Status.DUE,
            sa.and_(_T.due_at >= since, _T.status.in_((*HELD, Status.POSTED, Status.UNCERTAIN))),
        )
        mine = [_T.workspace == workspace, alive]
        if channels is not None:
            mine.append(_T.channel.in_(sorted(channels)))
        found = await self._session.execute(sa.select(DELIVERY).where(*mine).order_by(_T.id))
        return [delivery(row) for row in found.mappings()]

    async def known(self, workspace: str, channel: str, reminder: str) -> bool:
        """Whether the channel has or had a message of this reminder."""
        same = (_T.workspace == workspace, _T.channel == channel, _T.reminder == reminder)
        return await self._session.scalar(sa.select(_T.id).where(*same).limit(1)) is not None

    async def numbers(self, now: datetime) -> Numbers:
        """Counts over all workspaces."""
        counted = await self._session.execute(
            sa.select(_T.status, sa.func.count().label("n")).group_by(_T.status)
        )
        by = {str(row["status"]): int(row["n"]) for row in counted.mappings()}
        overdue = sa.and_(_T.next_at <= now, _T.status == Status.DUE)
        due = sa.select(sa.func.count().label("n"), sa.func.min(_T.due_at).label("oldest")).where(overdue)
        late = (await self._session.execute(due)).mappings().one()
        return Numbers(
            due=late["n"],
            planned=by.get(Status.DUE, 0),
            posted=by.get(Status.POSTED, 0),
            uncertain=by.get(Status.UNCERTAIN, 0),
            dead=by.get(Status.DEAD, 0),
            oldest_due_at=late["oldest"],
        )

    async def undelivered(self, workspace: str) -> Sequence[Delivery]:
        """Dead rows, and uncertain ones that need a person's decision, newest first."""
        mine = sa.and_(_T.workspace == workspace, STUCK)
        found = await self._session.execute(sa.select(DELIVERY).where(mine).order_by(_T.due_at.desc(), _T.id))
        return [delivery(row) for row in found.mappings()]

    async def get(self, workspace: str, id_: int) -> Delivery | None:
        """One row, or None."""
        mine = sa.select(DELIVERY).where(_T.workspace == workspace, _T.id == id_)
        row = (await self._session.execute(mine)).mappings().first()
        return delivery(row) if row else None

    async def thread(self, workspace: str, channel: str, reminder: str) -> str | None:
        """The first posted message of this reminder in the channel, or None. Later ones go in its thread."""
        same = (_T.workspace == workspace, _T.channel == channel, _T.reminder == reminder)
        first = sa.select(sa.func.min(_T.posted_ts)).where(*same, _T.thread.is_(None))
        found = await self._session.scalar(first)
        return None if found is None else str(found)

    async def of_message(self, workspace: str, channel: str, ts: str) -> Sequence[Delivery]:
        """The deliveries in message `ts`, oldest first."""
        mine = (_T.workspace == workspace, _T.channel == channel, _T.posted_ts == ts)
        found = await self._session.execute(sa.select(DELIVERY).where(*mine).order_by(_T.due_at, _T.id))
        return [delivery(row) for row in found.mappings()]

    async def under_way(self, workspace: str, channel: str) -> Sequence[Delivery]:
        """Rows whose message may have reached Slack but is not recorded as posted, oldest first."""
        sent = (_T.status.in_((Status.POSTING, Status.UNCERTAIN)), _T.marker.is_not(None))
        mine = (_T.workspace == workspace, _T.channel == channel, *sent)
        found = await self._session.execute(sa.select(DELIVERY).where(*mine).order_by(_T.due_at, _T.id))
        return [delivery(row) for row in found.mappings()]
