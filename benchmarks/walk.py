"""How far an answer walks through the code: the project's files and functions that one request enters.

`first` is the first request with this line, `again` a later one, which may be answered from memory.
"""

import asyncio
import sys
from collections import Counter
from pathlib import Path

import aiohttp
from aiohttp import web

import bot
from benchmarks.answers import ask
from benchmarks.answers_servers import dispatcher
from tests.tracing import Walk, traced

_LINES = ("/cpt 97140", "/icd M54.5", "/icd S43.421", "/explain 97140 M54.50", "/claim 97140-59 97530 x2")
_ROOT = Path(bot.__file__).parents[1]


def room(file: str) -> str:
    """`handlers/cpt` of a file two folders deep, `bot/services` of one deeper."""
    folders = Path(file).parts[:-1]
    return "/".join(folders[:2])


async def run(lines: tuple[str, ...]) -> None:
    """Print the table, and the rooms of the first line."""
    first, again = dict[str, Walk](), dict[str, Walk]()
    async with dispatcher() as app:
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        url = f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
        async with aiohttp.ClientSession() as session:
            for line in lines:
                with traced(_ROOT) as first[line]:
                    await ask(session, url, line)
                for _ in range(3):
                    await ask(session, url, line)
                with traced(_ROOT) as again[line]:
                    await ask(session, url, line)
        await runner.cleanup()
    print(f"{'':30}{'first: files':>14}{'calls':>7}{'again: files':>14}{'calls':>7}")
    for line in lines:
        one, other = first[line], again[line]
        print(f"{line:30}{len(one.files):14}{one.calls:7}{len(other.files):14}{other.calls:7}")
    walk = first[lines[0]]
    print(f"\n{lines[0]} for the first time, files and calls by room:")
    calls = Counter(room(file) for file, _ in walk.entered)
    files = Counter(room(file) for file in walk.files)
    for name in files:
        print(f"{name:30}{files[name]:7}{calls[name]:7}")
    if "files" in sys.argv:
        print("\n".join(walk.files))


if __name__ == "__main__":
    asyncio.run(run(_LINES))
