"""Does this time fit this code, and which does it fit."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.codes.cpt.starter import STARTER
from bot.domain.codes.cpt.time_fit import (
    AddOnFit,
    BandFit,
    Fit,
    NoTime,
    OlderRule,
    OnlyTypical,
    Span,
    TimeAddOn,
    UnitsFit,
    VisitFit,
    time_fit,
)
from bot.domain.codes.cpt.timing import Step

TODAY = date(2026, 11, 21)


def fit(code: str, minutes: int, on: date = TODAY) -> Fit:
    return time_fit(STARTER[code], minutes, on, STARTER.get)


@pytest.mark.parametrize(
    ("minutes", "units", "span"),
    [
        (0, 0, (0, 7)), (7, 0, (0, 7)), (8, 1, (8, 22)), (22, 1, (8, 22)), (23, 2, (23, 37)), (37, 2, (23, 37)),
        (38, 3, (38, 52)), (52, 3, (38, 52)), (53, 4, (53, 67)), (68, 5, (68, 82)),
    ],
)  # fmt: skip
def test_manual_therapy_counts_by_the_8_minute_rule(minutes: int, units: int, span: tuple[int, int]) -> None:
    """Claims Processing Manual, chapter 5, 20.2; for one code alone the midpoint rule says the same."""
    assert fit("97140", minutes) == UnitsFit(units, units, Span(*span))


@pytest.mark.parametrize(
    ("code", "minutes", "fits", "better"),
    [
        ("90837", 50, False, "90834"), ("90837", 53, True, None), ("90834", 52, True, None),
        ("90834", 37, False, "90832"), ("90832", 15, False, None), ("90836", 16, False, "90833"),
        ("99406", 3, False, None), ("99406", 4, True, None), ("99406", 11, False, "99407"),
        ("99407", 10, False, "99406"), ("90846", 25, False, None), ("90847", 26, True, None),
    ],
)  # fmt: skip
def test_a_time_outside_of_a_range_is_led_to_the_code_that_it_fits(
    code: str, minutes: int, fits: bool, better: str | None
) -> None:
    """A 50-minute hour is 90834."""
    found = fit(code, minutes)

    assert isinstance(found, BandFit)
    assert (fits, better) == (found.fits, found.better.code if found.better else None)


@pytest.mark.parametrize(
    ("code", "minutes", "fits", "reached", "following"),
    [
        ("99213", 25, True, "99213", "99214"), ("99214", 25, False, "99213", "99214"),
        ("99212", 9, False, None, "99212"), ("99215", 40, True, "99215", None),
        ("99202", 44, True, "99203", "99204"), ("99205", 60, True, "99205", None),
    ],
)  # fmt: skip
def test_a_visit_is_met_or_exceeded(
    code: str, minutes: int, fits: bool, reached: str | None, following: str | None
) -> None:
    """And the level above says what it needs."""
    found = fit(code, minutes)

    assert isinstance(found, VisitFit)
    assert fits is found.fits
    assert reached == (found.reached.code if found.reached else None)
    assert following == (found.following.code if found.following else None)


@pytest.mark.parametrize(
    ("code", "minutes", "units"),
    [("99205", 74, 0), ("99205", 75, 1), ("99205", 90, 2), ("99215", 54, 0), ("99215", 55, 1)],
)
def test_prolonged_visits_count_whole_quarters_of_an_hour(code: str, minutes: int, units: int) -> None:
    """99417 needs each 15 minutes complete."""
    found = fit(code, minutes)

    assert isinstance(found, VisitFit)
    assert found.extra
    assert (found.extra.code, found.extra.units) == ("99417", units)


@pytest.mark.parametrize(("minutes", "units"), [(74, 0), (75, 1), (104, 1), (105, 2)])
def test_crisis_psychotherapy_goes_on_in_blocks_of_up_to_30_minutes(minutes: int, units: int) -> None:
    """90840 counts as soon as it is begun."""
    found, add_on = fit("90839", minutes), fit("90840", minutes)

    assert isinstance(found, BandFit)
    assert found.extra == TimeAddOn("90840", units, Step.BEGUN)
    assert add_on == AddOnFit((("90839", 74, units),))


def test_evaluations_and_untimed_codes_are_not_chosen_by_minutes() -> None:
    """Typical minutes decide nothing."""
    assert fit("97162", 10) == OnlyTypical(30)
    assert fit("97010", 20) == NoTime()
    assert fit("J1885", 20) == NoTime()


def test_a_date_before_the_rule_is_not_answered_by_it() -> None:
    """Visits had other times before 2021."""
    assert fit("99213", 25, date(2020, 12, 31)) == OlderRule(date(2021, 1, 1))
    assert isinstance(fit("99213", 25, date(2021, 1, 1)), VisitFit)


@given(st.integers(0, 1440))
def test_a_span_of_units_holds_the_minutes_asked_about_and_gives_the_same_units(minutes: int) -> None:
    """Its ends too, and one minute beyond it is another unit."""
    found = fit("97140", minutes)

    assert isinstance(found, UnitsFit)
    assert found.span.high is not None
    assert found.span.low <= minutes <= found.span.high
    assert fit("97140", found.span.low) == fit("97140", found.span.high) == found
    assert fit("97140", found.span.high + 1) != found


@given(st.sampled_from(sorted(STARTER)), st.integers(0, 1440))
def test_a_better_code_really_is_one(code: str, minutes: int) -> None:
    """The code that a time is led to fits that time."""
    found = fit(code, minutes)

    if isinstance(found, BandFit) and found.better:
        again = fit(found.better.code, minutes)
        assert isinstance(again, BandFit)
        assert again.fits
        assert not found.fits


@pytest.mark.parametrize(
    ("code", "add_on", "minutes", "units"),
    [
        ("99291", "99292", 74, 0), ("99291", "99292", 75, 1), ("99291", "99292", 104, 1), ("99291", "99292", 105, 2),
        ("99497", "99498", 45, 0), ("99497", "99498", 46, 1), ("99497", "99498", 75, 1), ("99497", "99498", 76, 2),
        ("96360", "96361", 90, 0), ("96360", "96361", 91, 1), ("96360", "96361", 150, 1), ("96360", "96361", 151, 2),
        ("96365", "96366", 90, 0), ("96365", "96366", 91, 1), ("96413", "96415", 151, 2),
    ],
)  # fmt: skip
def test_an_add_on_counts_once_begun_or_past_its_half(
    code: str, add_on: str, minutes: int, units: int
) -> None:
    """Critical care from minute 75; care planning and further hours of an infusion past their half."""
    found = fit(code, minutes)

    assert isinstance(found, BandFit)
    assert found.extra
    assert (found.extra.code, found.extra.units) == (add_on, units)


@pytest.mark.parametrize(
    ("code", "minutes", "fits"),
    [
        ("96360", 30, False), ("96360", 31, True), ("96365", 15, False), ("96365", 16, True), ("99497", 15, False),
        ("99497", 16, True), ("99238", 30, True), ("99238", 31, False), ("99239", 30, False), ("99239", 31, True),
        ("99291", 29, False), ("99291", 30, True), ("98016", 4, False), ("98016", 5, True),
    ],
)  # fmt: skip
def test_first_hours_talks_and_discharges_have_their_ends(code: str, minutes: int, fits: bool) -> None:
    """A minute less is another code, or none."""
    found = fit(code, minutes)

    assert isinstance(found, BandFit)
    assert found.fits is fits


def test_hospital_and_telemedicine_times_began_with_their_year() -> None:
    """2023 and 2025; the hospital had other times before."""
    assert fit("99222", 55, date(2022, 12, 31)) == OlderRule(date(2023, 1, 1))
    assert fit("98005", 20, date(2024, 12, 31)) == OlderRule(date(2025, 1, 1))
    assert isinstance(fit("99222", 55, date(2023, 1, 1)), VisitFit)


def test_adaptive_behavior_is_counted_alone() -> None:
    """By the midpoint rule, without the pool of the therapy codes."""
    found = fit("97153", 23)

    assert isinstance(found, UnitsFit)
    assert (found.midpoint, found.pooled) == (2, False)
