"""How long App Home takes with 500 applications, 200 of them one's own: everything but Slack's own call.

    python -m benchmarks.home

Aim: under 300 ms. Beside it, in the same run, one empty read.
"""

import asyncio
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from benchmarks.applications import REQUEST, fill, give_all_the_same_events
from benchmarks.presses import WORKSPACE
from bot.services.library.code_library import CodeLibrary
from bot.services.ports.clock import SystemClock
from bot.services.team.roles import TeamRoles
from bot.services.team.team_cache import TeamCache
from bot.settings import Settings
from handlers import make_dispatcher
from handlers.applications.home import HomeTab
from handlers.applications.services import ApplicationServices, UnknownChannelPrivacy
from storage import migrate
from storage.engine import SqlDatabase

ROUNDS = 30


async def measure(path: Path) -> None:
    """Print a line for the baseline, one for Home, one for its last page."""
    database = SqlDatabase(f"sqlite+aiosqlite:///{path}")
    await fill(database)
    await asyncio.to_thread(give_all_the_same_events, path)
    clock, code_library = SystemClock(Settings(_env_file=None).zone), CodeLibrary()
    team_cache, roles = TeamCache(database, clock), TeamRoles(database, clock)
    application_services = ApplicationServices.of(
        team_cache, clock, roles, code_library, UnknownChannelPrivacy()
    )
    home = HomeTab(
        application_services,
        make_dispatcher(code_library=code_library, clock=clock, team_cache=team_cache, roles=roles),
    )

    async def nothing() -> None:
        async with database.read() as work:
            await work.applications.get(WORKSPACE, 0)

    async def drawn(offset: int) -> int:
        return len((await home.view(REQUEST, offset=offset)).blocks)

    await _time("one empty read (baseline)", nothing)
    await _time("Home, 200 applications", lambda: drawn(0))
    await _time("Home, last page", lambda: drawn(192))
    print(f"{await drawn(0)} blocks, at most 100")
    await team_cache.close()
    await database.close()


async def _time(name: str, ask: Callable[[], Awaitable[object]]) -> None:
    await ask()
    took = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        await ask()
        took.append(1000 * (time.perf_counter() - start))
    print(
        f"{name:28} median {statistics.median(took):6.1f} ms   worst of {ROUNDS} {max(took):6.1f} ms",
        flush=True,
    )


def main() -> None:
    """On a fresh SQLite file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "home.db"
        migrate.upgrade(f"sqlite:///{path}")
        asyncio.run(measure(path))


if __name__ == "__main__":
    main()
