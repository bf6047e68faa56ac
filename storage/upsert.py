"""INSERT with ON CONFLICT, which both databases spell alike and SQLAlchemy keeps apart."""
# ruff: noqa: PLC0415 - each bot needs one dialect; PostgreSQL's is a twentieth of a start

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlalchemy as sa
    from sqlalchemy.dialects import postgresql, sqlite
    from sqlalchemy.ext.asyncio import AsyncSession


def upsert(session: AsyncSession, table: sa.Table) -> sqlite.Insert | postgresql.Insert:
    """An insert into `table` with `on_conflict_do_update` and `on_conflict_do_nothing`."""
    if session.get_bind().dialect.name == "sqlite":
        from sqlalchemy.dialects import sqlite

        return sqlite.insert(table)
    from sqlalchemy.dialects import postgresql

    return postgresql.insert(table)
