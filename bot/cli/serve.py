"""`codedesk run` and `codedesk playground`: run the bot until it is stopped.

If the database is not ready, the worker starts before this process imports the bot, so both cores work.
"""

import asyncio
import sys
from functools import partial
from typing import Annotated

import typer

from bot.cli.serving_sentences import missing_settings
from bot.runtime.start_signals import START_SIGNALS
from bot.settings import Settings
from bot.worker.client import start_if_needed
from storage.lock import only_bot

_USAGE = 2


def run() -> None:
    """Run the bot for Slack: in Socket Mode if SLACK_APP_TOKEN is set, else over HTTP."""
    settings = Settings()
    if missing := settings.missing_for_slack():
        print(missing_settings(missing), file=sys.stderr)
        raise typer.Exit(_USAGE)
    with only_bot(settings.database_url):
        worker = START_SIGNALS.starting(partial(start_if_needed, settings))
        from bot.cli.run_until_stopped import run as until_stopped  # noqa: PLC0415 - after the worker has begun

        asyncio.run(until_stopped(settings, worker))
        START_SIGNALS.over()


def playground(
    host: Annotated[str, typer.Option(help="A loopback address")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The page's port")] = 3000,
) -> None:
    """Run the bot with a local workspace; no Slack account needed."""
    settings = Settings().for_playground()
    with only_bot(settings.database_url):
        worker = START_SIGNALS.starting(partial(start_if_needed, settings))
        from bot.cli.run_until_stopped import playground as until_stopped  # noqa: PLC0415 - as above

        asyncio.run(until_stopped(settings, worker, host, port))
        START_SIGNALS.over()
