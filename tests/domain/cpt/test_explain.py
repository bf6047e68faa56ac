"""What a payer may ask about a procedure and its diagnosis."""

from datetime import date

import pytest

from bot.domain.codes.cpt.starter import STARTER
from bot.domain.codes.parse_explain import PayerAsks, payer_asks, read_explain


@pytest.mark.parametrize(
    "text", ["97140-59 97530 M54.50", "M54.50 97140-59 97530", "97140 59, 97530 with dx M54.50"]
)
def test_codes_are_read_in_either_order(text: str) -> None:
    """Words between them do not matter."""
    question = read_explain(text, date(2026, 11, 21), STARTER.keys())

    assert [str(billed) for billed in question.billed] == ["97140-59", "97530"]
    assert question.diagnoses == ("M54.50",)


@pytest.mark.parametrize(
    ("procedure", "diagnosis", "asks"),
    [
        ("97140", "Z00.00", PayerAsks.CHECK_UP),
        ("90837", "Z13.31", PayerAsks.CHECK_UP),
        ("97140", "W21.89XA", PayerAsks.CAUSE_ALONE),
        ("99396", "M54.50", PayerAsks.PROBLEM_AT_CHECK_UP),
        ("90837", "M54.50", PayerAsks.NOT_BEHAVIORAL),
        ("99406", "M54.50", PayerAsks.NOT_TOBACCO),
        ("69210", "M54.50", PayerAsks.NOT_EAR_WAX),
    ],
)
def test_a_pair_may_raise_a_question(procedure: str, diagnosis: str, asks: PayerAsks) -> None:
    """A question, never a verdict."""
    assert payer_asks(STARTER[procedure], diagnosis) is asks


@pytest.mark.parametrize(
    ("procedure", "diagnosis"),
    [
        ("97140", "M54.50"), ("97110", "Z47.1"), ("99396", "Z00.00"), ("90837", "F32.1"), ("96127", "Z13.31"),
        ("99406", "F17.210"), ("69210", "H61.21"), ("36415", "Z00.00"), ("90471", "Z23"), ("99213", "M54.50"),
        ("80061", "Z13.220"),
    ],
)  # fmt: skip
def test_everyday_pairs_raise_none(procedure: str, diagnosis: str) -> None:
    """A false alarm teaches people to look away."""
    assert payer_asks(STARTER[procedure], diagnosis) is None


@pytest.mark.parametrize(
    ("text", "unread"),
    [
        *((text, False) for text in ("", "cpt vs icd", "97140 M54.50", "97140 for M54.50")),
        *((text, True) for text in ("foo", "modifier 59", "97140 foo")),
    ],
)
def test_words_that_are_left_out_are_told(text: str, *, unread: bool) -> None:
    """The general card for `/explain foo` passed for an answer."""
    assert read_explain(text, date(2026, 11, 21), STARTER.keys()).unread is unread
