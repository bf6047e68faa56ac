"""What people paste behind `/claim`, and what is read out of it."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.codes.claim.claim import Claim, ClaimSetting, canonical
from bot.domain.codes.claim.parse import read_claim
from bot.domain.codes.claim.problems import BadUnits, ClaimPart, NothingToCheck, SeveralDates, TooManyOnClaim
from bot.domain.codes.cpt.problems import MistypedCode
from bot.domain.codes.cpt.starter import STARTER
from bot.domain.errors import CodeDeskError, NotADate, NotUnderstood
from bot.domain.text import clean

TODAY = date(2026, 11, 21)
HELD = {"M54.50", "M25.561", "M25.562", "S43.421D", "S62.90XA", "A01.00", "I10", "V00.01XA", "E11.65"}


def read(text: str) -> Claim:
    """As `/claim` reads it, with a few diagnoses in the table."""
    return read_claim(clean(text), TODAY, STARTER, HELD.__contains__)


def lines(text: str) -> list[str]:
    """Each line as `CODE-MODIFIERS xUNITS @POINTERS`."""
    return [
        f"{line.billed} x{line.units}" + (f" @{','.join(map(str, line.pointers))}" if line.pointers else "")
        for line in read(text).lines
    ]


def test_the_two_examples_of_the_help_are_read_whole() -> None:
    """The forms that the interface promises."""
    first = read("97140-59 97530 x2 dx M54.50, S43.421D on 2026-02-03")
    second = read("97110 GP 59 x2, 97140 GP dx M5450 2/3/26")

    assert canonical(first) == "97140-59 x1, 97530 x2 dx M54.50, S43.421D on 2026-02-03"
    assert canonical(second) == "97110-GP-59 x2, 97140-GP x1 dx M54.50 on 2026-02-03"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("97110*2 97140 * 3", ["97110 x2", "97140 x3"]),
        ("97110x2, 97140-GPx3", ["97110 x2", "97140-GP x3"]),
        ("97110 2 units; 97140 1 unit", ["97110 x2", "97140 x1"]),
        ("97110 units: 2 97140 qty 3", ["97110 x2", "97140 x3"]),
        ("97110 x 2 97140 2x", ["97110 x2", "97140 x2"]),
        ("97110 × 2", ["97110 x2"]),
        ("97110\tGP\t2\n97140\tGP\t1", ["97110-GP x2", "97140-GP x1"]),
        ("97110 GP 12", ["97110-GP x12"]),
        ("97110 GP 59", ["97110-GP-59 x1"]),
        ("97110:GP:59", ["97110-GP-59 x1"]),
        ("97110 GP/59", ["97110-GP-59 x1"]),
        ("97110-97112", ["97110 x1", "97112 x1"]),
        ("1. 97110 GP 2) 97140 GP", ["97110-GP x1", "97140-GP x1"]),
        ("line 1: 97110 line 2: 97140", ["97110 x1", "97140 x1"]),
        ("97110 GP x2 $85.00", ["97110-GP x2"]),
        ("97110 GP pos 11 x2", ["97110-GP x2"]),
        ("J1885 x4", ["J1885 x4"]),
        ("97110 45 min", ["97110 x1"]),
        ("A0428-RH x1", ["A0428-RH x1"]),
        ("97110-GP-22-23-52-53", ["97110-GP-22-23-52-53 x1"]),
        ("2 units 97110, 3 units 97140", ["97110 x2", "97140 x3"]),
        ("2x 97110 3x 97140", ["97110 x2", "97140 x3"]),
        ("97110 x 2 units", ["97110 x2"]),
        ("97110/97140", ["97110 x1", "97140 x1"]),
        ("cpt:97110 mod:GP units:2", ["97110-GP x2"]),
        ("97110 59-25-76", ["97110-59-25-76 x1"]),
        ("97110 QZ9 97140 Z7", ["97110 x1", "97140-Z7 x1"]),
    ],
)
def test_lines_are_read_however_they_were_written(text: str, expected: list[str]) -> None:
    """Units, modifiers, row numbers and charges in the forms that programs and people write."""
    assert lines(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("97110 A,B 97140 B dx M54.50 M25.561", ["97110 x1 @1,2", "97140 x1 @2"]),
        ("97110 x2 1,2 dx M54.50 M25.561", ["97110 x2 @1,2"]),
        ("97110 ptr AB dx M54.50 M25.561", ["97110 x1 @1,2"]),
        ("97110 pointers 1 2 dx M54.50 M25.561", ["97110 x1 @1,2"]),
        ("97110 ptr A:B, 97140 dx A dx M54.50 M25.561", ["97110 x1 @1,2", "97140 x1 @1"]),
        ("97110 ABC dx M54.50 M25.561 I10", ["97110 x1 @1,2,3"]),
        ("97110 AB dx M54.50 M25.561", ["97110-AB x1"]),
        ("97110 dx M54.50, 97140 dx M25.561", ["97110 x1 @1", "97140 x1 @2"]),
        ("97110 GP M54.50 2\n97140 GP M54.50 1", ["97110-GP x2 @1", "97140-GP x1 @1"]),
        ("97110, 97140 dx M54.50, M25.561", ["97110 x1", "97140 x1"]),
        ("dx A. M54.50 B. M25.561 97110 A 97140 B", ["97110 x1 @1", "97140 x1 @2"]),
    ],
)
def test_pointers_are_letters_numbers_or_the_diagnoses_behind_a_line(text: str, expected: list[str]) -> None:
    """Box 24E in the ways it is typed; `AB` alone is a modifier of HCPCS."""
    assert lines(text) == expected


@pytest.mark.parametrize(
    ("text", "procedures", "diagnoses"),
    [
        ("97140 M5450", ["97140"], ["M54.50"]),
        ("97140 dx A0100", ["97140"], ["A01.00"]),
        ("97140 A0100", ["97140"], ["A01.00"]),
        ("97140 dx M54.50 J1885 x2", ["97140", "J1885"], ["M54.50"]),
        ("97140 S6290XA", ["97140"], ["S62.90XA"]),
        ("97140 G0283", ["97140", "G0283"], []),
        ("97140 A4550", ["97140", "A4550"], []),
        ("97140 dx m54.50.", ["97140"], ["M54.50"]),
        ("M54.50 I10", [], ["M54.50", "I10"]),
        ("97110 dx=M54.50/M54.2", ["97110"], ["M54.50", "M54.2"]),
        ("97110 dx:M54.50", ["97110"], ["M54.50"]),
    ],
)
def test_a_dotless_diagnosis_is_told_from_a_hcpcs_code(
    text: str, procedures: list[str], diagnoses: list[str]
) -> None:
    """`M5450` has the form of both; the loaded codes and the word `dx` decide."""
    claim = read(text)

    assert [line.code for line in claim.lines] == procedures
    assert [typed.code for typed in claim.diagnoses] == diagnoses


@pytest.mark.parametrize(
    "text",
    [
        "97110 on 2026-02-03 dx M54.50", "02/03/2026 97110 dx M54.50", "97110 dx M54.50 Feb 3 2026",
        "dos 2/3/26 97110 dx M54.50", "97110 20260203 M54.50", "2/3/26 97110 2/3/26 97140 M54.50",
        "2/3/26-2/3/26 97110 M54.50", "97110 M54.50 02-03-2026",
        "02 03 26 02 03 26 11 97110 GP A 2 dx M54.50", "02 03 2026 97110 M54.50",
    ],
)  # fmt: skip
def test_the_date_of_service_may_stand_anywhere(text: str) -> None:
    """Rows out of a program begin with it, people end with it."""
    assert read(text).on == date(2026, 2, 3)


def test_lines_of_two_days_are_not_checked_as_one() -> None:
    """Each day has its own quarter and its own units."""
    with pytest.raises(SeveralDates) as caught:
        read("2/3/26 97110 2/4/26 97140")

    assert caught.value.dates == (date(2026, 2, 3), date(2026, 2, 4))


@pytest.mark.parametrize("text", ["97110 on 2026-02-30", "97110 on 13/2/2026", "97110 on 2/30/26 dx M54.50"])
def test_a_day_that_does_not_exist_is_refused(text: str) -> None:
    """Never read as something else."""
    with pytest.raises(NotADate):
        read(text)


@pytest.mark.parametrize(
    ("text", "setting"),
    [
        ("97110 dx M54.50", ClaimSetting.PRACTITIONER),
        ("97110 outpatient", ClaimSetting.OUTPATIENT),
        ("facility 97110", ClaimSetting.OUTPATIENT),
        ("E0100 dme", ClaimSetting.DME),
    ],
)
def test_whose_claim_it_is_may_be_said(text: str, setting: ClaimSetting) -> None:
    """Practitioner unless said otherwise: NCCI and MUE have a file for each."""
    assert read(text).setting is setting


def test_more_than_a_claim_holds_is_refused_with_the_numbers() -> None:
    """50 lines and 12 diagnoses."""
    with pytest.raises(TooManyOnClaim) as caught:
        read("97110 " * 51)
    assert (caught.value.count, caught.value.limit) == (51, 50)

    with pytest.raises(TooManyOnClaim) as caught:
        read("97110 dx " + " ".join(f"M25.5{n}" for n in range(50, 63)))
    assert (caught.value.count, caught.value.limit) == (13, 12)


@pytest.mark.parametrize("text", ["97110 x0", "97110 x99999"])
def test_units_that_no_line_can_have_are_refused(text: str) -> None:
    """Nought and five digits."""
    with pytest.raises(BadUnits):
        read(text)


def test_a_misspelled_code_is_told_and_not_left_out() -> None:
    """Leaving it out would check another claim than the one that was meant."""
    with pytest.raises(MistypedCode) as caught:
        read("97I40 97530 dx M54.50")

    assert "97140" in caught.value.suggestions


@pytest.mark.parametrize("text", ["hello there", "on 2026-02-03", "dx", "$50.00"])
def test_text_without_codes_is_nothing_to_check(text: str) -> None:
    """Not an empty claim."""
    with pytest.raises(NothingToCheck):
        read(text)


def test_words_beside_the_codes_are_left_out_and_that_is_told() -> None:
    """Free text is never kept; the flag lets the card say so."""
    assert read("97110 left knee please").unread
    assert not read("97110 GP dx M54.50").unread


PIECES = """
    97110 97140-59 97110GP M5450 M54.50 S43.421D A0100 GP 59 x2 *3 2 units x dx ptr A B AB 1 12 , ; on
    2/3/26 2026-02-03 2026-02-30 outpatient $85.00 J1885 60 mg 97I40 592T #9 #x - -- :: A: 1) more
    T07XXXD QA0 Z7 ١٢ 🙂
