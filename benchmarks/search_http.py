"""Searches over signed HTTP: how fast typeahead answers, and what 50 searches do to 50 lookups beside them.

One server process with the whole desk, one client on loopback. What comes one after the other is asked by aiohttp;
what comes at once over plain sockets (benchmarks/wire.py), whose client leaves the processor to the server. The
baseline of the crowd is the same 100 requests at once, all of them exact lookups; 50 lookups alone are the floor.
"""

import asyncio
import hashlib
import hmac
import json
import statistics
import time
from urllib.parse import urlencode

import aiohttp

from benchmarks.answers import ask, server, signed
from benchmarks.answers_servers import SECRET
from benchmarks.wire import at_once, connected, post

_ROUNDS, _HALF = 20, 50
_WORDS = (
    *(
        "low back pain",
        "rt knee pain",
        "htn",
        "diabtes type 2",
        "urinary tract infection",
        "sprained ankle left",
    ),
    *(
        "copd exacerbation",
        "fracture of wrist",
        "anxiety",
        "migrane with aura",
        "heart attack",
        "bladder infection",
    ),
)
_TYPED = (
    "lo",
    "low",
    "low b",
    "low back p",
    "dia",
    "diab",
    "diabetes m",
    "m5",
    "m54",
    "kne",
    "knee pa",
    "htn",
    "fx fem",
)


async def suggest(session: aiohttp.ClientSession, url: str, typed: str) -> float:
    """One keystroke's question; milliseconds until its options were read."""
    payload = {
        "type": "block_suggestion",
        "team": {"id": "T1", "domain": "bench"},
        "user": {"id": "U1", "name": "bench", "team_id": "T1"},
        "api_app_id": "A1",
        "container": {"type": "view", "view_id": "V1"},
        "action_id": "find:icd",
        "block_id": "b",
        "value": typed,
    }
    raw = urlencode({"payload": json.dumps(payload)}).encode()
    stamp = str(int(time.time()))
    digest = hmac.new(SECRET.encode(), f"v0:{stamp}:".encode() + raw, hashlib.sha256).hexdigest()
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": f"v0={digest}",
    }
    began = time.perf_counter()
    async with session.post(url, data=raw, headers=headers) as answered:
        options = (await answered.json())["options"]
    assert options or len(typed) < 3, typed
    return (time.perf_counter() - began) * 1000


def beside(url: str, others: tuple[str, ...]) -> list[list[float]]:
    """By round the waits of 50 exact lookups that arrive together with 50 of `others` (none: alone)."""
    rounds: list[list[float]] = []
    with connected(url, _HALF * (2 if others else 1)) as sockets:
        for _ in range(_ROUNDS):
            lines = ["/cpt 97140"] * len(sockets)
            if others:
                lines[::2] = [others[n % len(others)] for n in range(_HALF)]
            found = at_once(sockets, [post(url, *signed(line)) for line in lines])
            rounds.append(found[1::2] if others else found)
    return rounds


def told(name: str, waits: list[float]) -> str:
    """One row."""
    cuts = statistics.quantiles(waits, n=100)
    return f"{name:44}{cuts[49]:9.2f}{cuts[98]:9.2f}{max(waits):9.2f}"


def crowd(name: str, rounds: list[list[float]]) -> str:
    """One row, and the last answer of the quietest round: what the machine does when nobody else uses it."""
    return f"{told(name, [wait for waits in rounds for wait in waits])}{min(map(max, rounds)):12.2f}"


async def run() -> None:
    """Print the tables."""
    with server("desk") as (_, url):
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=2 * _HALF)) as session:
            alone = [await suggest(session, url, typed) for _ in range(_ROUNDS) for typed in _TYPED]
            searched = [await ask(session, url, f"/icd {w}") for _ in range(_ROUNDS) for w in _WORDS]
        floor = beside(url, ())
        plain = beside(url, ("/cpt 97140",))
        mixed = beside(url, tuple(f"/icd {words}" for words in _WORDS))
    print(f"{'milliseconds':44}{'p50':>9}{'p99':>9}{'longest':>9}{'best round':>12}")
    print(told("typeahead, one keystroke after the other", alone))
    print(told("/icd with words, one after the other", searched))
    print(crowd("50 lookups alone", floor))
    print(crowd("50 lookups beside 50 more lookups", plain))
    print(crowd("50 lookups beside 50 searches", mixed))


if __name__ == "__main__":
    asyncio.run(run())
