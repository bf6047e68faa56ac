"""What `/cpt` was asked."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.codes.claim.claim import ClaimSetting
from bot.domain.codes.claim.together_request import TogetherRequest
from bot.domain.codes.cpt.parse import read_question
from bot.domain.codes.cpt.problems import MistypedCode, UnknownModifier
from bot.domain.codes.cpt.requests import (
    Categories,
    CategoryPage,
    Compare,
    DiagnosisTyped,
    EmptyProcedureRequest,
    Modifiers,
    PlacesRequest,
    ProcedureCodesRequest,
    ProcedureSearchRequest,
    Question,
    TimeFit,
)
from bot.domain.codes.cpt.starter import STARTER
from bot.domain.codes.units.parse import UnitsRequest
from bot.domain.errors import CodeDeskError, NotADate, NotUnderstood

TODAY = date(2026, 11, 21)


def read(text: str) -> Question:
    return read_question(text, TODAY, STARTER.keys())


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("97140", ["97140"]),
        ("97110-59", ["97110-59"]),
        ("97110 59", ["97110-59"]),
        ("97110 GP 59", ["97110-GP-59"]),
        ("97110 gp-59", ["97110-GP-59"]),
        ("97110 mod 59", ["97110-59"]),
        ("97140 97110-59 J1885", ["97140", "97110-59", "J1885"]),
        ("97140, 97110 59 & j1885", ["97140", "97110-59", "J1885"]),
        ("97140/97110", ["97140", "97110"]),
        ("99213-99214", ["99213", "99214"]),
        ("90834 +90785", ["90834", "90785"]),
        ("97140 97140", ["97140"]),
        ("cpt code 97140", ["97140"]),
    ],
)
def test_codes_are_read_with_their_modifiers(text: str, codes: list[str]) -> None:
    """However they are separated."""
    question = read(text)

    assert isinstance(question, ProcedureCodesRequest)
    assert codes == [str(billed) for billed in question.billed]


def test_the_date_of_service_is_taken_off_the_end() -> None:
    """With the words in front of it."""
    question = read("97140 on 2025-12-31")

    assert isinstance(question, ProcedureCodesRequest)
    assert (date(2025, 12, 31), False) == (question.on, question.unread)


@pytest.mark.parametrize(("text", "unread"), [("97140 please", True), ("97530 x2", True), ("97140", False)])
def test_words_beside_codes_are_left_out_and_that_is_said(text: str, unread: bool) -> None:
    """Never silently."""
    question = read(text)

    assert isinstance(question, ProcedureCodesRequest)
    assert question.unread is unread


@pytest.mark.parametrize(
    "text",
    [
        "90837 50 min",
        "90837 for 50 minutes",
        "50 min 90837",
        "90837 50min",
        "50 minutes of 90837",
        "90837 50-min",
    ],
)
def test_a_time_may_stand_on_either_side_of_its_code(text: str) -> None:
    """As people write it."""
    question = read(text)

    assert isinstance(question, TimeFit)
    assert (str(question.billed), 50) == ("90837", question.minutes)


@pytest.mark.parametrize(
    ("text", "minutes"), [("90839 1 hr 40 min", 100), ("90839 1.5 hours", 90), ("97140 0 min", 0)]
)
def test_hours_count_as_minutes(text: str, minutes: int) -> None:
    """And nothing is a time too."""
    question = read(text)

    assert isinstance(question, TimeFit)
    assert question.minutes == minutes


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("", EmptyProcedureRequest()),
        ("categories", Categories()),
        ("ranges", Categories(CategoryPage.RANGES)),
        ("modifiers", Modifiers()),
        ("modifiers more", Modifiers(full=True)),
        ("modifiers 59", Modifiers(("59",))),
        ("mod 25", Modifiers(("25",))),
        ("mod25", Modifiers(("25",))),
        ("GP", Modifiers(("GP",))),
        ("gp go", Modifiers(("GP", "GO"))),
        ("go", Modifiers(("GO",))),
        ("therapy at home", ProcedureSearchRequest("therapy at home", None)),
        ("us guided injection", ProcedureSearchRequest("us guided injection", None)),
        ("-59", Modifiers(("59",))),
        ("pos", PlacesRequest()),
        ("pos 10", PlacesRequest("10")),
        ("pos 2", PlacesRequest("02")),
        ("POS11", PlacesRequest("11")),
        ("place of service 22", PlacesRequest("22")),
        ("manual therapy", ProcedureSearchRequest("manual therapy", None)),
        ("range of motion", ProcedureSearchRequest("range of motion", None)),
        ("b12 injection", ProcedureSearchRequest("b12 injection", None)),
        ("covid 2019 shot", ProcedureSearchRequest("covid 2019 shot", None)),
        ("M54.50", DiagnosisTyped(("M54.50",))),
        ("m545 r26.2", DiagnosisTyped(("M54.5", "R26.2"))),
    ],
)
def test_everything_else_has_its_word(text: str, question: Question) -> None:
    """One typed question for each form."""
    assert read(text) == question


@pytest.mark.parametrize(
    "text", ["compare 99213 99214", "99213 vs 99214", "compare 99213, 99214", "Compare 99213 and 99214"]
)
def test_two_codes_are_compared(text: str) -> None:
    """By the word, or by versus."""
    question = read(text)

    assert isinstance(question, Compare)
    assert [code.code for code in question.codes] == ["99213", "99214"]


def test_comparing_one_code_is_met_with_an_example() -> None:
    """Rather than with a card of one."""
    with pytest.raises(NotUnderstood) as problem:
        read("compare 99213")

    assert problem.value.suggestions == ("/cpt compare 99213 99214",)


@pytest.mark.parametrize(
    "text",
    [
        "units 97140 45 97110 20",
        "97140 45 min, 97110 20 min",
        "97140 45 min, 97110 20",
        "units: 97140 45m 97110 20 on 2026-02-03",
    ],
)
def test_several_codes_with_minutes_ask_for_units(text: str) -> None:
    """With the word and without it."""
    question = read(text)

    assert isinstance(question, UnitsRequest)
    assert [(s.code, s.minutes) for s in question.services] == [("97140", 45), ("97110", 20)]


def test_a_dose_asks_for_units_too() -> None:
    """A drug's name states the dose of one unit."""
    question = read("J1885 60 mg")

    assert isinstance(question, UnitsRequest)
    assert question.services[0].dose is not None


