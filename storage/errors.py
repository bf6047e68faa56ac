"""Database errors, as data. The command line turns each into a sentence."""

from dataclasses import dataclass
from pathlib import Path

from bot.domain.errors import CodeDeskError


@dataclass
class NotADatabaseUrl(CodeDeskError):
    """DATABASE_URL has no known form. Only the scheme is kept, because the rest may hold a password."""

    scheme: str


@dataclass
class AnotherBotRuns(CodeDeskError):
    """A bot holds the lock next to this SQLite file; `lock` is the lock file."""

    lock: Path


@dataclass
class NotForPostgres(CodeDeskError):
    """A job for PostgreSQL's own tools: `task` is 'backup' (pg_dump) or 'restore' (pg_restore)."""

    task: str


@dataclass
class AlreadyThere(CodeDeskError):
    """The target file of a backup already exists. Nothing was overwritten."""

    path: Path


@dataclass
class NoDatabase(CodeDeskError):
    """There is no database file at `path`."""

    path: Path


@dataclass
class NotOurBackup(CodeDeskError):
    """The file is not an intact CodeDesk database of a version that this program knows.

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
    """After a migration, rows refer to missing rows. The migration was rolled back."""

    tables: tuple[str, ...]


@dataclass
class NoTokenKeys(CodeDeskError):
    """A token must be stored, but CODEDESK_TOKEN_KEYS is not set."""


@dataclass
class BadTokenKey(CodeDeskError):
    """The key at `position` (0: the first) in CODEDESK_TOKEN_KEYS is not a Fernet key. The key itself is left out."""

    position: int


@dataclass
class TokenUnreadable(CodeDeskError):
    """None of the keys decrypts the token stored for `workspace`."""

    workspace: str
