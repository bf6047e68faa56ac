"""Allow one loader at a time for each database. Then any unfinished release was left by a dead loader."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import sqlalchemy as sa
from filelock import FileLock, Timeout
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.files import PRIVATE

_AGAIN_S = 0.1
_KEY = 0x636F6465  # any number that all loaders share
_TAKE = sa.select(sa.func.pg_try_advisory_lock(_KEY))
_GIVE = sa.select(sa.func.pg_advisory_unlock(_KEY))


@asynccontextmanager
async def one_loader_of_file(database: Path) -> AsyncIterator[None]:
    """Hold the lock file next to a SQLite database. The operating system releases it if the process dies."""
    lock = _lock_next_to(database)
    while True:  # poll: a thread that waits for the lock could not be canceled
        try:
            lock.acquire()
            break
        except Timeout:
            await asyncio.sleep(_AGAIN_S)
    try:
        yield
    finally:
        lock.release()


@asynccontextmanager
async def one_loader_of_server(engine: AsyncEngine) -> AsyncIterator[None]:
    """Hold a PostgreSQL advisory lock on its own connection. The server releases it when the connection ends."""
    async with engine.connect() as plain:
        connection = await plain.execution_options(isolation_level="AUTOCOMMIT")
        while not await connection.scalar(_TAKE):  # noqa: ASYNC110 - another process frees it
            await asyncio.sleep(_AGAIN_S)
        try:
            yield
        finally:
            await connection.execute(_GIVE)


def _lock_next_to(database: Path) -> FileLock:
    """Resolve links, so that two names of one file share one lock."""
    real = database.resolve()
    return FileLock(real.with_name(f"{real.name}.loading"), timeout=0, mode=PRIVATE, thread_local=False)
