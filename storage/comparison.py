"""Compare two releases in SQL: the database compares, and only the differences are read.

Reading 75,000 rows for each release would block the event loop for a second. From one year to the next, hundreds
differ.
"""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.codes.changes.rows import ComparedRow
from bot.domain.codes.icd.spans import spans
from bot.domain.codes.releases import PUBLIC, System
from storage.tables import CODE, RELEASE


def _usable(rows: Any = CODE) -> sa.ColumnElement[bool]:
    """Whether a row can be used on a claim: a billable code, or a modifier. Only modifiers have two characters."""
    return sa.or_(rows.c.billable, sa.func.length(rows.c.code) == _MODIFIER)


_MODIFIER = 2
_COLUMNS = (CODE.c.code, CODE.c.name, _usable().label("billable"), CODE.c.starts, CODE.c.ends)
_BELOW = 20
_LIST = 200
"""How many codes one statement lists."""


class SqlComparison:
    """ComparisonRepository on SQL."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def differing(
        self, workspace: str, earlier: int, later: int, *, names: bool = True
    ) -> tuple[Sequence[ComparedRow], Sequence[ComparedRow]]:
        """All rows of every code whose billable rows differ between the releases, by code: (earlier, later)."""
        touched: set[str] = set()
        for one, other in ((earlier, later), (later, earlier)):
            told = await self._session.scalars(_without_like(workspace, one, other, names=names))
            touched.update(told)
        return await self.rows(workspace, earlier, touched), await self.rows(workspace, later, touched)

    async def sizes(self, workspace: str, release: int) -> Mapping[str, int]:
        """The number of billable rows in the release, by the first character of the code."""
        rows = _of(workspace, release).subquery()
        first = sa.func.substr(rows.c.code, 1, 1)
        found = await self._session.execute(
            sa.select(first, sa.func.count()).where(rows.c.billable).group_by(first)
        )
        return {str(letter): int(count) for letter, count in found}

    async def rows(self, workspace: str, release: int, codes: Iterable[str]) -> Sequence[ComparedRow]:
        """The rows of these codes, by code."""
        asked = sorted(set(codes))
        found: list[ComparedRow] = []
        for start in range(0, len(asked), _LIST):
            part = CODE.c.code.in_(asked[start : start + _LIST])
            told = await self._session.execute(
                _of(workspace, release).where(part).order_by(CODE.c.code, CODE.c.id)
            )
            found += [ComparedRow(*row) for row in told]
            await asyncio.sleep(0)  # a comparison over many years has thousands of them
        return found

    async def below(self, workspace: str, release: int, header: str) -> Sequence[ComparedRow]:
        """The billable rows whose codes begin with `header`, by code, at most 20."""
        inside = sa.and_(CODE.c.code > header, CODE.c.code < f"{header}\x7f", _usable())
        told = await self._session.execute(
            _of(workspace, release).where(inside).order_by(CODE.c.code).limit(_BELOW)
        )
        return [ComparedRow(*row) for row in told]

    async def under(self, workspace: str, release: int, headers: Iterable[str]) -> Sequence[ComparedRow]:
        """All rows whose codes are longer than one of `headers` and begin with it, each once, by code."""
        found: dict[int, ComparedRow] = {}
        for part in _parts(headers):
            told = await self._session.execute(
                _of(workspace, release).join(*_ranges(part)).add_columns(CODE.c.id)
            )
            found |= {id_: ComparedRow(*row) for *row, id_ in told}
            await asyncio.sleep(0)
        return [row for _, row in sorted(found.items(), key=lambda kept: (kept[1].code, kept[0]))]

    async def successors(self, workspace: str, codes: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
        """Codes that any loaded file names as replacements."""
        asked = frozenset(codes)
        found: dict[str, dict[str, None]] = {}
        for old, new in [*await self._converted(workspace, asked), *await self._referred(workspace, asked)]:
            found.setdefault(old, {})[new] = None
        return {old: tuple(new) for old, new in found.items()}

    async def _converted(self, workspace: str, asked: frozenset[str]) -> list[tuple[str, str]]:
        """From conversion tables. Their rows are the new codes, each with the old code (or range) in its detail."""
        old = CODE.c.detail["old"].as_string()
        found: list[tuple[str, str]] = []
        tables = await self._contents(workspace, System.ICD10CM_CONVERSIONS)
        for part in _parts(asked):
            told = await self._session.execute(
                sa.select(old, CODE.c.code).where(_in(tables), old.in_(part)).order_by(CODE.c.code)
            )
            found += [(str(before), str(after)) for before, after in told]
        return [*found, *await self._converted_by_range(workspace, asked)]

    async def _converted_by_range(self, workspace: str, asked: frozenset[str]) -> list[tuple[str, str]]:
        """Rows with a range of old codes. A table has a few dozen of them."""
        old = CODE.c.detail["old"].as_string()
        tables = await self._contents(workspace, System.ICD10CM_CONVERSIONS)
        told = await self._session.execute(
            sa.select(old, CODE.c.code).where(_in(tables), old.like("%-%")).order_by(CODE.c.code)
        )
        rows = [(str(printed), str(after)) for printed, after in told]
        return [(code, after) for printed, after in rows for code in sorted(asked) if spans(printed, code)]

    async def _referred(self, workspace: str, asked: frozenset[str]) -> list[tuple[str, str]]:
        """From lists whose rows have references: HCPCS names codes to use instead."""
        found: list[tuple[str, str]] = []
        lists = await self._contents(workspace, System.HCPCS, System.OWN)
        for part in _parts(asked):
            told = await self._session.execute(
                sa.select(CODE.c.content_id, CODE.c.code, CODE.c.detail)
                .where(_in(lists), CODE.c.code.in_(part))
                .order_by(CODE.c.id)
            )
            newest_first = sorted(told, key=lambda row: lists.index(row.content_id))
            for _, code, detail in newest_first:
                named = detail.get("successors") if isinstance(detail, dict) else None
                found += [(code, each) for each in named or () if isinstance(each, str)]
        return found

    async def _contents(self, workspace: str, *systems: System) -> Sequence[int]:
        """The contents of these that the workspace may see, newest first. With their ids listed, the row index is used.

        With a join sorted by code, SQLite read every loaded row and its JSON, which took seconds with eight years
        loaded.
        """
        seen = RELEASE.c.visible, RELEASE.c.workspace.in_((workspace, PUBLIC))
        told = await self._session.scalars(
            sa.select(RELEASE.c.content_id)
            .where(*seen, RELEASE.c.system.in_([each.value for each in systems]))
            .order_by(RELEASE.c.effective.desc(), RELEASE.c.id.desc())
        )
        return list(dict.fromkeys(told))


def _in(contents: Sequence[int]) -> sa.ColumnElement[bool]:
    return CODE.c.content_id.in_(contents)


def _of(workspace: str, release: int) -> sa.Select[Any]:
    """The rows of a release, without blocks, whose keys are words with a space in between."""
    rows: sa.Select[Any] = sa.select(*_COLUMNS).join(RELEASE, RELEASE.c.content_id == CODE.c.content_id)
    return rows.where(*_seen(workspace, release), CODE.c.code.not_like("% %"))


def _without_like(workspace: str, one: int, other: int, *, names: bool) -> sa.Select[Any]:
    """Codes of one release's billable rows without an equal row in the other. An index finds each of them."""
    like = CODE.alias()
    alike = [
        like.c.content_id
        == sa.select(RELEASE.c.content_id).where(*_seen(workspace, other)).scalar_subquery(),
        like.c.code == CODE.c.code,
        _usable(like),
        like.c.starts.is_not_distinct_from(CODE.c.starts),
        like.c.ends.is_not_distinct_from(CODE.c.ends),
        *((like.c.name == CODE.c.name,) if names else ()),
    ]
    without = sa.not_(sa.exists().where(*alike))
    return _of(workspace, one).with_only_columns(CODE.c.code).where(_usable(), without)


def _seen(workspace: str, release: int) -> tuple[sa.ColumnElement[bool], ...]:
    """The release, if the workspace may see it."""
    return RELEASE.c.id == release, RELEASE.c.visible, RELEASE.c.workspace.in_((workspace, PUBLIC))


def _ranges(headers: Sequence[str]) -> tuple[sa.CTE, sa.ColumnElement[bool]]:
    """A join to the rows below these headers.

    SQLite uses the index once for each; with a dozen ORs it reads every row.
    """
    each = [
        sa.select(sa.literal(header).label("above"), sa.literal(f"{header}\x7f").label("past"))
        for header in headers
    ]
    ranges = sa.union_all(*each).cte("ranges")
    return ranges, sa.and_(CODE.c.code > ranges.c.above, CODE.c.code < ranges.c.past)


def _parts(codes: Iterable[str]) -> Iterable[Sequence[str]]:
    ordered = sorted(codes)
    return (ordered[start : start + _LIST] for start in range(0, len(ordered), _LIST))
