"""Many rows at once: executemany on SQLite, COPY on PostgreSQL."""

from collections.abc import Sequence

import psycopg
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.services.ports import CodeRecord
from storage.json import encode
from storage.mapping import CODE_COLUMNS, code_values
from storage.tables import CODE

_COPY = f"COPY code ({', '.join(CODE_COLUMNS)}) FROM STDIN"


async def insert_codes(
    connection: AsyncConnection, workspace: str, release_id: int, records: Sequence[CodeRecord]
) -> None:
    """Rows of `code`, inside the transaction that `connection` is in."""
    if connection.dialect.name == "sqlite":
        await connection.execute(sa.insert(CODE), code_values(workspace, release_id, records))
    else:
        await _copy(connection, workspace, release_id, records)


async def _copy(
    connection: AsyncConnection, workspace: str, release_id: int, records: Sequence[CodeRecord]
) -> None:
    driver = (await connection.get_raw_connection()).driver_connection
    if not isinstance(driver, psycopg.AsyncConnection):
        raise TypeError("COPY needs psycopg")
    async with driver.cursor() as cursor, cursor.copy(_COPY) as copy:
        for r in records:
            row = (workspace, release_id, r.code, r.name, r.billable, r.starts, r.ends, encode(r.detail))
            await copy.write_row(row)
