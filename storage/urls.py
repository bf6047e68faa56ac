"""Parse DATABASE_URL without heavy imports, to keep a start and the lock fast."""

from dataclasses import dataclass, field
from pathlib import Path

from storage.errors import NotADatabaseUrl

_SQLITE = ("sqlite+aiosqlite", "sqlite")
_POSTGRES = ("postgresql+psycopg", "postgresql", "postgres")


@dataclass(frozen=True, slots=True)
class SqliteFile:
    """A SQLite database in the file `path`, relative to the working directory."""

    path: Path


@dataclass(frozen=True, slots=True)
class Postgres:
    """A PostgreSQL database. `libpq` is the URL for psycopg. It may hold a password, so it is left out of the repr."""

    libpq: str = field(repr=False)


Address = SqliteFile | Postgres


def parse(url: str) -> Address:
    """Parse a DATABASE_URL: `sqlite+aiosqlite:///var/codedesk.db`, `postgresql+psycopg://...`.

    `sqlite:///`, `postgresql://` and `postgres://` are also accepted. Raises NotADatabaseUrl for anything else, for
    options after a SQLite path, and for SQLite in memory, which connections cannot share.
    """
    scheme, sep, rest = url.strip().partition("://")
    if sep and rest and scheme in _POSTGRES:
        return Postgres(f"postgresql://{rest}")
    path = rest.removeprefix("/")
    if scheme not in _SQLITE or path == rest or not path or "?" in path or path == ":memory:":
        raise NotADatabaseUrl(scheme if sep else "")
    return SqliteFile(Path(path))
