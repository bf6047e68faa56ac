"""What an answer costs: processor time of the server and waiting of the asker, beside a bare Bolt app.

Two server processes on loopback, asked in turns in one run with the same signed requests: a bare Bolt app
(process_before_response, its own verification, a listener that acks one sentence), and the whole desk behind its
guard. Processor time is read from the server's process, so the client's share is in neither figure.
"""

import asyncio
import hashlib
import hmac
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlencode

import aiohttp
import psutil

from benchmarks.answers_servers import SECRET

_ROUNDS, _REQUESTS, _AT_ONCE = 7, 400, 50


@dataclass(slots=True)
class Cost:
    """Per request: processor milliseconds by round, and waiting milliseconds of each."""

    cpu: list[float] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    crowded: list[float] = field(default_factory=list)


@contextmanager
def server(kind: str) -> Iterator[tuple[psutil.Process, str]]:
    """A server process of this kind and its address."""
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.answers_servers", kind], stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        yield (
            psutil.Process(process.pid),
            f"http://127.0.0.1:{process.stdout.readline().strip()}/slack/events",
        )
    finally:
        process.terminate()
        process.wait()


def signed(line: str) -> tuple[bytes, dict[str, str]]:
    """Body and headers of a slash command."""
    command, _, text = line.partition(" ")
    fields = {"command": command, "text": text, "team_id": "T1", "user_id": "U1", "channel_id": "C1"}
    raw = urlencode(
        fields | {"trigger_id": "1.2.x", "response_url": "https://hooks.slack.com/commands/x"}
    ).encode()
    stamp = str(int(time.time()))
    digest = hmac.new(SECRET.encode(), f"v0:{stamp}:".encode() + raw, hashlib.sha256).hexdigest()
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    return raw, form | {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}"}


async def ask(session: aiohttp.ClientSession, url: str, line: str) -> float:
    """One question; milliseconds until the answer was read."""
    raw, headers = signed(line)
    began = time.perf_counter()
    async with session.post(url, data=raw, headers=headers) as answered:
        body = await answered.text()
    assert answered.status == 200, body
    return (time.perf_counter() - began) * 1000


async def measure(process: psutil.Process, url: str, line: str, cost: Cost) -> None:
    """One round: alone, one after the other, with the server's processor time; then many at once."""
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=_AT_ONCE)) as session:
        await asyncio.gather(*(ask(session, url, line) for _ in range(_AT_ONCE)))
        before = process.cpu_times()
        cost.waits += [await ask(session, url, line) for _ in range(_REQUESTS)]
        after = process.cpu_times()
        used = after.user + after.system - before.user - before.system
        cost.cpu.append(used * 1000 / _REQUESTS)
        cost.crowded += await asyncio.gather(*(ask(session, url, line) for _ in range(_AT_ONCE)))


async def run() -> None:
    """Print the table."""
    asked = {"bare Bolt": ("bare", "/cpt 97140")}
    asked |= {
        line: ("desk", line) for line in ("/cpt 97140", "/icd M54.5", "/icd S43.421", "/explain 97140 M54.50")
    }
    costs = {name: Cost() for name in asked}
    with server("bare") as bare, server("desk") as desk:
        for _ in range(_ROUNDS):
            for name, (kind, line) in asked.items():
                await measure(*(bare if kind == "bare" else desk), line, costs[name])
        memory = desk[0].memory_full_info().uss
    floor = statistics.median(costs["bare Bolt"].cpu)
    print(f"{'':26}{'CPU ms':>8}{'ratio':>8}{'p50 ms':>9}{'p99 ms':>9}{f'p99 of {_AT_ONCE} at once':>20}")
    for name, cost in costs.items():
        cpu = statistics.median(cost.cpu)
        waits, crowd = statistics.quantiles(cost.waits, n=100), statistics.quantiles(cost.crowded, n=100)
        print(f"{name:26}{cpu:8.2f}{cpu / floor:8.2f}{waits[49]:9.2f}{waits[98]:9.2f}{crowd[98]:20.1f}")
    print(f"memory of the desk's process after it: {memory / 1e6:.0f} MB")


if __name__ == "__main__":
    asyncio.run(run())