"""


@settings(max_examples=400, deadline=None)
@given(st.one_of(st.text(max_size=80), st.lists(st.sampled_from(PIECES.split()), max_size=16).map(" ".join)))
def test_any_text_is_a_claim_or_a_problem_of_our_own(text: str) -> None:
    """And a claim that was read reads back the same from its canonical line."""
    try:
        claim = read(text)
    except CodeDeskError:
        return
    again = read(canonical(claim))

    assert (again.lines, again.on, again.setting) == (claim.lines, claim.on, claim.setting)
    assert [t.code for t in again.diagnoses] == [t.code for t in claim.diagnoses]


@pytest.mark.parametrize("beside", ["x-1", "x2x3"])
def test_units_that_cannot_be_read_are_not_taken_for_one(beside: str) -> None:
    """Left out as a word, a line of two units was checked as one of one."""
    with pytest.raises(NotUnderstood) as refused:
        read(f"97140 {beside} dx M54.50")

    assert refused.value.what == beside


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("98941 AT x1", ["98941-AT x1"]),
        ("97530 at 2/3/26", ["97530 x1"]),
        ("97530 ptr A,A,B dx M54.50 I10", ["97530 x1 @1,2"]),
        ("97530 x2 85", ["97530 x2"]),
    ],
)
def test_a_word_is_a_modifier_only_where_it_is_written_as_one(text: str, expected: list[str]) -> None:
    """AT is acute treatment, 'at' a word; a diagnosis is pointed to once; a charge is left out."""
    assert lines(text) == expected


def test_a_long_number_that_is_no_code_is_asked_about() -> None:
    """Left out silently, a service would be missing from the claim."""
    with pytest.raises(MistypedCode):
        read("97530 x2 9714")


@pytest.mark.parametrize(("units", "taken"), [(1, True), (9999, True), (10_000, False), (0, False)])
def test_a_line_takes_up_to_9999_units(units: int, taken: bool) -> None:
    """As many as the claim form has room for."""
    if taken:
        assert lines(f"97530 x{units}") == [f"97530 x{units}"]
    else:
        with pytest.raises(CodeDeskError):
            read(f"97530 x{units}")


def test_what_is_too_much_is_named() -> None:
    """13 diagnoses or 51 lines."""
    with pytest.raises(TooManyOnClaim) as diagnoses:
        read("97530 dx " + " ".join(f"M{n}.9" for n in range(10, 23)))
    with pytest.raises(TooManyOnClaim) as services:
        read(" ".join(["97530 x1"] * 51))

    assert (diagnoses.value.part, diagnoses.value.count) == (ClaimPart.DIAGNOSES, 13)
    assert (services.value.part, services.value.count) == (ClaimPart.LINES, 51)
