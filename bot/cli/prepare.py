"""The hidden command that makes the database and the books ready, for tests and for images built ahead."""

import asyncio
import gc

from bot.cli.progress import bar
from bot.preparing import prepare as prepare_all
from bot.settings import Settings


def prepare() -> None:
    """Make the database and the books ready."""
    gc.disable()
    with bar() as tell:
        asyncio.run(prepare_all(Settings(), tell))
