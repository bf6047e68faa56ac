"""How codes are written by people, and how they are read."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.codes.icd.grammar import (
    Typed,
    bare,
    is_ambiguous,
    looks_like_procedure,
    read_code,
    too_long,
)
from tests.fakes_diagnoses import april_diagnoses


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("M54.50", "M54.50"),
        ("m5450", "M54.50"),
        ("m54.50.", "M54.50"),
        ("(M54.50),", "M54.50"),
        ("M5.450", "M54.50"),
        ("M54.5-", "M54.5"),
        ("M54.-", "M54"),
        ("i10", "I10"),
        ("qa0", "QA0"),
        ("u071", "U07.1"),
        ("m1a.00x0", "M1A.00X0"),
        ("s43421d", "S43.421D"),
        ("T07XXXXD", "T07.XXXXD"),
    ],
)
def test_codes_are_read_in_any_case_with_or_without_their_dot(written: str, code: str) -> None:
    """What is pasted from a chart is read as the code that it is."""
    read = read_code(written)

    assert read
    assert (read.code, read.guessed) == (code, False)


@pytest.mark.parametrize(
    "written",
    ["pain", "baby", "cab", "diabetes", "97140", "0592T", "", "-", ".", "M5", "54.50", "M54.50123456"],
)
def test_what_has_no_code_form_is_no_code(written: str) -> None:
    """Words go to the search, numbers to /cpt."""
    assert read_code(written) is None


def test_a_letter_for_a_digit_is_a_guess() -> None:
    """`E1l.9` has a small L in it: never answered as if it had been typed right."""
    assert read_code("E1l.9") == Typed("E1L.9", "E11.9", guessed=True)
    assert read_code("EO8.0") == Typed("EO8.0", "E08.0", guessed=True)


def test_every_real_code_is_read_as_itself() -> None:
    """All 98,186 codes and headers, in small letters and without their dot."""
    codes = [diagnosis.code for diagnosis in april_diagnoses()]
    read = [read_code(bare(code).lower()) for code in codes]

    assert [typed.code for typed in read if typed and not typed.guessed] == codes
    assert not any(too_long(code) for code in codes)


@pytest.mark.parametrize(
    ("token", "ambiguous"),
    [
        ("A0100", True),
        ("a0100", True),
        ("M5450", True),
        ("A01.00", False),
        ("D0120", False),
        ("I10", False),
        ("S43421D", False),
    ],
)
def test_without_a_dot_some_codes_have_the_form_of_hcpcs_codes(token: str, ambiguous: bool) -> None:
    """One letter of HCPCS Level II and four digits; D codes are the dentists'."""
    assert is_ambiguous(token) is ambiguous


@pytest.mark.parametrize("token", ["97140", "0592T", "592T", "97I40", "3074F", "0001U"])
def test_procedure_codes_are_recognised(token: str) -> None:
    """They belong to /cpt, even misspelled."""
    assert looks_like_procedure(token)


@settings(deadline=None)
@given(st.text(max_size=30))
def test_any_text_is_read_without_harm(text: str) -> None:
    """A reading is canonical: reading it again changes nothing."""
    read = read_code(text)
    if read is None:
        return

    assert (again := read_code(read.code))
    assert (again.code, again.guessed) == (read.code, False)
