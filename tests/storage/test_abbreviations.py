"""A team's own abbreviations, on the fake, SQLite and PostgreSQL."""

from datetime import datetime, timedelta, timezone

import pytest

from bot.domain.codes.abbreviations import Abbreviation
from bot.services.ports.database import Database
from tests.storage.examples import NOW

PFPS = Abbreviation("pfps", ("patellofemoral pain syndrome", "pain of the kneecap"), "U1", NOW)


async def _put(database: Database, workspace: str, *each: Abbreviation) -> None:
    async with database.write() as work:
        for one in each:
            await work.abbreviations.put(workspace, one)
        await work.commit()


async def _all(database: Database, workspace: str) -> list[Abbreviation]:
    async with database.read() as work:
        return list(await work.abbreviations.all(workspace))


async def test_an_abbreviation_comes_back_as_it_was_put(database: Database) -> None:
    """Its expansions in their order, who added it, and when, to the microsecond."""
    await _put(database, "T1", PFPS)

    assert await _all(database, "T1") == [PFPS]


async def test_another_workspace_never_sees_it(database: Database) -> None:
    """Nor does the public one, and what the public one has belongs to nobody else."""
    await _put(database, "T1", PFPS)
    await _put(database, "*", Abbreviation("ztx", ("zeta therapy",), "U9", NOW))

    assert await _all(database, "T2") == []
    assert [a.short for a in await _all(database, "*")] == ["ztx"]
    assert await _all(database, "T1") == [PFPS]


async def test_the_same_short_form_means_what_was_said_last(database: Database) -> None:
    """One row for each, also within one transaction, and only in its own workspace."""
    other = Abbreviation("pfps", ("something else",), "U2", NOW + timedelta(days=1))
    await _put(database, "T2", PFPS)
    await _put(database, "T1", PFPS, other)

    assert await _all(database, "T1") == [other]
    assert await _all(database, "T2") == [PFPS]


async def test_they_stand_in_the_order_of_their_characters(database: Database) -> None:
    """Whatever the server's collation is: digits, dashes and slashes have one order in both databases."""
    shorts = ["za", "a/b", "a-b", "ab", "a1", "2x", "b"]
    await _put(database, "T1", *(Abbreviation(s, ("words",), "U1", NOW) for s in shorts))

    assert [a.short for a in await _all(database, "T1")] == sorted(shorts)


async def test_removing_tells_whether_it_was_there(database: Database) -> None:
    """And leaves another workspace's of the same name."""
    await _put(database, "T1", PFPS)
    await _put(database, "T2", PFPS)

    async with database.write() as work:
        removed = [await work.abbreviations.remove("T1", short) for short in ("pfps", "pfps", "none")]
        await work.commit()

    assert removed == [True, False, False]
    assert await _all(database, "T1") == []
    assert await _all(database, "T2") == [PFPS]


async def test_without_commit_nothing_is_kept(database: Database) -> None:
    """As everywhere."""
    async with database.write() as work:
        await work.abbreviations.put("T1", PFPS)

    assert await _all(database, "T1") == []


async def test_an_instant_comes_back_in_utc(database: Database) -> None:
    """It is the same instant, whatever zone it was told in."""
    there = NOW.astimezone(timezone(timedelta(hours=-5)))
    await _put(database, "T1", Abbreviation("pfps", ("words",), "U1", there))

    assert (await _all(database, "T1"))[0].added_at == NOW


async def test_an_instant_without_zone_is_refused(database: Database) -> None:
    """A naive instant would shift by the server's zone unnoticed."""
    naive = Abbreviation("pfps", ("words",), "U1", datetime(2026, 11, 21, 9))  # noqa: DTZ001
    async with database.write() as work:
        with pytest.raises(Exception, match="without time zone"):
            await work.abbreviations.put("T1", naive)
