"""Write a file atomically: a reader sees the old or the new content, never a mix."""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile

from filelock import FileLock, Timeout

_LOCK = ".building.lock"
_unfinished: set[Path] = set()


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """An empty file next to `path` (mode 0600) to write to. On exit it is flushed to disk and renamed to `path`.

    On an exception it is removed, and `path` is unchanged.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
        unfinished = Path(file.name)
        _unfinished.add(unfinished)
    try:
        yield unfinished
        _flush(unfinished)
        unfinished.replace(path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    finally:
        _unfinished.discard(unfinished)
    _flush_folder(path.parent)


def write_atomically(path: Path, parts: Iterable[bytes]) -> None:
    """Write `parts` to `path`, completely or not at all."""
    with replacing(path) as unfinished, unfinished.open("wb") as file:
        file.writelines(parts)


def remove_unfinished() -> None:
    """Remove unfinished files, for a process that ends at once. No other process knows them."""
    for path in _unfinished:
        path.unlink(missing_ok=True)


@contextmanager
def building(folder: Path) -> Iterator[None]:
    """Hold `folder` while files are built in it. A second builder waits, then finds them there."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with FileLock(folder / _LOCK, mode=0o600):
        yield


def is_building(folder: Path) -> bool:
    """Whether a builder holds `folder` now."""
    try:
        with FileLock(folder / _LOCK, timeout=0, mode=0o600):
            return False
    except (Timeout, FileNotFoundError):
        return folder.exists()


def _flush(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _flush_folder(folder: Path) -> None:
    """Flush the folder, which stores the rename. Windows has no way to do that."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
