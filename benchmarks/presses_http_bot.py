"""A whole bot without reference, for benchmarks.presses_http: `python -m benchmarks.presses_http_bot DATABASE API`."""

import asyncio
import sys
from dataclasses import fields
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from aiohttp import web

from bot.services.library.code_library import CodeLibrary
from bot.services.ports.clock import SystemClock
from bot.services.ports.database import Installation
from bot.services.team.roles import TeamRoles
from bot.services.team.team_cache import TeamCache
from bot.wiring import Library, running
from handlers.bolt.guard import GuardSettings
from handlers.bolt.http_server import add_slack
from handlers.slack.auth import Identity
from handlers.slack.workspaces import InstalledWorkspaces
from storage.engine import SqlDatabase

SECRET = "benchmark"


async def serve(url: str, api: str) -> None:
    """Listen until terminated; prints the port."""
    database, clock = SqlDatabase(url), SystemClock(ZoneInfo("America/New_York"))
    given = {
        "database": database,
        "code_library": CodeLibrary(),
        "clock": clock,
        "team_cache": TeamCache(database, clock),
        "roles": TeamRoles(database, clock),
    }
    library = Library(**{each.name: given.get(each.name) for each in fields(Library)})  # type: ignore[arg-type]
    own = InstalledWorkspaces(Identity("T1", "bench", "U0", "B0", frozenset(), "xoxb-bench"), _nowhere_else)
    where = urlsplit(api)
    async with running(library, own, api) as bot:
        app = web.Application()
        add_slack(app, bot.app, GuardSettings(SECRET, frozenset({f"{where.scheme}://{where.netloc}"}), str))
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        print(runner.addresses[0][1], flush=True)
        await asyncio.Event().wait()


async def _nowhere_else(_workspace: str) -> Installation | None:
    return None


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1], sys.argv[2]))
