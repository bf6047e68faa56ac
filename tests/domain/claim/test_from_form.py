"""A claim put together from a form's fields."""

from datetime import date

import pytest

from bot.domain.codes.claim.claim import ClaimSetting, canonical
from bot.domain.codes.claim.from_form import assembled, read_line
from bot.domain.errors import CodeDeskError, NotUnderstood

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("beside", "told"),
    [
        ("", "97140 x1"),
        ("59 x2", "97140-59 x2"),
        ("GP 59", "97140-GP-59 x1"),
        ("x3", "97140 x3"),
        ("2 units", "97140 x2"),
        ("gp", "97140-GP x1"),
    ],
)
def test_what_stands_beside_a_code_is_its_modifiers_and_units(beside: str, told: str) -> None:
    """As people write them in a pasted claim."""
    claim = assembled([read_line("97140", beside, TODAY)], [], None, ClaimSetting.PRACTITIONER)

    assert canonical(claim) == told


@pytest.mark.parametrize("beside", ["for John", "97530", "M54.50", "on 2026-02-03", "please"])
def test_anything_else_beside_a_code_is_refused(beside: str) -> None:
    """A second code, a diagnosis, a date or words have fields of their own."""
    with pytest.raises(NotUnderstood):
        read_line("97140", beside, TODAY)


@pytest.mark.parametrize("beside", ["x0", "x99999"])
def test_units_that_no_line_has_are_refused(beside: str) -> None:
    """Typed, with the code."""
    with pytest.raises(CodeDeskError):
        read_line("97140", beside, TODAY)


def test_lines_are_numbered_and_the_rest_is_told_with_them() -> None:
    """Diagnoses, an outpatient facility and the date stand in the canonical line."""
    lines = [read_line("97140", "59", TODAY), read_line("97530", "x2", TODAY)]
    claim = assembled(lines, ["M54.50", "R26.2"], date(2026, 2, 3), ClaimSetting.OUTPATIENT)

    assert [line.number for line in claim.lines] == [1, 2]
    assert canonical(claim) == "97140-59 x1, 97530 x2 dx M54.50, R26.2 outpatient on 2026-02-03"
