"""Which range a number lies in."""

import pytest

from bot.domain.codes.cpt.grammar import CodeKind, ProcedureCode
from bot.domain.codes.cpt.ranges import HCPCS_LETTERS, RANGES, range_of


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("00100", "Anesthesia"),
        ("20610", "muscles and bones"),
        ("69990", "operating microscope"),
        ("71046", "Radiology"),
        ("80053", "Pathology and Laboratory"),
        ("97140", "Medicine"),
        ("99201", "Evaluation and Management"),
        ("99202", "Evaluation and Management"),
        ("99499", "Evaluation and Management"),
        ("99500", "Medicine"),
        ("99135", "qualifying circumstances for anesthesia"),
        ("99607", "Medicine"),
    ],
)
def test_the_first_digit_does_not_tell_the_range(code: str, name: str) -> None:
    """0 is anesthesia, and visits lie inside Medicine's span."""
    found = range_of(ProcedureCode(code, CodeKind.CATEGORY_I))

    assert found is not None
    assert found.name == name


@pytest.mark.parametrize("code", ["00050", "10022", "99608", "99999", "80046"])
def test_numbers_between_the_ranges_belong_to_none(code: str) -> None:
    """No range is better than a wrong one."""
    assert range_of(ProcedureCode(code, CodeKind.CATEGORY_I)) is None


def test_only_category_i_has_ranges() -> None:
    """0592T is a number with a letter, not a surgery."""
    assert range_of(ProcedureCode("0592T", CodeKind.CATEGORY_III)) is None


def test_ranges_are_told_in_order_and_every_hcpcs_letter_is_named() -> None:
    """The letters of the grammar, D apart: that is the dentists'."""
    assert all(r.low <= r.high for r in RANGES)
    assert "".join(sorted(HCPCS_LETTERS)) == "ABCEGHJKLMPQRSTUV"
