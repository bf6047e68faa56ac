"""What a mistyped code was probably meant to be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.codes.cpt.grammar import read_billed
from bot.domain.codes.cpt.problems import Slip
from bot.domain.codes.cpt.starter import STARTER
from bot.domain.codes.cpt.suggestions import looks_meant_as_code, mistyped

KNOWN = STARTER.keys()


@pytest.mark.parametrize(
    ("typed", "meant", "slip"),
    [
        ("97I40", "97140", Slip.LOOKALIKE),
        ("9714o", "97140", Slip.LOOKALIKE),
        ("O592T", "0592T", Slip.LOOKALIKE),
        ("GO283", "G0283", Slip.LOOKALIKE),
        ("JI885", "J1885", Slip.LOOKALIKE),
        ("592T", "0592T", Slip.DROPPED_ZERO),
        ("3074-F", "3074F", Slip.SPLIT),
        ("9711059", "97110-59", Slip.GLUED),
        ("971105925", "97110-59-25", Slip.GLUED),
        ("97140GP59", "97140-GP-59", Slip.GLUED),
        ("97140-5", "97140", Slip.BEHIND),
        ("97140-599", "97140", Slip.BEHIND),
        ("971400", "97140", Slip.TOO_LONG),
        ("7140", "97140", Slip.TOO_SHORT),
    ],
)
def test_the_code_that_was_meant_comes_first(typed: str, meant: str, slip: Slip) -> None:
    """With the reason, so that the sentence can say what was wrong."""
    problem = mistyped(typed, KNOWN)

    assert (meant, slip) == (problem.suggestions[0], problem.slip)


def test_nothing_is_suggested_where_nothing_is_near() -> None:
    """A guess out of thin air would be a wrong answer."""
    assert mistyped("12", KNOWN).suggestions == ()


@pytest.mark.parametrize("word", ["therapy", "covid", "b12", "x-ray", "type2", "l4-l5"])
def test_words_are_not_taken_for_mistyped_codes(word: str) -> None:
    """They belong to search."""
    assert not looks_meant_as_code(word)


@given(st.text(alphabet="0123456789OIlSTFUG-", max_size=12))
def test_every_suggestion_is_itself_readable(typed: str) -> None:
    """A button never leads to another 'did you mean'."""
    assert all(read_billed(code) for code in mistyped(typed, KNOWN).suggestions)
