"""Reminders while the database is locked or read-only: nothing lost, doubled, or posted without a record."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator

import pytest

from storage.engine import SqlDatabase
from tests.faults.troubled import REMINDERS, each_stands_once, noted, put_all, ticks, worker_in


@pytest.fixture
async def database(sqlite_url: str) -> AsyncIterator[SqlDatabase]:
    """With due reminders, three per channel."""
    made = SqlDatabase(sqlite_url)
    await put_all(made)
    yield made
    await made.close()


async def test_a_locked_database_is_waited_for(database: SqlDatabase, sqlite_url: str) -> None:
    """Another program holds the lock for a second during deliveries."""
    other = sqlite3.connect(sqlite_url.partition("///")[2], isolation_level=None)

    async def lock() -> None:
        other.execute("BEGIN IMMEDIATE")
        asyncio.get_running_loop().call_later(1, other.execute, "ROLLBACK")

    poster, worker = worker_in(database, lock)
    await ticks(worker, lambda: each_stands_once(poster), 20)
    await worker.drain()

    assert each_stands_once(poster)
    assert await noted(database) == REMINDERS
    other.close()


async def test_while_the_database_is_read_only_nothing_is_posted_and_nothing_lost(
    database: SqlDatabase,
) -> None:
    """Everything is posted once afterwards."""

    async def close() -> None:
        await database._pragma("query_only=ON")

    poster, worker = worker_in(database, close)
    await ticks(worker, lambda: False, 0.7)
    assert len(poster.messages) < REMINDERS
    assert await noted(database) < REMINDERS
    await database._pragma("query_only=OFF")
    await ticks(worker, lambda: each_stands_once(poster), 20)
    await worker.drain()

    assert each_stands_once(poster)
    assert await noted(database) == REMINDERS
