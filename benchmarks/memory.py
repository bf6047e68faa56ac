"""What the bot's process holds with everything loaded, at rest and after a crowd of questions of every sort.

A process of its own, as `codedesk run` starts it but for Slack. Beside it the same bot with what the install brings.
"""

import asyncio
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import aiohttp
import psutil

from benchmarks.answers import ask
from benchmarks.claim_speed import claims
from benchmarks.loaded_files import cpt_codes, environment, hcpcs_codes, installed

_EACH = 200


@contextmanager
def bot(everything: bool) -> Iterator[tuple[psutil.Process, str]]:
    """The desk behind its guard, with everything loaded or only with what the install brings."""
    environ = environment(installed()) if everything else {**os.environ}
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.answers_servers", "desk", *(["there"] if everything else [])],
        stdout=subprocess.PIPE,
        env=environ,
        text=True,
    )
    try:
        assert process.stdout is not None
        address = f"http://127.0.0.1:{process.stdout.readline().strip()}/slack/events"
        yield psutil.Process(process.pid), address
    finally:
        process.terminate()
        process.wait()


def lines() -> Iterator[str]:
    """Questions of every sort, none like another."""
    step = max(1, len(cpt_codes()) // _EACH)
    yield from (f"/cpt {code}" for code in cpt_codes()[::step])
    yield from (f"/cpt {code}" for code in hcpcs_codes()[:: len(hcpcs_codes()) // _EACH])
    yield from (f"/icd M{number}.{digit}" for number in range(10, 60) for digit in range(4))
    yield from (
        f"/cpt {word} {other}" for word in ("kite", "sled", "raft") for other in ("repair", "imaging")
    )
    yield from (f"/icd {word} pain" for word in ("knee", "back", "shoulder", "hip", "wrist", "foot"))
    yield from (f"/claim {claim}" for claim in claims())


def megabytes(process: psutil.Process) -> str:
    """Resident, and what is this process's alone."""
    held = process.memory_full_info()
    return f"{held.rss / 1e6:10.0f}{held.uss / 1e6:10.0f}"


async def run() -> None:
    """Print the table."""
    installed()
    print(f"{'memory of the bot':44}{'RSS MB':>10}{'USS MB':>10}")
    for name, everything in (("what the install brings", False), ("everything loaded", True)):
        with bot(everything) as (process, url):
            print(f"{f'{name}, at rest':44}{megabytes(process)}")
            async with aiohttp.ClientSession() as session:
                asked = [await ask(session, url, line) for line in lines()]
            print(f"{f'{name}, after {len(asked)} questions':44}{megabytes(process)}")


if __name__ == "__main__":
    asyncio.run(run())
