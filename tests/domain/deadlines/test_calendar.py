"""Panel meetings, milestones and recurring dates: stated ones and later years."""

import contextlib
import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.deadlines import stated_dates
from bot.domain.deadlines.application_targets import NOTICE, Aim, deadlines_of
from bot.domain.deadlines.calendar import Season, meeting, meeting_ids_after, meetings
from bot.domain.deadlines.dated import Dated, exactly
from bot.domain.deadlines.deadline import Calendar, Override
from bot.domain.deadlines.offsets import OFFSETS, Milestone, milestone
from bot.domain.deadlines.pla import pla_quarter
from bot.domain.deadlines.recurring import Update, recurring, recurring_of
from bot.domain.deadlines.ruc import ruc_meeting, ruc_meetings
from bot.domain.deadlines.stated_dates import BadCalendarFile, read_calendar
from bot.domain.deadlines.workdays import (
    add_business_days,
    federal_holidays,
    nth_weekday,
    working_day_after,
    working_day_before,
)

_FACTS = Path(__file__).parents[4] / "shared" / "facts" / "panel_calendar.json"
_RENAMED = {
    "cpt2027_release": "cpt_release_2026",
    "cpt2027_effective": "cpt_effective_2027",
    "pfs2027_final": "pfs_final_2027",
    "pfs2027_effective": "pfs_effective_2027",
}


def _json(value: object) -> bytes:
    return json.dumps({"publisher": "x", "published": "2027-01-01", "dates": value}).encode()


@pytest.fixture(scope="module")
def facts() -> Mapping[str, Any]:
    """The collection of stated dates, if available."""
    if not _FACTS.exists():
        pytest.skip("../shared/facts/panel_calendar.json is not there")
    return dict(json.loads(_FACTS.read_text(encoding="utf-8")))


def test_every_meeting_is_as_the_facts_say(facts: Mapping[str, Any]) -> None:
    """Days, window and confirmation."""
    for fact in facts["meetings"]:
        found, start = meeting(fact["id"]), fact["start"]
        assert found.start.expected.isoformat() == start["value"]
        assert found.end.expected.isoformat() == fact["end"]["value"]
        assert found.start.confirmed == start["confirmed"]
        assert found.end.confirmed == fact["end"]["confirmed"]
        assert found.month_confirmed == fact["month_confirmed"]
        if window := start.get("window"):
            assert [found.start.earliest.isoformat(), found.end.latest.isoformat()] == window


def test_every_milestone_is_as_the_facts_say(facts: Mapping[str, Any]) -> None:
    """No computed date is confirmed."""
    compared = 0
    for fact in facts["meetings"]:
        for each in fact["milestones"]:
            if each["key"] == Milestone.RECONSIDERATION:  # it starts from the Summary's entered day alone
                continue
            when = milestone(Milestone(each["key"]), meeting(fact["id"]))
            assert (when.expected.isoformat() if when else None) == each["value"]
            assert when is None or not when.confirmed
            compared += 1
    assert compared > 100


def test_every_rule_is_as_the_facts_say(facts: Mapping[str, Any]) -> None:
    """Offset, spread, confidence, source, and whether it is official."""
    rules = {rule["id"]: rule for rule in facts["offset_rules"]}
    assert rules.keys() == {str(key) for key in OFFSETS}
    for key, rule in OFFSETS.items():
        fact = rules[key]
        assert rule.days == fact.get("offset_days")
        assert rule.months == fact.get("offset_months")
        assert rule.business_days == fact.get("offset_business_days")
        assert list(rule.spread or ()) == fact.get("spread_days", [])
        assert (rule.anchor, rule.confidence, rule.official, rule.source) == (
            fact["anchor"],
            fact["confidence"],
            fact["official"],
            fact["source"],
        )


def test_the_historic_pairs_lie_within_the_spread(facts: Mapping[str, Any]) -> None:
    """The rule covers its own examples."""
    low, high = OFFSETS[Milestone.APPLICATION].spread or (0, 0)
    for pair in facts["historic_deadline_pairs"]:
        days = date.fromisoformat(pair["application_deadline"]) - date.fromisoformat(pair["meeting_start"])
        assert low <= days.days <= high


