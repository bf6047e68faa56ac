"""What people type behind `/cpt units`."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.codes.cpt.problems import MistypedCode
from bot.domain.codes.cpt.starter import STARTER
from bot.domain.codes.units.parse import UnitsRequest, canonical, read_units
from bot.domain.codes.units.problems import NoAmount, NoCodes, TooManyMinutes, TooManyServices, UnitsGiven
from bot.domain.errors import CodeDeskError
from bot.domain.text import clean

ON = date(2026, 2, 3)


def read(text: str) -> UnitsRequest:
    """As `/cpt units` reads it."""
    return read_units(clean(text), ON, STARTER)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("97140 45 97110 20", "97140 45 min, 97110 20 min"),
        ("97110 25 min, 97140 10", "97110 25 min, 97140 10 min"),
        ("97110: 25m; 97140=10 minutes", "97110 25 min, 97140 10 min"),
        ("97110 1 hr 15 min", "97110 75 min"),
        ("97110 1.5 hours", "97110 90 min"),
        ("97110 15 97140 10 97110 8", "97110 23 min, 97140 10 min"),
        ("97110-GP 25 97140 59 10", "97110 25 min, 97140 69 min"),
        ("97110 GP 25", "97110 25 min"),
        ("J1885 60 mg", "J1885 60 mg"),
        ("J1885 60mg 97110 20", "J1885 60 mg, 97110 20 min"),
        ("J0585 1,000 units", "J0585 1000 units"),
        ("J1100 2.5 mg", "J1100 2.5 mg"),
        ("J1885 30 mg J1885 30 mg", "J1885 60 mg"),
    ],
)
def test_minutes_and_doses_are_read_behind_their_code(text: str, expected: str) -> None:
    """A bare number is minutes; 59 is too, where minutes belong."""
    assert canonical(read(text)) == expected


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", NoCodes), ("45 minutes", NoCodes), ("97110", NoAmount),
        ("97110 1500", TooManyMinutes), ("97110 900 97140 900", TooManyMinutes), ("97I10 20", MistypedCode),
        ("97110 x 3", UnitsGiven), ("97110 x3, 97140 10", UnitsGiven), ("97110 15 *2", UnitsGiven),
        (" ".join(f"9{n:04} 10" for n in range(21)), TooManyServices),
    ],
)  # fmt: skip
def test_what_cannot_be_counted_is_told_for_what_it_is(text: str, error: type[CodeDeskError]) -> None:
    """Never minutes made up for a code."""
    with pytest.raises(error):
        read(text)


PIECES = "97110 97140 J1885 GP 59 45 20 min 60 mg units 1 hr , ; 97I10 -5 1.5 # #m #d9 9999 ١٢".split()  # noqa: SIM905


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=60), st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join)))
def test_any_text_is_a_question_or_a_problem_of_our_own(text: str) -> None:
    """And reads back the same from its canonical line."""
    try:
        asked = read(text)
    except CodeDeskError:
        return

    assert read(canonical(asked)).services == asked.services


@pytest.mark.parametrize(
    ("text", "expected", "unread"),
    [
        ("97530 , , 20 and 97140 at 10", "97530 20 min, 97140 10 min", False),
        ("GP 97530 25", "97530 25 min", True),
        ("J1885 60 mg 20", "J1885 60 mg", True),
        ("J1885 30 mg J1885 1 ml", "J1885 1 ml", False),
        ("J1885 20 min J1885 30 mg", "J1885 30 mg", False),
        ("97530 1440", "97530 1440 min", False),
    ],
)
def test_what_belongs_to_no_code_is_said_to_be_left_out(text: str, expected: str, unread: bool) -> None:
    """Of a drug that was told in two measures the later one counts; a day has 1440 minutes."""
    asked = read(text)

    assert (canonical(asked), asked.unread) == (expected, unread)


def test_a_day_has_no_more_than_1440_minutes() -> None:
    """Of one code, or of all."""
    for text in ("97530 1441", "97530 1440 97140 1"):
        with pytest.raises(TooManyMinutes):
            read(text)
