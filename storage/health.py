"""Facts about the database for `codedesk doctor`. The command line words them."""

import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from storage.files import PRIVATE
from storage.schema_version import current, head
from storage.urls import Postgres, SqliteFile, parse


@dataclass(frozen=True, slots=True)
class Health:
    """`kind` is 'sqlite' or 'postgresql'. A value that is unknown, or applies only to the other kind, is None.

    `problem` names the exception raised on connecting, never its text, which may hold a password. `mode` has the
    file's permission bits, `free_bytes` the free space on its disk, and `version` the version of the server or
    library.
    """

    kind: str
    reachable: bool
    revision: str | None
    head: str
    problem: str | None = None
    version: str | None = None
    path: Path | None = None
    mode: int | None = None
    free_bytes: int | None = None
    journal_mode: str | None = None

    @property
    def migrated(self) -> bool:
        """Whether the database is at this program's version."""
        return self.revision == self.head

    @property
    def private(self) -> bool:
        """Whether only its owner can read the file. A server manages this itself."""
        return self.mode is None or self.mode & ~PRIVATE == 0


def look(url: str) -> Health:
    """The state of the database at `url`. Blocks for up to a few seconds; creates and changes nothing.

    Raises NotADatabaseUrl. An unreachable database is a finding, not an error.
    """
    match parse(url):
        case SqliteFile(path):
            return _sqlite(url, path)
        case Postgres(libpq):
            return _postgres(url, libpq)


def _sqlite(url: str, path: Path) -> Health:
    there = next(p for p in (path, *path.absolute().parents) if p.exists())
    health = Health(
        "sqlite",
        reachable=False,
        revision=None,
        head=head(),
        version=sqlite3.sqlite_version,
        path=path,
        free_bytes=shutil.disk_usage(there).free,
    )
    if not path.exists():
        return replace(health, problem="FileNotFoundError")
    health = replace(health, mode=path.stat().st_mode & 0o777)
    try:
        with closing(sqlite3.connect(path, timeout=3)) as connection:
            journal = connection.execute("PRAGMA journal_mode").fetchone()[0]
        return replace(health, reachable=True, journal_mode=str(journal), revision=current(url))
    except sqlite3.Error as error:
        return replace(health, problem=type(error).__name__)


def _postgres(url: str, libpq: str) -> Health:
    import psycopg  # noqa: PLC0415 - 70 ms, and few teams use PostgreSQL

    health = Health("postgresql", reachable=False, revision=None, head=head())
    try:
        with psycopg.connect(libpq, connect_timeout=3) as connection:
            version = connection.info.server_version
        major, minor = divmod(version, 10_000)
        return replace(health, reachable=True, version=f"{major}.{minor}", revision=current(url))
    except psycopg.Error as error:
        return replace(health, problem=type(error).__name__)
