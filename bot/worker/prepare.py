"""Migrate the database, load what comes with the install, build the files that are missing."""

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
"""A running bot looks each second which releases are visible: until then it may open what an unload left behind."""


async def prepare(settings: Settings, progress: Stage, begun: InstalledBuild | None = None) -> None:
    """Make the database and the library's files of `settings` ready; `progress` is called with how far it is.

    `begun` has begun already, where nothing was there: it needs no database.
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
