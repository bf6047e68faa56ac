"""Which files are built again when something more is loaded: those that it changes, and no other."""

from datetime import UTC, date, datetime
from pathlib import Path

from bot.codefiles.installed import INSTALLED_ICD10CM
from bot.domain.codes.releases import PUBLIC, System
from bot.services.library.build import prepare_library, visible
from bot.services.library.editions import StoredEdition, distinct_editions
from bot.services.library.paths import LibraryPaths
from bot.services.loading.load_files import load_files, unload
from bot.services.loading.release_names import LoadOptions
from storage.editions.store import SqliteEditions
from tests.codefiles.invented import INVENTED_TABULAR
from tests.fakes import FakeClock, FakeDatabase
from tests.services.loaded_library import cpt, install_small, library_of

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
    await load_files(database, [file], at=_AT, progress=_quiet, options=LoadOptions(), **more)  # type: ignore[arg-type]


async def _built(database: FakeDatabase, folder: Path) -> dict[str, dict[str, int]]:
    """By edition of ICD-10-CM: the files of its codes and its search index, and which bytes on the disk they are."""
    await prepare_library(database, folder, SqliteEditions(), clock=FakeClock(_AT), progress=_quiet)
    return {
        edition.gathered.release.edition: {path.name: path.stat().st_ino for path in _files(edition, folder)}
        for edition in distinct_editions(await visible(database))
        if edition.system is System.ICD10CM
    }


def _files(edition: StoredEdition, folder: Path) -> list[Path]:
    paths = LibraryPaths(folder)
    assert edition.index_digest
    return [paths.edition(edition.digest), paths.index(edition.index_digest)]


async def test_an_alphabetic_index_makes_the_indexes_anew_that_it_changes_and_no_edition(
    tmp_path: Path,
) -> None:
    """Each year's codes are found by the index of their year, or of the nearest one before it."""
    database = FakeDatabase()
    await install_small(database)
    await _load(database, _tabular(2026), release=INSTALLED_ICD10CM)
    await _load(database, _tabular(2027))
    await _load(database, _index(2026, "Kick"))
    before = await _built(database, tmp_path)

    await _load(database, _index(2027, "Punt"))
    newer = await _built(database, tmp_path)
    await _load(database, _index(2020, "Shot"))
    older = await _built(database, tmp_path)

    assert newer["April 2026"] == before["April 2026"]
    assert newer["FY2027"] != before["FY2027"]
    assert newer["FY2027"].items() & before["FY2027"].items()  # its codes
    assert older == newer


async def test_codes_older_than_every_loaded_index_are_found_by_the_first_of_them(tmp_path: Path) -> None:
    """Words of another year are better than none; parts of the index count each for itself."""
    database = FakeDatabase()
    await _load(database, _tabular(2020))
    await _load(database, _index(2026, "Kick"))
    stored = await visible(database)
    [tabular] = [e for e in distinct_editions(stored) if e.system is System.ICD10CM]
    [without] = distinct_editions(tabular.stored)

    assert tabular.gathered.release.effective == date(2019, 10, 1)
    assert tabular.gathered.release.workspace == PUBLIC
    assert tabular.digest == without.digest
    assert tabular.index_digest != without.index_digest


async def test_a_damaged_file_is_built_again_and_a_whole_one_stays(tmp_path: Path) -> None:
    """One wrong byte in an edition, or an index that was cut short."""
    database = FakeDatabase()
    await install_small(database)
    await _load(database, _tabular(2026), release=INSTALLED_ICD10CM)
    await _load(database, _tabular(2027))
    before = await _built(database, tmp_path)
    first, second = ([tmp_path / name for name in names] for names in before.values())
    content = bytearray(first[0].read_bytes())
    content[-100] ^= 0xFF
    first[0].write_bytes(content)
    second[1].write_bytes(second[1].read_bytes()[:100])

    after = await _built(database, tmp_path)

    changed = {
        name for names in after.values() for name in names if _inode(after, name) != _inode(before, name)
    }
    assert changed == {first[0].name, second[1].name}
    SqliteEditions().verify(first[0])


def _inode(built: dict[str, dict[str, int]], name: str) -> int:
    return next(names[name] for names in built.values() if name in names)


async def test_files_of_no_visible_release_are_removed_and_what_an_earlier_version_built(
    tmp_path: Path,
) -> None:
    """Licensed names don't stay on the disk after an unload."""
    folder, old = tmp_path / "editions", tmp_path / "books"
    old.mkdir()
    (old / "icd10cm-0123.book").write_bytes(b"before")
    (old / ".making.lock").touch()
    database = FakeDatabase()
    await install_small(database)
    await _load(database, _tabular(2026), release=INSTALLED_ICD10CM)
    await _load(database, _tabular(2028))
    built = await _built(database, folder)
    await unload(database, "FY2028")

    await _built(database, folder)

    left = {path.name for path in folder.iterdir()}
    assert built["April 2026"].keys() <= left
    assert not built["FY2028"].keys() & left
    assert not old.exists()


async def test_two_workspaces_with_the_same_file_have_one_edition_and_one_index(tmp_path: Path) -> None:
    """And everybody else has none of it."""
    database = FakeDatabase()
    await install_small(database)
    await _load(database, _tabular(2026), release=INSTALLED_ICD10CM)
    file = ("2026 LONGULT.txt", cpt(("97140", "Invented manual therapy"), ("99901", "Invented kite")))
    for workspace in ("T1", "T2"):
        await load_files(database, [file], at=_AT, progress=_quiet, options=LoadOptions(workspace=workspace))
    await _built(database, tmp_path)

    editions = distinct_editions(await visible(database))
    assert [e.system for e in editions if e.system is not System.ICD10CM] == [System.CPT]
    library = library_of(await visible(database), tmp_path)
    found = {w: library.editions_of(w).procedures(System.CPT) for w in ("T1", "T2", "T3")}
    assert found["T1"][0].digest == found["T2"][0].digest
    assert found["T3"] == ()
    assert found["T1"][0].get("99901")
