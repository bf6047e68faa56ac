"""Applications and their events in SQL."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.applications.application import Application, Member, RequestedCode
from bot.domain.applications.confidentiality import CLOSE_STAGES
from bot.domain.applications.history import ON_THE_CARD, Event, EventKind
from bot.domain.applications.stages import Phase, Stage
from bot.services.application_ports import Choice
from storage.application_mapping import (
    application,
    application_values,
    code,
    code_values,
    event,
    event_values,
)
from storage.application_tables import (
    APPLICATION,
    CODE,
    CONSIDERED,
    DESK,
    EVENT,
    EVIDENCE,
    LITERATURE,
    MEMBER,
    PURGE,
    STAKEHOLDER,
    TICK,
)
from storage.upsert import upsert

_CHILDREN = (CODE, MEMBER, TICK, EVIDENCE, STAKEHOLDER, LITERATURE, CONSIDERED, EVENT)


class Applications:
    """ApplicationRepository on SQL."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def next_number(self, workspace: str) -> int:
        """Counted by the database itself: a second transaction waits for the first, and a rollback leaves no gap."""
        insert = upsert(self._session, DESK).values(workspace=workspace, last_number=1)
        counted = await self._session.execute(
            insert.on_conflict_do_update(
                index_elements=["workspace"], set_={"last_number": DESK.c.last_number + 1}
            ).returning(DESK.c.last_number)
        )
        return int(counted.scalar_one())

    async def add(self, application: Application) -> None:
        """Keep a new one."""
        await self._session.execute(sa.insert(APPLICATION).values(application_values(application)))
        await self._put_codes(application, ())
        await self._put_members(application, ())

    async def get(self, workspace: str, number: int) -> Application | None:
        """The application of this number."""
        found = await self._read(_this(workspace, number))
        return found[0] if found else None

    async def lock(self, workspace: str, number: int) -> Application | None:
        """As `get`; on PostgreSQL its row is held, on SQLite a writing transaction holds everything."""
        await self._session.execute(
            sa.select(APPLICATION.c.version).where(_this(workspace, number)).with_for_update()
        )
        return await self.get(workspace, number)

    async def save(self, application: Application, expected: int) -> bool:
        """Put it in place of the stored one of version `expected`; whether there was such a one."""
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
        self, workspace: str, choice: Choice, limit: int, offset: int = 0
    ) -> Sequence[Application]:
        """The chosen ones, the newest number first."""
        wanted = (
            sa.select(APPLICATION.c.number)
            .where(_chosen(workspace, choice))
            .order_by(APPLICATION.c.number.desc())
            .limit(limit)
            .offset(offset)
        )
        mine = sa.and_(APPLICATION.c.workspace == workspace, APPLICATION.c.number.in_(wanted))
        return await self._read(mine)

    async def count(self, workspace: str, choice: Choice) -> int:
        """How many `choose` would find without limit."""
        asked = sa.select(sa.func.count()).select_from(APPLICATION).where(_chosen(workspace, choice))
        return int(await self._session.scalar(asked) or 0)

    async def by_phase(self, workspace: str, choice: Choice, each: int) -> Sequence[Application]:
        """At most `each` of every phase, the newest number first."""
        place = sa.func.row_number().over(
            partition_by=APPLICATION.c.phase, order_by=APPLICATION.c.number.desc()
        )
        placed = (
            sa.select(APPLICATION.c.number, place.label("place")).where(_chosen(workspace, choice)).subquery()
        )
        wanted = sa.select(placed.c.number).where(placed.c.place <= each)
        return await self._read(
            sa.and_(APPLICATION.c.workspace == workspace, APPLICATION.c.number.in_(wanted))
        )

    async def phases(self, workspace: str, choice: Choice) -> Mapping[Phase, int]:
        """How many of the chosen ones are in each phase."""
        asked = (
            sa.select(APPLICATION.c.phase, sa.func.count())
            .where(_chosen(workspace, choice))
            .group_by(APPLICATION.c.phase)
        )
        return {Phase(phase): count for phase, count in await self._session.execute(asked)}

    async def record(self, event: Event) -> Event:
        """Keep an event for good, under the next number of its application."""
        newest = sa.select(sa.func.max(EVENT.c.seq)).where(_events(event.workspace, event.application))
        seq = int(await self._session.scalar(newest) or 0) + 1
        await self._session.execute(sa.insert(EVENT).values(**event_values(event), seq=seq))
        return replace(event, seq=seq)

    async def events(
        self, workspace: str, number: int, limit: int, *, before: int | None = None
    ) -> Sequence[Event]:
        """The newest first."""
        asked = sa.select(EVENT).where(_events(workspace, number)).order_by(EVENT.c.seq.desc()).limit(limit)
        if before is not None:
            asked = asked.where(EVENT.c.seq < before)
        return [event(row) for row in await self._session.execute(asked)]

    async def first_after(self, workspace: str, number: int, version: int) -> Event | None:
        """The event that took the application from `version` to the next."""
        raising = EVENT.c.kind.in_([kind.value for kind in ON_THE_CARD])
        asked = (
            sa.select(EVENT)
            .where(_events(workspace, number), EVENT.c.version > version, raising)
            .order_by(EVENT.c.seq)
            .limit(1)
        )
        row = (await self._session.execute(asked)).first()
        return event(row) if row else None

    async def latest(self, workspace: str, number: int, kinds: frozenset[EventKind]) -> Event | None:
        """The newest event of these kinds."""
        asked = (
            sa.select(EVENT)
            .where(_events(workspace, number), EVENT.c.kind.in_([kind.value for kind in kinds]))
            .order_by(EVENT.c.seq.desc())
            .limit(1)
        )
        row = (await self._session.execute(asked)).first()
        return event(row) if row else None

    async def purge(self, workspace: str, by: str, at: datetime) -> int:
        """Delete all of it. The row in `application_purge` lets the triggers agree, and goes with the commit."""
        held = sa.select(APPLICATION.c.number).where(APPLICATION.c.workspace == workspace)
        numbers = (await self._session.execute(held.with_for_update())).all()
        await self._session.execute(sa.insert(PURGE).values(workspace=workspace, by=by, at=at))
        for table in (*_CHILDREN, APPLICATION, DESK, PURGE):
            await self._session.execute(sa.delete(table).where(table.c.workspace == workspace))
        return len(numbers)

    async def _read(self, mine: sa.ColumnElement[bool]) -> list[Application]:
        rows = (
            await self._session.execute(
                sa.select(APPLICATION).where(mine).order_by(APPLICATION.c.number.desc())
            )
        ).all()
        if not rows:
            return []
        codes = await self._codes(rows)
        members = await self._members(rows)
        return [application(row, codes[row.number], members[row.number]) for row in rows]

    async def _codes(self, rows: Sequence[sa.Row[Any]]) -> dict[int, list[RequestedCode]]:
        found: dict[int, list[RequestedCode]] = defaultdict(list)
        asked = sa.select(CODE).where(_belongs(CODE, rows)).order_by(CODE.c.application, CODE.c.position)
        for row in (await self._session.execute(asked)).mappings():
            found[row["application"]].append(code(row))
        return found

    async def _members(self, rows: Sequence[sa.Row[Any]]) -> dict[int, list[Member]]:
        found: dict[int, list[Member]] = defaultdict(list)
        asked = sa.select(MEMBER).where(_belongs(MEMBER, rows)).order_by(MEMBER.c.added_at, MEMBER.c.member)
        for row in await self._session.execute(asked):
            found[row.application].append(Member(row.member, row.added_by, row.added_at, row.signed_on))
        return found

    async def _put_codes(self, of: Application, before: Sequence[RequestedCode]) -> None:
        """Only what is not as it was."""
        old = {c.position: c for c in before}
        new = {c.position: c for c in of.codes}
        gone = [p for p, c in old.items() if new.get(p) != c]
        if gone:
            await self._session.execute(sa.delete(CODE).where(_of(CODE, of), CODE.c.position.in_(gone)))
        rows = [_owned(of, code_values(c)) for p, c in new.items() if old.get(p) != c]
        if rows:
            await self._session.execute(sa.insert(CODE).values(rows))

    async def _put_members(self, of: Application, before: Sequence[Member]) -> None:
        old, new = {m.user: m for m in before}, {m.user: m for m in of.members}
        gone = [u for u, m in old.items() if new.get(u) != m]
        if gone:
            await self._session.execute(sa.delete(MEMBER).where(_of(MEMBER, of), MEMBER.c.member.in_(gone)))
        rows = [_owned(of, _member_values(m)) for u, m in new.items() if old.get(u) != m]
        if rows:
            await self._session.execute(sa.insert(MEMBER).values(rows))


