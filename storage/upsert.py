"""INSERT with ON CONFLICT. Both databases have the same syntax, but SQLAlchemy has separate classes."""

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession


def upsert(session: AsyncSession, table: sa.Table) -> sqlite.Insert | postgresql.Insert:
    """An insert into `table` with `on_conflict_do_update` and `on_conflict_do_nothing`."""
    if session.get_bind().dialect.name == "sqlite":
        return sqlite.insert(table)
    return postgresql.insert(table)
