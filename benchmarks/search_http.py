"""Searches over signed HTTP: how fast typeahead answers, and what 50 searches do to 50 lookups beside them.

One server process with the whole desk, a bare Bolt app beside it, one client on loopback. What comes one after the
other is asked by aiohttp; what comes at once over plain sockets (benchmarks/wire.py), whose client leaves the
processor to the server. The crowds take turns, so that a moment in which the machine is slow meets all of them.
The baselines are the bare app's one sentence to 50 and to 100 commands at once; the same 100 requests, all of them
exact lookups; 50 lookups alone are the floor.
"""

import asyncio
import hashlib
import hmac
import json
import statistics
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode

import aiohttp

from benchmarks.answers import ask, server, signed
from benchmarks.answers_servers import SECRET
from benchmarks.wire import at_once, connected, post

_ROUNDS, _HALF = 20, 50
_LOOKUP = "/cpt 97140"
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


@dataclass(slots=True)
class Crowd:
    """Commands that arrive together, and by round the waits of 50 exact lookups among them (of `others`: none)."""

    name: str
    url: str
    others: tuple[str, ...] = ()
    rounds: list[list[float]] = field(default_factory=list)

    def arrive(self) -> None:
        """One round, over connections of its own."""
        with connected(self.url, _HALF * (2 if self.others else 1)) as sockets:
            lines = [_LOOKUP] * len(sockets)
            if self.others:
                lines[::2] = [self.others[n % len(self.others)] for n in range(_HALF)]
            found = at_once(sockets, [post(self.url, *signed(line)) for line in lines])
        self.rounds.append(found[1::2] if self.others else found)

    def row(self) -> str:
        """With the last answer of the quietest round: what the machine does when nobody else uses it."""
        every = [wait for waits in self.rounds for wait in waits]
        return f"{told(self.name, every)}{min(map(max, self.rounds)):12.2f}"


def told(name: str, waits: list[float]) -> str:
    """One row."""
    cuts = statistics.quantiles(waits, n=100)
    return f"{name:44}{cuts[49]:9.2f}{cuts[98]:9.2f}{max(waits):9.2f}"


def crowds(dispatcher: str, bare: str) -> list[Crowd]:
    """All of them, in turns."""
    searches = tuple(f"/icd {words}" for words in _WORDS)
    every = [
        Crowd("bare Bolt, 50 commands", bare),
        Crowd("bare Bolt, 50 beside 50 more", bare, (_LOOKUP,)),
        Crowd("50 lookups alone", dispatcher),
        Crowd("50 lookups beside 50 more lookups", dispatcher, (_LOOKUP,)),
        Crowd("50 lookups beside 50 searches", dispatcher, searches),
    ]
    for _ in range(_ROUNDS):
        for one in every:
            one.arrive()
    return every


async def run() -> None:
    """Print the tables."""
    with server("desk") as (_, url), server("bare") as (_, bare):
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=2 * _HALF)) as session:
            alone = [await suggest(session, url, typed) for _ in range(_ROUNDS) for typed in _TYPED]
            searched = [await ask(session, url, f"/icd {w}") for _ in range(_ROUNDS) for w in _WORDS]
        every = crowds(url, bare)
    print(f"{'milliseconds':44}{'p50':>9}{'p99':>9}{'longest':>9}{'best round':>12}")
    print(told("typeahead, one keystroke after the other", alone))
    print(told("/icd with words, one after the other", searched))
    for one in every:
        print(one.row())


if __name__ == "__main__":
    asyncio.run(run())
