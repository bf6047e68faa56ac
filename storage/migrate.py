"""Bring a database to a version. All of it blocks: from async code, by `asyncio.to_thread`.

Asking for the version touches neither SQLAlchemy nor Alembic, so that an up-to-date bot starts without them.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from storage.errors import BrokenReferences
from storage.files import create_private
from storage.urls import Address, Postgres, SqliteFile, parse

if TYPE_CHECKING:
    import sqlalchemy as sa
    from alembic.config import Config

MIGRATIONS = Path(__file__).parent / "migrations"
APPLICATION_ID = int.from_bytes(b"CDsk", "big")
"""Written into the head of every SQLite file of ours, so that a backup is told from other databases."""

_LOCK = 0x436F6465  # PostgreSQL's advisory lock that lets one process migrate at a time
_BUSY_S = 30.0


def revisions(scripts: Path = MIGRATIONS) -> tuple[str, ...]:
    """All known versions, oldest first: the numbers that the files in versions/ begin with."""
    return tuple(sorted(f.name.partition("_")[0] for f in (scripts / "versions").glob("[0-9]*.py")))


def head(scripts: Path = MIGRATIONS) -> str:
    """The newest version that this program knows."""
    return revisions(scripts)[-1]


def current(url: str) -> str | None:
    """The version that the database stands at; None where it has none yet or no file is there."""
    match parse(url):
        case SqliteFile(path):
            return _current_sqlite(path)
        case Postgres(libpq):
            return _current_postgres(libpq)


def is_current(url: str) -> bool:
    """Whether the database stands at `head()`: a few milliseconds."""
    return current(url) == head()


def upgrade(url: str, revision: str = "head", *, scripts: Path = MIGRATIONS) -> None:
    """Migrate up to `revision` in one transaction, so that it happens wholly or not at all.

    Two processes may ask at once: one waits for the other. Raises BrokenReferences, and the driver's errors.
    """
    from alembic import command  # noqa: PLC0415 - a second that only a migration should pay

    with _migrating(parse(url), scripts) as config:
        command.upgrade(config, revision)


def downgrade(url: str, revision: str, *, scripts: Path = MIGRATIONS) -> None:
    """Migrate down to `revision` ('base': to an empty database), as `upgrade` does."""
    from alembic import command  # noqa: PLC0415

    with _migrating(parse(url), scripts) as config:
        command.downgrade(config, revision)


def version_in(connection: sqlite3.Connection) -> str | None:
    """The version in an open SQLite database; None where there is none."""
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone():
        return None
    row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return str(row[0]) if row else None


def _current_sqlite(path: Path) -> str | None:
    if not path.exists():
        return None
    with closing(sqlite3.connect(path, timeout=_BUSY_S)) as connection:
        connection.execute("PRAGMA query_only=ON")
        return version_in(connection)


def _current_postgres(libpq: str) -> str | None:
    import psycopg  # noqa: PLC0415 - most teams never need it

    with psycopg.connect(libpq) as connection:
        found = connection.execute("SELECT to_regclass('alembic_version')").fetchone()
        if found is None or found[0] is None:
            return None
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        return str(row[0]) if row else None


@contextmanager
def _migrating(address: Address, scripts: Path) -> "Iterator[Config]":
    from alembic.config import Config  # noqa: PLC0415

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


def _finish_sqlite(connection: "sa.Connection") -> None:
    broken = sorted({str(row[0]) for row in connection.exec_driver_sql("PRAGMA foreign_key_check")})
    if broken:
        raise BrokenReferences(tuple(broken))
    connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")


def _engine(address: Address) -> "sa.Engine":
    import sqlalchemy as sa  # noqa: PLC0415

    if isinstance(address, Postgres):
        return sa.create_engine(sa.make_url(address.libpq).set(drivername="postgresql+psycopg"))
    create_private(address.path)
    engine = sa.create_engine(
        sa.URL.create("sqlite", database=str(address.path)),
        poolclass=sa.NullPool,
        connect_args={"isolation_level": None, "timeout": _BUSY_S},
    )

    def prepare(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA wal_autocheckpoint=0")  # a bot may run beside: see storage/engine.py
        # With them on, rebuilding a parent table would empty its cascading children.
        connection.execute("PRAGMA foreign_keys=OFF")

    def start(connection: sa.Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    sa.event.listen(engine, "connect", prepare)
    sa.event.listen(engine, "begin", start)
    return engine
