"""Read applications with their codes and members, always in two statements.

Statements are built once with bind parameters. Building one per query costs SQLAlchemy more time than the database
needs to answer.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from functools import cache
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.applications.application import Application, ApplicationMember
from bot.domain.applications.confidentiality import CONFIDENTIAL_STAGES
from bot.services.ports.applications import ApplicationFilter
from storage.application_mapping import application, code
from storage.application_tables import APPLICATION, CODE, MEMBER
from storage.types import UtcDateTime

_A, _C, _M = APPLICATION.c, CODE.c, MEMBER.c
_CODE_COLUMNS = tuple(column for column in CODE.columns if column.name not in ("workspace", "application"))
_CODE_NAMES = tuple(column.name for column in _CODE_COLUMNS)
_WORKSPACE = sa.bindparam("workspace", type_=sa.String)
_MINE = _A.workspace == _WORKSPACE
_WHOLE = (
    sa.select(*_A, *(column.label(f"code_{column.name}") for column in _CODE_COLUMNS))
    .join_from(APPLICATION, CODE, sa.and_(_C.workspace == _A.workspace, _C.application == _A.number))
    .order_by(_A.number.desc(), _C.position)
)
_ONE = _WHOLE.where(_MINE, _A.number == sa.bindparam("number"))
_MEMBERS = (
    sa.select(_M.application, _M.member, _M.added_by, _M.added_at, _M.signed_on)
    .where(_M.workspace == _WORKSPACE, _M.application.in_(sa.bindparam("numbers", expanding=True)))
    .order_by(_M.added_at, _M.member)
)


async def get(session: AsyncSession, workspace: str, number: int) -> Application | None:
    """The application with this number, or None."""
    rows = (await session.execute(_ONE, {"workspace": workspace, "number": number})).all()
    found = await _with_members(session, workspace, rows)
    return found[0] if found else None


async def page(
    session: AsyncSession, workspace: str, choice: ApplicationFilter, limit: int, offset: int
) -> tuple[list[Application], int]:
    """Matching applications, newest number first, and the total number of matches."""
    values = {**_values(workspace, choice), "limit": limit, "offset": offset}
    rows = (await session.execute(_page(_shape(choice)), values)).all()
    if not rows and (offset or not limit):  # an empty page carries no total
        return [], await count(session, workspace, choice)
    return await _with_members(session, workspace, rows), rows[0].among if rows else 0


async def count(session: AsyncSession, workspace: str, choice: ApplicationFilter) -> int:
    """Number of matching applications."""
    query = sa.select(sa.func.count()).select_from(APPLICATION).where(_MINE, *_clauses(_shape(choice)))
    return int(await session.scalar(query, _values(workspace, choice)) or 0)


async def board(
    session: AsyncSession, workspace: str, user: str, column: int
) -> tuple[list[tuple[Application, bool]], dict[str | None, int]]:
    """Open applications, at most `column` per phase, plus those whose phase `user` may not see.

    Returns (application, phase is visible) pairs and the count per phase. Hidden ones are counted under None.
    """
    rows = (await session.execute(_BOARD, {"workspace": workspace, "user": user, "each": column})).all()
    known = {row.number: row.placed_in is not None for row in rows}
    found = await _with_members(session, workspace, rows)
    return [(of, known[of.number]) for of in found], {row.placed_in: row.among for row in rows}


async def _with_members(
    session: AsyncSession, workspace: str, rows: Sequence[sa.Row[Any]]
) -> list[Application]:
    if not rows:
        return []
    numbers = list(dict.fromkeys(row.number for row in rows))
    members: dict[int, list[ApplicationMember]] = defaultdict(list)
    for of, *values in await session.execute(_MEMBERS, {"workspace": workspace, "numbers": numbers}):
        members[of].append(ApplicationMember(*values))
    return [_with_codes(list(rows_), members) for _, rows_ in groupby(rows, key=_number)]


def _with_codes(
    rows_: Sequence[sa.Row[Any]], members: Mapping[int, Sequence[ApplicationMember]]
) -> Application:
    codes = [code(dict(zip(_CODE_NAMES, row[len(_A) :], strict=False))) for row in rows_]
    return application(rows_[0], codes, members.get(rows_[0].number, ()))


def _number(row: sa.Row[Any]) -> int:
    return int(row.number)


_Shape = tuple[str, ...]


def _shape(choice: ApplicationFilter) -> _Shape:
    """The fields a filter uses. Filters of one shape share a statement."""
    return tuple(f.name for f in fields(choice) if getattr(choice, f.name) is not None)


def _values(workspace: str, choice: ApplicationFilter) -> dict[str, object]:
    values: dict[str, object] = {name: getattr(choice, name) for name in _shape(choice)}
    if choice.at is not None:
        values["at"] = sorted(stage.value for stage in choice.at)
    if choice.phase is not None:
        values["phase"] = choice.phase.value
    return {**values, "workspace": workspace}


@cache  # only a few shapes occur
def _page(shape: _Shape) -> sa.Select[Any]:
    chosen = (
        sa.select(_A.number, sa.func.count().over().label("among"))
        .where(_MINE, *_clauses(shape))
        .order_by(_A.number.desc())
        .limit(sa.bindparam("limit", type_=sa.Integer))
        .offset(sa.bindparam("offset", type_=sa.Integer))
        .subquery()
    )
    whole = _WHOLE.join(chosen, _A.number == chosen.c.number)
    return whole.add_columns(chosen.c.among).where(_MINE)


def _clauses(shape: _Shape) -> list[sa.ColumnElement[bool]]:
    return [_CLAUSES[name]() for name in shape]


def _param(name: str) -> sa.BindParameter[str]:
    return sa.bindparam(name, type_=sa.String)


def _names(user: sa.BindParameter[str]) -> sa.ColumnElement[bool]:
    named = sa.select(_M.application).where(_M.workspace == _WORKSPACE, _M.member == user)
    return sa.or_(_A.owner == user, _A.number.in_(named))


def _known(user: sa.BindParameter[str]) -> sa.ColumnElement[bool]:
    """Whether the user is named, or no code is at a confidential stage."""
    return sa.or_(
        _names(user), sa.not_(_has_code(_C.stage.in_(sorted(column.value for column in CONFIDENTIAL_STAGES))))
    )


def _has_code(which: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    return _A.number.in_(sa.select(_C.application).where(_C.workspace == _WORKSPACE, which))


_CLAUSES: Mapping[str, Callable[[], sa.ColumnElement[bool]]] = {
    "of": lambda: _names(_param("of")),
    "phase": lambda: _A.phase == _param("phase"),
    "target": lambda: _has_code(_C.target == _param("target")),
    "stalled_before": lambda: _A.changed_at < sa.bindparam("stalled_before", type_=UtcDateTime),
    "over": lambda: _A.is_over == sa.bindparam("over", type_=sa.Boolean),
    "at": lambda: _has_code(_C.stage.in_(sa.bindparam("at", expanding=True))),
    "known_to": lambda: _known(_param("known_to")),
    "unknown_to": lambda: sa.not_(_known(_param("unknown_to"))),
}
"""A clause for each field of ApplicationFilter, by name."""


def _board() -> sa.Select[Any]:
    """The board query. `placed_in` is the phase, or null if the user may not see it."""
    known = _known(_param("user"))
    column = sa.case((known, _A.phase), else_=sa.null()).label("placed_in")
    open_ = sa.select(_A.number, column).where(_MINE, sa.not_(_A.is_over)).subquery()
    placed = sa.select(
        open_,
        sa.func.count().over(partition_by=open_.c.placed_in).label("among"),
        sa.func.row_number()
        .over(partition_by=open_.c.placed_in, order_by=open_.c.number.desc())
        .label("place"),
    ).subquery()
    return (
        _WHOLE.join(placed, _A.number == placed.c.number)
        .add_columns(placed.c.placed_in, placed.c.among)
        .where(_MINE, placed.c.place <= sa.bindparam("each", type_=sa.Integer))
    )


_BOARD = _board()
