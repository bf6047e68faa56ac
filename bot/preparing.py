"""What a bot's child does (bot.child): migrate, load what the install brings, write the books.

A module of its own, because it imports neither Slack nor the playground: a second less at every first start.
"""

import asyncio
from multiprocessing.process import BaseProcess

from bot.books.writing import one_at_a_time
from bot.services.clock import SystemClock
from bot.services.library import Stage, prepare_library
from bot.settings import Settings
from storage import migrate
from storage.engine import SqlDatabase


async def prepare(settings: Settings, tell: Stage, making: BaseProcess | None = None) -> None:
    """Make the database and the books of `settings` ready; `tell` hears how far it is.

    `making` is the process that makes what can be made without the database, where one has begun already.
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


def prepare_and_tell(making: BaseProcess | None) -> None:
    """Progress as lines `STAGE DONE TOTAL` for the parent; settings from the environment."""
    asyncio.run(prepare(Settings(), _print, making))


def _print(stage: str, done: int, total: int) -> None:
    print(stage, done, total, flush=True)
