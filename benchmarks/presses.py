"""Five people press at once, a thousand times: one transition and one event each time, the others are told.

    python -m benchmarks.presses [--rounds 1000]

On SQLite five tasks of one process; on PostgreSQL three of one process and two of another. In process: the same
over HTTP is measured with the screens.
"""

import argparse
import asyncio
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.domain.applications.application import Category, CodeForm
from bot.domain.applications.errors import WhoWasFirst
from bot.domain.applications.history import EventKind
from bot.domain.applications.targets import PanelMeeting
from bot.domain.roles import Role
from bot.services.applications import ApplicationUseCases
from bot.services.applications.create import NewApplicationInput
from bot.services.ports.clock import SystemClock
from bot.services.ports.request_context import RequestContext
from storage import migrate
from storage.engine import SqlDatabase
from tests.postgres import fresh_database, server

WORKSPACE = "T1"
STEPS = ("assess_need>pre_submission", "assess_need>not_pursued")


@dataclass(frozen=True, slots=True)
class Leads:
    """Everybody may press."""

    async def role_of(self, workspace: str, user: str) -> Role:  # noqa: ARG002
        """Lead."""
        return Role.LEAD


@dataclass(frozen=True, slots=True)
class Told:
    """What a number of rounds came to."""

    rounds: int
    won: int
    told_who: int
    wrong: int
    seconds: float


def applications(database: SqlDatabase) -> ApplicationUseCases:
    """The use cases on a real database and clock."""
    return ApplicationUseCases.of(database, SystemClock(ZoneInfo("America/New_York")), Leads())


async def begin(database: SqlDatabase, count: int) -> None:
    """So many applications, A-1 on."""
    apps = applications(database)
    new = NewApplicationInput("Remote balance assessment", [CodeForm(Category.I)], PanelMeeting(2031, 5))
    for _ in range(count):
        await apps.editor.create(RequestContext(WORKSPACE, "U1", date.today()), new)  # noqa: DTZ011


async def press(apps: ApplicationUseCases, number: int, user: str) -> str:
    """One press on the card of version 1: 'won', 'told', or what else happened."""
    asked = RequestContext(WORKSPACE, user, date.today())  # noqa: DTZ011
    try:
        await apps.stages.advance(asked, number, random.choice(STEPS), expected=1)
    except WhoWasFirst as first:
        return (
            "told"
            if first.user.startswith("P") and first.action in STEPS and first.version == 2
            else "lied to"
        )
    return "won"


async def presses(apps: ApplicationUseCases, number: int, users: Sequence[str]) -> list[str]:
    """Several at the same moment."""
    return list(await asyncio.gather(*(press(apps, number, user) for user in users)))


async def one_process(url: str, rounds: int) -> Told:
    """Five tasks of this process, round by round."""
    database = SqlDatabase(url)
    apps = applications(database)
    await begin(database, rounds)
    start, told = time.perf_counter(), Counter[str]()
    for number in range(1, rounds + 1):
        told.update(await presses(apps, number, [f"P{i}" for i in range(5)]))
    seconds = time.perf_counter() - start
    wrong = await wrongs(database, rounds) + told["lied to"]
    await database.close()
    return Told(rounds, told["won"], told["told"], wrong, seconds)


async def two_processes(url: str, rounds: int) -> Told:
    """Three presses here and two in a child, begun by one word to it."""
    database = SqlDatabase(url)
    apps = applications(database)
    await begin(database, rounds)
    with _child(url) as child:
        start, told = time.perf_counter(), Counter[str]()
        for number in range(1, rounds + 1):
            _say(child, str(number))
            mine = asyncio.create_task(presses(apps, number, ["P1", "P2", "P3"]))
            theirs = await asyncio.to_thread(_hear, child)
            told.update([*await mine, *theirs.split(",")])
        seconds = time.perf_counter() - start
    wrong = await wrongs(database, rounds) + told["lied to"]
    await database.close()
    return Told(rounds, told["won"], told["told"], wrong, seconds)


async def wrongs(database: SqlDatabase, rounds: int) -> int:
    """Applications that did not move exactly once, or have not exactly one event for it."""
    wrong = 0
    for number in range(1, rounds + 1):
        async with database.read() as work:
            of = await work.applications.get(WORKSPACE, number)
            events = await work.applications.events(WORKSPACE, number, 99)
        steps = [e for e in events if e.kind is EventKind.STEP]
        wrong += of is None or of.version != 2 or len(steps) != 1 or steps[0].to is not of.stage
    return wrong


async def _obey(url: str) -> None:
    """The child: two presses for each number that it reads."""
    database = SqlDatabase(url)
    apps = applications(database)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    while line := await asyncio.to_thread(sys.stdin.readline):
        sys.stdout.write(",".join(await presses(apps, int(line), ["P4", "P5"])) + "\n")
        sys.stdout.flush()
    await database.close()


@contextmanager
def _child(url: str) -> "Iterator[subprocess.Popen[str]]":
    command = [sys.executable, "-m", "benchmarks.presses", "--child", url]
    root = Path(__file__).parents[1]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=root
    ) as child:
        _hear(child)
        yield child
        if child.stdin:
            child.stdin.close()


def _say(child: "subprocess.Popen[str]", line: str) -> None:
    assert child.stdin
    child.stdin.write(line + "\n")
    child.stdin.flush()


def _hear(child: "subprocess.Popen[str]") -> str:
    assert child.stdout
    line = child.stdout.readline()
    assert line, "the child failed: its traceback stands above"
    return line.strip()


def _print(where: str, told: Told) -> None:
    good = told.won == told.rounds and told.told_who == 4 * told.rounds and not told.wrong
    print(
        f"{where}: {told.rounds} rounds of 5, {told.won} transitions, {told.told_who} told who was first,"
        f" {told.wrong} wrong, {1000 * told.seconds / told.rounds:.1f} ms a round  {'ok' if good else 'FAILED'}"
    )


def main(arguments: Sequence[str]) -> None:
    """Both databases, one after the other."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=1000)
    parser.add_argument("--child", metavar="URL")
    asked = parser.parse_args(arguments)
    if asked.child:
        return asyncio.run(_obey(asked.child))
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{folder}/presses.db"
        migrate.upgrade(url)
        _print("SQLite, one process", asyncio.run(one_process(url, asked.rounds)))
    with server() as server_url, fresh_database(server_url) as url:
        migrate.upgrade(url)
        _print("PostgreSQL, two processes", asyncio.run(two_processes(url, asked.rounds)))
    return None


if __name__ == "__main__":
    main(sys.argv[1:])
