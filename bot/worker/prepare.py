"""What a bot's child does (bot.worker.process): migrate, load what the install brings, write the books.

A module of its own, because it imports neither Slack nor the playground: a second less at every first start.
"""

import asyncio

from bot.books.writing import one_at_a_time
from bot.services.clock import SystemClock
from bot.services.library.build import Stage, prepare_library
from bot.services.library.installed_icd10cm import Making
from bot.settings import Settings
from storage import migrate
from storage.engine import SqlDatabase


async def prepare(settings: Settings, tell: Stage, making: Making | None = None) -> None:
    """Make the database and the books of `settings` ready; `tell` hears how far it is.

    `making` has begun already, where nothing stood there: it needs no database.
    """
    with one_at_a_time(settings.books_folder):
        await asyncio.to_thread(migrate.upgrade, settings.database_url)
        database = SqlDatabase(settings.database_url, loader=True)
        try:
            await prepare_library(
                database,
                settings.books_folder,
                clock=SystemClock(settings.zone),
                tell=tell,
                making=making,
            )
        finally:
            await database.close()


def prepare_from_environment(tell: Stage, making: Making | None) -> None:
    """The same, with the settings of the environment."""
    asyncio.run(prepare(Settings(), tell, making))
