"""`make faults`: reminders under kill -9, crashes, stopped workers, wrong clocks and broken answers, the long form."""

import argparse
import asyncio
import sys
from dataclasses import dataclass, replace

from tests.faults.counting import Outcome
from tests.faults.databases import crashing, fresh
from tests.faults.runs import Run, Trouble, deliver
from tests.faults.troubles import clocks, crashes, stops

_PLAIN = Run(kills=0, rate=0, lease=30, call=5)
"""Nobody dies, so no lease needs to be short; the bot's own is 60 s."""
_SMALL = Run(reminders=1_500, channels=150, kills=0, spread=20)


@dataclass(frozen=True, slots=True)
class Case:
    """One run on one kind of database; `exact`: nothing may be doubled, even with a label."""

    name: str
    kind: str
    run: Run
    trouble: Trouble | None = None
    exact: bool = True
    naive: bool = False


CASES = (
    Case("burst", "postgres", replace(_PLAIN, spread=0)),
    Case("minute", "postgres", _PLAIN),
    Case("minute", "sqlite", replace(_PLAIN, processes=1)),
    Case("kills", "postgres", Run()),
    Case("kills4", "postgres", Run(processes=4)),
    Case("closed", "postgres", Run(readable=False), exact=False),
    Case("naive", "postgres", Run(policy="naive"), naive=True),
    Case("kills", "sqlite", Run(processes=1)),
    Case("stopped", "postgres", _SMALL, stops(10, seconds=5, every=1)),
    Case("clocks", "postgres", _SMALL, clocks(every=4)),
    Case(
        "downtime", "postgres", replace(_PLAIN, rate=6, call=1, spread=72 * 3_600, ago=72 * 3_600, late=3_600)
    ),
    Case("crashes", "crashing", replace(_PLAIN, call=1)),
)


async def _one(case: Case) -> Outcome:
    if case.kind == "crashing":
        with crashing() as there:
            return await deliver(there.url, case.run, crashes(there, 20, every=1.5))
    with fresh(case.kind) as url:
        return await deliver(url, case.run, case.trouble)


def _wrong(case: Case, found: Outcome) -> bool:
    if case.naive:
        return False
    return bool(found.lost or found.unlabelled or found.dead or (case.exact and found.doubled))


async def long_form(only: list[str]) -> int:
    """Every case, or those named; 1 where anything was lost or doubled."""
    wrong = 0
    for case in CASES:
        if only and case.name not in only and case.kind not in only:
            continue
        found = await _one(case)
        wrong += _wrong(case, found)
        access = "history readable" if case.run.readable else "history closed"
        processes = f"{case.run.processes} process{'es' if case.run.processes > 1 else ''}"
        sys.stdout.write(
            f"{case.name}, {case.kind}, {processes}, policy {case.run.policy}, {access}: {found}\n"
        )
        sys.stdout.flush()
    return int(wrong > 0)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Deliveries under faults, the long form")
    parser.add_argument("only", nargs="*", help="names of cases, or postgres, sqlite, crashing")
    raise SystemExit(asyncio.run(long_form(parser.parse_args().only)))