def test_every_recurring_date_is_as_the_facts_say(facts: Mapping[str, Any]) -> None:
    """Customary days are estimates until a source states them."""
    for fact in facts["recurring"]:
        found = recurring_of(_RENAMED.get(fact["key"], fact["key"]))
        assert found, fact["key"]
        assert found.when.expected.isoformat() == fact["value"]
        assert found.when.confirmed == fact["confirmed"]
        if window := fact.get("window"):
            assert [found.when.earliest.isoformat(), found.when.latest.isoformat()] == window


def test_the_stated_pla_deadlines_hold(facts: Mapping[str, Any]) -> None:
    """By quarter of release."""
    stated = {m["id"]: m["pla"]["application_deadline"]["value"] for m in facts["meetings"] if "pla" in m}

    assert stated == {
        "2025-05": pla_quarter("2025-07").application.expected.isoformat(),
        "2026-02": pla_quarter("2026-04").application.expected.isoformat(),
    }


@given(st.integers(2000, 2199), st.sampled_from(Season))
def test_a_meeting_of_any_year_is_three_days_from_a_thursday(year: int, season: Season) -> None:
    """2031 works too, and every estimate has a window around the expected day."""
    found = meeting(f"{year}-{season}")

    assert found.start.expected.weekday() == 3 or found.start.confirmed
    assert found.start.earliest <= found.start.expected <= found.start.latest
    assert abs((found.start.expected - date(year, int(season), 1)).days) < 31
    assert found.start.confirmed or found.start.rule == "pattern"


@given(st.text(max_size=12))
def test_any_text_is_a_deadline_s_key_or_none(text: str) -> None:
    """Keys in buttons and commands are untrusted."""
    for key in (
        text,
        f"panel:{text}",
        f"panel:2027-02:{text}",
        f"code:{text}",
        f"pla:{text}",
        f"pla:2027-04:{text}",
    ):
        Calendar().by_key(key)


def test_every_deadline_is_found_again_by_its_key() -> None:
    """Also with an admin's date."""
    calendar = Calendar(
        {
            key: Override(key, date(2027, 2, 11), confirmed=True)
            for key in ("panel:2027-02:meeting", "panel:2027-02:summary_posted")
        }
    )
    every = calendar.between(date(2026, 11, 21), date(2031, 12, 31))

    assert len(every) > 300
    assert all(calendar.by_key(d.key) == d for d in every)
    assert len({d.key for d in every}) == len(every)


def test_an_entered_meeting_moves_everything_that_hangs_on_it() -> None:
    """Its milestones stay estimates: the AMA has stated only the meeting."""
    entered = Override("panel:2027-02:meeting", date(2027, 2, 11), confirmed=True)
    calendar = Calendar({entered.key: entered})
    found = calendar.milestone("2027-02", Milestone.AGENDA_ITEM)

    assert found
    assert (found.expected, found.confirmed) == (date(2027, 2, 1), False)
    assert calendar.meeting("2027-02").end.expected == date(2027, 2, 13)
    assert calendar.meeting("2027-05") == meeting("2027-05")


def test_reconsideration_counts_from_the_actual_posting() -> None:
    """Before somebody enters that day there is no date, so nothing announces one. A better estimate is none."""
    before = Calendar().milestone("2027-02", Milestone.RECONSIDERATION)
    posted = Override("panel:2027-02:summary_posted", date(2027, 3, 9), confirmed=True)
    after = Calendar({posted.key: posted}).milestone("2027-02", Milestone.RECONSIDERATION)

    guess = Override(posted.key, posted.day, confirmed=False)
    assert before is None
    assert Calendar({guess.key: guess}).milestone("2027-02", Milestone.RECONSIDERATION) is None
    assert Calendar().by_key("panel:2027-02:reconsideration_deadline") is None
    assert after
    assert (after.earliest, after.latest) == (date(2027, 3, 23), date(2027, 3, 23))


def test_an_estimate_counts_from_its_likely_day() -> None:
    """May 2027: 92 days before the likely start."""
    when = milestone(Milestone.APPLICATION, meeting("2027-05"))

    assert when
    assert (when.earliest, when.counts_from) == (date(2027, 1, 26), date(2027, 2, 3))


