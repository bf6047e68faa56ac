"""An update's effect on watched codes, from the loaded release and the one before."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.domain.codes.changes.diff import ChangeKind
from bot.domain.codes.changes.watched import Watched
from bot.domain.codes.file_rows import ChangeRow
from bot.domain.codes.releases import PUBLIC, Release, System
from bot.domain.deadlines.campaigns import campaign_of
from bot.services.loading.file_records import to_record
from bot.services.ports.database import CodeRecord
from bot.services.reminders.campaign_codes import CampaignCodeReader, CampaignCodes
from bot.services.team.compare_releases import CodeChanges
from tests.fakes import FakeDatabase
from tests.storage.examples import publish, record

NOW = datetime(2026, 12, 20, 15, tzinfo=UTC)
JANUARY, OCTOBER = campaign_of("campaign:2027-01-01"), campaign_of("campaign:2026-10-01")
BEFORE, NEW = date(2026, 1, 1), date(2027, 1, 1)


@pytest.fixture
def database() -> FakeDatabase:
    """An empty database."""
    return FakeDatabase()


def cpt(edition: str, effective: date) -> Release:
    """A workspace's licensed edition."""
    return Release(System.CPT, edition, effective, None, "", "T1")


async def told(
    database: FakeDatabase, *codes: str, system: System = System.CPT, october: bool = False
) -> CampaignCodes:
    """The result for these watched codes."""
    async with database.write() as work:
        await work.watched.put("T1", [Watched(system, code, "U1", NOW) for code in codes])
        await work.commit()
    campaign = OCTOBER if october else JANUARY
    assert campaign is not None
    return await CampaignCodeReader(database)("T1", campaign)


async def both(database: FakeDatabase, old: Sequence[CodeRecord], new: Sequence[CodeRecord]) -> None:
    """This year's and next year's CPT."""
    await publish(database, cpt("2026 long", BEFORE), old)
    await publish(database, cpt("2027 long", NEW), new)


OLD = [record(c, f"Invented service {c}") for c in ("97140", "97110", "59400", "92507")]


async def test_of_watched_codes_all_that_changed_is_told_not_only_what_is_gone(
    database: FakeDatabase,
) -> None:
    """Reworded codes have both names. Codes without a watch are left out."""
    new = [record("97140", "Invented service 97140, both arms"), OLD[1], record("97999", "Invented new")]
    await both(database, OLD, new)
    found = await told(database, "97140", "97110", "59400")

    [first, _] = found.sets
    assert (first.edition, first.before, first.watched, first.is_new) == ("2027", "2026", 3, True)
    assert [(c.kind, c.code) for c in first.changes] == [
        (ChangeKind.GONE, "59400"),
        (ChangeKind.REVISED, "97140"),
    ]
    assert first.changes[1].before == "Invented service 97140"
    assert first.changes[1].after == "Invented service 97140, both arms"


async def test_below_a_watched_header_new_codes_count_and_an_old_header_is_no_news(
    database: FakeDatabase,
) -> None:
    """M54.5 has long been a header. A new header is reported with its successors."""
    header = CodeRecord("M54.5", "Low back pain", billable=False, detail={})
    codes = [
        Release(System.ICD10CM, n, d, None, "", PUBLIC)
        for n, d in (("April 2026", BEFORE), ("FY2027", date(2026, 10, 1)))
    ]
    await publish(database, codes[0], [header, record("M54.50"), record("E11.9", "Diabetes")])
    split = [CodeRecord("E11.9", "Diabetes", billable=False, detail={}), record("E11.91"), record("E11.92")]
    await publish(database, codes[1], [header, record("M54.50"), record("M54.52", "New"), *split])
    found = await told(database, "M54.5", "E11.9", system=System.ICD10CM, october=True)

    [icd] = found.sets
    assert [(c.kind, c.code, c.successors) for c in icd.changes] == [
        (ChangeKind.DEMOTED, "E11.9", ("E11.91", "E11.92")),
        (ChangeKind.ADDED, "E11.91", ()),
        (ChangeKind.ADDED, "E11.92", ()),
        (ChangeKind.ADDED, "M54.52", ()),
    ]


