"""Five people press one card at once over HTTP, a thousand times: one transition, one event, four told who was first.

    python -m benchmarks.presses_http [--rounds 1000]

Signed requests go to whole bots (guard, Bolt, desk, screens, database), each in a process of its own: one on
SQLite; two on PostgreSQL, which take turns. Slack's side, where the bots tell what came of a press, stands here.
"""

import argparse
import asyncio
import hashlib
import hmac
import json
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import aiohttp
from aiohttp import web

from benchmarks.presses import STEPS, WORKSPACE, Told, begin, wrongs
from bot.domain.roles import MemberRole, Role
from bot.services.ports.clock import SystemClock
from storage import migrate
from storage.engine import SqlDatabase
from tests.postgres import fresh_database, server

SECRET = "benchmark"
PEOPLE = tuple(f"UPRESS{n}" for n in range(5))
_PATIENCE = 30.0


@dataclass
class Slack:
    """Slack's side: counts what each press was answered by its response_url."""

    url: str = ""
    said: Counter[str] = field(default_factory=Counter)
    wanted: int = 0
    enough: asyncio.Event = field(default_factory=asyncio.Event)

    async def hear(self, request: web.Request) -> web.Response:
        """A card in place of the pressed one."""
        body = await request.text()
        won = "Recorded: " in body
        kind = "won" if won else "told" if "here first and pressed" in body else f"else: {body[:300]}"
        self.said[kind] += 1
        if self.said.total() >= self.wanted:
            self.enough.set()
        return web.json_response({"ok": True})


@asynccontextmanager
async def slack_side() -> AsyncIterator[Slack]:
    """Listening on a port of its own."""
    slack, app = Slack(), web.Application()
    app.router.add_post("/hooks/{any}", slack.hear)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    slack.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield slack
    await runner.cleanup()


@asynccontextmanager
async def bots(database: str, slack: Slack, count: int) -> AsyncIterator[list[str]]:
    """So many bots in processes of their own; their addresses."""
    root = Path(__file__).parents[1]
    words = (sys.executable, "-m", "benchmarks.presses_http_bot", database, f"{slack.url}/api/")
    async with AsyncExitStack() as stack:
        started = []
        for _ in range(count):
            child = await asyncio.create_subprocess_exec(*words, cwd=root, stdout=asyncio.subprocess.PIPE)
            stack.push_async_callback(_ended, child)
            started.append(child)
        yield [f"http://127.0.0.1:{await _port(child)}/slack/events" for child in started]


async def _port(child: asyncio.subprocess.Process) -> int:
    assert child.stdout
    return int(await child.stdout.readline())


async def rounds(database_url: str, count: int, processes: int) -> Told:
    """Press, round by round, and look afterwards what the database holds."""
    database = SqlDatabase(database_url)
    await begin(database, count)
    await _all_lead(database)
    async with slack_side() as slack, bots(database_url, slack, processes) as urls:
        slack.wanted = len(PEOPLE) * count
        async with aiohttp.ClientSession() as session:
            start = time.perf_counter()
            statuses: Counter[int] = Counter()
            for number in range(1, count + 1):
                sent = (_press(session, urls[n % processes], slack, number, n) for n in range(len(PEOPLE)))
                statuses.update(await asyncio.gather(*sent))
            seconds = time.perf_counter() - start
        async with asyncio.timeout(_PATIENCE):
            await slack.enough.wait()
        other = [said for said in slack.said if said not in ("won", "told")]
        wrong = await wrongs(database, count) + statuses.total() - statuses[200] + len(other)
        if other:
            print(other[0], file=sys.stderr)
    await database.close()
    return Told(count, slack.said["won"], slack.said["told"], wrong, seconds)


async def _press(session: aiohttp.ClientSession, url: str, slack: Slack, number: int, n: int) -> int:
    payload = {
        "type": "block_actions",
        "team": {"id": WORKSPACE, "domain": "bench"},
        "user": {"id": PEOPLE[n], "username": "p", "name": "p", "team_id": WORKSPACE},
        "api_app_id": "A1",
        "container": {"type": "message", "message_ts": "1.1", "channel_id": "D1", "is_ephemeral": True},
        "channel": {"id": "D1", "name": "directmessage"},
        "trigger_id": f"1.{number}.{n}",
        "response_url": f"{slack.url}/hooks/{number}-{n}",
        "actions": [
            {
                "type": "button", "action_id": "app:step:0", "block_id": "b", "action_ts": "1.1",
                "value": f"{number} 1 {STEPS[1]}",
            }
        ],
    }  # fmt: skip
    raw = urlencode({"payload": json.dumps(payload)}).encode()
    stamp = str(int(time.time()))
    digest = hmac.new(SECRET.encode(), f"v0:{stamp}:".encode() + raw, hashlib.sha256).hexdigest()
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": f"v0={digest}",
    }
    async with session.post(url, data=raw, headers=headers) as answered:
        await answered.read()
        return answered.status


async def _all_lead(database: SqlDatabase) -> None:
    now = SystemClock(ZoneInfo("UTC")).now()
    async with database.write() as work:
        for person in PEOPLE:
            await work.roles.put(WORKSPACE, MemberRole(person, Role.LEAD, "terminal", now))
        await work.commit()


async def _ended(child: asyncio.subprocess.Process) -> None:
    child.terminate()
    await child.wait()


def on_sqlite(count: int) -> Told:
    """One bot."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{folder}/presses.db"
        migrate.upgrade(url)
        return asyncio.run(rounds(url, count, 1))


def on_postgresql(count: int) -> Told:
    """Two bots."""
    with server() as server_url, fresh_database(server_url) as url:
        migrate.upgrade(url)
        return asyncio.run(rounds(url, count, 2))


def _print(where: str, told: Told) -> None:
    good = told.won == told.rounds and told.told_who == 4 * told.rounds and not told.wrong
    print(
        f"{where}: {told.rounds} rounds of 5 over HTTP, {told.won} transitions, {told.told_who} told who was first,"
        f" {told.wrong} wrong, {1000 * told.seconds / told.rounds:.1f} ms a round, {told.seconds:.0f} s"
        f"  {'ok' if good else 'FAILED'}",
        flush=True,
    )


def main(arguments: Sequence[str]) -> None:
    """Both databases, one after the other."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=1000)
    asked = parser.parse_args(arguments)
    _print("SQLite, one bot", on_sqlite(asked.rounds))
    _print("PostgreSQL, two bots", on_postgresql(asked.rounds))


if __name__ == "__main__":
    main(sys.argv[1:])
