"""`codedesk run` and `codedesk playground`: the bot, until it is told to stop.

What must be prepared is begun before anything heavy is imported: the child works while this process imports.
"""

import asyncio
import sys
from functools import partial
from typing import Annotated

import typer

from bot.cli.serving_sentences import missing_settings
from bot.settings import Settings
from bot.starting import STARTING
from bot.worker import process as worker_process
from storage.lock import only_bot

_USAGE = 2


def run() -> None:
    """The bot against Slack: Socket Mode where SLACK_APP_TOKEN is set, else HTTP."""
    settings = Settings()
    if missing := settings.missing_for_slack():
        print(missing_settings(missing), file=sys.stderr)
        raise typer.Exit(_USAGE)
    with only_bot(settings.database_url):
        begun = STARTING.beginning(partial(worker_process.begin_if_needed, settings))
        from bot.cli.run_until_stopped import run as until_stopped  # noqa: PLC0415 - after the child has begun

        asyncio.run(until_stopped(settings, begun))
        STARTING.over()


def playground(
    host: Annotated[str, typer.Option(help="A loopback address")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The page's port")] = 3000,
) -> None:
    """The bot and a local workspace together; no Slack account."""
    settings = Settings().for_playground()
    with only_bot(settings.database_url):
        begun = STARTING.beginning(partial(worker_process.begin_if_needed, settings))
        from bot.cli.run_until_stopped import playground as until_stopped  # noqa: PLC0415 - as above

        asyncio.run(until_stopped(settings, begun, host, port))
        STARTING.over()
