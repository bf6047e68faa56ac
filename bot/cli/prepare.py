"""The hidden command that prepares the database and the editions, for tests and prebuilt images."""

import asyncio

from bot.cli.progress import bar
from bot.settings import Settings
from bot.worker.prepare import prepare as prepare_all


def prepare() -> None:
    """Prepare the database and the editions."""
    with bar() as progress:
        asyncio.run(prepare_all(Settings(), progress))
