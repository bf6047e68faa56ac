"""The text behind /icd, read as one question."""

from datetime import date

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.domain.codes.icd.grammar import read_code
from bot.domain.codes.icd.parse import (
    DiagnosisCodesRequest,
    DiagnosisSearchRequest,
    EmptyDiagnosisRequest,
    ProcedureTyped,
    Together,
    read_question,
)
from bot.domain.codes.icd.problems import TooManyCodes
from bot.domain.errors import CodeDeskError, NotADate, NotUnderstood

_TODAY = date(2026, 11, 21)


def _codes(text: str) -> list[str]:
    question = read_question(text, _TODAY)
    assert isinstance(question, DiagnosisCodesRequest | Together)
    return [typed.code for typed in question.codes]


@pytest.mark.parametrize(
    "text",
    ["M54.50 I10", "m5450,i10", "M54.50; I10", "M54.50 and I10", "M54.50/I10", "dx M54.50, I10 M54.50"],
)
def test_codes_may_be_listed_as_people_list_them(text: str) -> None:
    """Spaces, commas, semicolons; each code counts once."""
    assert _codes(text) == ["M54.50", "I10"]


def test_a_date_of_service_belongs_to_the_question() -> None:
    """The canonical command lines of the buttons are read back."""
    question = read_question("M54.5 more on 2021-09-30", _TODAY)

    assert isinstance(question, DiagnosisCodesRequest)
    assert (question.on, question.more, _codes("M54.5 more on 2021-09-30")) == (
        date(2021, 9, 30),
        True,
        ["M54.5"],
    )


@pytest.mark.parametrize("text", ["R26.2 R26.81 together", "together R26.2, R26.81", "R26.2 with R26.81"])
def test_two_codes_together_ask_for_the_excludes_notes(text: str) -> None:
    """As issue and habit write it."""
    assert isinstance(read_question(text, _TODAY), Together)
    assert _codes(text) == ["R26.2", "R26.81"]


def test_one_code_together_with_nothing_is_met_with_examples() -> None:
    """The examples work."""
    with pytest.raises(NotUnderstood) as refused:
        read_question("R26.2 together", _TODAY)

    assert refused.value.suggestions == ("/icd R26.2", "/icd R26.2 R26.81 together")


@pytest.mark.parametrize(
    "text",
    [
        "low back pain",
        "b12 deficiency",
        "T12 fracture",
        "R05 cough",
        "pain with M54",
        "😀",
        "'; DROP TABLE codes",
    ],
)
def test_words_ask_for_a_search(text: str) -> None:
    """Three characters beside words are a word."""
    assert read_question(text, _TODAY) == DiagnosisSearchRequest(text, None)


def test_words_beside_a_full_code_are_left_out_and_that_is_told() -> None:
    """People paste the name with the code."""
    question = read_question("M54.50 low back pain", _TODAY)

    assert isinstance(question, DiagnosisCodesRequest)
    assert question.unread
    assert [typed.code for typed in question.codes] == ["M54.50"]


def test_cpt_codes_alone_are_sent_to_cpt() -> None:
    """Both commands are learnt in one day."""
    assert read_question("97140 592t", _TODAY) == ProcedureTyped(("97140", "592T"), None)


@pytest.mark.parametrize("text", ["", " ", ".", "on 2026-06-01"])
def test_no_text_is_no_question(text: str) -> None:
    """The help answers."""
    assert read_question(text, _TODAY) == EmptyDiagnosisRequest()


def test_too_many_codes_are_counted() -> None:
    """Ten fit one card."""
    with pytest.raises(TooManyCodes) as refused:
        read_question(" ".join(f"A{n:02}" for n in range(11)), _TODAY)

    assert (refused.value.count, refused.value.limit) == (11, 10)


def test_a_day_that_does_not_exist_is_told() -> None:
    """Never silently another day."""
    with pytest.raises(NotADate):
        read_question("M54.5 on 2026-02-30", _TODAY)


@settings(deadline=None)
@given(st.from_regex(r"[A-Za-z][0-9OIL][0-9A-Za-z]{1,2}[.]?[0-9A-Za-z]{0,5}[.]?", fullmatch=True))
def test_a_code_is_read_the_same_alone_and_written_twice(text: str) -> None:
    """One code alone takes a shorter way."""
    assume(read_code(text))

    assert read_question(text, _TODAY) == read_question(f"{text} {text}", _TODAY)


@given(st.text(max_size=60))
def test_any_text_is_a_question_or_an_expected_error(text: str) -> None:
    """The parser is open to the world."""
    try:
        read_question(text, _TODAY)
    except CodeDeskError:
        return