def test_the_next_meetings_to_aim_at() -> None:
    """Includes one that may still be ahead."""
    assert meeting_ids_after(date(2026, 11, 21), 4) == ["2027-02", "2027-05", "2027-09", "2028-02"]
    assert meeting_ids_after(date(2027, 2, 13), 1) == ["2027-02"]
    assert len(list(meetings(2027, 2030))) == 12


def test_five_business_days_step_over_weekends_and_holidays() -> None:
    """Returned on the Monday before Thanksgiving 2026: Thursday is a holiday."""
    assert add_business_days(date(2026, 11, 23), 5) == date(2026, 12, 1)
    assert add_business_days(date(2026, 11, 20), 1) == date(2026, 11, 23)


def test_the_federal_holidays_of_2027() -> None:
    """As listed by the Office of Personnel Management. New Year 2028 is observed on December 31."""
    assert sorted(federal_holidays(2027)) == [
        date(2027, *day)
        for day in (
            *((1, 1), (1, 18), (2, 15), (5, 31), (6, 18), (7, 5)),
            *((9, 6), (10, 11), (11, 11), (11, 25), (12, 24), (12, 31)),
        )
    ]


def test_a_weekend_moves_to_the_working_day_before() -> None:
    """Federal holidays count as weekends do."""
    assert working_day_before(date(2027, 12, 25)) == date(2027, 12, 23)
    assert working_day_before(date(2026, 11, 22)) == date(2026, 11, 20)
    assert working_day_before(date(2027, 1, 1)) == date(2026, 12, 31)
    assert working_day_after(date(2027, 1, 16)) == date(2027, 1, 19)


def test_a_window_holds_the_days_that_were_stated_and_names_the_rule_it_is_reckoned_by() -> None:
    """CPT of 2025 and 2026, the final rule of November 5, 2025. A window is never confirmed."""
    stated = {
        "cpt_release_2025": date(2025, 9, 11),
        "cpt_release_2028": date(2028, 9, 9),
        "pfs_final_2026": date(2025, 11, 5),
    }
    for key, day in stated.items():
        event = recurring_of(key)
        assert event
        assert event.when.within(day, day)
    windows = {e.update: e.when for e in recurring(2031) if e.when.is_window}

    assert {update: when.rule for update, when in windows.items()} == {
        Update.CPT_RELEASE: "cpt_release_pattern",
        Update.PFS_PROPOSED: "pfs_proposed_pattern",
        Update.PFS_FINAL: "pfs_final_pattern",
    }
    assert not any(when.confirmed for when in windows.values())


def test_both_stated_pla_deadlines_fell_as_the_pattern_says() -> None:
    """Second Tuesdays of March and December. A quarter without a stated day has a week on each side."""
    assert [pla_quarter(q).application.confirmed for q in ("2025-07", "2026-04")] == [True, True]
    assert [nth_weekday(2025, 3, 1, 2), nth_weekday(2025, 12, 1, 2)] == [
        pla_quarter(q).application.expected for q in ("2025-07", "2026-04")
    ]
    open_ = pla_quarter("2031-10").application
    assert (open_.earliest, open_.expected, open_.latest) == (
        date(2031, 6, 3),
        date(2031, 6, 10),
        date(2031, 6, 17),
    )
    assert (open_.confirmed, open_.rule, pla_quarter("2031-10").release.rule) == (
        False,
        "pla_pattern",
        "fixed:pla_slot",
    )


def test_every_kind_of_update_comes_every_year() -> None:
    """Keys identify each one."""
    assert {event.update for event in recurring(2031)} == set(Update)
    assert recurring_of("ncci_2031_07") is not None
    assert recurring_of("ncci_2031_08") is None


@pytest.mark.parametrize("id_", ["1999-02", "20270-02", "٢٠٢٧-02", "02", "2027-03", "2027"])
def test_no_meeting_has_an_id_of_another_form(id_: str) -> None:
    """Four digits from 2000 on, and one of the three months."""
    with pytest.raises(ValueError, match=r"\w"):
        meeting(id_)


def test_the_first_meeting_that_has_an_id_is_of_2000() -> None:
    """The year that the ids begin with."""
    assert meeting("2000-02").id == "2000-02"


