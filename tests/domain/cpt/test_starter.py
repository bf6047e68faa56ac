"""The starter set: which codes, and the facts that are easily told wrong."""

import re

import pytest

from bot.domain.codes.billing.rule_table import medicare_rules
from bot.domain.codes.cpt.grammar import read_code
from bot.domain.codes.cpt.starter import STARTER
from bot.domain.codes.cpt.timing import Attendance, Band, Beyond, DosePer, Met, Typical, Units, Untimed

THE_SET = """
    99202 99203 99204 99205 99211 99212 99213 99214 99215 99417
    99221 99222 99223 99231 99232 99233 99238 99239 99291 99292 99497 99498
    98000 98001 98002 98003 98004 98005 98006 98007 98008 98009 98010 98011 98012 98013 98014 98015 98016
    96360 96361 96365 96366 96367 96368 96369 96370 96374 96375 96376
    96401 96402 96409 96411 96413 96415 96416 96417
    97151 97152 97153 97154 97155 97156 97157 97158
    99385 99386 99387 99395 99396 99397 G0402 G0438 G0439
    97035 97110 97112 97113 97116 97140 97530 97535 97750 97010 97012 97014 97150 G0283
    97161 97162 97163 97164 97165 97166 97167 97168
    90791 90792 90832 90834 90837 90833 90836 90838 90785 90839 90840 90846 90847 90853 96127
    99406 99407 96372 20610 69210 36415 90471 90472
    80053 80061 83036 85025 81002 81003 87880 71046 73030 73562 J1885 3074F 0591T 0592T 0593T
"""


def test_the_starter_set_holds_exactly_the_codes_it_promises() -> None:
    """No more: what is not here is said to be not loaded."""
    assert set(STARTER) == set(THE_SET.split())


@pytest.mark.parametrize("code", STARTER)
def test_every_starter_code_is_short_readable_and_says_what_billers_trip_over(code: str) -> None:
    """A card is read on a phone between two calls."""
    procedure = STARTER[code]

    assert read_code(code)
    assert len(procedure.words) <= 110
    assert procedure.traps
    assert all(len(trap) <= 120 for trap in procedure.traps)
    assert set(procedure.related) <= set(STARTER)
    assert code not in procedure.related
    assert list(procedure.primaries) == sorted(procedure.primaries)
    assert all(2010 <= rule.year <= 2026 for rule in procedure.medicare)


def test_visits_are_met_or_exceeded() -> None:
    """CPT 2024; hospital visits since 2023, telemedicine since 2025."""
    needed = {code: p.timing.minutes for code, p in STARTER.items() if isinstance(p.timing, Met)}

    assert needed == {
        "99202": 15, "99203": 30, "99204": 45, "99205": 60,
        "99212": 10, "99213": 20, "99214": 30, "99215": 40,
        "99221": 40, "99222": 55, "99223": 75, "99231": 25, "99232": 35, "99233": 50,
        "98000": 15, "98001": 30, "98002": 45, "98003": 60, "98004": 10, "98005": 20, "98006": 30, "98007": 40,
        "98008": 15, "98009": 30, "98010": 45, "98011": 60, "98012": 10, "98013": 20, "98014": 30, "98015": 40,
    }  # fmt: skip


def test_psychotherapy_counseling_and_first_hours_are_ranges() -> None:
    """Never units of 15 minutes."""
    bands = {code: (p.timing.low, p.timing.high) for code, p in STARTER.items() if isinstance(p.timing, Band)}

    assert bands == {
        "90832": (16, 37), "90833": (16, 37), "90834": (38, 52), "90836": (38, 52),
        "90837": (53, None), "90838": (53, None), "90839": (30, 74), "90846": (26, None), "90847": (26, None),
        "99406": (3, 10), "99407": (10, None), "0592T": (30, None), "0593T": (30, None),
        "99238": (0, 30), "99239": (30, None), "99291": (30, 74), "99497": (16, 45), "98016": (5, 10),
        "96360": (31, 90), "96365": (16, 90), "96367": (16, 90), "96369": (16, 90),
        "96413": (16, 90), "96417": (16, 90),
    }  # fmt: skip


def test_evaluation_minutes_are_typical_only() -> None:
    """They decide nothing."""
    typical = {code: p.timing.minutes for code, p in STARTER.items() if isinstance(p.timing, Typical)}

    assert typical == {
        "97161": 20, "97162": 30, "97163": 45, "97164": 20,
        "97165": 30, "97166": 45, "97167": 60, "97168": 30,
    }  # fmt: skip


def test_only_attended_therapy_is_billed_in_15_minute_units() -> None:
    """Hot packs, traction and unattended stimulation never are."""
    units = {code for code, p in STARTER.items() if isinstance(p.timing, Units) and p.timing.pooled}

    assert units == {"97035", "97110", "97112", "97113", "97116", "97140", "97530", "97535", "97750"}
    for code in ("97010", "97012", "97014", "G0283"):
        assert STARTER[code].timing == Untimed(Attendance.SUPERVISED)


def test_ketorolac_is_counted_by_15_mg() -> None:
    """A dose, not a time."""
    assert STARTER["J1885"].timing == DosePer(15, "mg")


def test_add_ons_name_what_they_are_added_to() -> None:
    """And nothing else is an add-on."""
    add_ons = {code for code, procedure in STARTER.items() if procedure.add_on}

    assert add_ons == {
        "99417", "90785", "90833", "90836", "90838", "90840", "90472", "99292", "99498",
        "96361", "96366", "96367", "96368", "96370", "96375", "96376", "96411", "96415", "96417",
    }  # fmt: skip
    assert all(
        set(dict(p.timing.after)) <= set(p.primaries)
        for p in STARTER.values()
        if isinstance(p.timing, Beyond)
    )


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("3074F", r"blood pressure under 130"),
        ("0592T", r"follow-up"),
        ("0591T", r"first assessment"),
        ("0593T", r"group"),
    ],
)
def test_claims_that_travel_and_are_wrong_are_told_right(code: str, said: str) -> None:
    """3074F is no depression screen, and 592T is no code."""
    assert re.search(said, STARTER[code].words)


def test_where_medicare_differs_it_says_so() -> None:
    """G2212 for 99417, G0283 for 97014, and wellness visits are no physicals."""
    told = {
        code: " ".join(rule.rule for rule in medicare_rules(STARTER[code]))
        for code in ("99417", "97014", "99396")
    }

    assert "G2212" in told["99417"]
    assert "G0283" in told["97014"]
    assert "does not cover this physical" in told["99396"]


def test_adaptive_behavior_counts_by_15_minutes_outside_of_therapys_pool() -> None:
    """The 8-minute rule's pool is for therapy."""
    units = {code for code, p in STARTER.items() if isinstance(p.timing, Units) and not p.timing.pooled}

    assert units == {f"9715{n}" for n in range(1, 9)}


def test_every_new_time_names_its_source_and_year() -> None:
    """Hospital, telemedicine, infusions, adaptive behavior."""
    for code in (
        "99221",
        "99239",
        "99291",
        "99292",
        "99497",
        "99498",
        "98007",
        "98016",
        "96360",
        "96415",
        "97153",
    ):
        assert re.search(r"20[12]\d", STARTER[code].time_source)


def test_medicare_does_not_take_telemedicine_codes_but_the_check_in() -> None:
    """Status I since 2025; 98016 replaces G2012."""
    assert "takes the office visit code" in medicare_rules(STARTER["98004"])[0].rule
    assert "G2012" in STARTER["98016"].medicare[0].rule
