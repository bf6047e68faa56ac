"""`/cpt` where only the fee schedule is loaded: it names codes, says who named them, and where it says nothing."""

from datetime import date
from pathlib import Path

import pytest

from bot.services.library.code_library import CodeLibrary
from bot.services.lookup.search import SearchAnswer, search_procedures, suggest_procedures
from bot.services.team.team_cache import TeamData
from tests.codefiles.layouts import csv_of
from tests.codefiles.layouts_cpt import FEE_HEADER, FEE_NOTICES
from tests.handlers.test_loaded_view import told
from tests.services.loaded_library import KITES, SLEDS, code_library_of, cpt, request_of

_REST = [
    "0.00",
    "0.00",
    "0.00",
    "5",
    "0",
    "0",
    "0",
    "0",
    "",
    "",
    "33.4009",
    "09",
    "0",
    "99",
    "0.00",
    "0.00",
    "0.00",
]


def schedule(*codes: tuple[str, str, str]) -> bytes:
    """A fee schedule of October 2026 with (code, descriptor, status) of each."""
    notices = [[cell.replace("July", "October") for cell in row] for row in FEE_NOTICES]
    worth = ["", "1.00", "2.00", "", "1.50", "", "0.10", "3.10", "2.60", "0", "XXX"]
    rows = [[code, "", descriptor, status, *worth, *_REST] for code, descriptor, status in codes]
    return csv_of([*notices, FEE_HEADER, *rows])


OCTOBER = (
    "PPRRVU2026_Oct_nonQPP.csv",
    schedule(
        ("45399", "Dx kite scope lwr bowel", "A"),
        ("27499", "Arthrp kite knee w/o img", "A"),
        ("70559", "Mri kite brn w/o&w/dye", "A"),
        ("99070", "Invented old kite visit", "D"),
        ("80099", "Invented kite panel", "X"),
        ("97140", "Invented kite therapy", "A"),
        ("G0463", "Invented kite clinic", "E"),
        ("V9999", "Invented kite lens", "N"),
    ),
)


@pytest.fixture
async def library(tmp_path: Path) -> CodeLibrary:
    """One workspace has loaded the fee schedule and nothing else; the other has loaded nothing."""
    return await code_library_of(tmp_path, (KITES, [OCTOBER]))


async def test_a_code_of_the_schedule_is_named_with_its_source(library: CodeLibrary) -> None:
    """CMS's short descriptor, its quarter, whether the code is in it, and whose copyright the words are under."""
    card = await told(library, "/cpt 45399")
    assert "Dx kite scope lwr bowel" in card
    assert "CMS short descriptor, 2026 Q4" in card
    assert "In Medicare fee schedule 2026 Q4" in card
    assert "CPT copyright 2025 American Medical Association" in card
    assert "can't say whether it is valid" not in card


async def test_only_the_workspace_that_accepted_the_license_sees_it(library: CodeLibrary) -> None:
    """Another workspace's card, search and suggestions know nothing of it."""
    card = await told(library, "/cpt 45399", SLEDS)
    assert "kite" not in card
    assert "not loaded" in card
    found = search_procedures("kite scope", None, request_of(SLEDS), library)
    assert found is None or "45399" not in {hit.code for hit in found.result.hits}


async def test_a_deleted_code_is_told_as_one(library: CodeLibrary) -> None:
    """Status D."""
    assert "*Not valid on" in await told(library, "/cpt 99070")


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("80076", "laboratory codes have a fee schedule of their own"),
        ("0001U", "laboratory fee schedule"),
        ("0500F", "outside of"),
        ("0999T", "Category III"),
        ("45123", "look at the digits again"),
    ],
)
async def test_a_code_outside_of_the_schedule_is_not_called_invalid(
    library: CodeLibrary, code: str, said: str
) -> None:
    """That the schedule does not have it is said, with why that may be."""
    card = await told(library, f"/cpt {code}")
    assert said in card
    assert "Medicare fee schedule 2026 Q4" in card
    assert "Not valid" not in card


async def test_a_starter_code_keeps_our_words_and_is_in_force_by_the_schedule(library: CodeLibrary) -> None:
    """28 letters say less than our own words; the schedule says that the code is in force."""
    card = await told(library, "/cpt 97140")
    assert "Invented kite therapy" not in card
    assert "In Medicare fee schedule 2026 Q4" in card


async def test_hcpcs_is_named_by_its_starter_first(library: CodeLibrary) -> None:
    """The starter's names are CMS's long ones; what it lacks, the schedule names."""
    assert "Invented kite clinic" not in await told(library, "/cpt G0463")
    assert "Invented kite lens" in await told(library, "/cpt V9999")


async def test_a_team_s_cpt_file_comes_first(tmp_path: Path) -> None:
    """Of a code that both have; one that its list lacks is not in the list, whatever the schedule says."""
    files = [OCTOBER, ("2026 LONGULT.txt", cpt(("45399", "AMA words for a kite scope")))]
    library = await code_library_of(tmp_path, (KITES, files))
    card = await told(library, "/cpt 45399")
    assert "AMA words for a kite scope" in card
    assert "CMS short descriptor" not in card


async def test_its_words_are_searched_as_people_say_them(library: CodeLibrary) -> None:
    """Written out: 'Arthrp knee' answers 'knee arthroplasty'; the source line says whose words they are."""
    found = search_procedures("kite knee arthroplasty without imaging", None, request_of(KITES), library)
    assert isinstance(found, SearchAnswer)
    assert found.result.hits[0].code == "27499"
    assert "CMS short descriptors, 2026 Q4" in await told(library, "/cpt kite knee arthroplasty")


async def test_deleted_codes_are_not_offered(library: CodeLibrary) -> None:
    """Neither found by words nor suggested."""
    found = search_procedures("invented old kite visit", None, request_of(KITES), library)
    assert found
    assert "99070" not in {hit.code for hit in found.result.hits}


async def test_typeahead_offers_them(library: CodeLibrary) -> None:
    """As the last word is being typed."""
    found = suggest_procedures("mri kite br", request_of(KITES), library, TeamData({}, {}), 10)
    assert found
    assert found.hits[0].code == "70559"


async def test_they_are_compared(library: CodeLibrary) -> None:
    """Side by side, each with its name."""
    card = await told(library, "/cpt compare 45399 27499")
    assert "Dx kite scope lwr bowel" in card
    assert "Arthrp kite knee w/o img" in card


async def test_another_day_s_schedule_is_named_as_such(library: CodeLibrary) -> None:
    """A date of service without a fee schedule of its own."""
    card = await told(library, f"/cpt 45399 on {date(2024, 5, 6).isoformat()}")
    assert "is not loaded for" in card
    assert "Medicare fee schedule 2026 Q4 called it: Dx kite scope lwr bowel" in card
    assert "In Medicare fee schedule" not in card


async def test_a_claim_check_knows_them(library: CodeLibrary) -> None:
    """The check of validity names the schedule as its source; a deleted code is a conflict."""
    assert "not valid" not in (await told(library, "/claim 45399 M54.50")).lower()
    assert "not valid" in (await told(library, "/claim 99070 M54.50")).lower()
