"""Allow one bot at a time on a SQLite file. PostgreSQL allows any number and needs no lock."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from storage.errors import AnotherBotRuns
from storage.files import PRIVATE, make_directory
from storage.urls import SqliteFile, parse


@contextmanager
def only_bot(url: str, *, patience_s: float = 2) -> Iterator[None]:
    """Hold the database while the block runs. Raises AnotherBotRuns if another bot holds it.

    The patience is for a loader, which holds it briefly when no bot runs. The operating system releases the lock when
    the process ends, even if it is killed. The lock file stays, empty.
    """
    address = parse(url)
    if not isinstance(address, SqliteFile):
        yield
        return
    path = lock_file(address.path)
    make_directory(path.parent)
    lock = FileLock(path, timeout=patience_s, mode=PRIVATE, thread_local=False)
    try:
        lock.acquire()
    except Timeout:
        raise AnotherBotRuns(path) from None
    try:
        yield
    finally:
        lock.release()


def lock_file(database: Path) -> Path:
    """The file next to the database. Links are resolved, so that two names of one file share one lock."""
    real = database.resolve()
    return real.with_name(f"{real.name}.lock")