@pytest.mark.parametrize("cut", [False, True])
async def test_the_watched_codes_alone_are_told_as_the_whole_comparison_tells_them(
    database: FakeDatabase, *, cut: bool
) -> None:
    """Leaf codes, headers at any depth, 7th characters under a new header, and a truncated file."""
    ids = []
    for edition, day in (("FY2026", date(2025, 10, 1)), ("FY2027", date(2026, 10, 1))):
        new = edition == "FY2027"
        leaves = [f"S{a:02}.{b}XXA" for a in range(40) for b in range(1, 4) if not (new and (a, b) == (7, 2))]
        headers = [f"S{a:02}" for a in range(40)] + [f"S{a:02}.{b}" for a in range(40) for b in range(1, 4)]
        moved = ["S09.11XA", "S09.12XA"] if new else []
        leaves = [c for c in leaves if not (new and c == "S09.1XXA")] + moved
        rows = [record(c, f"{'New' if new and c.startswith('S11') else 'Old'} name") for c in leaves]
        rows += [CodeRecord(c, "Header", billable=False, detail={}) for c in headers]
        kept = rows[: len(rows) // 3] if cut and new else rows
        ids.append(await publish(database, Release(System.ICD10CM, edition, day, None, "", PUBLIC), kept))
    codes = ("S07", "S07.2XXA", "S09.1XXA", "S09", "S11.1", "S30.1XXA", "S12.1XXA")
    whole = (await CodeChanges(database).between(ids[0], ids[1], "T1")).changes.watched(codes)
    [icd] = (await told(database, *codes, system=System.ICD10CM, october=True)).sets

    assert icd.changes == whole
    assert bool(icd.uncovered) is cut


async def test_a_part_of_a_release_makes_nothing_look_gone(database: FakeDatabase) -> None:
    """Codes that it does not cover are listed."""
    many = [record(f"5{n:04}") for n in range(40)]
    await both(database, [*OLD, *many], OLD)
    [first, _] = (await told(database, "50001", "59400", "97140")).sets

    assert (first.changes, first.uncovered) == ((), ("50001",))


async def test_without_an_earlier_release_what_the_new_one_lacks_is_told_as_that(
    database: FakeDatabase,
) -> None:
    """They may not have existed before."""
    await publish(database, cpt("2027 long", NEW), OLD)
    [first, _] = (await told(database, "97140", "12345")).sets

    assert (first.before, first.changes, first.absent) == ("", (), ("12345",))


async def test_what_neither_edition_holds_is_not_this_updates_doing(database: FakeDatabase) -> None:
    """They ended earlier. The same for a row whose last day is before both."""
    over = replace(record("10001"), ends=date(2025, 6, 30))
    await both(database, [*OLD, over], [*OLD, over])
    [first, _] = (await told(database, "10001", "10002", "97140")).sets

    assert (first.changes, first.absent) == ((), ("10001", "10002"))


async def test_a_list_of_changes_tells_where_no_two_lists_of_codes_are(database: FakeDatabase) -> None:
    """CMS lists the change of each HCPCS code."""
    listed = Release(System.HCPCS_CHANGES, "2027", NEW, None, "")
    rows = [
        ChangeRow("J0135", "Discontinued", "SUPPLY", "Invented"),
        ChangeRow("J9999", "Added", "NEW", "New"),
    ]
    await publish(database, listed, list(map(to_record, rows)))
    _, hcpcs = (await told(database, "J0135", system=System.HCPCS)).sets

    assert (hcpcs.is_new, hcpcs.by_list) == (True, True)
    assert [(c.kind, c.code) for c in hcpcs.changes] == [(ChangeKind.GONE, "J0135")]


async def test_before_it_is_loaded_only_how_many_codes_are_watched_is_known(database: FakeDatabase) -> None:
    """The effect on codes is not reported."""
    await publish(database, cpt("2026 long", BEFORE), OLD)
    found = await told(database, "97140", "59400")

    assert [(s.is_new, s.watched, s.changes, s.absent) for s in found.sets] == [
        (False, 2, (), ()),
        (False, 0, (), ()),
    ]
