"""How long the event loop is held: while new editions and indexes are opened, and while queries are answered.

A task wakes every millisecond and notes how late it is; the baseline is the same task with nothing else to do.
"""

import asyncio
import contextlib
import gc
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from functools import partial

from bot.services.library.code_library import CodeLibrary
from bot.services.library.open import update_library
from bot.services.ports.request_context import RequestContext
from bot.settings import Settings
from bot.wiring import Library, opened
from handlers.icd import command as icd_command

_TICK = 0.001
_QUERIES = (
    *(
        "low back pain",
        "rt knee pain",
        "diabtes type 2 with neuropthy",
        "htn",
        "s/p cabg",
        "fx distal radius left initial",
    ),
    " ".join(["chronic", "pain", "left", "knee", "diabetes", "fracture"] * 30),
    "aaaa bbbb cccc dddd eeee ffff gggg hhhh iiii jjjj kkkk llll mmmm nnnn oooo pppp qqqq rrrr ssss tttt",
)


async def latest(work: Callable[[], Awaitable[None]]) -> float:
    """The longest that the loop was held during `work`, in milliseconds."""
    late = 0.0

    async def watch() -> None:
        nonlocal late
        while True:
            due = time.perf_counter() + _TICK
            await asyncio.sleep(_TICK)
            late = max(late, time.perf_counter() - due)

    watcher = asyncio.create_task(watch())
    await asyncio.sleep(0.05)
    late = 0.0
    await work()
    await asyncio.sleep(0.01)
    watcher.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await watcher
    return late * 1000


async def run() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(_env_file=None, database_url=f"sqlite+aiosqlite:///{folder}/bench.db")
        async with opened(settings, lambda *_: None, loader=False) as library:
            await _report(library)


async def _report(library: Library) -> None:
    asked = RequestContext("T1", "U1", datetime.now(UTC).date())
    gc.freeze()  # as the bot does once it is ready

    async def open_again() -> None:
        cache = library.code_library.cache
        assert cache
        cache.close_all()
        fresh = CodeLibrary(cache=cache)
        assert await update_library(fresh, cache, library.database, 1)
        await asyncio.to_thread(fresh.open_indexes, asked.today)

    async def query(words: str) -> None:
        for _ in range(20):
            (await icd_command.answer(words, asked, code_library=library.code_library)).checked()
            await asyncio.sleep(0)

    print(f"nothing to do                       {await latest(lambda: asyncio.sleep(0.5)):6.1f} ms")
    opening = [await latest(open_again) for _ in range(5)]
    print(f"editions, indexes opened, 5 times   {min(opening):6.1f} to {max(opening):.1f} ms")
    for words in _QUERIES:
        await query(words)  # pages of the index that nobody has touched yet are the disk's time, not ours
        held = await latest(partial(query, words))
        print(f"{words[:34]:36}{held:6.1f} ms")


if __name__ == "__main__":
    asyncio.run(run())
