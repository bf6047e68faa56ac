"""Two releases beside each other, on the fake, SQLite and PostgreSQL."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.domain.codes.changes.rows import ComparedRow
from bot.domain.codes.releases import Release, System
from bot.services.ports.database import CodeRecord, Database
from storage.engine import SqlDatabase
from tests.storage.examples import publish, record, release, stage

SINCE = date(2026, 7, 1)


def header(code: str) -> CodeRecord:
    """A row that can't be billed."""
    return replace(record(code), billable=False)


@pytest.fixture
async def both(database: Database) -> tuple[int, int]:
    """Two editions that differ in a few codes, with blocks and details that must not matter."""
    old = [
        record("chapter 13", "Old name"),
        record("A01", note="old detail"),
        record("A02"),
        record("A03", "Old name"),
        record("A05"),
        replace(record("A05", "Later"), starts=SINCE),
    ]
    new = [
        record("chapter 13", "New name"),
        record("A01", note="new detail"),
        record("A03", "New name"),
        header("A02"),
        header("A04"),
        record("A04.1"),
        record("A05"),
        replace(record("A05", "Later"), starts=SINCE, ends=SINCE),
    ]
    earlier = await publish(database, release("FY2026", effective=date(2025, 10, 1)), old)
    return earlier, await publish(database, release("FY2027", effective=date(2026, 10, 1)), new)


async def test_only_what_differs_comes_with_all_rows_of_its_code(
    database: Database, both: tuple[int, int]
) -> None:
    """Details, blocks and new headers aside; a code with several intervals comes whole."""
    async with database.read() as work:
        old, new = await work.comparison.differing("T1", *both)
        unnamed, _ = await work.comparison.differing("T1", *both, names=False)

    name = "Low back pain"
    later = ComparedRow("A05", "Later", billable=True, starts=SINCE)
    five = ComparedRow("A05", name, billable=True)
    assert list(old) == [
        ComparedRow("A02", name, billable=True),
        ComparedRow("A03", "Old name", billable=True),
        five,
        later,
    ]
    assert list(new) == [
        ComparedRow("A02", name, billable=False),
        ComparedRow("A03", "New name", billable=True),
        ComparedRow("A04.1", name, billable=True),
        five,
        replace(later, ends=SINCE),
    ]
    assert {row.code for row in unnamed} == {"A02", "A05"}


async def test_a_release_beside_itself_has_no_difference(database: Database, both: tuple[int, int]) -> None:
    """Missing dates are alike."""
    async with database.read() as work:
        assert await work.comparison.differing("T1", both[0], both[0]) == ([], [])


async def test_sizes_count_billable_rows_by_first_character(
    database: Database, both: tuple[int, int]
) -> None:
    """Headers and blocks aside."""
    other = await publish(
        database, release("X"), [record("A01"), record("B01"), record("B02"), header("B03")]
    )
    async with database.read() as work:
        assert dict(await work.comparison.sizes("T1", other)) == {"A": 1, "B": 2}
        assert dict(await work.comparison.sizes("T1", both[0])) == {"A": 5}


async def test_rows_of_codes_and_below_a_header(database: Database, both: tuple[int, int]) -> None:
    """What a card of watched codes needs."""
    many = await publish(database, release("X"), [record(f"B0{n:02}") for n in range(30)])
    async with database.read() as work:
        rows = await work.comparison.rows("T1", both[1], ["A04.1", "A04", "A99", "A04"])
        below = await work.comparison.below("T1", both[1], "A04")
        first = await work.comparison.below("T1", many, "B0")

    assert [r.code for r in rows] == ["A04", "A04.1"]
    assert [r.code for r in below] == ["A04.1"]
    assert [r.code for r in first] == [f"B0{n:02}" for n in range(20)]


async def test_everything_below_many_headers_comes_once(database: Database) -> None:
    """Headers inside headers, a code with two intervals, and more headers than one statement asks for."""
    twice = [record("C00.1"), replace(record("C00.1", "Later"), starts=SINCE)]
    others = [record(f"C{n:02}.0") for n in range(1, 80)]
    id_ = await publish(
        database, release(), [header("C00"), header("C00.2"), *twice, record("C00.21"), *others]
    )
    async with database.read() as work:
        rows = await work.comparison.under("T1", id_, ["C00", "C00.2", "C00.1"])
        many = await work.comparison.under("T1", id_, [f"C{n:02}" for n in range(80)])
        none = await work.comparison.under("T2", id_ + 1, ["C00"])

    assert [r.code for r in rows] == ["C00.1", "C00.1", "C00.2", "C00.21"]
    assert len(many) == 4 + 79
    assert list(none) == list(await _nothing(database, id_)) == []


