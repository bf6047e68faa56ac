"""Who loads, and whom the database knows: the contract that the fake, SQLite and PostgreSQL keep alike."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

from bot.services.ports.database import Database
from storage.engine import SqlDatabase
from storage.lock import only_bot
from tests.storage.examples import NOW, installation, publish, release


async def test_one_loads_after_the_other(database: Database) -> None:
    """A second loader waits for its turn, and has it as soon as the first is done."""
    order: list[str] = []

    async def load(name: str, began: asyncio.Event) -> None:
        async with database.loading():
            began.set()
            order.append(f"{name} begins")
            await asyncio.sleep(0.05)
            order.append(f"{name} ends")

    began = asyncio.Event()
    first = asyncio.create_task(load("one", began))
    await began.wait()
    await asyncio.gather(first, load("two", asyncio.Event()))

    assert order == ["one begins", "one ends", "two begins", "two ends"]


async def test_a_loader_that_fails_lets_the_next_one_in(database: Database) -> None:
    """Whatever stopped it."""
    for _ in range(2):
        try:
            async with asyncio.timeout(5), database.loading():
                raise ValueError
        except ValueError:
            continue


async def test_two_connections_to_one_database_load_in_turn(sql: SqlDatabase, url: str) -> None:
    """Another process does not come between either."""
    other = SqlDatabase(url)
    async with sql.loading():
        second = asyncio.create_task(_turn(other))
        await asyncio.sleep(0.3)
        assert not second.done()
    await asyncio.wait_for(second, 5)
    await other.close()


async def _turn(database: SqlDatabase) -> None:
    async with database.loading():
        pass


async def test_who_writes_meanwhile_is_not_kept_out(database: Database) -> None:
    """The loaders' lock is theirs alone."""
    async with database.loading(), database.write() as work:
        assert await work.seen.first_time("T1", "Ev1", NOW)
        await work.commit()


async def test_a_workspace_is_known_by_whatever_is_kept_for_it(database: Database) -> None:
    """An installation, a delivery, a licensed release; the public one is nobody's."""
    assert await _known(database) == []
    await publish(database, release())
    assert await _known(database) == []

    await publish(database, release(workspace="T3"))
    async with database.write() as work:
        await work.seen.first_time("T2", "Ev1", NOW)
        await work.seen.first_time("T2", "Ev2", NOW)
        await work.installations.save(installation("T1"))
        await work.commit()

    assert await _known(database) == ["T1", "T2", "T3"]


async def _known(database: Database) -> list[str]:
    async with database.read() as work:
        return list(await work.workspaces.known())


async def test_after_a_load_without_a_bot_the_log_is_folded_into_the_file(sqlite_url: str) -> None:
    """Nobody else would: a log of gigabytes must not lie there until the next start."""
    log = Path(sqlite_url.partition(":///")[2] + "-wal")
    with closing(
        sqlite3.connect(sqlite_url.partition(":///")[2])
    ) as other:  # keeps the log from being removed
        other.execute("SELECT count(*) FROM release").fetchone()
        await _publish_as_loader(sqlite_url)

        assert _size(log) == 0


async def test_beside_a_bot_a_loader_leaves_the_log_alone(sqlite_url: str) -> None:
    """Two that fold at once can damage it (SQLite before 3.51.3)."""
    log = Path(sqlite_url.partition(":///")[2] + "-wal")
    with only_bot(sqlite_url):
        bot = SqlDatabase(sqlite_url)
        await bot.ping()
        await _publish_as_loader(sqlite_url)

        assert _size(log) > 0
        await bot.close()


def _size(path: Path) -> int:
    return path.stat().st_size


async def _publish_as_loader(url: str) -> None:
    loader = SqlDatabase(url, loader=True)
    async with loader.loading():
        await publish(loader, release())
    await loader.close()
