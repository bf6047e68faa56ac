"""Writing a file so that a reader sees the old one or the new one, never half of it."""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile

from filelock import FileLock, Timeout

_unfinished: set[Path] = set()


def write_atomically(path: Path, parts: Iterable[bytes]) -> None:
    """Write `parts` to a neighbour of `path` (mode 0600), flush it to the disk, and rename it there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
        _unfinished.add(Path(file.name))
        try:
            file.writelines(parts)
            file.flush()
            os.fsync(file.fileno())
            Path(file.name).replace(path)
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise
        finally:
            _unfinished.discard(Path(file.name))
    _flush_folder(path.parent)


def take_away_unfinished() -> None:
    """For a process that ends at once: nobody else knows what it was writing."""
    for path in _unfinished:
        path.unlink(missing_ok=True)


@contextmanager
def one_at_a_time(folder: Path) -> Iterator[None]:
    """Hold `folder` while books are made in it: a second maker waits, and then finds them there."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with FileLock(folder / ".making.lock", mode=0o600):
        yield


def are_being_made(folder: Path) -> bool:
    """Whether somebody holds `folder` right now."""
    try:
        with FileLock(folder / ".making.lock", timeout=0, mode=0o600):
            return False
    except (Timeout, FileNotFoundError):
        return folder.exists()


def _flush_folder(folder: Path) -> None:
    """The rename itself lies in the folder; Windows has no way to flush one."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
