"""Engines for SQLite and PostgreSQL, and the database for the services."""

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any

import aiosqlite
import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine, async_sessionmaker, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool

from storage.errors import AnotherBotRuns
from storage.files import create_private
from storage.json import decode, encode
from storage.loader_lock import one_loader_of_file, one_loader_of_server
from storage.lock import only_bot
from storage.secrets import Vault
from storage.session import Session
from storage.tables import GENERATION
from storage.unit_of_work import SqlUnitOfWork
from storage.urls import Address, Postgres, SqliteFile, parse

_READERS = 4
_SERVER_POOL = 5
_BUSY_MS = 10_000
_ASK_AGAIN_MS = 2
_ROWS_ON_FILE = 2_000
_ROWS_ON_SERVER = 20_000
_PATIENCE_S = 30
_WAL_KEPT_BYTES = 64 * 1024 * 1024
_JSON: dict[str, Any] = {"json_serializer": encode, "json_deserializer": decode}


class SqlDatabase:
    """ports.Database on SQLite or PostgreSQL. Migrate first (storage.migrate): this class creates no tables.

    On SQLite, all writes of this process use one connection, begun IMMEDIATE, so that data read in a writing unit of
    work is still valid when it writes. Four more connections read concurrently.
    """

    def __init__(self, url: str, *, token_keys: Sequence[str] = (), loader: bool = False) -> None:
        """Create the private file without opening a connection. Raises NotADatabaseUrl, BadTokenKey.

        `loader`: the process is a command next to a running bot, and leaves checkpoints of the write-ahead log to the
        bot.
        """
        self._vault = Vault(token_keys)
        self._url, self._address = url, (address := parse(url))
        self._checkpoints = isinstance(address, SqliteFile) and not loader
        match address:
            case SqliteFile():
                create_private(address.path)
                self._writer = _sqlite_writer(address, loader=loader)
                self._reader = _sqlite_reader(address)
            case Postgres():
                self._writer = _postgres(address)
                # One snapshot for the whole unit of work, as on SQLite.
                self._reader = self._writer.execution_options(
                    isolation_level="REPEATABLE READ", postgresql_readonly=True
                )
        self._writing = async_sessionmaker(self._writer, class_=Session, expire_on_commit=False)
        self._reading = async_sessionmaker(self._reader, class_=Session, expire_on_commit=False)
        self._writers, self._readers = (asyncio.Semaphore(n) for n in _places(address))

    @asynccontextmanager
    async def write(self) -> AsyncIterator[SqlUnitOfWork]:
        """A unit of work that may write. Without `commit`, it is rolled back.

        Raises TimeoutError after waiting 30 s for its turn, for example for a writing unit of work inside another
        one.
        """
        async with _turn(self._writers), self._writing() as session:
            yield SqlUnitOfWork(session, self._vault, writing=True)

    @asynccontextmanager
    async def read(self) -> AsyncIterator[SqlUnitOfWork]:
        """A unit of work on one snapshot, concurrent with any writer. The database rejects writes in it."""
        async with _turn(self._readers), self._reading() as session:
            yield SqlUnitOfWork(session, self._vault, writing=False)

    @asynccontextmanager
    async def loading(self) -> AsyncIterator[None]:
        """Hold the lock that makes this the only loader of the database across processes.

        Waits for the current holder.
        """
        if not isinstance(self._address, SqliteFile):
            async with one_loader_of_server(self._writer):
                yield
            return
        async with one_loader_of_file(self._address.path):
            await self._pragma(
                "synchronous=NORMAL"
            )  # a power failure may lose staged rows, but can't corrupt the file
            try:
                yield
            finally:
                await self._pragma("synchronous=FULL")
                await self._commit_something()
                await self._fold()

    @property
    def at_once(self) -> int:
        """SQLite has one writer: 2,000 rows block others for about 15 ms. On PostgreSQL, no one waits."""
        return _ROWS_ON_FILE if isinstance(self._address, SqliteFile) else _ROWS_ON_SERVER

    async def ping(self) -> None:
        """Read a row. Raises SQLAlchemyError if the database is unreachable or was never migrated."""
        async with self._reader.connect() as connection:
            await connection.execute(sa.select(GENERATION))  # SQLite answers SELECT 1 without its file

    async def checkpoint(self) -> None:
        """Move SQLite's write-ahead log into the file, as far as readers allow. The bot calls this now and then."""
        if self._checkpoints:
            await self._pragma("wal_checkpoint(PASSIVE)")

    async def close(self) -> None:
        """Close every connection. In the bot, first merge the log into the file."""
        await self._reader.dispose()
        if self._checkpoints:
            await self._pragma("wal_checkpoint(TRUNCATE)")
        await self._writer.dispose()

    async def _fold(self) -> None:
        """If no bot is running to do it, merge the log into the file. A bot that starts in the meantime waits."""
        try:
            with only_bot(self._url, patience_s=0):
                await self._pragma("wal_checkpoint(TRUNCATE)")
        except AnotherBotRuns:
            return

    async def _commit_something(self) -> None:
        """Make a commit that is flushed to disk, together with everything before it in the log."""
        async with self._writer.begin() as connection:
            await connection.execute(sa.update(GENERATION).values(value=GENERATION.c.value))

    async def _pragma(self, pragma: str) -> None:
        async with self._writer.connect() as connection:
            driver = (await connection.get_raw_connection()).driver_connection
            if not isinstance(driver, aiosqlite.Connection):
                raise TypeError("only SQLite has pragmas")
            async with driver.execute(f"PRAGMA {pragma}"):
                pass  # begin no transaction: a checkpoint inside one is rejected


