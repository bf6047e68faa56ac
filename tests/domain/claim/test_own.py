"""A team's own codes among what is pasted."""

from datetime import date

import pytest

from bot.domain.codes.claim.claim import Claim, canonical
from bot.domain.codes.claim.from_form import read_line
from bot.domain.codes.claim.parse import read_claim
from bot.domain.codes.cpt.grammar import CodeKind
from bot.domain.codes.cpt.starter import STARTER
from bot.domain.text import clean

TODAY = date(2026, 11, 21)
OWN = {"KITE-1", "X1001", "BACK.SCHOOL", "12", "77777", "A-59"}


def read(text: str) -> Claim:
    """As `/claim` reads it for the team whose codes these are."""
    return read_claim(clean(text), TODAY, STARTER, {"M54.50"}.__contains__, OWN.__contains__)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("KITE-1", "KITE-1 x1"),
        ("kite-1 x2, 97110 GP", "KITE-1 x2, 97110-GP x1"),
        ("97110 GP, KITE-1 GP 59 x3 dx M54.50", "97110-GP x1, KITE-1-GP-59 x3 dx M54.50"),
        ("KITE-1-59-GP", "KITE-1-59-GP x1"),
        ("A-59", "A-59 x1"),
        ("BACK.SCHOOL 2 units", "BACK.SCHOOL x2"),
        ("2 units KITE-1, 3 units 97110", "KITE-1 x2, 97110 x3"),
        ("X1001 x2 on 2026-02-03", "X1001 x2 on 2026-02-03"),
        ("97110 12", "97110 x12"),  # a short number is units, whatever the team's list says
    ],
)
def test_own_codes_are_lines_like_any_other_and_read_back_the_same(text: str, expected: str) -> None:
    """Also from the canonical line that a button carries."""
    claim = read(text)

    assert canonical(claim) == expected
    assert read(canonical(claim)) == claim


def test_only_a_code_that_no_published_set_has_is_the_team_s_own() -> None:
    """`77777` is theirs, for no loaded set knows it; 97110 is CPT's whatever a team calls so."""
    own = OWN | {"97110"}
    claim = read_claim("77777 97110", TODAY, STARTER, lambda _: False, own.__contains__)

    assert [line.billed.procedure.kind for line in claim.lines] == [CodeKind.OWN, CodeKind.CATEGORY_I]


def test_a_form_takes_an_own_code_that_was_chosen_in_it() -> None:
    """With what was typed beside it."""
    line = read_line("KITE-1", "GP x2", TODAY)

    assert (str(line.billed), line.units, line.own) == ("KITE-1-GP", 2, True)
