"""Accepted licenses, fetched files and the daily look, on the fake, SQLite and PostgreSQL."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.domain.codes.fetching.code_sets import CodeSet, DataLicense
from bot.domain.codes.fetching.records import FetchedFile, FetchSchedule, accepted_for_a_year
from bot.services.ports.database import Database
from storage.engine import SqlDatabase
from tests.storage.examples import NOW

TODAY = NOW.date()
ACCEPTED = accepted_for_a_year(DataLicense.AMA, "Maria Lopez", NOW, TODAY)
FILE = FetchedFile(
    "https://www.cms.gov/files/zip/rvu26d.zip",
    CodeSet.FEES,
    "2026 Q4",
    "ab" * 32,
    5_000_000_000,
    '"e1"',
    "",
    NOW,
)
DAILY = FetchSchedule(True, "U1", NOW)


async def test_every_acceptance_stays_on_record(database: Database) -> None:
    """The newest first; another workspace's is its own."""
    later = replace(ACCEPTED, accepted_by="U2", accepted_at=NOW + timedelta(days=300))
    async with database.write() as work:
        await work.fetches.accept("T1", ACCEPTED)
        await work.fetches.accept("T1", later)
        await work.fetches.accept("T2", ACCEPTED)
        await work.commit()

    async with database.read() as work:
        assert list(await work.fetches.acceptances("T1")) == [later, ACCEPTED]
        assert list(await work.fetches.acceptances("T3")) == []


async def test_a_file_fetched_anew_takes_the_place_of_the_one_before(database: Database) -> None:
    """One for each address; a zip of more than two gigabytes has its size."""
    newer = replace(FILE, sha256="cd" * 32, etag='"e2"')
    async with database.write() as work:
        for file in (FILE, newer, replace(FILE, url="https://www.cms.gov/a.zip")):
            await work.fetches.record("T1", file)
        await work.commit()

    async with database.read() as work:
        assert list(await work.fetches.fetched("T1")) == [
            replace(FILE, url="https://www.cms.gov/a.zip"),
            newer,
        ]
        assert list(await work.fetches.fetched("T2")) == []


async def test_nobody_looks_before_an_admin_has_switched_it_on(database: Database) -> None:
    """Neither without a row nor with one that is off."""
    async with database.write() as work:
        await work.fetches.put_schedule("T1", replace(DAILY, enabled=False))
        await work.commit()
    async with database.write() as work:
        assert not await work.fetches.looks_due(TODAY)
        assert await work.fetches.begin_look(TODAY) is None
        assert await work.fetches.schedule("T2") is None
        assert await work.fetches.schedule("T1") == replace(DAILY, enabled=False)


async def test_each_workspace_is_looked_after_once_a_day(database: Database) -> None:
    """And again on the next one."""
    async with database.write() as work:
        for workspace in ("T1", "T2"):
            await work.fetches.put_schedule(workspace, DAILY)
        await work.commit()
    async with database.read() as work:
        assert await work.fetches.looks_due(TODAY)
    taken = []
    for day in (TODAY, TODAY, TODAY, TODAY + timedelta(days=1)):
        async with database.write() as work:
            taken.append(await work.fetches.begin_look(day))
            await work.commit()

    assert taken == ["T1", "T2", None, "T1"]


async def test_two_processes_never_take_the_same_look(sql: SqlDatabase) -> None:
    """Both would download the same files."""
    async with sql.write() as work:
        for workspace in ("T1", "T2", "T3"):
            await work.fetches.put_schedule(workspace, DAILY)
        await work.commit()

    async def look() -> str | None:
        async with sql.write() as work:
            taken = await work.fetches.begin_look(TODAY)
            await work.commit()
        return taken

    found = await asyncio.gather(*(look() for _ in range(6)))

    assert len([each for each in found if each]) == len({each for each in found if each})


async def test_an_acceptance_without_zone_is_refused(database: Database) -> None:
    """As everywhere."""
    async with database.write() as work:
        with pytest.raises(Exception, match="without time zone"):
            await work.fetches.accept("T1", replace(ACCEPTED, accepted_at=datetime(2026, 12, 1)))  # noqa: DTZ001


async def test_what_a_workspace_accepted_goes_with_it(database: Database) -> None:
    """A purge leaves nothing of it."""
    async with database.write() as work:
        await work.fetches.accept("T1", ACCEPTED)
        await work.fetches.record("T1", FILE)
        await work.fetches.put_schedule("T1", DAILY)
        await work.fetches.accept("T2", ACCEPTED)
        await work.commit()
    async with database.write() as work:
        await work.workspaces.purge("T1", "U1", NOW)
        await work.commit()

    async with database.read() as work:
        assert not await work.fetches.acceptances("T1")
        assert not await work.fetches.fetched("T1")
        assert await work.fetches.schedule("T1") is None
        assert await work.fetches.acceptances("T2")
