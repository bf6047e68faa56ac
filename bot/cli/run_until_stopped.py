"""Run the bot over HTTP or Socket Mode, alone or with the playground.

Its imports are heavy, so bot.cli.serve is separate.
"""

from contextlib import AsyncExitStack

from pydantic import SecretStr

from bot import logs
from bot.cli.example_team import enter_example_team, post_example_cards
from bot.cli.progress import bar
from bot.cli.serving_sentences import playground_ready, run_ready
from bot.runtime.server import serving
from bot.runtime.signals import Stop
from bot.settings import Settings
from bot.wiring import Library, opened
from bot.worker.client import Worker
from handlers.slack import manifest
from handlers.slack.auth import web_client
from handlers.slack.manifest import EVENTS_PATH
from playground import DANA, AppCommand, AppShortcut, Playground


async def run(settings: Settings, worker: Worker | None) -> None:
    """Answer Slack until SIGTERM or Ctrl-C. `worker` is already preparing the library."""
    async with Stop() as stop, AsyncExitStack() as stack:
        logs.configure(settings.log_level)
        async with stop.cancel_on_stop():
            with bar() as progress:
                library = await stack.enter_async_context(
                    opened(settings, progress, loader=False, worker=worker)
                )
            port = await stack.enter_async_context(serving(library, settings))
        print(run_ready(settings.host, port, socket=settings.slack_app_token is not None), flush=True)
        await stop.wait()


async def playground(settings: Settings, worker: Worker | None, host: str, port: int) -> None:
    """Answer a local workspace at `host:port` instead of Slack."""
    async with Stop() as stop, AsyncExitStack() as stack:
        logs.configure("WARNING")
        async with stop.cancel_on_stop():
            with bar() as progress:
                library = await stack.enter_async_context(
                    opened(settings, progress, loader=False, worker=worker)
                )
            workspace = _workspace()
            await workspace.start(host, port)
            stack.push_async_callback(workspace.stop)
            await library.roles.first_admin(workspace.team_id, DANA)
            inside = settings.model_copy(update=_slack_of(workspace))
            bot_port = await stack.enter_async_context(serving(library, inside))
            workspace.connect(f"http://127.0.0.1:{bot_port}{EVENTS_PATH}")
        print(playground_ready(workspace.url), flush=True)
        if not stop.is_requested():  # don't interrupt it: half-entered data would stay
            await _enter_example_team(library, workspace)
        await stop.wait()


def _workspace() -> Playground:
    app = manifest.load()
    commands = [AppCommand(c.name, c.usage, c.description, c.escape) for c in manifest.commands(app)]
    shortcuts = [AppShortcut(s.name, s.type, s.callback_id, s.description) for s in manifest.shortcuts(app)]
    scopes = sorted(frozenset.union(*manifest.scopes(app)))
    return Playground(commands, shortcuts=shortcuts, scopes=scopes, events=sorted(manifest.events(app)))


async def _enter_example_team(library: Library, workspace: Playground) -> None:
    await enter_example_team(library, workspace.team_id)
    client = web_client(workspace.api_url, workspace.bot_token)
    await post_example_cards(library, workspace.team_id, client)


def _slack_of(workspace: Playground) -> dict[str, object]:
    return {
        "slack_bot_token": SecretStr(workspace.bot_token),
        "slack_signing_secret": SecretStr(workspace.signing_secret),
        "slack_app_token": None,
        "slack_api_url": workspace.api_url,
        "host": "127.0.0.1",
        "port": 0,
    }
