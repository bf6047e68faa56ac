"""The open edition and search index files. A file is opened at first use; the least recently used is closed first."""

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Generic, TypeVar

from bot.built_files.search_index import IndexFile
from bot.domain.codes.edition_file import EditionFault, UnusableEdition
from bot.domain.codes.search.index import Index
from bot.logs import LogEvent, get_logger
from bot.services.library.paths import LibraryPaths
from bot.services.ports.editions import EditionFile, EditionStore

MOST_EDITIONS = 48
"""The most editions open at a time. With one index each, this is 64 file handles of the usual 1,024 (256 on a Mac). A
question about one code needs two editions, a claim needs eight."""
MOST_INDEXES = 16
"""The most indexes open at a time. An open index keeps its vocabulary in memory, up to four megabytes."""
_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 1.0, 60.0

_ALL = "*"
"""Marks a problem that affects all files: no file opens when the file handles are used up."""

_T = TypeVar("_T")
_log = get_logger("library")


@dataclass(frozen=True, slots=True)
class LibraryProblem:
    """Why a file cannot be opened, and since when (time.monotonic). `file` is its name, which is a digest."""

    fault: EditionFault
    file: str
    since: float


@dataclass(frozen=True, slots=True)
class _Pause:
    """No new attempt before `again_at`. Each failure doubles `seconds`."""

    problem: LibraryProblem
    seconds: float
    again_at: float


class EditionCache:
    """Opens files by their digests. Thread-safe. A file is never closed while an answer uses it."""

    def __init__(
        self,
        paths: LibraryPaths,
        store: EditionStore,
        *,
        most_editions: int = MOST_EDITIONS,
        most_indexes: int = MOST_INDEXES,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.paths = paths
        self._store = store
        self._editions = _RecentlyUsed(self._open_edition, most_editions, self._edition_dropped)
        self._indexes = _RecentlyUsed(self._open_index, most_indexes)
        self.epoch = 0
        """Increases each time an edition is closed."""
        self._clock = clock
        self._paused: dict[str, _Pause] = {}
        self.needs_building = False
        """Whether a file was missing or damaged since this was last set to False, so the worker must build it."""

    @property
    def problem(self) -> LibraryProblem | None:
        """The current problem that rebuilding cannot fix; None if every file opens."""
        return next((pause.problem for pause in list(self._paused.values())), None)

    def edition(self, digest: str) -> EditionFile:
        """Return the open edition file. Raises UnusableEdition."""
        return self._editions.get(digest)

    def index(self, digest: str) -> Index:
        """Return the search index, ready to use. Raises UnusableEdition."""
        return self._indexes.get(digest)

    def close_all(self) -> None:
        """Close every file that is not in use. The next request opens it again."""
        self._editions.clear()
        self._indexes.clear()

    @property
    def open_files(self) -> int:
        """The number of open files."""
        return len(self._editions) + len(self._indexes)

    def discard_damaged(self) -> bool:
        """Remove the files that were found damaged, so the worker rebuilds them. Returns whether there were any."""
        damaged = [edition for edition in self._editions.values() if edition.damaged]
        for digest in self._editions.keys_of(damaged):
            self._editions.drop(digest)
            self._discard(self.paths.edition(digest), UnusableEdition(EditionFault.DAMAGED, digest))
        return bool(damaged)

    def _edition_dropped(self) -> None:
        self.epoch += 1

    def _open_edition(self, digest: str) -> EditionFile:
        return self._opened(self.paths.edition(digest), self._store.open)

    def _open_index(self, digest: str) -> Index:
        return self._opened(self.paths.index(digest), lambda path: IndexFile(path).index)

    def _opened(self, path: Path, opening: Callable[[Path], _T]) -> _T:
        for key in (_ALL, path.name):
            paused = self._paused.get(key)
            if paused and self._clock() < paused.again_at:  # it failed a moment ago
                raise UnusableEdition(paused.problem.fault, path.name)
        try:
            opened = self._open_with_room(path, opening)
        except UnusableEdition as error:
            self._failed(path, error)
            raise
        for key in (_ALL, path.name):
            self._paused.pop(key, None)
        return opened

    def _open_with_room(self, path: Path, opening: Callable[[Path], _T]) -> _T:
        try:
            return opening(path)
        except UnusableEdition as error:
            if error.fault is not EditionFault.TOO_MANY_OPEN or not self.open_files:
                raise
        self.close_all()  # other code uses up the file handles: free some once
        return opening(path)

    def _failed(self, path: Path, error: UnusableEdition) -> None:
        if error.fault.mended_by_building:
            self._discard(path, error)
            return
        key = _ALL if error.fault is EditionFault.TOO_MANY_OPEN else path.name
        before, now = self._paused.get(key), self._clock()
        seconds = min(before.seconds * 2, _LONGEST_PAUSE_S) if before else _FIRST_PAUSE_S
        problem = before.problem if before else LibraryProblem(error.fault, path.name, now)
        self._paused[key] = _Pause(problem, seconds, now + seconds)
        _log.error(LogEvent.LIBRARY_FILE_FAULT, reason=error.fault)

    def _discard(self, path: Path, error: UnusableEdition) -> None:
        """Mark a file for rebuilding. A damaged file is removed first, so it counts as missing."""
        _log.warning(LogEvent.LIBRARY_FILE_FAULT, reason=error.fault)
        path.unlink(missing_ok=True)
        self.needs_building = True


class _RecentlyUsed(Generic[_T]):
    """Values by key, opened at first use. Dropping one only drops a reference; a user of the value keeps it open."""

    def __init__(
        self, opening: Callable[[str], _T], most: int, dropped: Callable[[], None] = lambda: None
    ) -> None:
        self._opening = opening
        self._most = most
        self._dropped = dropped
        self._kept: OrderedDict[str, _T] = OrderedDict()
        self._lock = Lock()

    def get(self, key: str) -> _T:
        try:
            value = self._kept[key]
            self._kept.move_to_end(key)
        except KeyError:  # not open, or another thread just dropped it
            return self._open(key)
        return value

    def _open(self, key: str) -> _T:
        value = self._opening(key)
        with self._lock:
            self._kept[key] = value
            self._kept.move_to_end(key)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
                self._dropped()
        return value

    def values(self) -> list[_T]:
        return list(self._kept.values())

    def keys_of(self, values: list[_T]) -> list[str]:
        return [key for key, value in list(self._kept.items()) if value in values]

    def drop(self, key: str) -> None:
        with self._lock:
            self._kept.pop(key, None)
            self._dropped()

    def clear(self) -> None:
        with self._lock:
            self._kept.clear()
            self._dropped()

    def __len__(self) -> int:
        return len(self._kept)
