"""What a bot runs as its child (`python -m bot.preparing`): migrate, load what the install brings, write the books.

A module of its own, because it imports neither Slack nor the playground: a second less at every first start.
"""

import asyncio
import gc

from bot.books.writing import one_at_a_time
from bot.services.clock import SystemClock
from bot.services.library import Stage, prepare_library
from bot.settings import Settings
from storage import migrate
from storage.engine import SqlDatabase


async def prepare(settings: Settings, tell: Stage) -> None:
    """Make the database and the books of `settings` ready; `tell` hears how far it is."""
    with one_at_a_time(settings.books_folder):
        await asyncio.to_thread(migrate.upgrade, settings.database_url)
        database = SqlDatabase(settings.database_url, loader=True)
        try:
            await prepare_library(
                database, settings.books_folder, clock=SystemClock(settings.zone), tell=tell
            )
        finally:
            await database.close()


def main() -> None:
    """Progress as lines `STAGE DONE TOTAL` for the parent; settings from the environment."""
    gc.disable()  # a short life full of objects that all stay: collecting takes a third of the time
    asyncio.run(prepare(Settings(), lambda stage, done, total: print(stage, done, total, flush=True)))


if __name__ == "__main__":
    main()
