"""Insert many rows at once without SQLAlchemy's per-value work: executemany on SQLite, COPY on PostgreSQL."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import date
from typing import TYPE_CHECKING, LiteralString

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.services.ports.database import CodeRecord
from storage.json import encode
from storage.session import whole

if TYPE_CHECKING:
    from psycopg import AsyncCopy

_COLUMNS = ("content_id", "code", "name", "billable", "starts", "ends", "detail")
_COPY = f"COPY code ({', '.join(_COLUMNS)}) FROM STDIN"
_INSERT = f"INSERT INTO code ({', '.join(_COLUMNS)}) VALUES (?, ?, ?, ?, ?, ?, ?)"  # noqa: S608 - constants

_Values = tuple[int, str, str, bool, str | None, str | None, str]


async def insert_codes(connection: AsyncConnection, content_id: int, records: Sequence[CodeRecord]) -> None:
    """Insert rows of `code` in the current transaction of `connection`."""
    rows = [_values(content_id, r) for r in records]
    if connection.dialect.name == "sqlite":
        await whole(connection.exec_driver_sql(_INSERT, rows))
    else:
        await whole(_copy(connection, rows))


def _values(content_id: int, r: CodeRecord) -> _Values:
    starts, ends = _iso(r.starts), _iso(r.ends)
    return (content_id, r.code, r.name, r.billable, starts, ends, encode(r.detail))


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


async def _copy(connection: AsyncConnection, rows: Sequence[_Values]) -> None:
    async with copying(connection, _COPY) as copy:
        for row in rows:
            await copy.write_row(row)


@asynccontextmanager
async def copying(connection: AsyncConnection, statement: LiteralString) -> "AsyncIterator[AsyncCopy]":
    """PostgreSQL's COPY in the current transaction of `connection`."""
    import psycopg  # noqa: PLC0415 - 70 ms, and few teams use PostgreSQL

    driver = (await connection.get_raw_connection()).driver_connection
    if not isinstance(driver, psycopg.AsyncConnection):
        raise TypeError("COPY needs psycopg")
    async with driver.cursor() as cursor, cursor.copy(statement) as copy:
        yield copy
