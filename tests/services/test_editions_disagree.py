"""A file that is one edition by its name and another by its content is asked about, never taken."""

from datetime import UTC, date, datetime

import pytest

from bot.services.loading.load_files import load_files
from bot.services.loading.outcome import Outcome
from bot.services.loading.release_names import EditionsDisagree, LoadOptions
from bot.services.ports.database import Database
from tests.codefiles import layouts_cpt as ours
from tests.codefiles.invented import INVENTED_TABULAR
from tests.codefiles.layouts import csv_of
from tests.fakes import FakeDatabase

_AT = datetime(2026, 11, 21, 15, 0, tzinfo=UTC)
_JULY_AS_OCTOBER = ("PPRRVU2026_Oct_nonQPP.csv", csv_of(ours.FEE_ROWS))
_TABULAR_2026_AS_2027 = ("icd10cm-tabular-2027.xml", INVENTED_TABULAR)


async def _load(
    database: Database, file: tuple[str, bytes], effective: date | None = None, name: str | None = None
) -> Outcome:
    options = LoadOptions(name=name, effective=effective, workspace="T1")
    return await load_files(database, [file], at=_AT, progress=lambda *_: None, options=options)


async def _nothing_is_loaded(database: Database) -> bool:
    async with database.read() as work:
        return not await work.releases.everywhere() and not await work.releases.unseen()


async def test_july_s_fee_schedule_under_october_s_name_is_asked_about() -> None:
    """Its first row says July; nothing is loaded until somebody says which it is."""
    database = FakeDatabase()
    with pytest.raises(EditionsDisagree) as asked:
        await _load(database, _JULY_AS_OCTOBER)

    assert asked.value.found == (("2026 Q3", date(2026, 7, 1)), ("2026 Q4", date(2026, 10, 1)))
    assert await _nothing_is_loaded(database)


@pytest.mark.parametrize(("day", "edition"), [(date(2026, 7, 1), "2026 Q3"), (date(2026, 10, 1), "2026 Q4")])
async def test_the_first_day_that_is_said_decides(day: date, edition: str) -> None:
    """Between the two that the file gives."""
    [loaded] = (await _load(FakeDatabase(), _JULY_AS_OCTOBER, day)).loaded

    assert (loaded.release.edition, loaded.release.effective) == (edition, day)


async def test_loaded_once_the_same_bytes_under_another_quarter_s_name_are_asked_about_again() -> None:
    """They are not passed over as known already."""
    database = FakeDatabase()
    await _load(database, ("PPRRVU2026_Jul_nonQPP.csv", _JULY_AS_OCTOBER[1]))

    with pytest.raises(EditionsDisagree):
        await _load(database, _JULY_AS_OCTOBER)


async def test_a_tabular_list_of_another_version_than_its_name_says_is_asked_about() -> None:
    """Its <version> is 2026."""
    with pytest.raises(EditionsDisagree) as asked:
        await _load(FakeDatabase(), _TABULAR_2026_AS_2027)

    assert [edition for edition, _ in asked.value.found] == ["FY2026", "FY2027"]


async def test_a_first_day_outside_of_the_edition_is_asked_about_unless_the_release_is_named_too() -> None:
    """--effective alone may be a slip; with --release somebody means it."""
    file = ("icd10cm-tabular-2026.xml", INVENTED_TABULAR)
    with pytest.raises(EditionsDisagree) as asked:
        await _load(FakeDatabase(), file, date(2026, 10, 1))
    assert asked.value.said

    [loaded] = (await _load(FakeDatabase(), file, date(2026, 10, 1), "Ours")).loaded
    assert (loaded.release.edition, loaded.release.effective) == ("Ours", date(2026, 10, 1))


async def test_a_first_day_within_the_edition_is_taken() -> None:
    """The April update of a file that says its year alone."""
    file = ("icd10cm-tabular-2026.xml", INVENTED_TABULAR)
    [loaded] = (await _load(FakeDatabase(), file, date(2026, 4, 1))).loaded

    assert loaded.release.effective == date(2026, 4, 1)