@asynccontextmanager
async def _turn(places: asyncio.Semaphore) -> AsyncIterator[None]:
    """Wait for a connection here, where a task can be canceled. In the pool, its statement would have to finish."""
    async with asyncio.timeout(_PATIENCE_S):
        await places.acquire()
    try:
        yield
    finally:
        places.release()


def _places(address: Address) -> tuple[int, int]:
    """How many units of work may write and read at once."""
    return (1, _READERS) if isinstance(address, SqliteFile) else (_SERVER_POOL, _SERVER_POOL)


def _sqlite_writer(address: SqliteFile, *, loader: bool) -> AsyncEngine:
    pragmas = [
        f"busy_timeout={_BUSY_MS}",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        f"journal_size_limit={_WAL_KEPT_BYTES}",
        f"busy_timeout={_ASK_AGAIN_MS}",
    ]
    if loader:
        # SQLite before 3.51.3 can corrupt a log that two connections reset at once, so only the bot resets
        # it.
        pragmas.append("wal_autocheckpoint=0")
    return _sqlite(address, pragmas, begin="BEGIN IMMEDIATE", connections=1)


def _sqlite_reader(address: SqliteFile) -> AsyncEngine:
    pragmas = [f"busy_timeout={_BUSY_MS}", "query_only=ON"]
    return _sqlite(address, pragmas, begin="BEGIN", connections=_READERS)


def _sqlite(address: SqliteFile, pragmas: Sequence[str], *, begin: str, connections: int) -> AsyncEngine:
    engine = create_async_engine(
        sa.URL.create("sqlite+aiosqlite", database=str(address.path)),
        poolclass=AsyncAdaptedQueuePool,
        pool_size=connections,
        max_overflow=0,
        connect_args={"isolation_level": None},  # the driver begins no transaction; `begin` below does
        **_JSON,
    )

    def prepare(connection: Any, _record: object) -> None:
        cursor = connection.cursor()
        for pragma in pragmas:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    def start(connection: sa.Connection) -> None:
        cursor = connection.connection.cursor()
        try:
            _patiently(cursor.execute, begin)
        finally:
            cursor.close()

    event.listen(engine.sync_engine, "connect", prepare)
    event.listen(engine.sync_engine, "begin", start)
    return engine


def _patiently(execute: Callable[[str], object], begin: str) -> None:
    """Begin a transaction. Wait for the one before it, but at most _BUSY_MS.

    SQLite's own wait retries after 1, 2, 5, 10 and up to 100 ms. During a load, which leaves only short gaps between
    its transactions, every hundredth write waited 190 ms. Retrying every 2 ms, it waits for one transaction.
    """
    until = time.monotonic() + _BUSY_MS / 1_000
    while True:
        try:
            execute(begin)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
        else:
            return


def _postgres(address: Postgres) -> AsyncEngine:
    url = sa.make_url(address.libpq).set(drivername="postgresql+psycopg")
    return create_async_engine(
        url, pool_pre_ping=True, pool_size=_SERVER_POOL, max_overflow=_SERVER_POOL, **_JSON
    )
