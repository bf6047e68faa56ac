"""HCPCS without a download: what a fresh install says of Level II codes and modifiers, and as of when."""

from pathlib import Path

import pytest

from bot.codefiles.hcpcs_starter import hcpcs_starter
from bot.domain.codes.cpt.modifier_forms import HCPCS_MODIFIERS
from bot.services.library.code_library import CodeLibrary
from bot.services.lookup.search import suggest_procedures
from bot.services.team.team_cache import TeamData
from handlers.views.cpt.loaded import procedures_named_by
from tests.codefiles.layouts import HCPCS_HEADER, csv_of, hcpcs_cells
from tests.handlers.test_loaded_view import told
from tests.services.loaded_library import code_library_of, request_of

LIST = csv_of(
    [
        HCPCS_HEADER,
        hcpcs_cells("G2211", "3", "Invented name of the list", "INVENTED"),
        hcpcs_cells("FR", "7", "Invented modifier of the list", "INVENTED"),
    ]
)


@pytest.fixture
async def fresh(tmp_path: Path) -> CodeLibrary:
    """Nothing loaded."""
    return await code_library_of(tmp_path)


@pytest.fixture
async def loaded(tmp_path: Path) -> CodeLibrary:
    """CMS's list of October 2026, invented."""
    return await code_library_of(tmp_path, (None, [("HCPC2026_OCT_ANWEB.csv", LIST)]))


async def test_a_code_is_named_with_its_source_its_age_and_what_was_not_checked(fresh: CodeLibrary) -> None:
    card = await told(fresh, "/cpt G2211")

    assert "add-on to an office visit" in card
    assert "HCPCS starter, as of" in card
    assert "our own words" in card
    assert "not checked" in card
    assert "CMS's name" in await told(fresh, "/cpt E0601")


async def test_a_loaded_list_comes_first(loaded: CodeLibrary) -> None:
    for line in ("/cpt G2211", "/cpt FR"):
        card = await told(loaded, line)
        assert "Invented" in card
        assert "HCPCS starter" not in card


async def test_a_loaded_list_that_lacks_a_code_is_believed(loaded: CodeLibrary) -> None:
    card = await told(loaded, "/cpt G0008")

    assert "influenza" not in card
    assert "HCPCS starter" not in card


async def test_a_code_that_ended_says_when_and_what_took_its_place(fresh: CodeLibrary) -> None:
    card = await told(fresh, "/cpt J1030")

    assert "*Ended*" in card
    assert "2024" in card
    assert "`J1010`" in card
    assert "*Ended*" not in await told(fresh, "/cpt J1030 on 2024-03-31")


async def test_a_date_before_a_code_began_is_said(fresh: CodeLibrary) -> None:
    assert "*Not yet valid" in await told(fresh, "/cpt G2211 on 2020-12-31")


async def test_a_modifier_is_told_and_the_list_counts_the_rest(fresh: CodeLibrary) -> None:
    card = await told(fresh, "/cpt FR")

    assert "supervising practitioner" in card
    assert "HCPCS starter, as of" in card
    assert "not checked: validity on your date" in card
    assert "more stand in the HCPCS starter" in await told(fresh, "/cpt modifiers")
    assert "`KF`" in await told(fresh, "/cpt modifiers more")


async def test_a_modifier_on_a_code_is_told_by_the_starter(fresh: CodeLibrary) -> None:
    card = await told(fresh, "/cpt E0601-KF")

    assert "class iii device" in card
    assert "`KF` by the HCPCS starter" in card


async def test_a_biller_s_words_find_the_code(fresh: CodeLibrary) -> None:
    assert "`G0008`" in await told(fresh, "/cpt flu shot administration")
    assert "`J3301`" in await told(fresh, "/cpt kenalog")
    assert "HCPCS starter" in await told(fresh, "/cpt kenalog")


async def test_what_ended_is_not_offered_for_a_day_after_it(fresh: CodeLibrary) -> None:
    assert "`J1030`" not in await told(fresh, "/cpt depo medrol")
    assert "`J1030`" in await told(fresh, "/cpt depo medrol 40 on 2024-03-01")


async def test_typeahead_offers_the_starter_s_codes(fresh: CodeLibrary) -> None:
    found = suggest_procedures("G221", request_of(), fresh, TeamData({}, {}), 10)

    assert found
    assert "G2211" in [hit.code for hit in found.hits]


async def test_explain_names_both_sides(fresh: CodeLibrary) -> None:
    card = await told(fresh, "/explain E0601 M54.50")

    assert "airway pressure" in card
    assert "HCPCS starter, as of" in card


async def test_several_codes_name_each_source_once(fresh: CodeLibrary) -> None:
    card = await told(fresh, "/cpt E0601 J3301 97140")

    assert "triamcinolone" in card
    assert card.count("HCPCS starter") == 1


async def test_a_claim_check_knows_the_modifiers_and_when_one_ended(fresh: CodeLibrary) -> None:
    assert "ended on" in await told(fresh, "/claim 99213-JG dx M54.50 on 2026-02-01")
    assert "ended on" not in await told(fresh, "/claim 99213-TB dx M54.50 on 2026-02-01")
    assert "in no modifier list" not in await told(fresh, "/claim 99213-FT dx M54.50 on 2026-02-01")


async def test_a_dose_is_counted_by_the_starter_s_name(fresh: CodeLibrary) -> None:
    card = await told(fresh, "/cpt units J3301 40 mg")

    assert "*4 units*" in card
    assert "HCPCS starter" in card


def test_every_modifier_of_the_starter_is_one_that_a_line_may_have() -> None:
    assert set(hcpcs_starter().modifiers) <= HCPCS_MODIFIERS


def test_the_small_print_of_a_search_says_how_old_the_starter_is() -> None:
    assert "HCPCS starter, as of" in procedures_named_by(())
