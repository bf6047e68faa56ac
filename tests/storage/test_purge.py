"""A purge leaves nothing of a workspace in any table, and all of everybody else's, whatever tables there are."""

import subprocess
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

import pytest
import sqlalchemy as sa

from bot.domain.codes.releases import PUBLIC, System
from bot.services.ports.database import Database
from bot.services.team.purge_workspace import NotOneWorkspace, held, purge
from storage.engine import SqlDatabase
from storage.tables import metadata
from storage.urls import Postgres, parse
from tests.fakes import FakeClock
from tests.storage.examples import NOW, installation, publish, record, release
from tests.storage.test_applications import application, event

_OWN = "T1"
_OTHERS = ("T2", PUBLIC)
# The mark of a purge under way; the counter that all see; the dates that the AMA published.
_NOBODYS = {"application_purge", "generation", "published_date"}
_SHARED = {"content", "code", "ncci_pair"}  # rows of loaded files: they go with the last release of them


def _engine(url: str) -> sa.Engine:
    address = parse(url)
    if isinstance(address, Postgres):
        return sa.create_engine(sa.make_url(address.libpq).set(drivername="postgresql+psycopg"))
    return sa.create_engine(f"sqlite:///{address.path}")


def _reflected(connection: sa.Connection) -> list[sa.Table]:
    """As the database has them, not as the models say; parents first."""
    found = sa.MetaData()
    found.reflect(connection)
    return [t for t in found.sorted_tables if t.name not in _NOBODYS and t.name != "alembic_version"]


def _key(table: sa.Table) -> str:
    """What says whose a row is: shared rows have the number of the workspace that `_fill` gave them."""
    return {"content": "id", "code": "content_id", "ncci_pair": "content_id"}.get(table.name, "workspace")


def _row(table: sa.Table, workspace: str, number: int) -> Mapping[str, Any]:
    """One row that this workspace might have, of whatever columns the table has."""
    return {column.name: _value(column, workspace, number) for column in metadata.tables[table.name].columns}


def _value(column: sa.Column[Any], workspace: str, number: int) -> object:
    known = {"workspace": workspace, "id": number, "content_id": number, "system": System.CPT.value}
    if column.name in known:
        return known[column.name]
    kind = getattr(column.type, "impl", column.type)  # beneath a type of ours
    if isinstance(kind, sa.String):
        return f"x{number}"[: kind.length]
    return next(value for type_, value in _VALUES if isinstance(kind, type_))


_VALUES: Sequence[tuple[type, object]] = (
    (sa.Boolean, True),
    (sa.Integer, 1),
    (sa.JSON, {}),
    (sa.Date, date(2026, 11, 21)),
    (sa.DateTime, datetime(2026, 11, 21, tzinfo=UTC)),
)


def _fill(url: str) -> None:
    """A row of each of three workspaces in every table."""
    engine = _engine(url)
    with engine.begin() as connection:
        for table in _reflected(connection):
            for number, workspace in enumerate((_OWN, *_OTHERS), start=7_001):
                row = _row(table, workspace, number)
                connection.execute(sa.insert(metadata.tables[table.name]).values(row))
    engine.dispose()


def _rows(url: str) -> dict[tuple[str, str], list[str]]:
    """All rows as text, by table and workspace."""
    engine = _engine(url)
    with engine.connect() as connection:
        found = {
            (table.name, workspace): [
                repr(row)
                for row in connection.execute(
                    table.select().where(
                        table.c[_key(table)] == (number if table.name in _SHARED else workspace)
                    )
                )
            ]
            for table in _reflected(connection)
            for number, workspace in enumerate((_OWN, *_OTHERS), start=7_001)
        }
    engine.dispose()
    return found


async def test_nothing_of_it_is_left_in_any_table_and_everybody_else_s_rows_stay(
    url: str, sql: SqlDatabase
) -> None:
    """Every table has a workspace column or is shared; one that a purge forgets fails here on the day it is made."""
    _fill(url)
    before = _rows(url)
    assert all(len(rows) == 1 for rows in before.values())

    told = await held(sql, _OWN)
    gone = await purge(sql, FakeClock(NOW), _OWN, "terminal")

    after = _rows(url)
    assert {key for key, rows in after.items() if rows and key[1] == _OWN} == set()
    assert {k: v for k, v in after.items() if k[1] != _OWN} == {
        k: v for k, v in before.items() if k[1] != _OWN
    }
    assert gone == told
    assert set(told) == {table for table, _ in before} - _SHARED
    assert await held(sql, _OWN) == {}


def test_the_command_knows_every_table_though_nothing_else_was_imported(url: str) -> None:
    """Tables join the metadata with their modules: what a test has imported, a command may not have."""
    ask = "from storage.purge import tables; print(*(t.name for t in tables()))"
    told = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True)
    engine = _engine(url)
    with engine.connect() as connection:
        there = {table.name for table in _reflected(connection)}
    engine.dispose()

    assert set(told.stdout.split()) - _NOBODYS == there - _SHARED


async def test_a_purged_workspace_s_releases_are_gone_and_running_bots_are_told(sql: SqlDatabase) -> None:
    """Licensed codes go with the team; the public ones stay for the others."""
    public = await publish(sql, release(), [record("M54.5")])
    await publish(sql, release(workspace=_OWN), [record("M54.5")])
    async with sql.read() as work:
        before = await work.releases.generation()

    await purge(sql, FakeClock(NOW), _OWN, "terminal")

    async with sql.read() as work:
        assert [r.id for r in await work.releases.everywhere()] == [public]
        assert await work.releases.generation() == before + 1


async def test_a_purge_takes_applications_with_their_events(database: Database) -> None:
    """Of one workspace; that there is no other way, test_application_events.py tells."""
    async with database.write() as work:
        for workspace in (_OWN, "T2"):
            await work.installations.save(installation(workspace))
            await work.applications.add(application(workspace))
            await work.applications.record(event(application(workspace)))
        await work.commit()

    gone = await purge(database, FakeClock(NOW), _OWN, "terminal")

    assert gone
    async with database.read() as work:
        assert await work.applications.get(_OWN, 1) is None
        assert await work.installations.get(_OWN) is None
        assert len(await work.applications.events("T2", 1, 9)) == 1
        assert await work.workspaces.known() == ["T2"]


@pytest.mark.parametrize("workspace", ["*", "", " "])
async def test_what_is_everybody_s_is_not_purged(database: Database, workspace: str) -> None:
    """A slip of the operator's must not take the public code sets."""
    async with database.write() as work:
        await work.installations.save(installation("T2"))
        await work.commit()
    with pytest.raises(NotOneWorkspace):
        await purge(database, FakeClock(NOW), workspace, "terminal")

    assert await held(database, "T2") != {}


async def test_a_workspace_that_nobody_knows_is_purged_in_vain(database: Database) -> None:
    """Also twice."""
    assert await purge(database, FakeClock(NOW), "T404", "terminal") == {}
