"""Which books and indexes are made again when something more is loaded: those that it changes, and no other."""

from datetime import UTC, date, datetime
from pathlib import Path

from bot.codefiles.installed import INSTALLED_ICD10CM
from bot.domain.codes.releases import PUBLIC, System
from bot.services.library.build import prepare_library
from bot.services.library.open import of_system, visible
from bot.services.library.paths import LibraryFiles
from bot.services.loading.load_files import load_files
from bot.services.loading.release_names import LoadOptions
from tests.codefiles.invented import INVENTED_TABULAR
from tests.fakes import FakeClock, FakeDatabase

_AT = datetime(2026, 11, 21, 17, tzinfo=UTC)


def _quiet(_stage: str, _done: int, _total: int) -> None:
    return


def _index(year: int, word: str) -> tuple[str, bytes]:
    """An Alphabetic Index with one term."""
    text = (
        f"<ICD10CM.index><version>{year}</version><title>INDEX</title><letter><title>A</title>"
        f"<mainTerm><title>{word}</title><code>A00.1</code></mainTerm></letter></ICD10CM.index>"
    )
    return f"icd10cm-index-{year}.xml", f'<?xml version="1.0"?>{text}'.encode()


def _tabular(year: int) -> tuple[str, bytes]:
    return f"{year}.xml", INVENTED_TABULAR.replace(b"<version>2026", f"<version>{year}".encode())


async def _load(database: FakeDatabase, file: tuple[str, bytes], **more: object) -> None:
    await load_files(database, [file], at=_AT, tell=_quiet, wished=LoadOptions(), **more)  # type: ignore[arg-type]


async def _made(database: FakeDatabase, folder: Path) -> dict[str, dict[str, int]]:
    """By edition of ICD-10-CM: which file its book and its index are, and which bytes on the disk."""
    await prepare_library(database, folder, clock=FakeClock(_AT), tell=_quiet)
    stored = await visible(database)
    files = LibraryFiles(folder, stored)
    return {
        s.release.edition: {
            path.name: path.stat().st_ino
            for path in (files.book(s.release, s.digest), files.index(s.release, s.digest))
        }
        for s in of_system(System.ICD10CM, stored)
    }


async def test_an_alphabetic_index_makes_the_indexes_anew_that_it_changes_and_no_book(tmp_path: Path) -> None:
    """Each year's codes are found by the index of their year, or of the nearest one before it."""
    database = FakeDatabase()
    await _load(database, _tabular(2026), release=INSTALLED_ICD10CM)
    await _load(database, _tabular(2027))
    await _load(database, _index(2026, "Kick"))
    before = await _made(database, tmp_path)

    await _load(database, _index(2027, "Punt"))
    newer = await _made(database, tmp_path)
    await _load(database, _index(2020, "Shot"))
    older = await _made(database, tmp_path)

    assert newer["April 2026"] == before["April 2026"]
    assert newer["FY2027"] != before["FY2027"]
    assert newer["FY2027"].items() & before["FY2027"].items()  # its book
    assert older == newer


async def test_codes_older_than_every_loaded_index_are_found_by_the_first_of_them(tmp_path: Path) -> None:
    """Words of another year are better than none; parts of the index count each for itself."""
    database = FakeDatabase()
    await _load(database, _tabular(2020))
    await _load(database, _index(2026, "Kick"))
    stored = await visible(database)
    (tabular,) = of_system(System.ICD10CM, stored)
    without = LibraryFiles(tmp_path, [tabular]).index(tabular.release, tabular.digest)

    assert tabular.release.effective == date(2019, 10, 1)
    assert tabular.release.workspace == PUBLIC
    assert LibraryFiles(tmp_path, stored).index(tabular.release, tabular.digest) != without
