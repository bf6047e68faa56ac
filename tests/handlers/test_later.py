"""What is imported once the bot answers is there for the first who asks, and for everybody after that."""

import asyncio
import subprocess
import sys
import threading

import pytest

from handlers.lazy_import import LazyImport, standing, warm


async def test_the_first_who_asks_has_it_made_and_all_others_get_the_same() -> None:
    """Ten people at once: made once, and not in the thread that answers them."""
    made: list[str] = []

    def make() -> object:
        made.append(threading.current_thread().name)
        return object()

    later = LazyImport(make)
    found = await asyncio.gather(*(later.made() for _ in range(10)))

    assert len(set(map(id, found))) == 1
    assert len(made) == 1
    assert made[0] != threading.main_thread().name


async def test_what_could_not_be_made_is_tried_again() -> None:
    """The next one who asks is not told of a failure that is over."""
    tries = iter((FileNotFoundError, None))

    def make() -> str:
        if failure := next(tries):
            raise failure
        return "there"

    later = LazyImport(make)
    with pytest.raises(FileNotFoundError):
        await later.made()

    assert await later.made() == "there"


async def test_one_feature_that_cannot_be_imported_does_not_take_the_others_with_it() -> None:
    """Warming goes on behind it."""
    made: list[str] = []

    def broken() -> None:
        raise ImportError

    await warm([LazyImport(broken), LazyImport(lambda: made.append("behind it")), standing(None)])

    assert made == ["behind it"]


async def test_a_stop_ends_the_imports_behind_the_start() -> None:
    """The one under way is waited for, and no other begun."""
    made: list[str] = []
    stop = asyncio.Event()

    def last() -> None:
        made.append("last")
        stop.set()

    await warm([LazyImport(last), LazyImport(lambda: made.append("one more"))], stop)

    assert made == ["last"]


_FIRST_CLAIM = """
import asyncio, sys
from datetime import UTC, date, datetime
from bot.services.habits import Habits
from bot.services.roles import Roles
from bot.services.shelf import Shelf
from handlers import make_desk
from tests.fakes import FakeClock, FakeDatabase

async def ask():
    clock, database = FakeClock(datetime(2026, 11, 21, tzinfo=UTC)), FakeDatabase()
    desk = make_desk(shelf=Shelf(), clock=clock, habits=Habits(database, clock), roles=Roles(database, clock))
    print("handlers.claim.command" in sys.modules, "handlers.cpt.command" in sys.modules)
    answer = await desk.answer("claim", "97140 97530-59", workspace="T1", user="U1")
    print("handlers.claim.command" in sys.modules, answer.failed)

asyncio.run(ask())
"""


def test_a_claim_that_comes_before_its_module_is_checked_all_the_same() -> None:
    """In a process that has just begun: /cpt stands, /claim does not, and is answered."""
    told = subprocess.run([sys.executable, "-c", _FIRST_CLAIM], capture_output=True, text=True, check=True)

    assert told.stdout.split() == ["False", "True", "True", "False"]
