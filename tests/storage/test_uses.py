"""Which codes a team uses, on the fake, SQLite and PostgreSQL."""

import asyncio
from datetime import datetime, timedelta

import pytest

from bot.domain.codes.code_uses import CodeUse
from bot.domain.codes.releases import System
from bot.services.ports.database import Database
from storage.engine import SqlDatabase
from tests.storage.examples import NOW
from tests.storage.processes import Worker, together

ICD, CPT = System.ICD10CM, System.CPT
DAY = timedelta(days=1)


async def _add(
    database: Database, workspace: str, *codes: str, system: System = ICD, at: datetime = NOW
) -> None:
    async with database.write() as work:
        await work.uses.add(workspace, system, codes, at)
        await work.commit()


async def _top(database: Database, workspace: str, limit: int = 100) -> list[CodeUse]:
    async with database.read() as work:
        return list(await work.uses.top(workspace, limit))


async def test_uses_are_counted_and_the_latest_is_known(database: Database) -> None:
    """An older use that arrives later, from a machine whose clock is behind, does not turn time back."""
    for at in (NOW - DAY, NOW, NOW - 2 * DAY):
        await _add(database, "T1", "M54.50", at=at)

    assert await _top(database, "T1") == [CodeUse(ICD, "M54.50", 3, NOW)]


async def test_a_code_named_twice_at_once_counts_once(database: Database) -> None:
    """One answer that names a code in two places is one use."""
    await _add(database, "T1", "M54.50", "I10", "M54.50")

    assert {u.code: u.uses for u in await _top(database, "T1")} == {"M54.50": 1, "I10": 1}


async def test_naming_no_code_changes_nothing(database: Database) -> None:
    """An answer about words."""
    await _add(database, "T1")

    assert await _top(database, "T1") == []


async def test_the_same_code_of_two_systems_is_counted_apart(database: Database) -> None:
    """A0100 is an HCPCS form as well."""
    await _add(database, "T1", "A0100", system=System.HCPCS)
    await _add(database, "T1", "A0100", system=ICD)

    assert {(u.system, u.uses) for u in await _top(database, "T1")} == {(System.HCPCS, 1), (ICD, 1)}


async def test_the_most_used_come_first_then_the_latest(database: Database) -> None:
    """And no more than were asked for."""
    await _add(database, "T1", "97140", "97110", system=CPT)
    await _add(database, "T1", "97140", system=CPT)
    await _add(database, "T1", "I10", at=NOW + DAY)
    await _add(database, "T1", "E11.9")

    assert [u.code for u in await _top(database, "T1")] == ["97140", "I10", "97110", "E11.9"]
    assert [u.code for u in await _top(database, "T1", 2)] == ["97140", "I10"]


async def test_another_workspace_neither_sees_nor_shares_the_counts(database: Database) -> None:
    """The public workspace is another one too."""
    await _add(database, "T1", "M54.50")
    await _add(database, "T2", "M54.50", "I10")
    await _add(database, "*", "Z00.00")

    assert await _top(database, "T1") == [CodeUse(ICD, "M54.50", 1, NOW)]
    assert await _top(database, "T3") == []


async def test_forgetting_tells_how_many_and_leaves_others_alone(database: Database) -> None:
    """Counting said the same before."""
    await _add(database, "T1", "M54.50", "I10")
    await _add(database, "T2", "E11.9")

    async with database.write() as work:
        counted = await work.uses.count("T1")
        gone = [await work.uses.forget("T1"), await work.uses.forget("T1")]
        await work.commit()

    assert counted == 2
    assert gone == [2, 0]
    assert await _top(database, "T1") == []
    assert [u.code for u in await _top(database, "T2")] == ["E11.9"]


async def test_of_many_at_once_no_use_is_lost(database: Database) -> None:
    """However the tasks interleave."""
    await asyncio.gather(*(_add(database, "T1", "M54.50", "I10") for _ in range(30)))

    assert {u.uses for u in await _top(database, "T1")} == {30}


async def test_two_processes_lose_no_use_and_do_not_wait_for_each_other(
    url: str, sql: SqlDatabase, workers: list[Worker]
) -> None:
    """They name the same codes in any order: row locks taken that way would deadlock."""
    together(workers, "use", url, 15)

    used = await _top(sql, "T1", 1_000)
    assert len(used) == 400
    assert {u.uses for u in used} == {30}


async def test_an_instant_without_zone_is_refused(database: Database) -> None:
    """A naive instant would shift by the server's zone unnoticed."""
    async with database.write() as work:
        with pytest.raises(Exception, match="without time zone"):
            await work.uses.add("T1", ICD, ["M54.50"], datetime(2026, 11, 21, 9))  # noqa: DTZ001