@pytest.mark.parametrize(
    ("first", "last", "inside"),
    [
        (date(2027, 3, 1), date(2027, 3, 9), False),
        (date(2027, 3, 1), date(2027, 3, 10), True),
        (date(2027, 3, 20), date(2027, 3, 31), True),
        (date(2027, 3, 21), date(2027, 3, 31), False),
    ],
)
def test_a_window_is_seen_from_its_first_day_to_its_last(first: date, last: date, inside: bool) -> None:
    """March 10 to 20, looked at from both sides."""
    window = Dated(date(2027, 3, 10), date(2027, 3, 15), date(2027, 3, 20), confirmed=False, rule="x")

    assert window.within(first, last) is inside


def test_the_milestones_of_the_meeting_of_february_2026() -> None:
    """It begins on February 5: counted back on a paper calendar."""

    def days(which: Milestone) -> tuple[date, date] | None:
        when = milestone(which, meeting("2026-02"))
        return (when.earliest, when.latest) if when else None

    assert days(Milestone.APPLICATION) == (date(2025, 11, 4), date(2025, 11, 7))
    assert days(Milestone.PUBLIC_AGENDA) == (date(2025, 11, 27), date(2025, 12, 22))
    assert days(Milestone.ADVISOR_REVIEW) == (date(2025, 12, 5), date(2025, 12, 5))
    assert days(Milestone.PANEL_MATERIALS) == (date(2026, 1, 6), date(2026, 1, 6))
    assert days(Milestone.NO_SUPPORT_NOTICE) == (date(2026, 1, 22), date(2026, 1, 22))
    assert days(Milestone.AGENDA_ITEM) == (date(2026, 1, 26), date(2026, 1, 26))


def test_the_day_that_a_notice_names_moves_the_return_alone() -> None:
    """A returned application: its meeting stays where it is."""
    named = Aim("A-4", "returned", "2027-02", returned=date(2026, 11, 2), complete_by=date(2026, 11, 20))
    found = {d.kind: d.when for d in deadlines_of(named, Calendar())}

    assert found[Milestone.COMPLETION_RETURN] == exactly(date(2026, 11, 20), NOTICE, confirmed=True)
    assert found[Milestone.MEETING] == meeting("2027-02").start


def test_a_day_that_is_the_same_each_year_is_no_estimate() -> None:
    """HCPCS and NCCI quarters, April 1 and October 1 of ICD-10-CM. A window is one."""
    fixed = {e.update for e in recurring(2031) if e.when.is_fixed}

    assert {Update.HCPCS, Update.NCCI, Update.ICD_APRIL, Update.ICD_OCTOBER} <= fixed
    assert {Update.CPT_RELEASE, Update.PFS_PROPOSED, Update.PFS_FINAL}.isdisjoint(fixed)
    assert all(e.when.is_fixed != e.when.is_open_window for e in recurring(2031))


def test_ruc_meetings_are_stated_for_2024_and_estimated_since(facts: Mapping[str, Any]) -> None:
    """Three a year. Where no day is known, the rule says so."""
    stated = {f["id"].removeprefix("RUC-"): f["start"] for f in facts["ruc_meetings"] if f["start"]}
    for id_, start in stated.items():
        found = ruc_meeting(id_).start
        assert (found.expected.isoformat(), found.confirmed) == (start, True)
        assert nth_weekday(found.expected.year, found.expected.month, 2, 4) == found.expected
    january = ruc_meeting("2027-01").start
    assert (january.confirmed, january.rule, january.is_window) == (False, "ruc_month", True)
    assert [m.id for m in ruc_meetings(2027, 2027)] == ["2027-01", "2027-04", "2027-09"]
    assert Calendar().by_key("ruc:2027-04:ruc_meeting") is not None
    assert Calendar().by_key("ruc:2027-05:ruc_meeting") is None


def test_the_projects_file_is_dated_and_says_who_published_it() -> None:
    """In the same form as a signed update."""
    held = read_calendar((Path(stated_dates.__file__).with_name("stated_dates.json")).read_bytes())

    assert (held.publisher, held.published) == ("CodeDesk", date(2026, 11, 21))
    assert all(Calendar().by_key(d.key) for d in held.dates)


@given(st.binary(max_size=60) | st.recursive(st.none() | st.integers() | st.text(), st.lists).map(_json))
def test_any_bytes_are_a_calendar_or_refused(data: bytes) -> None:
    """A file from anywhere."""
    with contextlib.suppress(BadCalendarFile):
        read_calendar(data)
