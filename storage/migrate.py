"""Migrate a database to a version. All functions block: in async code, use `asyncio.to_thread`."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from storage.errors import BrokenReferences
from storage.files import create_private
from storage.schema_version import BUSY_S, MIGRATIONS
from storage.urls import Address, Postgres, SqliteFile, parse

APPLICATION_ID = int.from_bytes(b"CDsk", "big")
"""Written into the header of each SQLite file, to tell a backup from other databases."""

_LOCK = 0x436F6465  # PostgreSQL's advisory lock that lets one process migrate at a time


def upgrade(url: str, revision: str = "head", *, scripts: Path = MIGRATIONS) -> None:
    """Migrate up to `revision` in one transaction: completely or not at all.

    If two processes call it at once, one waits for the other. Raises BrokenReferences, and the driver's errors.
    """
    with _migrating(parse(url), scripts) as config:
        command.upgrade(config, revision)


def downgrade(url: str, revision: str, *, scripts: Path = MIGRATIONS) -> None:
    """Migrate down to `revision` ('base': to an empty database), like `upgrade`."""
    with _migrating(parse(url), scripts) as config:
        command.downgrade(config, revision)


@contextmanager
def _migrating(address: Address, scripts: Path) -> Iterator[Config]:
    engine = _engine(address)
    try:
        with engine.begin() as connection:
            if isinstance(address, Postgres):
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
            config = Config(attributes={"connection": connection})
            config.set_main_option("script_location", str(scripts).replace("%", "%%"))
            config.set_main_option("path_separator", "os")
            yield config
            if isinstance(address, SqliteFile):
                _finish_sqlite(connection)
    finally:
        engine.dispose()


def _finish_sqlite(connection: sa.Connection) -> None:
    broken = sorted({str(row[0]) for row in connection.exec_driver_sql("PRAGMA foreign_key_check")})
    if broken:
        raise BrokenReferences(tuple(broken))
    connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")


def _engine(address: Address) -> sa.Engine:
    if isinstance(address, Postgres):
        return sa.create_engine(sa.make_url(address.libpq).set(drivername="postgresql+psycopg"))
    create_private(address.path)
    engine = sa.create_engine(
        sa.URL.create("sqlite", database=str(address.path)),
        poolclass=sa.NullPool,
        connect_args={"isolation_level": None, "timeout": BUSY_S},
    )

    def prepare(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA wal_autocheckpoint=0")  # a bot may be running: see storage/engine.py
        # With foreign keys on, rebuilding a parent table would empty its cascading children.
        connection.execute("PRAGMA foreign_keys=OFF")

    def start(connection: sa.Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    sa.event.listen(engine, "connect", prepare)
    sa.event.listen(engine, "begin", start)
    return engine