def test_together_keeps_modifiers_the_date_and_whose_claim_it_is() -> None:
    """Each quarter has a file for practitioners and one for outpatient hospitals."""
    question = read("97530 97140-59 together outpatient on 2026-02-03")

    assert isinstance(question, TogetherRequest)
    assert [str(each) for each in question.billed] == ["97530", "97140-59"]
    assert (question.setting, question.on) == (ClaimSetting.OUTPATIENT, date(2026, 2, 3))


def test_together_with_one_code_is_met_with_an_example() -> None:
    """One code has nothing to be together with."""
    with pytest.raises(NotUnderstood) as problem:
        read("97140 together")

    assert problem.value.suggestions == ("/cpt 97530 97140 together",)


@pytest.mark.parametrize(
    "text", ["592T", "97I40", "97140 97I10", "3074-F", "9711059", "971400", "592T what is this"]
)
def test_a_mistyped_code_is_asked_about(text: str) -> None:
    """Beside good codes and words too."""
    with pytest.raises(MistypedCode) as problem:
        read(text)

    assert problem.value.suggestions


@pytest.mark.parametrize(("text", "code"), [("97140 45", "97140"), ("97140-45", "97140"), ("10", None)])
def test_two_digits_that_are_no_modifier_are_not_swallowed(text: str, code: str | None) -> None:
    """They may be minutes, or a place of service."""
    with pytest.raises(UnknownModifier) as problem:
        read(text)

    assert problem.value.code == code


def test_a_day_that_does_not_exist_is_no_date_of_service() -> None:
    """February has no 30th."""
    with pytest.raises(NotADate):
        read("97140 on 2026-02-30")


def test_a_day_has_no_more_than_1440_minutes() -> None:
    """More is a slip of the finger."""
    with pytest.raises(NotUnderstood):
        read("90837 5000 min")


PIECES = """
    97140 97110-59 J1885 592T 97I40 A0100 M54.50 59 GP 45 25 min 50min mg together vs compare modifiers pos note units
    categories on 2026-02-30 2/3/26 as of for more x2 at & , / - + ' therapy <!channel> <@U123> 0592T 3074F 1hr 9711059
"""
WORDS = st.sampled_from(PIECES.split())


@given(st.one_of(st.text(max_size=80), st.lists(WORDS, max_size=12).map(" ".join)))
def test_any_text_is_a_question_or_an_expected_problem(text: str) -> None:
    """Never another exception."""
    with suppress(CodeDeskError):
        read(text)
