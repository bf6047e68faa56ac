"""Which codes a team asks to watch."""

import pytest

from bot.domain.codes.changes.watched import CodeName, read_codes, read_one
from bot.domain.codes.releases import System


def nothing(_code: str) -> bool:
    """No ICD-10-CM is loaded."""
    return False


def test_codes_of_all_three_systems_are_read_in_one_line() -> None:
    """In any case, with modifiers, each once; the rest is told."""
    found, unread = read_codes(["97140-59", "97140", "m54.5,", "j1885", "knee", "0592t"], nothing)

    assert [(name.system, name.code) for name in found] == [
        (System.CPT, "97140"),
        (System.ICD10CM, "M54.5"),
        (System.HCPCS, "J1885"),
        (System.CPT, "0592T"),
    ]
    assert unread == ("knee",)


@pytest.mark.parametrize(("known", "system"), [(True, System.ICD10CM), (False, System.HCPCS)])
def test_a_dotless_code_of_both_forms_is_the_diagnosis_that_exists(known: bool, system: System) -> None:
    """M5450 is low back pain; without a list that says so it is read as it is written."""
    assert read_one("m5450", lambda code: known and code == "M54.50") == CodeName(
        system, "M54.50" if known else "M5450"
    )


def test_a_letter_for_a_digit_is_not_guessed() -> None:
    """What is stored has to be what was meant."""
    assert read_codes(["M5O.50", "97I40"], nothing) == ((), ("M5O.50", "97I40"))


def test_the_asker_may_say_that_a_diagnosis_is_meant() -> None:
    """`/icd note A0100` is no HCPCS code."""
    assert read_one("A0100", nothing, diagnosis_first=True) == CodeName(System.ICD10CM, "A01.00")
