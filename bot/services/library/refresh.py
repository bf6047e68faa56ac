"""Keep a running bot's library up to date with the database. It polls every second, and less often while it fails."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from enum import StrEnum

from bot.built_files.atomic import is_building
from bot.built_files.faults import fault_of
from bot.domain.codes.edition_file import EditionFault, UnusableEdition
from bot.domain.errors import CodeDeskError, WorkerFailed
from bot.logs import LogEvent, get_logger
from bot.services.library.code_library import CodeLibrary
from bot.services.library.edition_cache import EditionCache
from bot.services.library.open import update_library
from bot.services.ports.database import Clock, Database

_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 1.0, 300.0
_BETWEEN_BUILDS_S = 10.0
"""If a file is damaged again this soon, the disk is at fault and rebuilding does not help."""
_log = get_logger("library")


class RefreshFault(StrEnum):
    """Why the library does not show the loaded releases."""

    NOT_BUILT = "files were not built"
    WORKER_FAILED = "worker failed"
    FAILED = "failed"


class LibraryNotBuilt(CodeDeskError):
    """The worker has ended, but a file is still missing."""


class LibraryRefresh:
    """Watches the release generation and starts the worker to build missing files.

    Each failure doubles the pause before the worker starts again, because it may not be able to fix the fault.
    """

    def __init__(
        self,
        library: CodeLibrary,
        cache: EditionCache,
        database: Database,
        build: Callable[[], Awaitable[None]],
        clock: Clock,
        *,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        """`build` starts a separate process that builds the missing files.

        It raises WorkerFailed if that process failed.
        """
        self._library = library
        self._cache = cache
        self._database = database
        self._build = build
        self._today = clock.today
        self._clock = seconds
        self._pause = 0.0
        self._again_at = 0.0
        self._build_again_at = 0.0
        self._fault: EditionFault | RefreshFault | None = None

    @property
    def problem(self) -> EditionFault | RefreshFault | None:
        """The current problem with the library; None if there is none."""
        return self._cache.problem.fault if self._cache.problem else self._fault

    async def start(self) -> None:
        """Update for the first time. Raises any failure."""
        await self._refresh()

    async def poll(self) -> None:
        """Update; call it once a second.

        Never raises: a failure is logged, shown by `problem`, and retried after a pause.
        """
        if self._clock() < self._again_at:
            return
        try:
            await self._refresh()
        except Exception as error:  # after any failure, the bot goes on answering with what it has
            self._failed(error)
        else:
            self._pause, self._fault = 0.0, None

    async def _refresh(self) -> None:
        self._cache.discard_damaged()
        async with self._database.read() as work:
            generation = await work.releases.generation()
        if generation == self._library.generation and not self._cache.needs_building:
            return
        if not self._cache.needs_building and await self._update(generation):
            return
        running = self._library.generation >= 0
        if running and await asyncio.to_thread(is_building, self._cache.paths.folder):
            return  # the loading process is building the files now: a second worker would slow both
        if self._clock() < self._build_again_at:
            raise LibraryNotBuilt  # it was built a moment ago
        self._cache.needs_building = False
        await self._build()
        if running:
            self._build_again_at = self._clock() + _BETWEEN_BUILDS_S
        if not await self._update(generation):
            raise LibraryNotBuilt

    async def _update(self, generation: int) -> bool:
        running = self._library.generation >= 0
        try:
            shown = await update_library(self._library, self._cache, self._database, generation)
        except UnusableEdition as error:
            if error.fault.mended_by_building:
                return False
            raise
        if shown and running:  # open it now, so no search has to wait for it
            await asyncio.to_thread(self._library.open_indexes, self._today())
        return shown

    def _failed(self, error: Exception) -> None:
        self._pause = min(self._pause * 2 or _FIRST_PAUSE_S, _LONGEST_PAUSE_S)
        self._again_at = self._clock() + self._pause
        self._fault = _fault_of(error)
        _log.error(LogEvent.LIBRARY_REFRESH_FAILED, error, reason=self._fault)


def _fault_of(error: Exception) -> EditionFault | RefreshFault:
    match error:
        case UnusableEdition():
            return error.fault
        case LibraryNotBuilt():
            return RefreshFault.NOT_BUILT
        case WorkerFailed():
            return RefreshFault.WORKER_FAILED
        case OSError():
            return fault_of(error)
    return RefreshFault.FAILED
