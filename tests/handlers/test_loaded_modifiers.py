"""Modifiers of loaded lists, and a team's own codes on a claim: whose words, which day, for whom."""

from pathlib import Path

import pytest

from bot.domain.codes.cpt.problems import UnknownModifier
from bot.services.library.code_library import CodeLibrary
from tests.codefiles.layouts import HCPCS_HEADER, csv_of, hcpcs_cells
from tests.codefiles.layouts_cpt import MODIFIERS
from tests.fakes_diagnoses import april_diagnoses
from tests.handlers.test_loaded_view import told
from tests.services.loaded_library import ADD_ONS, KITES, SLEDS, code_library_of, pairs, with_diagnoses

HCPCS = csv_of(
    [
        HCPCS_HEADER,
        hcpcs_cells("GP", "7", "Invented words of CMS about a plan", "PLAN", **{"ADD DT": "19990101"}),
        hcpcs_cells("Z7", "7", "Invented modifier of a sled", "SLED", **{"ADD DT": "20261101"}),
        hcpcs_cells("Z8", "7", "Invented modifier that ended", "OVER", **{"TERM DT": "20261031"}),
        hcpcs_cells("J1885", "3", "Invented drug", "DRUG"),
    ]
)
OWN = b"code,name,end\nKITE-1,Our kite visit,\nKITE-2,Our old kite visit,2026-06-30\nM54.50,Our spine code,\n"


@pytest.fixture
async def code_library(tmp_path: Path) -> CodeLibrary:
    """CPT's modifiers and own codes for one workspace, HCPCS for everybody."""
    mine = [("2026 MODUL.txt", MODIFIERS), ("ours.csv", OWN)]
    return await code_library_of(tmp_path, (KITES, mine), (None, [("HCPC2026_OCT_ANWEB.csv", HCPCS)]))


async def test_a_modifier_is_told_as_the_loaded_list_prints_it_and_ours_is_marked(
    code_library: CodeLibrary,
) -> None:
    """CMS's text, its first day, the quarter; then our own words, said to be ours."""
    card = await told(code_library, "/cpt GP")
    assert "Invented words of CMS about a plan" in card
    assert "Valid on Nov 21, 2026, in use since Jan 1, 1999" in card
    assert "In our words: " in card
    assert "As printed in HCPCS Level II 2026 Q4 (Oct 1, 2026 to Dec 31, 2026)" in card
    assert "our own words, not AMA or CMS text" in card


@pytest.mark.parametrize("line", ["/cpt mod 28", "/cpt modifiers 28", "/cpt 28", "/cpt modifiers 59 28"])
async def test_cpt_s_modifiers_are_told_to_the_workspace_that_is_licensed_and_to_no_other(
    code_library: CodeLibrary, line: str
) -> None:
    """With the AMA's line; another workspace hears that nobody knows it, as before."""
    mine = await told(code_library, line)
    assert "Invented Other Service: words." in mine
    assert "CPT copyright 2025 American Medical Association" in mine
    try:
        theirs = await told(code_library, line, SLEDS)
    except UnknownModifier as error:
        theirs = str(error)
    assert "Invented" not in theirs
    assert "American Medical" not in theirs


async def test_a_modifier_has_the_days_of_its_list(code_library: CodeLibrary) -> None:
    """Before its first day, after its last, and where no list is loaded for the day at all."""
    assert "its first day is Nov 1, 2026" in await told(code_library, "/cpt mod Z7 on 2026-10-15")
    assert "its last day was Oct 31, 2026" in await told(code_library, "/cpt mod Z8")
    assert "Valid on Oct 15, 2026, in use since Jul 1, 2002, last day Oct 31, 2026" in await told(
        code_library, "/cpt mod Z8 on 2026-10-15"
    )
    assert "Invented words of CMS" not in await told(code_library, "/cpt mod GP on 2019-05-01")


