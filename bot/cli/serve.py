"""`codedesk run` and `codedesk playground`: the bot, until it is told to stop."""

import asyncio
import sys
from contextlib import AsyncExitStack
from typing import Annotated

import typer
from pydantic import SecretStr

from bot import logs
from bot.cli.progress import bar
from bot.cli.serving_sentences import missing_settings, playground_ready, run_ready
from bot.serving import serving, stop_signal
from bot.settings import Settings
from bot.wiring import opened
from handlers import manifest
from handlers.manifest import EVENTS_PATH
from playground import Command, Playground
from storage.lock import only_bot

_PLAYGROUND_DATABASE = "sqlite+aiosqlite:///var/playground.db"
_USAGE = 2


def run() -> None:
    """The bot against Slack: Socket Mode where SLACK_APP_TOKEN is set, else HTTP."""
    settings = Settings()
    if missing := settings.missing_for_slack():
        print(missing_settings(missing), file=sys.stderr)
        raise typer.Exit(_USAGE)
    logs.configure(settings.log_level)
    asyncio.run(_run(settings))


def playground(
    host: Annotated[str, typer.Option(help="A loopback address")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The page's port")] = 3000,
) -> None:
    """The bot and a local workspace together; no Slack account."""
    settings = Settings().model_copy(update={"database_url": _PLAYGROUND_DATABASE})
    logs.configure("WARNING")
    asyncio.run(_playground(settings, host, port))


async def _run(settings: Settings) -> None:
    stop = stop_signal()
    with only_bot(settings.database_url):
        async with AsyncExitStack() as stack:
            with bar() as tell:
                library = await stack.enter_async_context(opened(settings, tell, loader=False))
            port = await stack.enter_async_context(serving(library, settings))
            print(run_ready(settings.host, port, socket=settings.slack_app_token is not None), flush=True)
            await stop.wait()


async def _playground(settings: Settings, host: str, port: int) -> None:
    stop = stop_signal()
    app = manifest.load()
    commands = [Command(c.name, c.usage, c.description) for c in manifest.commands(app)]
    scopes = sorted(frozenset.union(*manifest.scopes(app)))
    with only_bot(settings.database_url):
        async with AsyncExitStack() as stack:
            with bar() as tell:
                library = await stack.enter_async_context(opened(settings, tell, loader=False))
            workspace = Playground(commands, scopes=scopes, events=sorted(manifest.events(app)))
            await workspace.start(host, port)
            stack.push_async_callback(workspace.stop)
            inside = settings.model_copy(update=_slack_of(workspace))
            bot_port = await stack.enter_async_context(serving(library, inside))
            workspace.connect(f"http://127.0.0.1:{bot_port}{EVENTS_PATH}")
            print(playground_ready(workspace.url), flush=True)
            await stop.wait()


def _slack_of(workspace: Playground) -> dict[str, object]:
    return {
        "slack_bot_token": SecretStr(workspace.bot_token),
        "slack_signing_secret": SecretStr(workspace.signing_secret),
        "slack_app_token": None,
        "slack_api_url": workspace.api_url,
        "host": "127.0.0.1",
        "port": 0,
    }
