"""The two servers that `benchmarks/answers.py` asks: a bare Bolt app, and the whole desk. Prints its port."""

import asyncio
import gc
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.services.ports.database import Installation
from bot.settings import Settings
from bot.wiring import opened, running
from handlers.bolt.guard import GuardSettings
from handlers.bolt.http_server import add_slack
from handlers.slack.auth import Identity
from handlers.slack.workspaces import InstalledWorkspaces

SECRET = "benchmark"
_THERE = "there"
"""Asked for by name: the database that the environment names, instead of a fresh one."""
_IDENTITY = Identity("T1", "bench", "U0", "B0", frozenset(), "xoxb-bench")


async def _nowhere_else(_workspace: str) -> Installation | None:
    """The app is installed in one workspace, by its own token."""
    return None


_WORKSPACES = InstalledWorkspaces(_IDENTITY, _nowhere_else)


@asynccontextmanager
async def bare() -> AsyncIterator[web.Application]:
    """The floor: Bolt with its own verification, and one sentence in the ack."""
    app = AsyncApp(
        signing_secret=SECRET,
        authorize=_WORKSPACES.authorizing(),  # type: ignore[arg-type]  # None: not installed, as Bolt documents
        process_before_response=True,
    )

    @app.command("/cpt")
    async def answer(ack: AsyncAck) -> None:
        await ack("97140  Manual therapy, each 15 minutes")

    async def events(request: web.Request) -> web.Response:
        return await to_aiohttp_response(await app.async_dispatch(await to_bolt_request(request)))

    web_app = web.Application()
    web_app.router.add_post("/slack/events", events)
    yield web_app


@asynccontextmanager
async def dispatcher() -> AsyncIterator[web.Application]:
    """Everything that answers in production."""
    with tempfile.TemporaryDirectory() as folder:
        fresh = f"sqlite+aiosqlite:///{Path(folder)}/bench.db"
        settings = (
            Settings(_env_file=None) if _THERE in sys.argv else Settings(_env_file=None, database_url=fresh)
        )
        async with (
            opened(settings, lambda *_: None, loader=False) as library,
            running(library, _WORKSPACES, "https://slack.com/api/") as bot,
        ):
            web_app = web.Application()
            add_slack(web_app, bot.app, GuardSettings(SECRET, frozenset({"https://hooks.slack.com"}), str))
            await asyncio.to_thread(
                library.code_library.open_indexes, library.clock.today()
            )  # as after each start
            yield web_app


async def serve(kind: str) -> None:
    """Listen until terminated."""
    async with {"bare": bare, "desk": dispatcher}[kind]() as app:
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        gc.collect()
        gc.freeze()  # as bot/runtime/server.py does once it is ready
        print(runner.addresses[0][1], flush=True)
        await asyncio.Event().wait()


def main() -> None:
    """`python -m benchmarks.answers_servers bare|desk [there]`."""
    asyncio.run(serve(sys.argv[1]))


if __name__ == "__main__":
    main()
