"""Ranges of diagnosis codes as conversion tables print them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.codes.icd.spans import is_span, spans


@pytest.mark.parametrize(
    ("printed", "code", "holds"),
    [
        ("H02.101-H02.106", "H02.101", True),
        ("H02.101-H02.106", "H02.106", True),
        ("H02.101-H02.106", "H02.104", True),
        ("H02.101-H02.106", "H02.109", False),
        ("H02.101-H02.106", "H02.10", False),
        ("S52.001-S52.009", "S52.002A", True),
        ("S52.001-S52.009", "S52.011A", False),
        ("M50.0-M50.3", "M50.30", True),
        ("H02.101", "H02.101", False),
        ("H02.101-", "H02.101", False),
    ],
)
def test_both_ends_and_what_lies_between_belong_to_a_range(printed: str, code: str, *, holds: bool) -> None:
    """A longer code lies in it by its beginning; a shorter one is a header, and no code of the range."""
    assert spans(printed, code) is holds


@given(st.text(max_size=20), st.text(max_size=10))
def test_any_text_is_in_a_range_or_not(printed: str, code: str) -> None:
    """And only ranges hold anything."""
    assert not spans(printed, code) or is_span(printed)


def test_one_code_is_no_range() -> None:
    """A dash makes a range."""
    assert is_span("S06.30-S06.38")
    assert not is_span("S06.30")
