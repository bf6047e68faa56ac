"""The long form, `make faults`: reminders under kill -9, crashes, suspended workers, wrong clocks and broken answers.

Prints one line per case. Orphaned rows (taken over from a dead or suspended worker) are counted separately. All other
rows may be at most ten seconds late.
"""

import argparse
import asyncio
import sys
import time
from dataclasses import dataclass, replace

from tests.faults.counting import Outcome
from tests.faults.databases import crashing, fresh
from tests.faults.runs import Run, Trouble, deliver
from tests.faults.troubles import clocks, crashes, stops

_PLAIN = Run(kills=0, rate=0, lease=30, call=5)
"""No worker dies, so the lease need not be short. The bot's own is 60 s."""
_SMALL = Run(reminders=1_500, channels=150, kills=0, spread=20)
_LATE_SECONDS = 10
_DAYS_AWAY = 72 * 3_600


@dataclass(frozen=True, slots=True)
class Case:
    """One run on one kind of database.

    `repeats`: the history is closed, so a lost answer leads to a labeled repeat. `untimely`: delay is not measured,
    because the database or the clock itself fails. `beside`: the naive policy runs afterwards with the same faults.
    """

    name: str
    kind: str
    run: Run
    trouble: Trouble | None = None
    repeats: bool = False
    untimely: bool = False
    beside: bool = False


CASES = (
    Case("burst", "postgres", replace(_PLAIN, spread=0, ago=-8)),
    Case("minute", "postgres", _PLAIN),
    Case("kills", "postgres", Run(), beside=True),
    Case("kills4", "postgres", Run(processes=4)),
    Case("closed", "postgres", Run(readable=False), repeats=True),
    Case("kills", "sqlite", Run(processes=1)),
    Case("stopped", "postgres", _SMALL, stops(10, seconds=5, every=1)),
    Case("clocks", "postgres", _SMALL, clocks(every=4), untimely=True),
    Case(
        "downtime",
        "postgres",
        replace(_PLAIN, rate=6, call=1, spread=_DAYS_AWAY, ago=_DAYS_AWAY, late=3_600),
        untimely=True,
    ),
    Case("crashes", "crashing", replace(_PLAIN, call=1), untimely=True),
)


async def _one(case: Case) -> Outcome:
    if case.kind == "crashing":
        with crashing() as there:
            return await deliver(there.url, case.run, crashes(there, 20, every=1.5))
    with fresh(case.kind) as url:
        return await deliver(url, case.run, case.trouble)


def _wrong(case: Case, found: Outcome) -> list[str]:
    """What must not happen. No client can know about a message that arrived after its sender gave up."""
    doubled = 0 if case.repeats else found.doubled - found.overtaken
    late = 0 if case.untimely else found.late.p99
    every = {
        "lost": found.lost,
        "dead": found.dead,
        "doubled": doubled,
        "repeats without a label": found.unlabelled,
        "repeats without a lost answer": found.unexplained,
        f"late by more than {_LATE_SECONDS} s": late > _LATE_SECONDS,
    }
    return [name for name, bad in every.items() if bad]


async def long_form(only: list[str]) -> int:
    """Run every case, or those named. Returns 1 if anything was lost, doubled or late."""
    wrong, began = 0, time.monotonic()
    for case in CASES:
        if only and case.name not in only and case.kind not in only:
            continue
        found = await _one(case)
        bad = _wrong(case, found)
        wrong += len(bad)
        processes = f"{case.run.processes} process{'es' if case.run.processes > 1 else ''}"
        closed = "" if case.run.readable else ", history closed"
        _say(f"{case.name}, {case.kind}, {processes}{closed}: {found}")
        if bad:
            _say(f"  WRONG: {', '.join(bad)}")
        if case.beside:
            naive = await _one(replace(case, run=replace(case.run, policy="naive")))
            _say(f"  beside it, 'post again when the lease runs out': {naive}")
    _say(f"{time.monotonic() - began:.0f} s in all; {wrong or 'nothing'} wrong")
    return int(wrong > 0)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Deliveries under faults, the long form")
    parser.add_argument("only", nargs="*", help="names of cases, or postgres, sqlite, crashing")
    raise SystemExit(asyncio.run(long_form(parser.parse_args().only)))
