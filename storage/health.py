"""What `codedesk doctor` tells about the database: facts only, the sentences are the command line's."""

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
    """`kind` is 'sqlite' or 'postgresql'. What cannot be known, or is the other database's, is None.

    `problem` names the exception that met the attempt to reach it, never its text, which may hold a password.
    `mode` are the file's permission bits, `free_bytes` is what its disk has left, `version` the server's or
    library's.
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
        """Whether the database stands at the version that this program wants."""
        return self.revision == self.head

    @property
    def private(self) -> bool:
        """Whether nobody but its owner can read the file; a server looks after that itself."""
        return self.mode is None or self.mode & ~PRIVATE == 0


def look(url: str) -> Health:
    """The state of the database behind `url`. Blocks for up to a few seconds; makes nothing, changes nothing.

    Raises NotADatabaseUrl; a database that cannot be reached is a finding.
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
