"""Applications and their events in SQL."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.applications.application import Application, ApplicationMember, RequestedCode
from bot.domain.applications.history import RAISES_VERSION, ApplicationEvent, EventKind
from bot.domain.applications.stages import Phase
from bot.services.ports.applications import ApplicationFilter, ApplicationPage, BoardColumns
from storage import application_reading
from storage.application_mapping import (
    application_values,
    code_values,
    event,
    event_values,
)
from storage.application_tables import (
    APPLICATION,
    CARD,
    CODE,
    CONSIDERED,
    EVENT,
    EVIDENCE,
    LITERATURE,
    MEMBER,
    PURGE,
    SETTINGS,
    STAKEHOLDER,
    TICK,
)
from storage.upsert import upsert

_CHILDREN = (CODE, MEMBER, TICK, EVIDENCE, STAKEHOLDER, LITERATURE, CONSIDERED, CARD, EVENT)


class SqlApplications:
    """ApplicationRepository on SQL."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def next_number(self, workspace: str) -> int:
        """Count up in the database. A second transaction waits for the first, and a rollback leaves no gap."""
        insert = upsert(self._session, SETTINGS).values(workspace=workspace, last_number=1)
        counted = await self._session.execute(
            insert.on_conflict_do_update(
                index_elements=["workspace"], set_={"last_number": SETTINGS.c.last_number + 1}
            ).returning(SETTINGS.c.last_number)
        )
        return int(counted.scalar_one())

    async def add(self, application: Application) -> None:
        """Add a new application."""
        await self._session.execute(sa.insert(APPLICATION).values(application_values(application)))
        await self._put_codes(application, ())
        await self._put_members(application, ())

    async def get(self, workspace: str, number: int) -> Application | None:
        """The application with this number, or None."""
        return await application_reading.get(self._session, workspace, number)

    async def lock(self, workspace: str, number: int) -> Application | None:
        """Like `get`. On PostgreSQL this locks the row; on SQLite the write transaction locks the database."""
        await self._session.execute(
            sa.select(APPLICATION.c.version).where(_this(workspace, number)).with_for_update()
        )
        return await self.get(workspace, number)

    async def save(self, application: Application, expected: int) -> bool:
        """Replace the stored application if it has version `expected`. Returns whether it did."""
        before = await self.get(application.workspace, application.number)
        if before is None or before.version != expected:
            return False
        mine = _this(application.workspace, application.number)
        changed = await self._session.execute(
            sa.update(APPLICATION)
            .where(mine, APPLICATION.c.version == expected)
            .values(application_values(application))
            .returning(APPLICATION.c.number)
        )
        if changed.first() is None:
            return False
        await self._put_codes(application, before.codes)
        await self._put_members(application, before.members)
        return True

    async def choose(
        self, workspace: str, choice: ApplicationFilter, limit: int, offset: int = 0
    ) -> Sequence[Application]:
        """Matching applications, newest number first."""
        return (await self.page(workspace, choice, limit, offset)).applications

    async def count(self, workspace: str, choice: ApplicationFilter) -> int:
        """Number of matches without a limit."""
        return await application_reading.count(self._session, workspace, choice)

    async def page(
        self, workspace: str, choice: ApplicationFilter, limit: int, offset: int = 0
    ) -> ApplicationPage:
        """The results of `choose` and `count` in one query."""
        return ApplicationPage(
            *await application_reading.page(self._session, workspace, choice, limit, offset)
        )

    async def board(self, workspace: str, user: str, each: int) -> BoardColumns:
        """Open applications by phase."""
        found, among = await application_reading.board(self._session, workspace, user, each)
        return BoardColumns(
            known=[of for of, known in found if known],
            totals={Phase(phase): count for phase, count in among.items() if phase is not None},
            unknown=[of for of, known in found if not known],
            unknown_total=among.get(None, 0),
        )

    async def record(self, event: ApplicationEvent) -> ApplicationEvent:
        """Add an event with the application's next event number."""
        newest = sa.select(sa.func.max(EVENT.c.seq)).where(_events(event.workspace, event.application))
        seq = int(await self._session.scalar(newest) or 0) + 1
        await self._session.execute(sa.insert(EVENT).values(**event_values(event), seq=seq))
        return replace(event, seq=seq)

    async def events(
        self, workspace: str, number: int, limit: int, *, before: int | None = None
    ) -> Sequence[ApplicationEvent]:
        """Events, newest first."""
        query = sa.select(EVENT).where(_events(workspace, number)).order_by(EVENT.c.seq.desc()).limit(limit)
        if before is not None:
            query = query.where(EVENT.c.seq < before)
        return [event(row) for row in await self._session.execute(query)]

    async def first_after(self, workspace: str, number: int, version: int) -> ApplicationEvent | None:
        """The event that raised the application's version above `version`."""
        raising = EVENT.c.kind.in_([kind.value for kind in RAISES_VERSION])
        query = (
            sa.select(EVENT)
            .where(_events(workspace, number), EVENT.c.version > version, raising)
            .order_by(EVENT.c.seq)
            .limit(1)
        )
        row = (await self._session.execute(query)).first()
        return event(row) if row else None

    async def latest(
        self, workspace: str, number: int, kinds: frozenset[EventKind]
    ) -> ApplicationEvent | None:
        """The newest event of these kinds."""
        query = (
            sa.select(EVENT)
            .where(_events(workspace, number), EVENT.c.kind.in_([kind.value for kind in kinds]))
            .order_by(EVENT.c.seq.desc())
            .limit(1)
        )
        row = (await self._session.execute(query)).first()
        return event(row) if row else None

    async def recent(
        self, workspace: str, number: int, limit: int, kinds: frozenset[EventKind]
    ) -> tuple[Sequence[ApplicationEvent], ApplicationEvent | None]:
        """The results of `events` and `latest` in one query."""
        values = {"workspace": workspace, "number": number, "limit": limit, "kinds": [k.value for k in kinds]}
        found = [event(row) for row in await self._session.execute(_RECENT, values)]
        return found[:limit], next((each for each in found if each.kind in kinds), None)

    async def purge(self, workspace: str, by: str, at: datetime) -> int:
        """Delete all application data of the workspace. A row in `application_purge` makes the triggers allow it."""
        held = sa.select(APPLICATION.c.number).where(APPLICATION.c.workspace == workspace)
        numbers = (await self._session.execute(held.with_for_update())).all()
        await self._session.execute(sa.insert(PURGE).values(workspace=workspace, by=by, at=at))
        for table in (*_CHILDREN, APPLICATION, SETTINGS, PURGE):
            await self._session.execute(sa.delete(table).where(table.c.workspace == workspace))
        return len(numbers)

    async def _put_codes(self, of: Application, before: Sequence[RequestedCode]) -> None:
        """Write only changed codes."""
        old = {c.position: c for c in before}
        new = {c.position: c for c in of.codes}
        removed = [p for p, c in old.items() if new.get(p) != c]
        if removed:
            await self._session.execute(sa.delete(CODE).where(_of(CODE, of), CODE.c.position.in_(removed)))
        rows = [_with_key(of, code_values(c)) for p, c in new.items() if old.get(p) != c]
        if rows:
            await self._session.execute(sa.insert(CODE).values(rows))

    async def _put_members(self, of: Application, before: Sequence[ApplicationMember]) -> None:
        old, new = {m.user: m for m in before}, {m.user: m for m in of.members}
        removed = [u for u, m in old.items() if new.get(u) != m]
        if removed:
            await self._session.execute(
                sa.delete(MEMBER).where(_of(MEMBER, of), MEMBER.c.member.in_(removed))
            )
        rows = [_with_key(of, _member_values(m)) for u, m in new.items() if old.get(u) != m]
        if rows:
            await self._session.execute(sa.insert(MEMBER).values(rows))


