"""`/icd` where several releases, HCPCS and conversion tables are loaded."""

from datetime import date
from pathlib import Path

from bot.domain.codes.file_rows import CodeRow, Conversion
from bot.domain.codes.icd.code_list import diagnoses_of
from bot.domain.codes.releases import PUBLIC, Release, System
from bot.services.library.code_library import CodeLibrary
from bot.services.library.editions import distinct_editions
from bot.services.library.paths import LibraryPaths
from bot.services.ports.database import StoredRelease
from handlers.icd import command as icd_command
from storage.editions.conversions import write_conversions
from tests.fakes_diagnoses import MemoryDiagnoses
from tests.handlers.slack_limits import words
from tests.services.loaded_library import (
    HCPCS_Q4,
    KITES,
    NOW,
    SLEDS,
    code_library_of,
    hcpcs,
    library_of,
    request_of,
    with_diagnoses,
)


def table(edition: str, year: int, *codes: str, workspace: str = PUBLIC) -> MemoryDiagnoses:
    """A fiscal year's plain list."""
    release = Release(
        System.ICD10CM, edition, date(year - 1, 10, 1), date(year, 9, 30), "invented.txt", workspace
    )
    rows = [CodeRow(code, f"Invented {code}") for code in codes]
    return MemoryDiagnoses(release, (), diagnoses_of(rows))


OLD, NEW = table("FY2026", 2026, "Z99.0", "Z99.1"), table("FY2027", 2027, "Z99.11", "Z99.2")


async def told(code_library: CodeLibrary, text: str, workspace: str = KITES) -> str:
    """All words of the card."""
    return words((await icd_command.answer(text, request_of(workspace), code_library=code_library)).checked())


def conversions(folder: Path) -> CodeLibrary:
    """With a table that names what replaced Z99.1."""
    release = Release(System.ICD10CM_CONVERSIONS, "FY2027", date(2026, 10, 1), None, "invented.xlsx")
    rows = [
        Conversion("Z98.1-Z98.5", "Z99.2", date(2026, 10, 1)),
        Conversion("Z99.1", "Z99.11", date(2026, 10, 1)),
        Conversion("", "Z99.2", date(2026, 10, 1)),
    ]
    stored = StoredRelease(1, release, len(rows), "invented", NOW)
    [edition] = distinct_editions([stored])
    write_conversions(LibraryPaths(folder).edition(edition.digest), rows)
    return library_of([stored], folder)


async def test_a_code_that_has_gone_keeps_its_last_day_and_names_its_successor(tmp_path: Path) -> None:
    """Last year's release held it; the conversion table tells what replaced it."""
    card = await told(with_diagnoses(conversions(tmp_path), OLD, NEW), "Z99.1")
    assert "not in this list any more; ICD-10-CM FY2026 held it: its last day was Sep 30, 2026" in card
    assert "names `Z99.11` (from Oct 1, 2026)" in card


async def test_a_code_to_come_is_told_with_its_first_day() -> None:
    """On a day before it, the year's release does not have it yet."""
    card = await told(CodeLibrary([OLD, NEW]), "Z99.2 on 2026-09-30")
    assert "not in this list yet, but in ICD-10-CM FY2027: its first day is Oct 1, 2026" in card


async def test_another_workspace_s_release_tells_nothing() -> None:
    """Not even that a code was there."""
    private = table("Ours", 2026, "Z99.7", workspace=SLEDS)
    card = await told(CodeLibrary([private, NEW]), "Z99.7")
    assert "Ours" not in card
    assert "Ours" in await told(CodeLibrary([private, NEW]), "Z99.7", SLEDS)


async def test_a_category_of_a_plain_list_has_a_card_without_surroundings() -> None:
    """It stands nowhere and has no notes, and Slack takes no empty text."""
    assert "Invented Z99" in await told(CodeLibrary([table("FY2027", 2027, "Z99")]), "Z99")


async def test_a_dotless_code_is_read_as_hcpcs_only_where_that_set_holds_it(tmp_path: Path) -> None:
    """Without HCPCS the form decides, and the card says that it is not loaded."""
    held = [("HCPC2026_OCT_ANWEB.csv", hcpcs(("A0100", "Invented taxi", "19960101", "")))]
    with_it = await code_library_of(tmp_path / "a", (None, held))
    without = await code_library_of(tmp_path / "b", (None, [("HCPC2026_OCT_ANWEB.csv", HCPCS_Q4)]))
    year = table("FY2027", 2027, "A01.00")
    assert "HCPCS is not loaded" in await told(CodeLibrary([year]), "A0100")
    known = await told(with_diagnoses(with_it, year), "A0100")
    assert "HCPCS Level II" in known
    assert "not loaded" not in known
    assert "HCPCS" not in await told(with_diagnoses(without, year), "A0100")


async def test_a_day_without_a_release_lists_those_of_icd_alone(tmp_path: Path) -> None:
    """Which HCPCS quarter is loaded is no answer to it."""
    code_library = await code_library_of(
        tmp_path, (None, [("HCPC2026_OCT_ANWEB.csv", HCPCS_Q4)]), diagnoses=[NEW]
    )
    card = await told(code_library, "Z99.2 on 2016-01-01")
    assert "FY2027" in card
    assert "2026 Q4" not in card


async def test_a_header_is_told_as_one_by_a_list_that_prints_billable_codes_alone() -> None:
    """NCHS's codes file has no headers; a code that others begin with was no slip of the finger."""
    card = await told(
        CodeLibrary([table("FY2024 codes", 2024, "M54.50", "M54.51", "M54.05")]), "M54.5 on 2024-02-01"
    )

    assert "`M54.5` is not billable: it is a header since Oct 1, 2021. Pick one:" in card
    assert "M54.51" in card
    assert "M54.05" not in card


async def test_a_code_inside_a_printed_range_is_told_what_came_in_its_place(tmp_path: Path) -> None:
    """`Z98.1-Z98.5`, as conversion tables print it, holds Z98.3."""
    code_library = with_diagnoses(conversions(tmp_path), table("FY2026", 2026, "Z98.3"), NEW)
    card = await told(code_library, "Z98.3")

    assert "In place of `Z98.3` NCHS's conversion table names `Z99.2` (from Oct 1, 2026)." in card


async def test_a_header_with_many_codes_below_it_says_that_these_are_the_first() -> None:
    """Eight are shown; nobody is led to believe that there are no more."""
    many = table("FY2024 codes", 2024, *(f"M54.{n}0" for n in range(10)))
    card = await told(CodeLibrary([many]), "M54 on 2024-02-01")

    assert "The first 8 below it, in code order:" in card


async def test_a_list_that_was_cut_short_says_nothing_of_the_codes_that_it_lacks() -> None:
    """A code of another year is neither gone nor wrong because ten lines of a list were loaded."""
    cut = table("FY2027 order", 2027, "Z99.11", "Z99.2")
    card = await told(CodeLibrary([table("FY2026", 2026, "Z99.0"), cut]), "Z99.0 on 2026-11-01")

    assert "has only 2 codes" in card
    assert "whether it is valid I can't say" in card
    assert "is in ICD-10-CM FY2026" in card
    assert "any more" not in card
    assert "billable" in await told(CodeLibrary([cut]), "Z99.11 on 2026-11-01")
