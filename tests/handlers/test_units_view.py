"""What a biller sees of `/cpt units`, and of a fee."""

from dataclasses import replace
from decimal import Decimal

import pytest

from handlers.views.fees import fee_card, fee_lines
from tests.fakes_claim import FEES_EDITION, fee
from tests.handlers.claim_library import ask
from tests.handlers.slack_limits import commands, refused, words


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (
            "/cpt units 97140 45 97110 20",
            ("Medicare: 4 units", "AMA midpoint: 4 units", "45 + 20 = 65", "53 to 67"),
        ),
        ("/cpt 97110 25 min, 97140 10", ("Medicare: 2 units", "25 + 10 = 35")),
        ("/cpt units 97110 33 97140 7", ("Medicare: 3 units", "AMA midpoint: 2 units", "`97140` 7")),
        ("/cpt units 97110 20 97140 20", ("A tie", "your choice")),
        ("/cpt units 97110 7", ("Medicare: 0 units", "first begins at 8 minutes")),
        ("/cpt units 97110 20 90837 50", ("90834", "not in the sum")),
        ("/cpt units 97124 20", ("not loaded",)),
        ("/cpt units J1885 60 mg", ("4 units", "60 mg / 15 mg = 4", "JZ", "JW")),
        ("/cpt J1885 50 mg", ("3.33, rounded up",)),
        ("/cpt J1885 2 ml", ("label",)),
        ("/cpt units J1885 20", ("by its dose",)),
        ("/cpt units 97110", ("needs minutes or a dose",)),
        ("/cpt units", ("minutes", "/cpt units 97140 45 97110 20")),
        ("/cpt units 97110 2000", ("more than a day",)),
    ],
)
def test_units_are_told_with_their_arithmetic(line: str, says: tuple[str, ...]) -> None:
    """Both rules side by side, and each other kind by its own rule."""
    card = ask(line)

    assert refused(card) == []
    for each in says:
        assert each in words(card)


def test_the_share_of_units_gives_the_same_answer_again() -> None:
    """Codes, minutes and the date alone."""
    card = ask("/cpt units 97140 45 97110 20 please on 2026-02-03")
    line = "/cpt units 97140 45 min, 97110 20 min on 2026-02-03"

    assert line in commands(card)
    assert words(ask(line)).split("\n")[0] == words(card).split("\n")[0]


def test_a_fee_is_told_for_both_places_with_its_year() -> None:
    """National, and that is said in the first line."""
    card = fee_card(fee("97140"), FEES_EDITION, None)
    first = fee_lines(fee("97140"), FEES_EDITION)[0]

    assert refused(card) == []
    assert "$28.06 in the office, $24.72 in a facility" in first
    assert "2026, national)" in first
    assert len(fee_lines(fee("97140"), FEES_EDITION)) <= 6


def test_a_place_without_a_price_and_a_status_without_rvus_are_told() -> None:
    """Never nought dollars."""
    no_facility = fee_lines(replace(fee("97140"), pe_facility_na=True), FEES_EDITION)
    bundled = fee_lines(fee("97010", "B"), FEES_EDITION)

    assert "no facility price" in no_facility[0]
    assert "bundled" in bundled[0]
    assert "$" not in bundled[0]


def test_large_amounts_have_their_commas() -> None:
    """Dollars as people read them."""
    row = replace(fee("33945"), work=Decimal("89.50"))

    assert "$3,003.07" in fee_lines(row, FEES_EDITION)[0]
