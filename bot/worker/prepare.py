"""Migrate the database, load the releases that come with the install, and build missing files."""

import asyncio

from bot.built_files.atomic import building
from bot.services.library.build import Stage, prepare_library
from bot.services.library.installed_icd10cm import InstalledBuild
from bot.services.ports.clock import SystemClock
from bot.settings import Settings
from storage import migrate
from storage.editions.store import SqliteEditions
from storage.engine import SqlDatabase

_GRACE_S = 2.0
"""In seconds. A running bot polls the visible releases every second. Until then it may open files of an unloaded
release."""


async def prepare(settings: Settings, progress: Stage, begun: InstalledBuild | None = None) -> None:
    """Prepare the database and library files of `settings`; `progress` receives the progress.

    `begun` is a build that was started earlier because it needs no database.
    """
    with building(settings.library_folder):
        await asyncio.to_thread(migrate.upgrade, settings.database_url)
        database = SqlDatabase(settings.database_url, loader=True)
        try:
            await prepare_library(
                database,
                settings.library_folder,
                SqliteEditions(),
                clock=SystemClock(settings.zone),
                progress=progress,
                begun=begun,
                grace=_GRACE_S,
            )
        finally:
            await database.close()
