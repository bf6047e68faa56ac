"""Load code files and build their library files, or unload releases, for the command line and the worker."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path

from bot.domain.codes.releases import Release
from bot.services.loading import load_files
from bot.services.loading.outcome import Outcome, ProgressCallback
from bot.services.loading.release_names import LoadOptions
from bot.services.ports.clock import SystemClock
from bot.services.ports.database import StoredRelease
from bot.settings import Settings
from bot.worker.prepare import prepare
from storage import schema_version
from storage.engine import SqlDatabase


async def load(
    settings: Settings, files: Sequence[Path], options: LoadOptions, progress: ProgressCallback
) -> Outcome:
    """Load all of `files` or none, and build the library files of new releases. Raises what `load_files` raises."""
    async with loading_database(settings, progress) as database:
        at = SystemClock(settings.zone).now()
        outcome = await load_files.load_files(database, files, at=at, progress=progress, options=options)
    await prepare(settings, progress)
    return outcome


async def unload(
    settings: Settings, edition: str, workspace: str | None, progress: ProgressCallback
) -> tuple[Release, ...]:
    """Unload a release with all its parts, and return them. Raises NoSuchEdition."""
    async with loading_database(settings, progress) as database:
        gone = await load_files.unload(database, edition, workspace)
    await prepare(settings, progress)
    return gone


async def loaded(settings: Settings, progress: ProgressCallback) -> tuple[Sequence[StoredRelease], date]:
    """The releases of all workspaces, newest first, and today."""
    async with loading_database(settings, progress) as database, database.read() as work:
        return await work.releases.everywhere(), SystemClock(settings.zone).today()


@asynccontextmanager
async def loading_database(
    settings: Settings, progress: ProgressCallback, token_keys: Sequence[str] = ()
) -> AsyncIterator[SqlDatabase]:
    """The migrated database, opened for a loader that runs next to a bot."""
    if not await asyncio.to_thread(schema_version.is_current, settings.database_url):
        await prepare(settings, progress)
    database = SqlDatabase(settings.database_url, token_keys=token_keys, loader=True)
    try:
        yield database
    finally:
        await database.close()
