"""Order addenda loaded: the next edition is made of the one before, whole and with its notes, or nothing is."""

from datetime import UTC, date, datetime

import pytest

from bot.codefiles.icd10cm_tabular import read_tabular
from bot.domain.codes.file_rows import CodeRow
from bot.services.loading.addenda import diagnoses_of_records
from bot.services.loading.load_files import load_files
from bot.services.loading.outcome import EditionBeforeNeeded, Outcome
from bot.services.loading.release_names import LoadOptions
from bot.services.ports.database import Database, StoredRelease
from tests.codefiles.addenda_files import addenda
from tests.codefiles.invented import INVENTED_TABULAR
from tests.codefiles.layouts import text, zipped
from tests.fakes import FakeDatabase

_AT = datetime(2026, 11, 21, 15, 0, tzinfo=UTC)
_TABULAR = ("icd10cm-tabular-2026.xml", INVENTED_TABULAR)
_ADDENDA = ("icd10cm_order_addenda_2027.txt", addenda())


def _order(year: int, rows: list[CodeRow]) -> tuple[str, bytes]:
    lines = (
        f"{n:05} {row.code.replace('.', ''):7} {int(row.billable)} {row.long[:60]:60} {row.long}"
        for n, row in enumerate(rows, start=1)
    )
    return f"icd10cm_order_{year}.txt", text(*lines)


def _invented_order(year: int) -> tuple[str, bytes]:
    """The invented tabular list as an order file."""
    codes = read_tabular(INVENTED_TABULAR).diagnoses
    return _order(year, [CodeRow(d.code, d.name, billable=d.billable) for d in codes])


async def _load(database: Database, *files: tuple[str, bytes]) -> Outcome:
    return await load_files(database, files, at=_AT, progress=lambda *_: None, options=LoadOptions())


async def _stored(database: Database, edition: str) -> StoredRelease:
    async with database.read() as work:
        found = [s for s in await work.releases.everywhere() if s.release.edition == edition]
    assert len(found) == 1
    return found[0]


async def test_addenda_make_the_next_edition_of_the_loaded_one() -> None:
    """Names and validity are new, notes are those of the edition before, and both editions stay."""
    database = FakeDatabase()
    await _load(database, _TABULAR)
    [loaded] = (await _load(database, _ADDENDA)).loaded
    stored = await _stored(database, "FY2027")
    async with database.read() as work:
        records = [r async for r in work.releases.records(stored.release.workspace, stored.id)]
    blocks, diagnoses = diagnoses_of_records(records)
    codes = {d.code: d for d in diagnoses}

    assert (loaded.release.edition, loaded.release.notes) == ("FY2027", "FY2026")
    assert stored.release.notes == "FY2026"
    assert (stored.release.effective, stored.release.ends) == (date(2026, 10, 1), date(2027, 9, 30))
    assert (sum(d.billable for d in diagnoses), len(diagnoses), len(blocks)) == (8, 16, 4)
    assert codes["A00"].instructions.excludes1 == ("struck by goalpost (A02)",)
    await _stored(database, "FY2026")


async def test_the_same_addenda_again_change_nothing() -> None:
    """They are known by both files: the addenda, and what they were applied to."""
    database = FakeDatabase()
    await _load(database, _TABULAR)
    await _load(database, _ADDENDA)
    [again] = (await _load(database, _ADDENDA)).loaded

    assert again.again


async def test_addenda_without_the_edition_before_are_refused() -> None:
    """What is loaded instead is named."""
    database = FakeDatabase()
    with pytest.raises(EditionBeforeNeeded) as refused:
        await _load(database, _ADDENDA)
    assert (refused.value.edition, refused.value.tried) == ("FY2027", ())

    await _load(database, ("icd10cm_order_2026.txt", text(f"00001 {'A000':7} 1 {'Kite':60} Kite")))
    with pytest.raises(EditionBeforeNeeded) as refused:
        await _load(database, _ADDENDA)
    assert refused.value.tried == ("FY2026 order",)


async def test_addenda_next_to_the_whole_order_file_are_passed_over() -> None:
    """CMS's zip has both; without the edition before, the order file alone is the edition."""
    database = FakeDatabase()
    packed = zipped(dict([_ADDENDA, _invented_order(2027)]))
    outcome = await _load(database, ("2027-code-descriptions-tabular-order.zip", packed))

    assert [one.release.edition for one in outcome.loaded] == ["FY2027 order"]
    assert outcome.passed_over == ("icd10cm_order_addenda_2027.txt",)


async def test_addenda_to_an_order_file_make_an_order_file() -> None:
    """It has no notes, so none are claimed."""
    database = FakeDatabase()
    await _load(database, _invented_order(2026))
    [loaded] = (await _load(database, _ADDENDA)).loaded

    assert (loaded.release.edition, loaded.release.notes) == ("FY2027 order", "")


async def test_april_s_addenda_are_the_april_edition() -> None:
    """Both file names of the summary are of one year; the file's own name says April."""
    database = FakeDatabase()
    await _load(database, _TABULAR)
    content = addenda().replace(b"icd10cm_order_2027", b"icd10cm_order_April_2026")
    [loaded] = (await _load(database, ("icd10cm_order_addenda_April_2026.txt", content))).loaded

    assert (loaded.release.edition, loaded.release.effective) == ("April 2026", date(2026, 4, 1))
