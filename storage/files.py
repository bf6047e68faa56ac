"""Create the database file, private from the start."""

import os
from pathlib import Path

PRIVATE = 0o600
_PRIVATE_DIRECTORY = 0o700


def create_private(path: Path) -> None:
    """Create an empty file that only its owner may read, and its directory, if they do not exist.

    SQLite gives -wal and -shm the mode of the database file, so they are private too.
    """
    make_directory(path.parent)
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, PRIVATE))
    except FileExistsError:
        return


def make_directory(path: Path) -> None:
    """Create a directory that only its owner may enter, if it does not exist."""
    path.mkdir(mode=_PRIVATE_DIRECTORY, parents=True, exist_ok=True)


def sync(path: Path) -> None:
    """Flush a file or a directory's entries to disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
