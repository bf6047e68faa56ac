"""What is told of codes that went or will go, and that a loaded edition decides first."""

from pathlib import Path

import pytest

from bot.services.library.code_library import CodeLibrary
from tests.handlers.test_loaded_view import told
from tests.services.loaded_library import KITES, code_library_of, cpt


@pytest.fixture
async def fresh(tmp_path: Path) -> CodeLibrary:
    """Nothing loaded."""
    return await code_library_of(tmp_path)


@pytest.fixture
async def licensed(tmp_path: Path) -> CodeLibrary:
    """CPT 2026, invented, with the maternity package."""
    files = [("2026 LONGULT.txt", cpt(("59400", "Invented package"), ("99202", "Invented visit")))]
    return await code_library_of(tmp_path, (KITES, files))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("/cpt 99441", "`98008`"),
        ("/cpt 99201", "`99202`"),
        ("/cpt 99354", "`99417`"),
        ("/cpt 99356", "`99418`"),
        ("/cpt 99219", "`99221`"),
    ],
)
async def test_a_code_that_went_names_its_last_day_and_what_took_its_place(
    fresh: CodeLibrary, line: str, said: str
) -> None:
    card = await told(fresh, line)

    assert "*Ended*: last day" in card
    assert said in card
    assert "citing the AMA" in card


async def test_what_is_to_come_is_announced_and_nothing_more(fresh: CodeLibrary) -> None:
    for line in ("/cpt 59400", "/cpt 59400 on 2027-01-15"):
        card = await told(fresh, line)
        assert "*Announced to end*: last day" in card
        assert "the AMA's own announcement" in card
        assert "not loaded" in card


async def test_of_a_code_whose_fate_no_source_tells_none_is_told(fresh: CodeLibrary) -> None:
    card = await told(fresh, "/cpt 59409 on 2027-02-01")

    assert "announced to change" in card
    assert "isn't known here" in card


@pytest.mark.parametrize("line", ["/cpt maternity 2027", "/cpt 2027 maternity codes", "/cpt cpt 2027"])
async def test_the_year_that_comes_is_told_on_one_card(fresh: CodeLibrary, line: str) -> None:
    card = await told(fresh, line)

    assert "299" in card
    assert "17 codes go" in card
    assert "`59400`" in card
    assert "citing the AMA" in card


async def test_a_loaded_edition_in_force_decides_and_a_change_to_come_is_told_beside_it(
    licensed: CodeLibrary,
) -> None:
    today = await told(licensed, "/cpt 59400")

    assert "Valid on" in today
    assert "*Announced to end*" in today


async def test_a_loaded_edition_that_lacks_the_code_decides(licensed: CodeLibrary) -> None:
    card = await told(licensed, "/cpt 99441")

    assert "*Not in CPT 2026*" in card
    assert "citing the AMA" not in card


async def test_a_day_that_no_loaded_edition_answers_for_is_told_what_was_announced(
    licensed: CodeLibrary,
) -> None:
    card = await told(licensed, "/cpt 59400 on 2027-01-15")

    assert "not loaded for" in card
    assert "*Announced to end*" in card
