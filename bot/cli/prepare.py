"""The hidden command that a bot runs as its child: migrate, load what the install brings, write the books."""

import asyncio
import gc
from typing import Annotated

import typer

from bot.cli.progress import bar
from bot.settings import Settings
from bot.wiring import prepare as prepare_all


def prepare(
    lines: Annotated[bool, typer.Option(help="Progress as lines for the parent process")] = False,
) -> None:
    """Make the database and the books ready."""
    gc.disable()  # a short life full of objects that all stay: collecting takes a third of the time
    if lines:
        asyncio.run(prepare_all(Settings(), _print_line))
        return
    with bar() as tell:
        asyncio.run(prepare_all(Settings(), tell))


def _print_line(stage: str, done: int, total: int) -> None:
    print(stage, done, total, flush=True)
