"""What the real April 2026 list says of codes as people type them."""

from datetime import date, timedelta

import pytest

from bot.codefiles.installed import INSTALLED_ICD10CM
from bot.domain.codes.icd.grammar import bare, read_code
from bot.domain.codes.icd.replaced import KNOWN, demotion
from bot.domain.codes.icd.resolve import Billable, Header, NeedsSeventh, Resolution, Unknown, resolve
from bot.domain.codes.icd.suggestions import SuggestionReason
from tests.codefiles.test_april_2026 import SHARED, needs_lists
from tests.fakes_diagnoses import april_diagnoses, october_diagnoses


def _resolve(written: str) -> Resolution:
    typed = read_code(written)
    assert typed
    return resolve(typed, april_diagnoses())


def test_a_complete_code_is_billable() -> None:
    """Typed without its dot too."""
    for written in ("M54.50", "m5450", "U07.1", "I10", "S43.421D"):
        assert isinstance(_resolve(written), Billable)


def test_low_back_pain_is_a_header_with_three_codes_since_october_2021() -> None:
    """The claim that travels: M54.5 is billable."""
    found = _resolve("M54.5")

    assert isinstance(found, Header)
    assert [child.code for child in found.children] == ["M54.50", "M54.51", "M54.59"]
    assert found.demotion
    assert found.demotion.since == date(2021, 10, 1)


def test_an_injury_without_its_seventh_character_offers_each() -> None:
    """The choices are complete codes."""
    found = _resolve("S43.421")

    assert isinstance(found, NeedsSeventh)
    assert [choice.code for choice in found.choices] == ["S43.421A", "S43.421D", "S43.421S"]


@pytest.mark.parametrize(
    ("written", "meant", "why"),
    [
        ("W21.89A", "W21.89XA", SuggestionReason.PLACEHOLDER),
        ("W2189XXA", "W21.89XA", SuggestionReason.PLACEHOLDER),
        ("T07XXXXD", "T07.XXXD", SuggestionReason.PLACEHOLDER),
        ("T07D", "T07.XXXD", SuggestionReason.PLACEHOLDER),
        ("M54.50A", "M54.50", SuggestionReason.COMPLETE),
        ("M54.50XA", "M54.50", SuggestionReason.COMPLETE),
        ("M54.5O", "M54.50", SuggestionReason.LOOKALIKE),
        ("E1l.9", "E11.9", SuggestionReason.LOOKALIKE),
        ("RO5", "R05", SuggestionReason.LOOKALIKE),
        ("S06.1X7D", "S06.1X7", SuggestionReason.OTHER_SEVENTH),
        ("M54.57", "M54.5", SuggestionReason.NEAR),
        ("M45.50", "M45.5", SuggestionReason.COMPLETE),
        ("S30.1XXA", "S30.11XA", SuggestionReason.REPLACED),
        ("T78.1XXA", "T78.11", SuggestionReason.REPLACED),
    ],
)
def test_what_was_meant_comes_first(written: str, meant: str, why: SuggestionReason) -> None:
    """Malformed codes are met with the right one, not with 'unknown'."""
    found = _resolve(written)

    assert isinstance(found, Unknown)
    assert (found.meant[0].diagnosis.code, found.meant[0].why) == (meant, why)


def test_swapped_digits_are_found_beside_a_shorter_code() -> None:
    """R26.18 may be R26.1 with a digit too many, or R26.81."""
    found = _resolve("R26.18")

    assert isinstance(found, Unknown)
    assert {"R26.1", "R26.81"} <= {m.diagnosis.code for m in found.meant}


@pytest.mark.parametrize("written", ["A99.999", "X98.1234", "Z99.999", "Q99.ZZZ", "S99.99", "B99ZZZZ"])
def test_suggestions_are_few_and_none_comes_twice(written: str) -> None:
    """A card has room for a handful."""
    found = _resolve(written)
    assert isinstance(found, Unknown)
    codes = [m.diagnosis.code for m in found.meant]

    assert len(codes) == len(set(codes)) <= 8