def _this(workspace: str, number: int) -> sa.ColumnElement[bool]:
    return sa.and_(APPLICATION.c.workspace == workspace, APPLICATION.c.number == number)


def _events(
    workspace: str | sa.BindParameter[str], number: int | sa.BindParameter[int]
) -> sa.ColumnElement[bool]:
    return sa.and_(EVENT.c.workspace == workspace, EVENT.c.application == number)


def _of(table: sa.Table, of: Application) -> sa.ColumnElement[bool]:
    return sa.and_(table.c.workspace == of.workspace, table.c.application == of.number)


def _with_key(of: Application, values: dict[str, object]) -> dict[str, object]:
    return {"workspace": of.workspace, "application": of.number, **values}


def _member_values(member: ApplicationMember) -> dict[str, object]:
    return {
        "member": member.user,
        "added_by": member.added_by,
        "added_at": member.added_at,
        "signed_on": member.signed_on,
    }


def _recent() -> sa.Select[Any]:
    """An application's newest events, plus the newest event of some kinds at any age."""
    mine = _events(sa.bindparam("workspace", type_=sa.String), sa.bindparam("number", type_=sa.Integer))
    newest = sa.select(EVENT.c.seq).where(mine).order_by(EVENT.c.seq.desc())
    last = newest.limit(sa.bindparam("limit", type_=sa.Integer)).subquery()
    of_kind = newest.where(EVENT.c.kind.in_(sa.bindparam("kinds", expanding=True))).limit(1).subquery()
    either = sa.union(sa.select(last.c.seq), sa.select(of_kind.c.seq))
    return sa.select(EVENT).where(mine, EVENT.c.seq.in_(either)).order_by(EVENT.c.seq.desc())


_RECENT = _recent()
