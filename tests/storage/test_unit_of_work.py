"""One transaction: kept by `commit` alone, one snapshot for readers, and no writes by them."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from bot.domain.errors import NoSuchRelease
from bot.services.ports.database import Database, UnitOfWork
from tests.storage.examples import (
    NOW,
    codes,
    editions,
    generation,
    installation,
    publish,
    record,
    release,
    stage,
)


async def test_leaving_without_commit_keeps_nothing(database: Database) -> None:
    """Forgetting to commit loses the work, visibly, in the first test that looks."""
    async with database.write() as work:
        id_ = await work.releases.stage(release(), "digest", NOW)
        await work.releases.add("*", id_, [record("M54.50")])
        await work.releases.publish("*", id_, 1)
        await work.installations.save(installation())

    assert await editions(database, "T1") == []
    assert await generation(database) == 0
    async with database.read() as reading:
        assert await reading.installations.get("T1") is None


async def test_an_exception_takes_the_whole_work_back(database: Database) -> None:
    """The old edition stands as if nothing had happened."""
    old = await publish(database, release(), [record("M54.5")])
    staged = await stage(database, release(), [record("M54.50")])

    async def publish_and_fail() -> None:
        async with database.write() as work:
            await work.releases.publish("*", staged, 1)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await publish_and_fail()

    assert [record("M54.5")] == await codes(database, "T1", old)
    assert await generation(database) == 1


async def test_work_after_a_commit_needs_another(database: Database) -> None:
    """What was committed stays, what came after does not."""
    async with database.write() as work:
        await work.seen.first_time("T1", "one", NOW)
        await work.commit()
        await work.seen.first_time("T1", "two", NOW)

    async with database.write() as work:
        assert [await work.seen.first_time("T1", k, NOW) for k in ("one", "two")] == [False, True]


async def test_a_writer_reads_what_it_has_written(database: Database) -> None:
    """Before the commit, and nobody else does."""
    async with database.write() as work:
        await work.installations.save(installation())

        assert installation() == await work.installations.get("T1")
        async with database.read() as reading:
            assert await reading.installations.get("T1") is None


async def test_a_reader_keeps_its_snapshot_while_a_release_is_replaced(database: Database) -> None:
    """An index that is being built never mixes two editions."""
    old = await publish(database, release(), [record("M54.5")])

    async with database.read() as reading:
        [seen] = await reading.releases.visible("T1")
        await publish(database, release(), [record("M54.50")])
        rows = [r async for r in reading.releases.records("T1", seen.id)]

    assert old == seen.id
    assert [record("M54.5")] == rows


async def _publish_it(work: UnitOfWork) -> None:
    await work.releases.publish("*", 1, 1)


async def _stage_another(work: UnitOfWork) -> None:
    await work.releases.stage(release("x"), "d", NOW)


async def _mark(work: UnitOfWork) -> None:
    await work.seen.first_time("T1", "k", NOW)


async def _install(work: UnitOfWork) -> None:
    await work.installations.save(installation())


@pytest.mark.parametrize("write", [_publish_it, _stage_another, _mark, _install])
async def test_a_reading_unit_of_work_refuses_to_write(
    database: Database, write: Callable[[UnitOfWork], Awaitable[None]]
) -> None:
    """The database itself says no, so that no forgotten writer sneaks past the one connection."""
    await stage(database, release())

    async with database.read() as work:
        with pytest.raises(Exception, match=r"(?i)read-?only"):
            await write(work)

    assert await editions(database, "T1") == []


async def test_a_cancelled_writer_leaves_the_way_free(database: Database) -> None:
    """Slack hung up, the task was cancelled in the middle: the one writer connection is not stuck."""
    started = asyncio.Event()

    async def hang() -> None:
        async with database.write() as work:
            await work.seen.first_time("T1", "k", NOW)
            started.set()
            await asyncio.sleep(60)

    task = asyncio.create_task(hang())
    await started.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task

    async with asyncio.timeout(5), database.write() as work:
        assert await work.seen.first_time("T1", "k", NOW)


@pytest.mark.parametrize(("owner", "stranger"), [("T1", "T2"), ("T1", "*"), ("*", "T1")])
async def test_only_its_own_workspace_changes_a_release(
    database: Database, owner: str, stranger: str
) -> None:
    """Neither another team nor, for the public sets, any team; and a team's licensed file not by the public hand."""
    published = await publish(database, release(workspace=owner))
    staged = await stage(database, release(workspace=owner))

    async with database.write() as work:
        for attempt in (
            work.releases.add(stranger, staged, [record("M54.51")]),
            work.releases.publish(stranger, staged, 1),
            work.releases.withdraw(stranger, staged),
            work.releases.withdraw(stranger, published),
        ):
            with pytest.raises(NoSuchRelease):
                await attempt
        await work.commit()

    assert [record("M54.50")] == await codes(database, owner, published)


async def test_a_licensed_file_answers_its_own_workspace_alone(database: Database) -> None:
    """Not in the list, and not by its id either: CPT is licensed for one team."""
    licensed = await publish(database, release("CPT 2026", workspace="T1"), [record("97140")])

    assert await editions(database, "T1") == ["CPT 2026"]
    for stranger in ("T2", "*", "", "t1", "T1 ", "%", "T_"):
        assert await editions(database, stranger) == []
        assert await codes(database, stranger, licensed) == []