def test_a_guessed_reading_is_never_answered_as_typed() -> None:
    """E11.9 exists; E1L.9 was typed."""
    assert isinstance(_resolve("E1L.9"), Unknown)


def test_every_known_demotion_is_a_header_today() -> None:
    """A header of FY2027, whose children are what it was divided into."""
    for old in KNOWN:
        header = october_diagnoses().get(old.code)

        assert header, old.code
        assert not header.billable
        assert header.children


def test_old_completions_are_known_by_their_header() -> None:
    """T78.1XXA went when T78.1 was divided."""
    assert demotion("T78.1XXA") == demotion("T78.1") is not None
    assert demotion("M54.50") is None


def test_a_day_between_two_lists_is_not_claimed() -> None:
    """Where only the lists of FY2024 and April 2026 tell of a change, no day is made up."""
    exact, between = demotion("M54.5"), demotion("D71")
    assert exact
    assert between

    assert [exact.billable_on(day) for day in (date(2021, 9, 30), date(2021, 10, 1))] == [True, False]
    assert exact.billable_on(date(2015, 9, 30)) is None
    assert between.billable_on(date(2025, 1, 1)) is None
    assert not between.exact


@needs_lists
def test_known_demotions_agree_with_the_published_list_of_fy2024() -> None:
    """Gone before October 2023: not billable in it. Gone later: billable in it, as a code or completed."""
    lines = (SHARED / "icd10cm-codes-2024.txt").read_text("latin-1").splitlines()
    billable = {line[:7].strip() for line in lines}
    gone = [
        line.split()[1]
        for line in (SHARED / "delta_FY2024_to_APR2026.tsv").read_text().splitlines()
        if "GONE" in line
    ]

    for old in (each for each in KNOWN if each.since <= INSTALLED_ICD10CM.effective):
        was = any(
            bare(old.code) in (code, code[:-1].rstrip("X") if len(code) == 7 else code) for code in gone
        )
        assert was is (old.since > date(2023, 10, 1)), old.code
        assert (bare(old.code) in billable) <= (old.since > date(2023, 10, 1)), old.code
    assert all(demotion(f"{code[:3]}.{code[3:]}" if len(code) > 3 else code) for code in gone)


@pytest.mark.parametrize(
    ("code", "last_day"),
    [
        ("R31.2", date(2016, 9, 30)),
        ("I27.2", date(2017, 9, 30)),
        ("K61.3", date(2018, 9, 30)),
        ("I48.1", date(2019, 9, 30)),
        ("N18.3", date(2020, 9, 30)),
        ("R05", date(2021, 9, 30)),
        ("G93.3", date(2022, 9, 30)),
        ("Z59.1", date(2023, 3, 31)),
        ("I47.1", date(2023, 9, 30)),
        ("E66.8", date(2024, 9, 30)),
        ("G35", date(2025, 9, 30)),
    ],
)
def test_a_code_that_was_split_could_be_billed_to_its_last_day_and_never_after(
    code: str, last_day: date
) -> None:
    """Cough to September 2021, inadequate housing to March 2023, ..."""
    found = demotion(code)

    assert found is not None
    assert found.billable_on(last_day) is True
    assert found.billable_on(last_day + timedelta(days=1)) is False


def test_before_icd_10_began_nothing_is_said_of_a_code() -> None:
    """October 1, 2015."""
    found = demotion("R05")

    assert found is not None
    assert [found.billable_on(date(2015, 9, 30)), found.billable_on(date(2015, 10, 1))] == [None, True]


def test_of_a_code_that_was_split_at_some_time_only_the_ends_are_known() -> None:
    """Billable in the list of FY2024, a header in that of April 2026; in between nobody can say."""
    found = demotion("Q99.8")

    assert found is not None
    assert found.billable_on(date(2026, 3, 31)) is None
    assert found.billable_on(date(2026, 4, 1)) is False
