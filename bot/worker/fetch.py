"""Fetch public code sets, for the command line and the worker."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock

from bot.domain.codes.fetching.code_sets import DataLicense
from bot.domain.codes.fetching.records import LicenseAcceptance
from bot.domain.errors import CodeDeskError
from bot.logs import LogEvent, get_logger
from bot.services.fetching.announce import announce
from bot.services.fetching.fetch_code_sets import FetchCodeSets
from bot.services.fetching.folder import DownloadFolder
from bot.services.fetching.licenses import Licenses
from bot.services.fetching.outcome import FetchReport
from bot.services.fetching.request import FetchRequest
from bot.services.loading.load_files import Check, load_files
from bot.services.loading.outcome import Outcome, ProgressCallback
from bot.services.loading.release_names import LoadOptions
from bot.services.ports.clock import SystemClock
from bot.settings import Settings
from bot.worker.http_client import http_client
from bot.worker.load import loading_database
from bot.worker.prepare import prepare
from storage.engine import SqlDatabase

_log = get_logger("fetch")


async def fetch(
    settings: Settings,
    request: FetchRequest,
    progress: ProgressCallback,
    stand_ins: Mapping[str, str] | None = None,
) -> FetchReport:
    """Fetch and load what is due, and build the indexes of new releases."""
    clock = SystemClock(settings.zone)
    database_for = loading_database(settings, progress, settings.token_keys)
    folder = DownloadFolder(settings.downloads_folder)
    async with _only_fetcher(folder), database_for as database, http_client(stand_ins) as client:
        use_case = FetchCodeSets(database, clock, client, folder, _Load(database, clock))
        report = await use_case.fetch(request, progress)
        if report.loaded:
            await prepare(settings, progress)
            await _announce(database, clock, report)
    return report


@asynccontextmanager
async def _only_fetcher(folder: DownloadFolder) -> AsyncIterator[None]:
    """Let only one process at a time write downloads. The next one waits, then finds most of its work done."""
    folder.root.mkdir(parents=True, exist_ok=True, mode=0o700)
    lock = FileLock(folder.root / "lock", thread_local=False)
    await asyncio.to_thread(lock.acquire)
    try:
        yield
    finally:
        lock.release()


async def _announce(database: SqlDatabase, clock: SystemClock, report: FetchReport) -> None:
    """Announce new releases. They stay loaded even if no one can be notified (who installed the app is encrypted)."""
    try:
        await announce(database, clock, report)
    except CodeDeskError as error:
        _log.error(LogEvent.JOB_FAILED, error, kind="announce")


async def accept_license(
    settings: Settings, workspace: str, accepted_by: str, progress: ProgressCallback
) -> LicenseAcceptance:
    """Record who accepted the AMA's license, for a year."""
    async with loading_database(settings, progress) as database:
        licenses = Licenses(database, SystemClock(settings.zone))
        return await licenses.accept(workspace, DataLicense.AMA, accepted_by)


@dataclass(frozen=True, slots=True)
class _Load:
    database: SqlDatabase
    clock: SystemClock

    async def __call__(
        self, paths: Sequence[Path], options: LoadOptions, check: Check, progress: ProgressCallback
    ) -> Outcome:
        return await load_files(
            self.database, paths, at=self.clock.now(), progress=progress, options=options, check=check
        )
