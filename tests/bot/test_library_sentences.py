"""What the doctor says of the files that answers are read from."""

from pathlib import Path

from bot.cli.library_sentences import library_finding
from bot.domain.codes.edition_file import EditionFault
from bot.services.library.check_files import FileCheck, check_files
from storage.editions.store import SqliteEditions
from tests.services.loaded_library import code_library_of, cpt


async def test_files_that_all_open_are_counted(tmp_path: Path) -> None:
    """An edition, its search index, and the starter set's."""
    library = await code_library_of(
        tmp_path, ("T1", [("2026 LONGULT.txt", cpt(("99907", "Invented doctor")))])
    )
    assert library.cache
    check = check_files(library, library.cache.paths, SqliteEditions())
    finding = library_finding(check, None, 1024)

    assert finding.well
    assert "3 files, all readable" in str(finding)


async def test_a_damaged_file_is_found_and_the_mend_is_named(tmp_path: Path) -> None:
    """One wrong byte is enough."""
    library = await code_library_of(
        tmp_path, ("T1", [("2026 LONGULT.txt", cpt(("99908", "Invented doctor")))])
    )
    assert library.cache
    [digest] = [edition.digest for edition in library.editions_of("T1").editions]
    path = library.cache.paths.edition(digest)
    path.write_bytes(path.read_bytes()[:-1] + b"\xff")
    finding = library_finding(check_files(library, library.cache.paths, SqliteEditions()), None, 1024)

    assert not finding.well
    assert "1 damaged. To fix: a running bot rebuilds them" in str(finding)


def test_a_bot_that_is_out_of_file_handles_is_named_with_the_mend() -> None:
    """As its /readyz says it; the doctor's own process may have handles to spare."""
    finding = library_finding(FileCheck(3), EditionFault.TOO_MANY_OPEN.value, 1024)

    assert not finding.well
    assert "too many open files" in str(finding)
    assert "ulimit -n 1024" in str(finding)


def test_a_limit_that_is_too_low_is_named_before_it_is_met() -> None:
    """The library keeps up to 64 files open."""
    finding = library_finding(FileCheck(3), None, 128)

    assert not finding.well
    assert "only 128 open files" in str(finding)
