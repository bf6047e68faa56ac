"""What an answer costs: processor time of the server and waiting of the asker, next to a bare Bolt app.

Two server processes on loopback take turns in one run with the same signed requests: a bare Bolt app
(process_before_response, its own verification, a listener that acks one sentence), and the whole bot behind its
guard. Processor time is read from the server's process, so the client's share is in neither figure.

Each kind of question goes around at least a dozen codes. 'each code once' is asked for no code twice, so no cache
of facts helps it.
"""
# ruff: noqa: SIM905 - codes read best as they are typed

import asyncio
import hashlib
import hmac
import itertools
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from operator import truediv
from pathlib import Path
from urllib.parse import urlencode

import aiohttp
import psutil

from benchmarks.answers_servers import SECRET
from bot.codefiles.icd10cm_tabular import read_tabular
from bot.codefiles.installed import installed_tabular

_ROUNDS, _REQUESTS, _AT_ONCE = 15, 200, 50

_PROCEDURES = "97140 97110 97112 97530 99213 99214 99396 90837 90834 20610 69210 93000 36415".split()
_HCPCS = "J1885 J3301 J1100 G0283 G0439 J0696 A0428 A0425 E0114 L1833 J7325 Q4101 G0008".split()
_BILLABLE = "E11.9 I10 M54.50 J45.909 F32.A K21.9 N39.0 R51.9 Z00.00 G43.909 D50.9 U07.1 E78.5".split()
_HEADERS = "M54.5 E11 E11.3 I25 F32 K50 N18 R10 J45 G43 D50 Z79 I63".split()
_SIDED = (
    "M25.561 M17.11 H25.11 C50.911 L97.411 I82.401 M75.101 H40.11 H90.3 M79.601 G56.01 H65.01 I83.011".split()
)
_INJURIES = (
    "S43.421 S82.001 S93.401 S06.0X0 S72.001 T40.1X1 S52.501 S83.511 T36.0X1 O36.011 S61.001 S42.001".split()
)
_ENCOUNTERS = (
    "S43.421A S82.001D S93.401A S06.0X0A S72.001A T40.1X1A S52.501A S83.511D T36.0X1A O36.0110 S61.001A S42.001G"
).split()
_PLACEHOLDERS = (
    "T81.4XX S43.42X M54.5X I10.X E11.XX F32.XX S82.00X T81.4X N18.3X G43.9XX K50.0X R51.X M25.56X"
).split()
_MISTYPED = "M25.567 S43.428 E11.98 I10.1 F32.81X K21.99 R51.1 N39.09 J45.91Z G43.99 Z00.99 H25.99".split()
KINDS: dict[str, tuple[str, ...]] = {
    "/cpt, CPT code": tuple(f"/cpt {code}" for code in _PROCEDURES),
    "/cpt, HCPCS code": tuple(f"/cpt {code}" for code in _HCPCS),
    "/explain, two codes": tuple(
        f"/explain {cpt} {icd}" for cpt, icd in zip(_PROCEDURES, _BILLABLE, strict=True)
    ),
    "/icd, billable": tuple(f"/icd {code}" for code in _BILLABLE),
    "/icd, header": tuple(f"/icd {code}" for code in _HEADERS),
    "/icd, left or right": tuple(f"/icd {code}" for code in _SIDED),
    "/icd, needs a 7th character": tuple(f"/icd {code}" for code in _INJURIES),
    "/icd, with a 7th character": tuple(f"/icd {code}" for code in _ENCOUNTERS),
    "/icd, placeholders too many": tuple(f"/icd {code}" for code in _PLACEHOLDERS),
    "/icd, mistyped": tuple(f"/icd {code}" for code in _MISTYPED),
}


def each_code_once() -> tuple[str, ...]:
    """Codes and headers picked from all of ICD-10-CM, none of them twice."""
    codes = [each.code for each in read_tabular(installed_tabular().read_bytes()).diagnoses]
    picked = random.Random(7).sample(codes, _ROUNDS * (_REQUESTS + _AT_ONCE))
    return tuple(f"/icd {code}" for code in picked)


@dataclass(slots=True)
class Cost:
    """Per request: processor milliseconds by round, and waiting milliseconds of each."""

    cpu: list[float] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    crowded: list[float] = field(default_factory=list)


@contextmanager
def server(*kind: str) -> Iterator[tuple[psutil.Process, str]]:
    """A server process of this kind (`desk there`: on the database of the environment) and its address."""
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.answers_servers", *kind], stdout=subprocess.PIPE, text=True
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


async def measure(process: psutil.Process, url: str, lines: Iterator[str], cost: Cost) -> None:
    """One round: many at once, then one after the other with the server's processor time."""
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=_AT_ONCE)) as session:
        cost.crowded += await asyncio.gather(
            *(ask(session, url, line) for line in itertools.islice(lines, _AT_ONCE))
        )
        before = _used_ms(process)
        cost.waits += [await ask(session, url, line) for line in itertools.islice(lines, _REQUESTS)]
        cost.cpu.append((_used_ms(process) - before) / _REQUESTS)


def _used_ms(process: psutil.Process) -> float:
    """Processor time so far. Linux counts it in nanoseconds, by thread; elsewhere the ticks have to do."""
    threads = Path(f"/proc/{process.pid}/task")
    if not threads.exists():
        return sum(process.cpu_times()[:2]) * 1000
    return sum(int(file.read_text().split()[0]) for file in threads.glob("*/schedstat")) / 1e6


async def run() -> None:
    """Print the table."""
    lines: dict[str, Iterator[str]] = {"bare Bolt": itertools.repeat("/cpt 97140")}
    lines |= {kind: itertools.cycle(asked) for kind, asked in KINDS.items()}
    lines["/icd, each code once"] = iter(each_code_once())
    costs = {name: Cost() for name in lines}
    with server("bare") as bare, server("desk") as dispatcher:
        for _ in range(_ROUNDS):
            for name, cost in costs.items():
                await measure(*(bare if name == "bare Bolt" else dispatcher), lines[name], cost)
        memory = dispatcher[0].memory_full_info().uss
    floor = costs["bare Bolt"].cpu
    print(f"{'':28}{'CPU ms':>8}{'ratio':>8}{'p50 ms':>9}{'p99 ms':>9}{f'p99 of {_AT_ONCE} at once':>20}")
    for name, cost in costs.items():
        cpu = statistics.median(cost.cpu)
        ratio = statistics.median(map(truediv, cost.cpu, floor))  # round by round: other work slows both
        waits, crowd = statistics.quantiles(cost.waits, n=100), statistics.quantiles(cost.crowded, n=100)
        print(f"{name:28}{cpu:8.2f}{ratio:8.2f}{waits[49]:9.2f}{waits[98]:9.2f}{crowd[98]:20.1f}")
    print(f"memory of the bot's process after it: {memory / 1e6:.0f} MB")


if __name__ == "__main__":
    asyncio.run(run())