async def _nothing(database: Database, release_id: int) -> Sequence[ComparedRow]:
    async with database.read() as work:
        return await work.comparison.under("T1", release_id, [])


async def test_hundreds_of_codes_may_be_asked_for(database: Database) -> None:
    """More than one statement takes."""
    codes = [f"C{n:04}" for n in range(450)]
    id_ = await publish(database, release(), [record(code) for code in codes])
    async with database.read() as work:
        assert [r.code for r in await work.comparison.rows("T1", id_, codes)] == codes


async def test_successors_come_from_conversion_tables_and_from_lists_that_refer_on(
    database: Database,
) -> None:
    """Of what the workspace may see."""
    table = Release(System.ICD10CM_CONVERSIONS, "FY2027", date(2026, 10, 1), None, "")
    hcpcs = Release(System.HCPCS, "2026 Q4", date(2026, 10, 1), None, "")
    mine = Release(System.OWN, "ours", date(2026, 1, 1), None, "", "T1")
    await publish(database, table, [record(c, "", row="conversion", old="G35") for c in ("G35.A", "G35.B0")])
    ranged = record("H02.151", "", row="conversion", old="H02.101-H02.106")
    await publish(database, replace(table, edition="FY2028", effective=date(2027, 10, 1)), [ranged])
    await publish(database, hcpcs, [record("G0008", successors=["90471"]), record("G0009", successors=[])])
    await publish(database, mine, [record("X0001", successors=["X0002"])])
    async with database.read() as work:
        asked = ["G35", "G0008", "G0009", "H02.103", "H02.109", "X0001", "Z99"]
        seen = await work.comparison.successors("T1", asked)
        others = await work.comparison.successors("T2", asked)

    assert dict(others) == {"G35": ("G35.A", "G35.B0"), "H02.103": ("H02.151",), "G0008": ("90471",)}
    assert dict(seen) == {**others, "X0001": ("X0002",)}


async def test_what_a_workspace_may_not_see_is_not_compared(database: Database) -> None:
    """Another's licensed release, and one that is only staged."""
    theirs = await publish(database, release("A", workspace="T2"))
    staged = await stage(database, release("B"))
    async with database.read() as work:
        for id_ in (theirs, staged, 999):
            assert await work.comparison.differing("T1", id_, id_) == ([], [])
            assert dict(await work.comparison.sizes("T1", id_)) == {}
            assert list(await work.comparison.rows("T1", id_, ["M54.50"])) == []
            assert list(await work.comparison.below("T1", id_, "M54")) == []
        assert len((await work.comparison.differing("T2", theirs, 999))[0]) == 1


async def test_successors_are_found_without_reading_every_loaded_row(sqlite_url: str, tmp_path: Path) -> None:
    """Half a million rows of eight years, with JSON in each, took seconds: the indexes lead to what is asked."""
    database = SqlDatabase(sqlite_url)
    for system in (System.ICD10CM_CONVERSIONS, System.HCPCS, System.OWN):
        await publish(database, Release(system, "2026", date(2026, 1, 1), None, ""), [record("A01")])
    told: list[tuple[str, Sequence[object]]] = []

    def note(*event: object) -> None:
        told.append((str(event[2]), event[3]))  # type: ignore[arg-type]

    sa.event.listen(sa.Engine, "before_cursor_execute", note)
    try:
        async with database.read() as work:
            await work.comparison.successors("T1", ["G35", "G0008"])
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", note)
        await database.close()

    with closing(sqlite3.connect(tmp_path / "codedesk.db")) as plain:
        plans = [row[3] for sql, given in told for row in plain.execute(f"EXPLAIN QUERY PLAN {sql}", given)]
    assert any("code USING" in plan for plan in plans)
    assert not [plan for plan in plans if plan.startswith("SCAN code")]


async def test_modifiers_are_compared_as_codes_are(database: Database) -> None:
    """CMS adds and ends them every quarter; they are no billable codes, and headers of ICD-10-CM are no modifiers."""
    old = [replace(record("GP", "Old name"), billable=False), replace(record("KX"), billable=False)]
    new = [replace(record("GP", "New name"), billable=False), header("A02")]
    ids = (
        await publish(database, release("FY2026", effective=date(2025, 10, 1)), old),
        await publish(database, release("FY2027", effective=date(2026, 10, 1)), new),
    )
    async with database.read() as work:
        before, after = await work.comparison.differing("T1", *ids)

    assert [(row.code, row.billable) for row in before] == [("GP", True), ("KX", True)]
    assert [(row.code, row.name) for row in after] == [("GP", "New name")]
