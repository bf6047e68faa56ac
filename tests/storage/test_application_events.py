"""Events can't be changed by any database access, on SQLite and PostgreSQL."""

import asyncio

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from bot.domain.applications.history import EventKind
from storage.application_tables import APPLICATION, EVENT, PURGE
from storage.engine import SqlDatabase
from storage.urls import Postgres, parse
from tests.storage.examples import NOW
from tests.storage.processes import Worker, together
from tests.storage.test_applications import application, event


@pytest.fixture
async def kept(sql: SqlDatabase) -> SqlDatabase:
    """A database with one event in each of two workspaces."""
    async with sql.write() as work:
        for workspace in ("T1", "T2"):
            await work.applications.add(application(workspace))
            await work.applications.record(event(application(workspace), note="as it was"))
        await work.commit()
    return sql


def _raw(url: str, *statements: sa.Executable) -> None:
    """A raw database connection, without our code."""
    address = parse(url)
    if isinstance(address, Postgres):
        target = sa.make_url(address.libpq).set(drivername="postgresql+psycopg")
    else:
        target = sa.URL.create("sqlite", database=str(address.path))
    engine = sa.create_engine(target, poolclass=sa.NullPool)
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(statement)


_TAMPERING = {
    "update": sa.update(EVENT).values(note="another"),
    "update one column of one": sa.update(EVENT).where(EVENT.c.workspace == "T1").values(by="U9"),
    "delete": sa.delete(EVENT),
    "delete one": sa.delete(EVENT).where(EVENT.c.workspace == "T1"),
}


@pytest.mark.parametrize("how", sorted(_TAMPERING))
async def test_the_database_itself_refuses_to_change_an_event(kept: SqlDatabase, url: str, how: str) -> None:
    """With any statement. Both events stay unchanged."""
    with pytest.raises(DBAPIError, match="append-only"):
        _raw(url, _TAMPERING[how])

    assert await _notes(kept) == ["as it was", "as it was"]


async def test_replacing_an_event_is_refused_on_sqlite(sqlite_url: str) -> None:
    """INSERT OR REPLACE would delete without firing the delete trigger."""
    database = SqlDatabase(sqlite_url)
    async with database.write() as work:
        await work.applications.add(application())
        await work.applications.record(event(application(), note="as it was"))
        await work.commit()

    with pytest.raises(DBAPIError, match="append-only"):
        _raw(sqlite_url, sa.text("INSERT OR REPLACE INTO application_event SELECT * FROM application_event"))

    await database.close()


async def test_only_the_workspace_that_is_being_purged_loses_its_events(kept: SqlDatabase, url: str) -> None:
    """A purge of T1 does not allow deletes for T2 in the same transaction."""
    with pytest.raises(DBAPIError, match="append-only"):
        _raw(url, sa.insert(PURGE).values(workspace="T1", by="U1", at=NOW), sa.delete(EVENT))

    async with kept.write() as work:
        assert await work.applications.purge("T1", "U1", NOW) == 1
        await work.commit()
    assert await _notes(kept) == ["as it was"]
    with pytest.raises(DBAPIError, match="append-only"):  # the permission ended with the purge
        _raw(url, sa.delete(EVENT))


async def test_an_application_with_events_cannot_be_deleted_around_them(kept: SqlDatabase, url: str) -> None:
    """The foreign key refuses even without the triggers."""
    statements = [sa.delete(APPLICATION).where(APPLICATION.c.workspace == "T1")]
    if url.startswith("sqlite"):
        statements.insert(0, sa.text("PRAGMA foreign_keys=ON"))  # type: ignore[arg-type]

    with pytest.raises(DBAPIError, match=r"(?i)foreign key"):
        _raw(url, *statements)


async def _notes(database: SqlDatabase) -> list[str | None]:
    async with database.read() as work:
        return [e.note for w in ("T1", "T2") for e in await work.applications.events(w, 1, 9)]


async def test_two_processes_number_applications_without_gap_or_repeat(
    url: str, sql: SqlDatabase, workers: list[Worker]
) -> None:
    """Both create applications as fast as they can and roll some back."""
    begun = [int(told) for told in together(workers, "begin", url, 40)]

    async with sql.read() as work:
        for number in range(1, sum(begun) + 1):
            assert await work.applications.get("T1", number), number
        assert await work.applications.get("T1", sum(begun) + 1) is None


async def test_five_at_once_number_one_application_s_events_in_one_line(sql: SqlDatabase) -> None:
    """Each holds the application's lock."""
    async with sql.write() as work:
        await work.applications.add(application())
        await work.commit()

    async def note(text: int) -> None:
        async with sql.write() as work:
            assert await work.applications.lock("T1", 1)
            await work.applications.record(event(application(), EventKind.NOTE, note=str(text)))
            await work.commit()

    await asyncio.gather(*(note(i) for i in range(20)))

    async with sql.read() as work:
        events = await work.applications.events("T1", 1, 99)
    assert [e.seq for e in events] == list(range(20, 0, -1))
    assert sorted(int(e.note or "") for e in events) == list(range(20))
