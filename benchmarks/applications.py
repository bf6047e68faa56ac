"""500 applications with 50 events each on SQLite: how long list, board, card and Home take in process.

    python -m benchmarks.applications

Aim: each under 50 ms (Home under 300 ms with 200 of one's own). Beside them, in the same run, one empty read; the
processor's time tells what a machine that does other things as well hides.
"""

import asyncio
import random
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from benchmarks.presses import WORKSPACE, applications
from bot.domain.applications.application import Application, ApplicationMember, Category, CodeForm, new_codes
from bot.domain.applications.confidentiality import ViewingPlace
from bot.domain.applications.history import ApplicationEvent, EventKind, snapshot
from bot.domain.applications.papers import Considered, Evidence, Tick
from bot.domain.applications.stages import Phase, Stage
from bot.domain.applications.targets import PanelMeeting
from bot.services.ports.applications import ApplicationFilter
from bot.services.ports.request_context import RequestContext
from storage import migrate
from storage.engine import SqlDatabase

COUNT, EVENTS, ROUNDS = 500, 50, 30
NOW = datetime(2026, 11, 21, 15, 0, tzinfo=UTC)
REQUEST = RequestContext(WORKSPACE, "U1", date(2026, 11, 21))
_STAGES = [s for s in Stage if s not in (Stage.CODE_ASSIGNED, Stage.PUBLISHED)]


async def fill(database: SqlDatabase) -> None:
    """Applications of one to three codes at every stage; 200 of them U1's."""
    chance = random.Random(1)
    async with database.write() as work:
        for _ in range(COUNT):
            number = await work.applications.next_number(WORKSPACE)
            of = _application(number, chance)
            await work.applications.add(of)
            for i in range(EVENTS if number == 1 else 0):
                at = NOW - timedelta(hours=EVENTS - i)
                kind = EventKind.NOTE if i % 3 else EventKind.STEP
                event = ApplicationEvent(
                    WORKSPACE, number, kind, "U1", at, of.version, of.stage, of.stage,
                    note="x" * 200, before=snapshot(of),
                )  # fmt: skip
                await work.applications.record(event)
            for key in ("coi", "confidentiality", "vignette#1"):
                await work.application_papers.tick(WORKSPACE, number, Tick(key, "U1", NOW))
            evidence = Evidence("coi", "all signed", "https://docs.example.com/x", "U1", NOW)
            await work.application_papers.add_evidence(WORKSPACE, number, evidence)
            await work.application_papers.consider(WORKSPACE, number, Considered("97750", "why", "U1", NOW))
        await work.commit()


def give_all_the_same_events(path: Path) -> None:
    """Those of the first application, copied past everything: 25,000 one by one take minutes."""
    with closing(sqlite3.connect(path)) as raw, raw:
        columns = [row[1] for row in raw.execute("PRAGMA table_info(application_event)")]
        picked = ", ".join("a.number" if c == "application" else f"e.{c}" for c in columns)
        raw.execute(
            f"INSERT INTO application_event SELECT {picked} FROM application a, application_event e"
            " WHERE e.application = 1 AND a.number > 1"
        )


def _application(number: int, chance: random.Random) -> Application:
    wanted = [CodeForm(chance.choice((Category.I, Category.III))) for _ in range(chance.randint(1, 3))]
    stage = chance.choice(_STAGES)
    codes = new_codes(wanted, PanelMeeting(2027, chance.choice((2, 5, 9))), NOW)
    owner = "U1" if number % 5 < 2 else f"U{chance.randint(2, 20)}"
    of = Application(
        WORKSPACE, number, f"Application number {number}", owner, codes, owner, NOW, NOW,
        (ApplicationMember("U30", owner, NOW), ApplicationMember("U31", owner, NOW)),
    )  # fmt: skip
    return _at(of, stage)


def _at(of: Application, stage: Stage) -> Application:
    return replace(of, codes=tuple(replace(c, stage=stage) for c in of.codes), submitted_at=NOW)


async def _time(name: str, ask: Callable[[], Awaitable[object]]) -> None:
    await ask()
    took, worked = [], []
    for _ in range(ROUNDS):
        start, cpu = time.perf_counter(), time.process_time()
        await ask()
        took.append(1000 * (time.perf_counter() - start))
        worked.append(1000 * (time.process_time() - cpu))
    print(
        f"{name:38} median {statistics.median(took):6.1f} ms   worst of {ROUNDS} {max(took):6.1f} ms"
        f"   processor, median {statistics.median(worked):5.1f} ms"
    )


async def measure(path: Path) -> None:
    """Print one line for each question."""
    database = SqlDatabase(f"sqlite+aiosqlite:///{path}")
    apps = applications(database)
    start = time.perf_counter()
    await fill(database)
    await asyncio.to_thread(give_all_the_same_events, path)
    print(f"{COUNT} applications with {EVENTS} events each, filled in {time.perf_counter() - start:.0f} s")

    async def nothing() -> None:
        async with database.read() as work:
            await work.applications.get(WORKSPACE, 0)

    reading, alone = apps.queries, ViewingPlace.ALONE
    await _time("one empty read (baseline)", nothing)
    await _time("list, all", lambda: reading.list(REQUEST, ApplicationFilter(), alone))
    await _time("list, mine", lambda: reading.mine(REQUEST, alone))
    await _time(
        "list, in review", lambda: reading.list(REQUEST, ApplicationFilter(phase=Phase.REVIEW), alone)
    )
    await _time("list, stalled", lambda: reading.stalled(REQUEST, ApplicationFilter(), alone))
    await _time("board", lambda: reading.board(REQUEST, alone))
    await _time("card", lambda: reading.card(REQUEST, 251, alone))
    await _time("history, 20 events", lambda: reading.history(REQUEST, 251, alone))
    await _time("Home's applications (200 mine)", lambda: reading.home(REQUEST))
    await _time("CSV of all", lambda: apps.exports.table(REQUEST))
    await database.close()


def main() -> None:
    """On a fresh SQLite file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "applications.db"
        migrate.upgrade(f"sqlite:///{path}")
        asyncio.run(measure(path))


if __name__ == "__main__":
    main()
