"""Reminders while the database is locked, full or read-only: nothing lost, nothing doubled, nothing posted unnoted."""

import asyncio
import contextlib
import shutil
import sqlite3
import subprocess
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot import logs
from bot.services.clock import SystemClock
from bot.services.reminders.delivering import Deliverer
from bot.services.reminders.pace import Pace
from storage.engine import SqlDatabase
from tests.services.reminders_world import StandIn, deliverer, later, occurrence, put

_REMINDERS, _CHANNELS = 60, 20
_PACE = Pace(gap=0, gather=0.005, settle=0, call=0.1, lease=1.5)
Trouble = Callable[[], Awaitable[None]]


@pytest.fixture(autouse=True)
def _quiet() -> None:
    """What fails is logged; here it is meant to fail."""
    logs.configure("CRITICAL")


@pytest.fixture
async def database(sqlite_url: str) -> AsyncIterator[SqlDatabase]:
    """With reminders that are due, three to a channel."""
    made = SqlDatabase(sqlite_url)
    due = datetime.now(UTC) - later(1)
    await put(made, *(occurrence(n, f"C{n % _CHANNELS}", due) for n in range(_REMINDERS)))
    yield made
    await made.close()


def _worker(database: SqlDatabase, trouble: Trouble) -> tuple[StandIn, Deliverer]:
    """The trouble comes in the middle of the tenth call, so that its answer meets it."""

    async def at_the_tenth(_marker: str, call: int) -> None:
        if call == 10:
            await trouble()

    poster = StandIn(at_the_tenth)
    return poster, deliverer(database, poster, SystemClock(ZoneInfo("UTC")), _PACE)


async def _ticks(worker: Deliverer, until: Callable[[], bool], seconds: float) -> None:
    """As the bot's scheduler: a tick that fails is logged, and the next one comes."""
    end = asyncio.get_running_loop().time() + seconds
    while asyncio.get_running_loop().time() < end and not until():
        with contextlib.suppress(Exception):
            await worker.tick()
        await asyncio.sleep(0.05)


def _each_stands_once(poster: StandIn) -> bool:
    stands = Counter(text for _, _, text, _ in poster.messages)
    return len(stands) == len(poster.messages) == _REMINDERS


async def _noted(database: SqlDatabase) -> int:
    async with database.read() as work:
        return (await work.reminders.outbox.numbers(datetime.now(UTC))).posted


async def test_a_locked_database_is_waited_for(database: SqlDatabase, sqlite_url: str) -> None:
    """Another program holds it for a second, in the middle of the deliveries."""
    other = sqlite3.connect(sqlite_url.partition("///")[2], isolation_level=None)

    async def lock() -> None:
        other.execute("BEGIN IMMEDIATE")
        asyncio.get_running_loop().call_later(1, other.execute, "ROLLBACK")

    poster, worker = _worker(database, lock)
    await _ticks(worker, lambda: _each_stands_once(poster), 20)
    await worker.drain()

    assert _each_stands_once(poster)
    assert await _noted(database) == _REMINDERS
    other.close()


async def test_while_the_database_is_read_only_nothing_is_posted_and_nothing_lost(
    database: SqlDatabase,
) -> None:
    """All is posted once when it is over."""

    async def close() -> None:
        await database._pragma("query_only=ON")

    poster, worker = _worker(database, close)
    await _ticks(worker, lambda: False, 0.7)
    assert len(poster.messages) < _REMINDERS
    assert await _noted(database) < _REMINDERS
    await database._pragma("query_only=OFF")
    await _ticks(worker, lambda: _each_stands_once(poster), 20)
    await worker.drain()

    assert _each_stands_once(poster)
    assert await _noted(database) == _REMINDERS


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Four megabytes."""
    disk = tmp_path / "disk"
    disk.mkdir()
    if not (mount := shutil.which("mount")) or not (umount := shutil.which("umount")):
        pytest.skip("this system mounts nothing")
    command = [mount, "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(disk)]
    if subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("only root may make a small disk to fill")
    yield disk
    subprocess.run([umount, "-l", str(disk)], check=True)


async def test_while_the_disk_is_full_nothing_is_posted_and_nothing_lost(
    sqlite_url: str, small_disk: Path
) -> None:
    """Filled to the last byte in the middle of a call, and freed again."""
    shutil.copy(sqlite_url.partition("///")[2], small_disk / "codedesk.db")
    database, filler = SqlDatabase(f"sqlite+aiosqlite:///{small_disk}/codedesk.db"), small_disk / "filler"
    due = datetime.now(UTC) - later(1)
    await put(database, *(occurrence(n, f"C{n % _CHANNELS}", due) for n in range(_REMINDERS)))

    async def fill() -> None:
        with contextlib.suppress(OSError), filler.open("wb", buffering=0) as file:
            while file.write(b"x" * 4096):
                pass

    poster, worker = _worker(database, fill)
    await _ticks(worker, lambda: False, 0.7)
    assert await _noted(database) < _REMINDERS
    filler.unlink()
    await _ticks(worker, lambda: _each_stands_once(poster), 20)
    await worker.drain()

    assert _each_stands_once(poster)
    assert await _noted(database) == _REMINDERS
    await database.close()
