"""Deliveries already taken, on the fake, SQLite and PostgreSQL."""

import asyncio
from datetime import datetime, timedelta

import pytest

from bot.services.ports.database import Database
from tests.storage.examples import NOW


async def _first(database: Database, workspace: str, key: str) -> bool:
    async with database.write() as work:
        first = await work.seen.first_time(workspace, key, NOW)
        await work.commit()
    return first


async def test_a_repeated_delivery_is_known(database: Database) -> None:
    """Slack sends an event up to four times; it is new once."""
    assert [await _first(database, "T1", "Ev1") for _ in range(3)] == [True, False, False]


async def test_the_same_key_is_new_in_another_workspace(database: Database) -> None:
    """Keys are unique within a workspace only."""
    assert [await _first(database, w, "Ev1") for w in ("T1", "T2")] == [True, True]


async def test_of_many_at_once_exactly_one_takes_it(database: Database) -> None:
    """However the tasks interleave."""
    taken = await asyncio.gather(*(_first(database, "T1", "Ev1") for _ in range(30)))

    assert sum(taken) == 1


async def test_a_delivery_whose_work_failed_is_new_again(database: Database) -> None:
    """The mark goes back with the work that it stood for."""

    async def take_and_fail() -> None:
        async with database.write() as work:
            assert await work.seen.first_time("T1", "Ev1", NOW)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await take_and_fail()

    assert await _first(database, "T1", "Ev1")


async def test_old_marks_are_forgotten_one_workspace_at_a_time(database: Database) -> None:
    """Strictly older than the instant; another workspace's marks stay."""
    async with database.write() as work:
        for key, minutes in {"old": 2, "edge": 1, "new": 0}.items():
            await work.seen.first_time("T1", key, NOW - timedelta(minutes=minutes))
        await work.seen.first_time("T2", "old", NOW - timedelta(minutes=2))
        await work.commit()

    async with database.write() as work:
        gone = await work.seen.forget_before("T1", NOW - timedelta(minutes=1))
        await work.commit()

    assert gone == 1
    assert [await _first(database, "T1", k) for k in ("old", "edge", "new")] == [True, False, False]
    assert not await _first(database, "T2", "old")


async def test_an_instant_without_zone_is_refused(database: Database) -> None:
    """A naive instant would shift by the server's zone unnoticed."""
    async with database.write() as work:
        with pytest.raises(Exception, match="without time zone"):
            await work.seen.first_time("T1", "Ev1", datetime(2026, 11, 21, 9))  # noqa: DTZ001
