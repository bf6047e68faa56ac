"""Several at once, in one process and in two, on SQLite and PostgreSQL."""

import asyncio
import random
from dataclasses import replace

from storage.engine import SqlDatabase
from tests.storage.examples import NOW, codes, editions, generation, installation, publish, record, release
from tests.storage.processes import Worker, together

_TIMES = 60


async def test_two_processes_that_read_then_write_lose_no_update(
    url: str, sql: SqlDatabase, workers: list[Worker]
) -> None:
    """Stock aiosqlite lost 905 of 1,200; BEGIN IMMEDIATE, and FOR UPDATE on PostgreSQL, lose none."""
    async with sql.write() as work:  # somebody installed it first: a row that is not there cannot be locked
        await work.installations.save(replace(installation(), bot_user_id="0"))
        await work.commit()

    together(workers, "count", url, _TIMES)

    async with sql.read() as work:
        found = await work.installations.get("T1")
    assert found
    assert found.bot_user_id == str(2 * _TIMES)


async def test_two_loaders_of_one_edition_leave_one_of_them_standing(
    url: str, sql: SqlDatabase, workers: list[Worker]
) -> None:
    """And every flip is told to the bots."""
    together(workers, "republish", url, 15)

    assert await editions(sql, "T1") == ["April 2026"]
    assert await generation(sql) == 30


async def test_each_delivery_is_taken_by_one_of_two_processes(url: str, workers: list[Worker]) -> None:
    """Slack's repeat may reach the other process at the same moment."""
    won = [int(w) for w in together(workers, "mark", url, _TIMES)]

    assert sum(won) == _TIMES


async def test_a_reader_is_not_blocked_while_a_load_is_under_way(sql: SqlDatabase) -> None:
    """Lookups go on, on the old edition, beside 2,000 uncommitted rows."""
    old = await publish(sql, release(), [record("M54.5")])

    async with sql.write() as work:
        staged = await work.releases.stage(release(), "digest", NOW)
        await work.releases.add("*", staged, [record(f"M{i:05d}") for i in range(2_000)])
        await work.releases.publish("*", staged, 2_000)
        async with asyncio.timeout(2):
            assert [r.code for r in await codes(sql, "T1", old)] == ["M54.5"]


async def test_five_readers_and_a_writer_get_through_at_once(sql: SqlDatabase) -> None:
    """More readers than connections wait their turn and nobody starves."""
    id_ = await publish(sql, release(), [record(f"M{i:05d}") for i in range(2_500)])

    async with asyncio.timeout(20):
        read, _ = await asyncio.gather(
            asyncio.gather(*(codes(sql, "T1", id_) for _ in range(5))),
            publish(sql, release("another")),
        )

    assert [len(rows) for rows in read] == [2_500] * 5


async def test_writers_cancelled_at_any_moment_leave_the_way_free(sql: SqlDatabase) -> None:
    """In the middle of a statement, of a commit or of waiting: the next writer gets in and sees whole work only."""
    chance = random.Random(1)

    async def write(edition: str) -> None:
        await publish(sql, release(edition), [record("M54.50"), record("M54.51")])

    for i in range(25):
        task = asyncio.create_task(write(f"edition {i}"))
        await asyncio.sleep(chance.uniform(0, 0.012))
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    async with asyncio.timeout(10):
        await write("last")
    async with sql.read() as work:
        for stored in await work.releases.visible("T1"):
            assert len([r async for r in work.releases.records("T1", stored.id)]) == 2
