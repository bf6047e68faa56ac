"""Supporting records of applications in SQL."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.applications.papers import Article, Considered, Evidence, Papers, Stakeholder, Tick
from storage.application_mapping import article, article_detail
from storage.application_tables import CONSIDERED, EVIDENCE, LITERATURE, SETTINGS, STAKEHOLDER, TICK
from storage.types import BIG_ID, UtcDateTime
from storage.upsert import upsert


class SqlApplicationPapers:
    """ApplicationPaperRepository on SQL."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def of(self, workspace: str, number: int) -> Papers:
        """All supporting records of one application, with the workspace's literature minimum."""
        found: dict[str, list[sa.Row[Any]]] = defaultdict(list)
        for row in await self._session.execute(_ALL, {"workspace": workspace, "number": number}):
            found[row.paper].append(row)
        for rows in (found["evidence"], found["stakeholder"], found["literature"]):
            rows.sort(key=lambda row: row.id)
        found["considered"].sort(key=lambda row: (row.at, row.one))
        return Papers(
            ticks={r.one: Tick(r.one, r.by, r.at) for r in found["tick"]},
            evidence=tuple(Evidence(r.one, r.two, r.three, r.by, r.at, r.id) for r in found["evidence"]),
            stakeholders=tuple(
                Stakeholder(r.one, r.two, r.on, r.three, r.by, r.at, r.id) for r in found["stakeholder"]
            ),
            literature=tuple(article(row) for row in found["literature"]),
            considered=tuple(Considered(r.one, r.two, r.by, r.at) for r in found["considered"]),
            literature_minimum=next((r.id for r in found["minimum"]), None),
        )

    async def tick(self, workspace: str, number: int, tick: Tick) -> bool:
        """Check off an entry. Returns False if it was checked already."""
        insert = upsert(self._session, TICK).values(
            workspace=workspace, application=number, entry=tick.entry, by=tick.by, at=tick.at
        )
        new = await self._session.execute(insert.on_conflict_do_nothing().returning(TICK.c.entry))
        return new.first() is not None

    async def untick(self, workspace: str, number: int, entry: str) -> bool:
        """Remove a tick. Returns whether it existed."""
        return await self._remove(TICK, workspace, number, TICK.c.entry == entry)

    async def add_evidence(self, workspace: str, number: int, evidence: Evidence) -> int:
        """Add a note or link. Returns its id."""
        values = {
            "entry": evidence.entry,
            "text": evidence.text,
            "link": evidence.link,
            "by": evidence.by,
            "at": evidence.at,
        }
        return await self._add(EVIDENCE, workspace, number, values)

    async def remove_evidence(self, workspace: str, number: int, id_: int) -> bool:
        """Remove evidence of this application. Returns whether it existed."""
        return await self._remove(EVIDENCE, workspace, number, EVIDENCE.c.id == id_)

    async def add_stakeholder(self, workspace: str, number: int, stakeholder: Stakeholder) -> int:
        """Add a society contact. Returns its id."""
        values = {
            "society": stakeholder.society,
            "role": stakeholder.role,
            "contacted_on": stakeholder.contacted_on,
            "answer": stakeholder.answer,
            "by": stakeholder.by,
            "at": stakeholder.at,
        }
        return await self._add(STAKEHOLDER, workspace, number, values)

    async def remove_stakeholder(self, workspace: str, number: int, id_: int) -> bool:
        """Remove a contact of this application. Returns whether it existed."""
        return await self._remove(STAKEHOLDER, workspace, number, STAKEHOLDER.c.id == id_)

    async def add_article(self, workspace: str, number: int, article: Article) -> int:
        """Add an article. Returns its id."""
        values = {
            "title": article.title,
            "detail": article_detail(article),
            "by": article.by,
            "at": article.at,
        }
        return await self._add(LITERATURE, workspace, number, values)

    async def remove_article(self, workspace: str, number: int, id_: int) -> bool:
        """Remove an article of this application. Returns whether it existed."""
        return await self._remove(LITERATURE, workspace, number, LITERATURE.c.id == id_)

    async def consider(self, workspace: str, number: int, considered: Considered) -> None:
        """Save why a code does not fit, replacing an earlier reason."""
        values = {"why": considered.why, "by": considered.by, "at": considered.at}
        insert = upsert(self._session, CONSIDERED).values(
            workspace=workspace, application=number, code=considered.code, **values
        )
        keys = ["workspace", "application", "code"]
        await self._session.execute(insert.on_conflict_do_update(index_elements=keys, set_=values))

    async def unconsider(self, workspace: str, number: int, code: str) -> bool:
        """Remove a considered code. Returns whether it existed."""
        return await self._remove(CONSIDERED, workspace, number, CONSIDERED.c.code == code)

    async def literature_minimum(self, workspace: str) -> int | None:
        """The number of articles the current Smart App form requires, as entered by the team."""
        query = sa.select(SETTINGS.c.literature_minimum).where(SETTINGS.c.workspace == workspace)
        found = await self._session.scalar(query)
        return None if found is None else int(found)

    async def set_literature_minimum(
        self, workspace: str, minimum: int | None, by: str, at: datetime
    ) -> None:
        """Save the literature minimum for the workspace."""
        values = {"literature_minimum": minimum, "minimum_by": by, "minimum_at": at}
        insert = upsert(self._session, SETTINGS).values(workspace=workspace, last_number=0, **values)
        await self._session.execute(insert.on_conflict_do_update(index_elements=["workspace"], set_=values))

    async def _add(self, table: sa.Table, workspace: str, number: int, values: Mapping[str, object]) -> int:
        added = await self._session.execute(
            sa.insert(table).values(workspace=workspace, application=number, **values).returning(table.c.id)
        )
        return int(added.scalar_one())

    async def _remove(
        self, table: sa.Table, workspace: str, number: int, which: sa.ColumnElement[bool]
    ) -> bool:
        removed = await self._session.execute(
            sa.delete(table)
            .where(table.c.workspace == workspace, table.c.application == number, which)
            .returning(table.c.application)
        )
        return removed.first() is not None


