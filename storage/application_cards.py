"""Posted application cards in SQL."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.services.ports.applications import HeldCard, PostedCard
from storage.application_tables import APPLICATION, CARD, EVENT
from storage.upsert import upsert

_LONGEST_HOLD = timedelta(hours=1, minutes=1)
"""A card held longer than any valid lease was held by a clock that ran ahead. Treat it as free."""


class SqlPostedCards:
    """PostedCardRepository on SQL."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, card: PostedCard, *, shows: int, told: int, on: date) -> bool:
        """Add a card. Returns False if it already exists."""
        insert = upsert(self._session, CARD).values(
            workspace=card.workspace,
            application=card.number,
            channel=card.channel,
            ts=card.ts,
            shows=shows,
            told=told,
            drawn_on=on,
        )
        new = await self._session.execute(insert.on_conflict_do_nothing().returning(CARD.c.ts))
        return new.first() is not None

    async def has(self, card: PostedCard) -> bool:
        """Whether the card exists."""
        found = await self._session.execute(sa.select(CARD.c.ts).where(_this(card)))
        return found.first() is not None

    async def stands_in(self, workspace: str, number: int, channel: str) -> bool:
        """Whether a card of this application exists in the channel."""
        found = await self._session.execute(
            sa.select(CARD.c.ts).where(
                CARD.c.workspace == workspace, CARD.c.application == number, CARD.c.channel == channel
            )
        )
        return found.first() is not None

    async def outdated(self, now: datetime, today: date) -> Sequence[str]:
        """Workspaces with cards to redraw."""
        found = await self._session.execute(
            sa.select(CARD.c.workspace).where(_outdated(today), _free(now)).distinct()
        )
        return [str(row.workspace) for row in found]

    async def take(
        self, workspace: str, *, now: datetime, until: datetime, today: date, limit: int
    ) -> Sequence[HeldCard]:
        """Lease outdated cards. A concurrent process finds them leased."""
        wanted = (
            sa.select(
                CARD.c.application, CARD.c.channel, CARD.c.ts, CARD.c.told, CARD.c.shows, _NEWEST.label("seq")
            )
            .where(CARD.c.workspace == workspace, _outdated(today), _free(now))
            .order_by(
                sa.case((_HAPPENED, 0), else_=1), CARD.c.ts
            )  # cards with new events first, then those that need only a new day count
            .limit(limit)
            .with_for_update(skip_locked=True, of=CARD)  # reads the current `told`, not the snapshot's
        )
        held = []
        for row in (await self._session.execute(wanted)).all():
            card = PostedCard(workspace, row.application, row.channel, row.ts)
            taken = await self._session.execute(
                sa.update(CARD).where(_this(card), _free(now)).values(held_until=until).returning(CARD.c.ts)
            )
            if taken.first() is not None:
                held.append(HeldCard(card, row.seq, row.told, until, row.shows))
        return held

    async def drawn(self, held: HeldCard, on: date, *, told: int, until: datetime | None = None) -> bool:
        """Record a drawing. Returns False if the lease was lost."""
        shows = sa.case((CARD.c.shows == held.shows, held.seq), else_=CARD.c.shows)
        return await self._change(held, shows=shows, told=told, drawn_on=on, held_until=until)

    async def put_off(self, held: HeldCard, until: datetime, *, told: int | None = None) -> None:
        """Extend the lease: no process takes the card before `until`."""
        await self._change(held, held_until=until, **({} if told is None else {"told": told}))

    async def again(self, workspace: str, numbers: Collection[int]) -> None:
        """Request a redraw. Each request is a new negative number, and `drawn` can detect one made while it drew."""
        await self._session.execute(
            sa.update(CARD)
            .where(CARD.c.workspace == workspace, CARD.c.application.in_(numbers))
            .values(shows=sa.case((CARD.c.shows < 0, CARD.c.shows - 1), else_=-1))
        )

    async def forget(self, card: PostedCard) -> None:
        """Delete the card."""
        await self._session.execute(sa.delete(CARD).where(_this(card)))

    async def _change(self, held: HeldCard, **values: object) -> bool:
        changed = await self._session.execute(
            sa.update(CARD)
            .where(_this(held.card), CARD.c.held_until == held.until)
            .values(**values)
            .returning(CARD.c.ts)
        )
        return changed.first() is not None


def _this(card: PostedCard) -> sa.ColumnElement[bool]:
    return sa.and_(CARD.c.workspace == card.workspace, CARD.c.channel == card.channel, CARD.c.ts == card.ts)


def _free(now: datetime) -> sa.ColumnElement[bool]:
    held = CARD.c.held_until
    return sa.or_(held.is_(None), held <= now, held > now + _LONGEST_HOLD)


def _outdated(today: date) -> sa.ColumnElement[bool]:
    under_way = sa.exists().where(
        _same_application(APPLICATION, APPLICATION.c.number), ~APPLICATION.c.is_over
    )
    return sa.or_(_HAPPENED, sa.and_(CARD.c.drawn_on < today, under_way))


def _same_application(table: sa.Table, number: sa.ColumnElement[Any]) -> sa.ColumnElement[bool]:
    return sa.and_(table.c.workspace == CARD.c.workspace, number == CARD.c.application)


_NEWEST = (
    sa.select(sa.func.coalesce(sa.func.max(EVENT.c.seq), 0))
    .where(_same_application(EVENT, EVENT.c.application))
    .correlate(CARD)
    .scalar_subquery()
)
_HAPPENED = sa.exists().where(
    _same_application(EVENT, EVENT.c.application),
    sa.or_(EVENT.c.seq > CARD.c.shows, EVENT.c.seq > CARD.c.told),
)
