"""Codes of other systems are named as what they are, and lead to no code of ours."""

from datetime import date

import pytest

from bot.domain.codes.cpt.parse import read_question as read_cpt
from bot.domain.codes.cpt.problems import UnknownModifier, UnknownPlace
from bot.domain.codes.cpt.requests import Modifiers
from bot.domain.codes.icd.parse import DiagnosisCodesRequest, DiagnosisSearchRequest
from bot.domain.codes.icd.parse import read_question as read_icd
from bot.domain.codes.other_systems import OtherSystem, OtherSystemTyped, digit_first, other_system
from bot.domain.errors import NotUnderstood

_TODAY = date(2026, 11, 26)


@pytest.mark.parametrize(
    ("text", "system"),
    [
        ("724.2", OtherSystem.ICD9),
        ("ICD-9 25000", OtherSystem.ICD9),
        ("0SR90J9", OtherSystem.PCS),
        ("0FT44ZZ", OtherSystem.PCS),
        ("MS-DRG 470", OtherSystem.DRG),
        ("drg 470", OtherSystem.DRG),
        ("rev 450", OtherSystem.REVENUE),
        ("UB 0420", OtherSystem.REVENUE),
        ("NDC 00002-7510-01", OtherSystem.NDC),
        ("00002-7510-01", OtherSystem.NDC),
    ],
)
def test_a_code_of_another_system_is_met_by_its_name(text: str, system: OtherSystem) -> None:
    """`DRG 470` found ketorolac, and `0SR90J9` a stroke scale."""
    for read in (lambda: read_cpt(text, _TODAY, ()), lambda: read_icd(text, _TODAY)):
        with pytest.raises(OtherSystemTyped) as refused:
            read()
        assert refused.value.system is system


@pytest.mark.parametrize(
    "text",
    [
        "drug 470",
        "47xyy",
        "22q11",
        "20/20 vision",
        "low back pain",
        "2nd degree burn",
        "revision of knee",
        "12 weeks",
        "S43.421A",
        "97140",
    ],
)
def test_words_and_own_codes_are_no_other_system(text: str) -> None:
    """A whole question of that form only."""
    assert other_system(text) is None
    assert digit_first(text) is None or text == "97140"


@pytest.mark.parametrize(
    ("text", "meant"), [("110", ("I10",)), ("080", ("O80",)), ("1I0", ("I10",)), ("59", ())]
)
def test_a_diagnosis_that_begins_with_a_digit_is_no_search(text: str, meant: tuple[str, ...]) -> None:
    """The letter that it looks like is offered; `59` found burns."""
    with pytest.raises(OtherSystemTyped) as refused:
        read_icd(text, _TODAY)

    assert (refused.value.system, refused.value.suggestions) == (OtherSystem.NUMBER, meant)


@pytest.mark.parametrize("text", ["M54,50", "M54-50", "m54:50", "M54.50's", "M54_50"])
def test_another_sign_in_the_place_of_the_dot_is_a_slip(text: str) -> None:
    """`M54-50` found burns of 50 to 59 percent."""
    question = read_icd(text, _TODAY)

    assert isinstance(question, DiagnosisCodesRequest)
    assert [typed.code for typed in question.codes] == ["M54.50"]


def test_what_stands_beside_words_keeps_its_sign() -> None:
    """A vitamin is no code, and a list no code with a dot."""
    assert isinstance(read_icd("b12,25 hydroxy vitamin d", _TODAY), DiagnosisSearchRequest)
    listed = read_icd("M54,I10", _TODAY)
    assert isinstance(listed, DiagnosisCodesRequest)
    assert [typed.code for typed in listed.codes] == ["M54", "I10"]


@pytest.mark.parametrize("text", ["mod XX99", "modifiers foo", "mod 97140"])
def test_what_is_no_modifier_is_said_to_be_none(text: str) -> None:
    """The list alone came, as if it had been asked for."""
    with pytest.raises(UnknownModifier):
        read_cpt(text, _TODAY, ())


def test_words_about_modifiers_ask_for_their_list() -> None:
    """No modifier has so many letters."""
    for text in ("modifiers for therapy", "modifiers on visits", "mod list"):
        assert isinstance(read_cpt(text, _TODAY, ()), Modifiers)


@pytest.mark.parametrize("text", ["pos 9999", "place of service 111"])
def test_a_number_that_is_no_place_is_said_to_be_none(text: str) -> None:
    """Places have two digits."""
    with pytest.raises(UnknownPlace):
        read_cpt(text, _TODAY, ())


@pytest.mark.parametrize("text", ["compare 99213 M54.5", "compare", "97140 together"])
def test_what_could_not_be_read_is_quoted_whole(text: str) -> None:
    """`compare` alone was quoted, which was the part that had been read."""
    with pytest.raises(NotUnderstood) as refused:
        read_cpt(text, _TODAY, ())

    assert refused.value.what == text
