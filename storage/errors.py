"""What can go wrong around the database, as data. The command line turns each into a sentence."""

from dataclasses import dataclass
from pathlib import Path

from bot.domain.errors import CodeDeskError


@dataclass
class NotADatabaseUrl(CodeDeskError):
    """DATABASE_URL is of no form that is known. Only the scheme is kept: the rest may hold a password."""

    scheme: str


@dataclass
class AnotherBotRuns(CodeDeskError):
    """A bot holds the lock beside this SQLite file; `lock` is the lock file."""

    lock: Path


@dataclass
class NotForPostgres(CodeDeskError):
    """A job for PostgreSQL's own tools: `task` is 'backup' (pg_dump) or 'restore' (pg_restore)."""

    task: str


@dataclass
class AlreadyThere(CodeDeskError):
    """The file that a backup was to be written to exists; nothing was overwritten."""

    path: Path


@dataclass
class NoDatabase(CodeDeskError):
    """No database file stands at `path`."""

    path: Path


@dataclass
class NotOurBackup(CodeDeskError):
    """The file is no intact CodeDesk database of a version that this program knows.

    `why` is one of 'not codedesk', 'damaged', 'unknown version'; `revision` is the version found.
    """

    path: Path
    why: str
    revision: str | None = None


@dataclass
class InUse(CodeDeskError):
    """Another program has the database file open, so it cannot be replaced."""

    path: Path


@dataclass
class BrokenReferences(CodeDeskError):
    """After a migration rows point at rows that are not there; the migration was rolled back."""

    tables: tuple[str, ...]


@dataclass
class NoTokenKeys(CodeDeskError):
    """Tokens are to be kept but CODEDESK_TOKEN_KEYS is not set."""


@dataclass
class BadTokenKey(CodeDeskError):
    """The key at `position` (0: the first) in CODEDESK_TOKEN_KEYS is no Fernet key; it is not repeated."""

    position: int


@dataclass
class TokenUnreadable(CodeDeskError):
    """None of the keys opens the token kept for `workspace`."""

    workspace: str
