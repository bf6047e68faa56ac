"""The hidden command that makes the database and the editions ready, for tests and for images built ahead."""

import asyncio

from bot.cli.progress import bar
from bot.settings import Settings
from bot.worker.prepare import prepare as prepare_all


def prepare() -> None:
    """Make the database and the editions ready."""
    with bar() as progress:
        asyncio.run(prepare_all(Settings(), progress))