async def test_the_list_of_modifiers_leads_on_to_the_loaded_ones(code_library: CodeLibrary) -> None:
    """How many there are, and all of them behind More; another workspace's are not among them."""
    short, full = await told(code_library, "/cpt modifiers"), await told(code_library, "/cpt modifiers more")
    theirs = await told(code_library, "/cpt modifiers more", SLEDS)
    assert "more are told as your loaded lists print them" in short
    assert "Loaded: CPT modifiers 2026" in short
    assert "`Z7`" in full
    assert "`28`" in full
    assert "`Z7`" in theirs
    assert "`28`" not in theirs


async def test_a_modifier_on_a_code_s_card_is_told_by_the_loaded_list(code_library: CodeLibrary) -> None:
    """Where our own words know nothing of it."""
    card = await told(code_library, "/cpt 97110-28 on 2026-11-15")
    assert "`28`  Invented Other Service: words." in card
    assert "`28` as printed in CPT modifiers 2026" in card
    assert "*Look again* at `Z8`: its last day was Oct 31, 2026." in await told(code_library, "/cpt J1885-Z8")


async def test_a_claim_s_modifiers_are_asked_of_the_loaded_lists(code_library: CodeLibrary) -> None:
    """Known, not yet begun, over; and one that no list holds says which lists were asked."""
    known = await told(code_library, "/claim J1885 Z7 on 2026-11-15")
    assert "*no problem found* in: validity on the date, modifiers" in known
    card = await told(code_library, "/claim J1885 Z7, J1885-Z8 x2, 97110 GP Q7 Y3 on 2026-10-15 more")
    assert "`Z7` began on Nov 1, 2026: not on this date of service." in card
    assert "`Z8` ended" not in card
    assert "`Z8` ended on Oct 31, 2026" in await told(code_library, "/claim J1885-Z8 on 2026-11-15")
    assert (
        "`Y3` is in no modifier list that I know. Asked: CPT modifiers 2026, HCPCS Level II 2026 Q4" in card
    )
    theirs = await told(code_library, "/claim 97110 Y3 on 2026-11-15", SLEDS)
    assert "Asked: HCPCS Level II 2026 Q4 and" in theirs


async def test_a_team_s_own_codes_stand_on_a_claim_in_any_form(code_library: CodeLibrary) -> None:
    """With modifiers and units; that no published file knows them is said once."""
    card = await told(code_library, "/claim KITE-1-GP x2, kite-2, 97110 GP x1 on 2026-11-15 more")
    assert "Line 1  `KITE-1-GP` x2" in card
    assert "not valid after Jun 30, 2026" in card
    assert "`KITE-1` `KITE-2`, your team's own, against CPT's, HCPCS's and Medicare's files" in card
    theirs = await told(code_library, "/claim KITE-1, 97110 on 2026-11-15", SLEDS)
    assert "Not used: KITE-1" in theirs
    assert "your team's own" not in theirs


async def test_own_codes_are_not_told_as_checked_against_files_that_know_nothing_of_them(
    tmp_path: Path,
) -> None:
    """No pair, no limit and no add-on is asked for them, though all of those files are loaded."""
    quarter = [
        (f"ccipra-v323r0-f{n}.TXT", pairs(f"9{n}999\t97140\t\t20200101\t*\t1\tInvented")) for n in range(1, 5)
    ]
    code_library = await code_library_of(
        tmp_path, (KITES, [("ours.csv", OWN), ("AOC_V2026Q4-MCR.csv", ADD_ONS), *quarter])
    )
    card = await told(code_library, "/claim KITE-1-59 x2, 97140 GP on 2026-11-15 more")
    own = next(line for line in card.splitlines() if line.startswith("Line 1"))
    other = next(line for line in card.splitlines() if line.startswith("Line 2"))
    assert "NCCI" not in own
    assert "add-on" not in own
    assert "NCCI pairs" in other


async def test_what_is_published_under_a_code_goes_before_the_team_s_own(code_library: CodeLibrary) -> None:
    """A diagnosis that the table holds stays a diagnosis, a modifier behind a code stays a modifier."""
    with_dx = with_diagnoses(code_library, april_diagnoses())
    card = await told(with_dx, "/claim KITE-1 dx M54.50 on 2026-04-15")
    assert "Dx A  `M54.50`" in card