def _this(workspace: str, number: int) -> sa.ColumnElement[bool]:
    return sa.and_(APPLICATION.c.workspace == workspace, APPLICATION.c.number == number)


def _events(workspace: str, number: int) -> sa.ColumnElement[bool]:
    return sa.and_(EVENT.c.workspace == workspace, EVENT.c.application == number)


def _of(table: sa.Table, of: Application) -> sa.ColumnElement[bool]:
    return sa.and_(table.c.workspace == of.workspace, table.c.application == of.number)


def _belongs(table: sa.Table, rows: Sequence[sa.Row[Any]]) -> sa.ColumnElement[bool]:
    """Children of these applications, which are all of one workspace."""
    numbers = [row.number for row in rows]
    return sa.and_(table.c.workspace == rows[0].workspace, table.c.application.in_(numbers))


def _owned(of: Application, values: dict[str, object]) -> dict[str, object]:
    return {"workspace": of.workspace, "application": of.number, **values}


def _member_values(member: Member) -> dict[str, object]:
    return {
        "member": member.user,
        "added_by": member.added_by,
        "added_at": member.added_at,
        "signed_on": member.signed_on,
    }


def _chosen(workspace: str, choice: Choice) -> sa.ColumnElement[bool]:
    clauses = [APPLICATION.c.workspace == workspace]
    if choice.of is not None:
        clauses.append(_names(workspace, choice.of))
    if choice.at is not None:
        clauses.append(_has_code_at(workspace, choice.at))
    if choice.known_to is not None:
        close = _has_code_at(workspace, CLOSE_STAGES)
        clauses.append(sa.or_(_names(workspace, choice.known_to), sa.not_(close)))
    if choice.unknown_to is not None:
        clauses.append(_has_code_at(workspace, CLOSE_STAGES))
        clauses.append(sa.not_(_names(workspace, choice.unknown_to)))
    if choice.phase is not None:
        clauses.append(APPLICATION.c.phase == choice.phase.value)
    if choice.target is not None:
        aiming = sa.select(CODE.c.application).where(
            CODE.c.workspace == workspace, CODE.c.target == choice.target
        )
        clauses.append(APPLICATION.c.number.in_(aiming))
    if choice.stalled_before is not None:
        clauses.append(APPLICATION.c.changed_at < choice.stalled_before)
    if choice.over is not None:
        clauses.append(APPLICATION.c.is_over == choice.over)
    return sa.and_(*clauses)


def _names(workspace: str, user: str) -> sa.ColumnElement[bool]:
    named = sa.select(MEMBER.c.application).where(MEMBER.c.workspace == workspace, MEMBER.c.member == user)
    return sa.or_(APPLICATION.c.owner == user, APPLICATION.c.number.in_(named))


def _has_code_at(workspace: str, stages: Collection[Stage]) -> sa.ColumnElement[bool]:
    ids = sorted(stage.value for stage in stages)
    at = sa.select(CODE.c.application).where(CODE.c.workspace == workspace, CODE.c.stage.in_(ids))
    return APPLICATION.c.number.in_(at)
