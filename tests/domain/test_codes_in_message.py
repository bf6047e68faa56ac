"""Codes in texts that were written for people."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.codes.codes_in_message import MOST, Mentioned, codes_in, nearly_codes

KNOWN = {"97140", "97530", "99213", "J1885", "A0100"}
BOOK = {"M54.50", "S43.421D", "A01.00", "I10", "Z23"}


def read(text: str) -> tuple[list[str], list[str]]:
    """Procedures and diagnoses, as written canonically."""
    found = codes_in(text, KNOWN, BOOK.__contains__)
    return [str(billed) for billed in found.procedures], list(found.diagnoses)


@pytest.mark.parametrize(
    ("text", "procedures", "diagnoses"),
    [
        ("what is 97140-59?", ["97140-59"], []),
        ("97140, 97530 (x2) dx m5450/S43.421D.", ["97140", "97530"], ["M54.50", "S43.421D"]),
        ("is 97140-59-GP ok", ["97140-59-GP"], []),
        ("code 12345 or CPT: 54321", ["12345", "54321"], []),
        ("J1885 and 0592T", ["J1885", "0592T"], []),
        ("same 97140 again, 97140", ["97140"], []),
        ("A0100 is transport where it is loaded", ["A0100"], []),
        ("chart 54321, zip 97201, MRN 0012345, call 212-555-0100", [], []),
        ("$97140 or #97140 or dana@97140.com or 97140_x or 1,97140.50", [], []),
        ("room B12 and I10 later", [], []),
        ("97140-ZZ", [], []),
        ("", [], []),
    ],
)
def test_only_what_is_surely_a_code_is_read(text: str, procedures: list[str], diagnoses: list[str]) -> None:
    """A bare number is a chart number or a zip code, unless it is loaded, modified or introduced."""
    assert read(text) == (procedures, diagnoses)


def test_more_than_a_card_holds_is_counted() -> None:
    """Ten of a kind; the rest is told as a number."""
    found = codes_in(" ".join(f"code {n}" for n in range(10000, 10015)), KNOWN, BOOK.__contains__)

    assert (len(found.procedures), found.left_out) == (MOST, 5)


@given(st.text(max_size=400))
def test_any_text_is_read_without_an_exception(text: str) -> None:
    """And every code that is found stood in it, whatever the case and the dot."""
    found = codes_in(text, KNOWN, BOOK.__contains__)
    bare = text.upper().replace(".", "").replace(":", "-")

    assert isinstance(found, Mentioned)
    assert all(billed.procedure.code in bare for billed in found.procedures)
    assert all(code.replace(".", "") in bare for code in found.diagnoses)


@pytest.mark.parametrize(
    ("text", "nearly"),
    [
        ("97I40 knee", ("97I40",)),
        ("is M54.50 right with 592t?", ("592T",)),
        ("chart 12345, born 1970, MRN00123, unit 3B, 0592T, m5450, J1885", ()),
        ("97I40 97l10 971IO", ("97I40", "97L10")),
    ],
)
def test_what_was_perhaps_meant_as_a_code_is_told_apart(text: str, nearly: tuple[str, ...]) -> None:
    """A letter for a digit, a zero left out: two at most, and never a bare number."""
    assert nearly_codes(text, codes_in(text, KNOWN, BOOK.__contains__)) == nearly