def _rows_in(table: sa.Table, paper: str, **columns: sa.ColumnElement[Any]) -> sa.Select[Any]:
    """The rows of one table, in the columns shared by all records."""
    query_ = {name: columns.get(name, sa.cast(sa.null(), type_)) for name, type_ in _SHARED.items()}
    return sa.select(
        sa.literal(paper).label("paper"), *(column.label(name) for name, column in query_.items())
    ).where(table.c.workspace == sa.bindparam("workspace", type_=sa.String))


def _rows_for(table: sa.Table, paper: str, **columns: sa.ColumnElement[Any]) -> sa.Select[Any]:
    query_ = _rows_in(table, paper, by=table.c.by, at=table.c.at, **columns)
    return query_.where(table.c.application == sa.bindparam("number", type_=sa.Integer))


_SHARED: Mapping[str, sa.types.TypeEngine[Any]] = {
    "id": BIG_ID,
    "one": sa.Text(),
    "two": sa.Text(),
    "three": sa.Text(),
    "on": sa.Date(),
    "detail": sa.JSON(),
    "by": sa.String(32),
    "at": UtcDateTime(),
}


def _all() -> sa.CompoundSelect[Any]:
    """Select all records of one application in one query. Six queries took as long as the rest of a card."""
    e, s, li, c = EVIDENCE.c, STAKEHOLDER.c, LITERATURE.c, CONSIDERED.c
    return sa.union_all(
        _rows_for(TICK, "tick", one=TICK.c.entry),
        _rows_for(EVIDENCE, "evidence", id=e.id, one=e.entry, two=e.text, three=e.link),
        _rows_for(STAKEHOLDER, "stakeholder", id=s.id, one=s.society, two=s.role, three=s.answer, on=s.contacted_on),
        _rows_for(LITERATURE, "literature", id=li.id, one=li.title, detail=li.detail),
        _rows_for(CONSIDERED, "considered", one=c.code, two=c.why),
        _rows_in(SETTINGS, "minimum", id=SETTINGS.c.literature_minimum),
    )  # fmt: skip


_ALL = _all()
