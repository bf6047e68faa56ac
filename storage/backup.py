"""Back up a consistent copy of a SQLite database while the bot runs, and restore it. Both block: use a thread.

A plain copy of the file is not a backup: under load, 5 out of 5 copies were damaged.
"""

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from storage.errors import AlreadyThere, InUse, NoDatabase, NotForPostgres, NotOurBackup
from storage.files import make_directory, sync
from storage.lock import only_bot
from storage.migrate import APPLICATION_ID
from storage.schema_version import revisions, version_in
from storage.urls import SqliteFile, parse

_BUSY_S = 10.0


def backup(url: str, target: Path) -> None:
    """Write a copy of the current database to `target`, mode 0600. It appears there complete or not at all.

    Raises AlreadyThere, NoDatabase, NotForPostgres, sqlite3.Error, OSError.
    """
    source = _existing(url, "backup")
    if target.exists():
        raise AlreadyThere(target)
    with _draft(target) as draft:
        with closing(
            sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True, timeout=_BUSY_S)
        ) as live:
            live.execute("VACUUM INTO ?", (str(draft),))
        _tidy(source)
        sync(draft)
        try:
            os.link(draft, target)  # unlike a rename, this never replaces a file created in the meantime
        except FileExistsError:
            raise AlreadyThere(target) from None
    sync(target.parent)


def restore(url: str, source: Path, *, now: datetime | None = None) -> Path | None:
    """Replace the database with the backup `source`. Returns the path where the old one was kept, or None.

    `source` may be of an older version: upgrade afterward. Raises AnotherBotRuns while a bot uses the database, InUse
    while another program does, NotOurBackup, NoDatabase if `source` is missing, NotForPostgres.
    """
    address = parse(url)
    if not isinstance(address, SqliteFile):
        raise NotForPostgres("restore")
    if not source.is_file():
        raise NoDatabase(source)
    path = address.path.resolve()
    stamp = (now or datetime.now(UTC)).astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    kept = path.with_name(f"{path.name}.before-restore-{stamp}")
    make_directory(path.parent)
    with only_bot(url), _draft(path) as draft:
        shutil.copyfile(source, draft)
        _check(draft, source)
        _prepare(draft, after=_generation(path))
        old = _put_aside(path, kept)
        draft.replace(path)
        sync(path.parent)
    return old


def _tidy(database: Path) -> None:
    """Remove the empty log that a read-only connection leaves.

    If no bot runs, a connection that may write removes it.
    """
    with suppress(sqlite3.OperationalError), closing(sqlite3.connect(database, timeout=0)) as connection:
        connection.execute("SELECT 1 FROM sqlite_master").fetchone()


def _existing(url: str, task: str) -> Path:
    address = parse(url)
    if not isinstance(address, SqliteFile):
        raise NotForPostgres(task)
    if not address.path.is_file():
        raise NoDatabase(address.path)
    return address.path


@contextmanager
def _draft(target: Path) -> Iterator[Path]:
    """Create an empty private file (mkstemp makes it 0600) next to `target`. It is deleted afterward unless moved."""
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".part")
    os.close(handle)
    try:
        yield Path(name)
    finally:
        for left in (name, f"{name}-wal", f"{name}-shm", f"{name}-journal"):
            with suppress(FileNotFoundError):
                Path(left).unlink()


def _check(draft: Path, source: Path) -> None:
    """Check our own copy, which no one can change between the check and its use."""
    try:
        with closing(sqlite3.connect(draft, isolation_level=None)) as copy:
            if copy.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
                raise NotOurBackup(source, "not codedesk")
            if copy.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
                raise NotOurBackup(source, "damaged")
            revision = version_in(copy)
    except sqlite3.DatabaseError:
        raise NotOurBackup(source, "damaged" if _is_sqlite(draft) else "not codedesk") from None
    if revision not in revisions():
        raise NotOurBackup(source, "unknown version", revision)


def _is_sqlite(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(16) == b"SQLite format 3\0"


def _prepare(draft: Path, *, after: int) -> None:
    """Prepare the copy for use.

    It gets a new generation, so that an index of the replaced database does not match it.
    """
    with closing(sqlite3.connect(draft, isolation_level=None)) as copy:
        copy.execute("PRAGMA journal_mode=WAL")
        copy.execute("UPDATE generation SET value = max(value, ?) + 1", (after,))
    sync(draft)


def _generation(path: Path) -> int:
    """The generation of the database to be replaced; 0 if it is too damaged to read."""
    if not path.exists():
        return 0
    with suppress(sqlite3.Error), closing(sqlite3.connect(path, timeout=_BUSY_S)) as old:
        return int(old.execute("SELECT max(value) FROM generation").fetchone()[0] or 0)
    return 0


def _put_aside(path: Path, kept: Path) -> Path | None:
    """Keep the old database under another name, with its log merged. `path` always exists in the meantime."""
    if not path.exists():
        return None
    if kept.exists():
        raise AlreadyThere(kept)
    _fold_log(path)
    for suffix in (
        "-wal",
        "-shm",
    ):  # they exist only if the old database is damaged; never leave them next to the new one
        with suppress(FileNotFoundError):
            path.with_name(path.name + suffix).rename(kept.with_name(kept.name + suffix))
    os.link(path, kept)
    return kept


def _fold_log(path: Path) -> None:
    """Merge the log. Leaving WAL mode needs exclusive access, so this detects another program with the file open."""
    try:
        with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as old:
            old.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise InUse(path) from None
    except sqlite3.DatabaseError:
        return  # damaged: keep it unchanged, with its log
