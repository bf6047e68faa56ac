"""Runs of deliveries under faults, and what they come to. `python -m tests.faults.running` is the long form."""

import argparse
import asyncio
import multiprocessing
import random
import re
import signal
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from multiprocessing.process import BaseProcess

from bot.domain.deadlines.planning import Firing, Kind, Occurrence, Told
from storage.engine import SqlDatabase
from tests.faults.slack import FaultySlack, running
from tests.faults.worker import Orders, work
from tests.services.reminders_world import deadline

_PATIENCE_S = 600


@dataclass(frozen=True, slots=True)
class Run:
    """What to do: so many reminders over channels, delivered by processes of which so many are killed."""

    reminders: int = 5_000
    channels: int = 500
    processes: int = 2
    kills: int = 100
    policy: str = "look"
    readable: bool = True
    rate: float = 6
    lease: float = 3.0
    gap: float = 1.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """`doubled`: reminders that stand more than once; `unlabelled`: of those, repeats that do not say so;
    `needless`: repeats that say so, but whose first message never stood. Seconds late are of first postings."""

    posted: int
    lost: int
    doubled: int
    unlabelled: int
    needless: int
    dead: int
    kills: int
    faults: int
    seconds: float
    late_p50: float
    late_p99: float
    pace: float

    def __str__(self) -> str:
        return (
            f"{self.posted} reminders: {self.lost} lost, {self.doubled} doubled ({self.unlabelled} not labelled), "
            f"{self.needless} needless labels, {self.dead} dead; {self.kills} kills, {self.faults} faults, "
            f"{self.seconds:.0f} s, late p50 {self.late_p50:.1f} p99 {self.late_p99:.1f} s "
            f"({self.pace:.0f} s of it the pacing limit)"
        )


async def deliver(url: str, run: Run, *, seed: int = 1) -> Outcome:
    """Fill the outbox of a migrated database, let processes deliver and die, and count what stands in Slack."""
    slack = FaultySlack(run.rate, run.readable, seed=seed)
    database = SqlDatabase(url)
    due = datetime.now(UTC) + timedelta(seconds=1.5)
    await _fill(database, run, due)
    async with running(slack):
        began = time.monotonic()
        kills = await _processes(url, slack, run, database, seed)
        seconds = time.monotonic() - began
    async with database.read() as unit:
        numbers = await unit.reminders.outbox.numbers(datetime.now(UTC) + timedelta(hours=1))
    await database.close()
    return _counted(slack, run, due.timestamp(), kills=kills, seconds=seconds, dead=numbers.dead)


async def _fill(database: SqlDatabase, run: Run, due: datetime) -> None:
    told = Told((deadline(),), 7)
    planned = [
        Occurrence(f"C{n % run.channels}", Firing(f"panel:{n}", "2026-12-01/7", due, Kind.REMINDER, told))
        for n in range(run.reminders)
    ]
    async with database.write() as unit:
        await unit.reminders.outbox.add("T1", planned)
        await unit.commit()


async def _processes(url: str, slack: FaultySlack, run: Run, database: SqlDatabase, seed: int) -> int:
    """Keep so many processes alive until everything is settled; each of the first `kills` dies of its own accord."""
    draw = random.Random(seed)
    each = max(1, run.reminders // max(1, run.kills + run.processes))
    left, killed = run.kills, 0
    alive: list[BaseProcess] = []
    give_up = time.monotonic() + _PATIENCE_S
    try:
        while time.monotonic() < give_up:
            gone = [p for p in alive if p.exitcode is not None]
            killed += sum(p.exitcode == -signal.SIGKILL for p in gone)
            alive = [p for p in alive if p not in gone]
            while len(alive) < run.processes:
                after = draw.randint(1, 2 * each) if left > 0 else 0
                left -= 1
                alive.append(_spawn(Orders(url, slack.url, run.policy, after, run.lease, run.gap)))
            if await _settled(database, run.reminders):
                break
            await asyncio.sleep(0.2)
    finally:
        for process in alive:
            process.kill()
            process.join()
    return killed


def _spawn(orders: Orders) -> BaseProcess:
    """Forked from a process that has imported everything: a start costs milliseconds, not seconds."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.faults.worker"])
    process = context.Process(target=work, args=(orders,), daemon=True)
    process.start()
    return process


async def _settled(database: SqlDatabase, reminders: int) -> bool:
    """Every one is posted, or given up."""
    async with database.read() as unit:
        numbers = await unit.reminders.outbox.numbers(datetime.now(UTC))
    return numbers.posted + numbers.dead >= reminders


def _counted(slack: FaultySlack, run: Run, due: float, *, kills: int, seconds: float, dead: int) -> Outcome:
    stands: Counter[int] = Counter()
    unlabelled = needless = 0
    first: dict[int, float] = {}
    for messages in slack.channels.values():
        for message in messages:
            for id_ in map(int, re.findall(r"\d+", message.text)):
                again, says = stands[id_] > 0, message.text.startswith("repeat")
                unlabelled += again and not says
                needless += says and not again
                stands[id_] += 1
                first.setdefault(id_, message.at - due)
    late = sorted(first.values())
    return Outcome(
        posted=len(stands),
        lost=run.reminders - len(stands) - dead,
        doubled=sum(n > 1 for n in stands.values()),
        unlabelled=unlabelled,
        needless=needless,
        dead=dead,
        kills=kills,
        faults=sum(n for name, n in slack.faults.items() if name),
        seconds=seconds,
        late_p50=_at(late, 0.5),
        late_p99=_at(late, 0.99),
        pace=(run.reminders / run.channels - 1) * run.gap,
    )


def _at(late: Sequence[float], share: float) -> float:
    return late[min(len(late) - 1, int(len(late) * share))] if late else 0.0


async def long_form() -> int:
    """Every policy on PostgreSQL with two processes and on SQLite with one; 1 where anything was lost or doubled."""
    from tests.faults.databases import fresh

    wrong = 0
    runs = [
        ("postgres", Run()),
        ("postgres", Run(processes=4)),
        ("postgres", Run(readable=False)),
        ("postgres", Run(policy="naive")),
        ("sqlite", Run(processes=1)),
    ]
    only = _only()
    for kind, run in runs:
        if only and only not in (kind, run.policy):
            continue
        with fresh(kind) as url:
            found = await deliver(url, run)
        access = "history readable" if run.readable else "history closed"
        sys.stdout.write(f"{kind}, {run.processes} processes, policy {run.policy}, {access}: {found}\n")
        sys.stdout.flush()
        if run.policy != "naive":
            wrong += found.lost + found.unlabelled + (found.doubled if run.readable else 0)
    return int(wrong > 0)


def _only() -> str | None:
    parser = argparse.ArgumentParser(description="Deliveries under faults, the long form")
    parser.add_argument("only", nargs="?", help="postgres, sqlite, look or naive")
    only = parser.parse_args().only
    return None if only is None else str(only)


def short(run: Run) -> Run:
    """The same in seconds."""
    return replace(run, reminders=60, channels=20, kills=3, gap=0.05, lease=2.5)


if __name__ == "__main__":
    raise SystemExit(asyncio.run(long_form()))
