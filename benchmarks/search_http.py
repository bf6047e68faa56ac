"""Searches over signed HTTP: how fast typeahead answers, and what 50 searches do to 50 lookups beside them.

One server process with the whole desk, one client process on loopback. The baseline of the second table is the same
100 requests at once, all of them exact lookups.
"""

import asyncio
import hashlib
import hmac
import json
import statistics
import time
from urllib.parse import urlencode

import aiohttp

from benchmarks.answers import ask, server
from benchmarks.answers_servers import SECRET

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


async def beside(session: aiohttp.ClientSession, url: str, others: tuple[str, ...]) -> list[float]:
    """The waits of 50 exact lookups that arrive together with 50 of `others`."""
    waits: list[float] = []
    for _ in range(_ROUNDS):
        lines = (others[n % len(others)] for n in range(_HALF))
        crowd = [ask(session, url, line) for line in lines]
        exact = [ask(session, url, "/cpt 97140") for _ in range(_HALF)]
        mixed = [one for pair in zip(crowd, exact, strict=True) for one in pair]
        waits += (await asyncio.gather(*mixed))[1::2]
    return waits


def told(name: str, waits: list[float]) -> str:
    """One row."""
    cuts = statistics.quantiles(waits, n=100)
    return f"{name:44}{cuts[49]:9.2f}{cuts[98]:9.2f}{max(waits):9.2f}"


async def run() -> None:
    """Print the tables."""
    with server("desk") as (_, url):
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=2 * _HALF)) as session:
            alone = [await suggest(session, url, typed) for _ in range(_ROUNDS) for typed in _TYPED]
            searched = [await ask(session, url, f"/icd {w}") for _ in range(_ROUNDS) for w in _WORDS]
            plain = await beside(session, url, ("/cpt 97140",))
            mixed = await beside(session, url, tuple(f"/icd {words}" for words in _WORDS))
    print(f"{'milliseconds':44}{'p50':>9}{'p99':>9}{'longest':>9}")
    print(told("typeahead, one keystroke after the other", alone))
    print(told("/icd with words, one after the other", searched))
    print(told("50 lookups beside 50 more lookups", plain))
    print(told("50 lookups beside 50 searches", mixed))


if __name__ == "__main__":
    asyncio.run(run())
