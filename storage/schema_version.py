"""The version of a database. Imports neither SQLAlchemy nor Alembic, because every start checks it first."""

import sqlite3
from contextlib import closing
from pathlib import Path

from storage.urls import Postgres, SqliteFile, parse

MIGRATIONS = Path(__file__).parent / "migrations"
BUSY_S = 30.0


def revisions(scripts: Path = MIGRATIONS) -> tuple[str, ...]:
    """All known versions, oldest first: the number prefixes of the files in versions/."""
    return tuple(sorted(f.name.partition("_")[0] for f in (scripts / "versions").glob("[0-9]*.py")))


def head(scripts: Path = MIGRATIONS) -> str:
    """The newest version that this program knows."""
    return revisions(scripts)[-1]


def current(url: str) -> str | None:
    """The version of the database; None if it has none yet or there is no file."""
    match parse(url):
        case SqliteFile(path):
            return _current_sqlite(path)
        case Postgres(libpq):
            return _current_postgres(libpq)


def is_current(url: str) -> bool:
    """Whether the database is at `head()`. Takes a few milliseconds."""
    return current(url) == head()


def version_in(connection: sqlite3.Connection) -> str | None:
    """The version in an open SQLite database; None if there is none."""
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone():
        return None
    row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return str(row[0]) if row else None


def _current_sqlite(path: Path) -> str | None:
    if not path.exists():
        return None
    with closing(sqlite3.connect(path, timeout=BUSY_S)) as connection:
        connection.execute("PRAGMA query_only=ON")
        return version_in(connection)


def _current_postgres(libpq: str) -> str | None:
    import psycopg  # noqa: PLC0415 - 70 ms, and few teams use PostgreSQL

    with psycopg.connect(libpq) as connection:
        found = connection.execute("SELECT to_regclass('alembic_version')").fetchone()
        if found is None or found[0] is None:
            return None
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        return str(row[0]) if row else None
