"""When a channel gets messages: once per local date, on DST changes too."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.deadlines.campaigns import campaign_of, open_campaigns
from bot.domain.deadlines.dated import Dated, exactly
from bot.domain.deadlines.deadline import Calendar, Deadline, Topic
from bot.domain.deadlines.local_time import instant
from bot.domain.deadlines.marks import Marked, ReminderMark, ReminderState
from bot.domain.deadlines.planning import MessageKind, Occurrence, Window, firings, plan
from bot.domain.deadlines.subscription import BadSchedule, Schedule, Subscription
from bot.domain.deadlines.workdays import is_business_day
from bot.domain.deadlines.zones import UnknownZone, zone_named

ZONES = (
    "America/New_York",
    "Europe/London",
    "Australia/Sydney",
    "Australia/Lord_Howe",
    "America/Santiago",
    "Asia/Kolkata",
)
START = datetime(2026, 11, 21, 17, 0, tzinfo=UTC)
TWO_YEARS = Window(START, START + timedelta(days=731))


def application(day: date, ref: str = "A-12", *, confirmed: bool = True) -> Deadline:
    """A deadline that does not share a message."""
    return Deadline(
        f"app:{ref}:meeting", Topic.APPLICATIONS, "meeting", ref, exactly(day, "admin", confirmed=confirmed)
    )


def planned(
    *deadlines: Deadline, channel: str = "C1", window: Window = TWO_YEARS, **schedule: object
) -> list[Occurrence]:
    """The plan for one channel."""
    return plan(deadlines, [Subscription(channel, "U1", Schedule(**schedule))], window)  # type: ignore[arg-type]


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("hour", [0, 1, 2, 3, 9, 23])
def test_a_daily_rule_fires_once_for_each_local_date_of_two_years(zone: str, hour: int) -> None:
    """Both hemispheres, and Lord Howe's half-hour change."""
    days = [date(2026, 11, 23) + timedelta(days=n) for n in range(728)]
    each = [application(day, f"A-{n}") for n, day in enumerate(days)]
    found = planned(*each, leads=(0,), hour=hour, zone=zone, weekdays_only=False)
    tz = ZoneInfo(zone)
    local = [o.firing.at.astimezone(tz) for o in found]

    assert [at.date() for at in local] == days
    assert len({o.firing.at for o in found}) == len(days)
    assert all(at.hour == hour or (at.hour, at.minute) in ((hour + 1, 0), (hour, 30)) for at in local)


@pytest.mark.parametrize("zone", ZONES)
def test_a_weekly_rule_fires_once_for_each_week_of_two_years(zone: str) -> None:
    """A digest each Sunday, at the hour that DST skips or repeats."""
    found = planned(leads=(), digest=6, hour=2, zone=zone)
    days = [date.fromisoformat(o.firing.occurrence[:10]) for o in found]

    assert len(days) in (104, 105)
    assert {b - a for a, b in pairwise(days)} == {timedelta(days=7)}
    assert all(o.firing.at.astimezone(ZoneInfo(zone)).date() == d for o, d in zip(found, days, strict=True))


@given(st.dates(date(1980, 1, 1), date(2035, 1, 1)), st.integers(0, 23), st.sampled_from(ZONES))
@settings(max_examples=300)
def test_the_first_valid_instant_is_never_before_the_wall_time(day: date, hour: int, zone: str) -> None:
    """And never more than an hour after it. One second earlier the clock showed less."""
    at, tz = instant(day, hour, zone), ZoneInfo(zone)
    wall = datetime(day.year, day.month, day.day, hour)  # noqa: DTZ001
    shown = at.astimezone(tz).replace(tzinfo=None)

    assert wall <= shown <= wall + timedelta(hours=1)
    assert (at - timedelta(seconds=1)).astimezone(tz).replace(tzinfo=None) < wall


def test_a_skipped_time_moves_to_the_end_of_the_gap_and_a_doubled_one_fires_first() -> None:
    """New York 2027: March 14 has no 2:00; November 7 has 1:00 twice."""
    assert instant(date(2027, 3, 14), 2, "America/New_York") == datetime(2027, 3, 14, 7, tzinfo=UTC)
    assert instant(date(2027, 11, 7), 1, "America/New_York") == datetime(2027, 11, 7, 5, tzinfo=UTC)


def test_lead_times_count_back_from_the_day() -> None:
    """30, 7, 1 and 0 days before, at 9:00 AM."""
    found = planned(application(date(2027, 3, 18)))

    assert [o.firing.occurrence for o in found] == [
        "2027-02-16/30",
        "2027-03-11/7",
        "2027-03-17/1",
        "2027-03-18/0",
    ]
    assert found[-1].firing.at == datetime(2027, 3, 18, 13, tzinfo=UTC)


def test_an_estimate_is_told_of_by_its_likely_day_and_when_its_window_opens() -> None:
    """Lead times count from the likely day. One note comes on the first possible day."""
    window = Dated(
        date(2027, 1, 26), date(2027, 2, 3), date(2027, 2, 19), confirmed=False, rule="app_deadline"
    )
    deadline = Deadline("panel:2027-05:app_deadline", Topic.PANEL, "app_deadline", "2027-05", window)
    found = planned(deadline, leads=(30, 1, 0), topics=frozenset({Topic.PANEL}))

    assert [o.firing.occurrence for o in found] == [
        "2027-01-04/30",
        "2027-01-26/8",
        "2027-02-02/1",
        "2027-02-03/0",
    ]


def test_an_awaited_event_is_told_of_on_its_day_alone() -> None:
    """Nobody can miss anything before it. The note on its window's first day comes too."""
    release = next(d for d in Calendar().updates(*_2027) if d.key == "code:cpt_release_2027")

    assert [o.firing.occurrence for o in planned(release)] == ["2027-08-25/14", "2027-09-08/0"]


def test_a_federal_holiday_counts_as_a_weekend() -> None:
    """Thanksgiving 2027 and the Monday of Martin Luther King's birthday; without working days nothing moves."""
    on_holidays = [application(date(2027, 11, 25)), application(date(2027, 1, 18), "A-15")]

    assert [o.firing.occurrence for o in planned(*on_holidays, leads=(0,))] == [
        "2027-01-15/0",
        "2027-11-24/0",
    ]
    unmoved = planned(*on_holidays, leads=(0,), weekdays_only=False)
    assert [o.firing.occurrence for o in unmoved] == ["2027-01-18/0", "2027-11-25/0"]


@given(st.dates(date(2027, 1, 1), date(2028, 10, 1)), st.sampled_from(ZONES), st.booleans())
@settings(max_examples=60)
def test_no_message_comes_on_a_day_off(day: date, zone: str, window: bool) -> None:
    """Whatever the day: lead times, windows and weekly summaries. A campaign's own day is the exception."""
    when = Dated(day - timedelta(days=9), day, day + timedelta(days=9), confirmed=False, rule="x")
    each = replace(application(day), when=when) if window else application(day)
    found = planned(each, *Calendar().updates(day, day), leads=(30, 7, 1, 0), digest=0, zone=zone)

    for o in found:
        local = date.fromisoformat(o.firing.occurrence[:10])
        its_day = o.firing.kind is MessageKind.CAMPAIGN and o.firing.content.lead == 0
        assert its_day or is_business_day(local), o.firing.occurrence


def test_a_pause_until_a_day_ends_by_itself() -> None:
    """Messages before it are not planned, those from that day on are."""
    away = Subscription("C1", "U1", Schedule(leads=(30, 7, 0)), paused_until=date(2027, 3, 1))
    found = plan([application(date(2027, 3, 18))], [away], TWO_YEARS)

    assert [o.firing.occurrence for o in found] == ["2027-03-11/7", "2027-03-18/0"]
    assert away.is_paused(datetime(2027, 3, 1, 4, 59, tzinfo=UTC))
    assert not away.is_paused(datetime(2027, 3, 1, 5, 0, tzinfo=UTC))


def test_weekends_move_to_the_friday_before_and_two_leads_that_meet_are_told_once() -> None:
    """For a Sunday, 'in 2 days' and 'today' both move to Friday."""
    found = planned(application(date(2027, 3, 21)), leads=(2, 0))

    assert [o.firing.occurrence for o in found] == ["2027-03-19/0"]


def test_code_sets_of_one_day_are_told_together_and_january_is_a_campaign() -> None:
    """Five quarterly files of April 1 share one message. January 1 has its own posts, up to two weeks later."""
    updates = list(Calendar().updates(date(2026, 12, 1), date(2027, 4, 2)))
    found = planned(*updates)
    april = [o.firing for o in found if o.firing.reminder == "codes:2027-04-01"]
    january = [o.firing for o in found if o.firing.reminder == "campaign:2027-01-01"]

    assert {len(f.content.deadlines) for f in april} == {5}
    assert [f.content.lead for f in january] == [30, 14, 7, 1, 0, -14]
    assert {f.kind for f in january} == {MessageKind.CAMPAIGN}


def test_a_channel_hears_of_its_own_topics_alone() -> None:
    """It gets nothing about an application that belongs to another channel."""
    channels = [Subscription(c, "U1", Schedule(topics=frozenset({Topic.APPLICATIONS}))) for c in ("C1", "C2")]
    deadlines = [
        application(date(2027, 3, 18)),
        application(date(2027, 3, 18), "A-15"),
        *Calendar().updates(*_2027),
    ]
    found = plan(deadlines, channels, TWO_YEARS, only_in={"A-15": "C2"})

    assert {(o.channel, o.firing.reminder) for o in found} == {
        ("C1", "app:A-12:meeting"),
        ("C2", "app:A-12:meeting"),
        ("C2", "app:A-15:meeting"),
    }


def test_a_paused_channel_hears_nothing() -> None:
    """Until it is resumed."""
    paused = Subscription("C1", "U1", Schedule(), paused=True)

    assert plan([application(date(2027, 3, 18))], [paused], TWO_YEARS) == []


def test_done_is_told_no_more_and_snoozed_when_the_time_is_up() -> None:
    """Lead times in between are skipped."""
    until = datetime(2027, 3, 12, 14, tzinfo=UTC)
    done = ReminderState(done=ReminderMark(Marked.DONE, "U1", START))
    snoozed = ReminderState(snoozed=ReminderMark(Marked.SNOOZED, "U1", START, until=until))
    both = [application(date(2027, 3, 18)), application(date(2027, 3, 18), "A-15")]
    states = {("C1", "app:A-12:meeting"): done, ("C1", "app:A-15:meeting"): snoozed}
    found = plan(both, [Subscription("C1", "U1")], TWO_YEARS, states)

    assert sorted(o.firing.occurrence for o in found) == [
        "2027-03-12/snoozed",
        "2027-03-17/1",
        "2027-03-18/0",
    ]
    assert {o.firing.reminder for o in found} == {"app:A-15:meeting"}


@given(st.integers(0, 700), st.integers(1, 60))
@settings(max_examples=50, deadline=None)
def test_windows_that_meet_lose_and_double_nothing(start: int, days: int) -> None:
    """Planned in parts or at once, the messages are the same."""
    deadlines = tuple(Calendar().between(date(2026, 11, 1), date(2029, 3, 1)))
    schedule = Schedule(digest=0)
    first = START + timedelta(days=start)
    middle, last = first + timedelta(days=days), first + timedelta(days=2 * days)
    parts = [
        *firings(deadlines, schedule, Window(first, middle)),
        *firings(deadlines, schedule, Window(middle, last)),
    ]

    assert parts == firings(deadlines, schedule, Window(first, last))


@pytest.mark.parametrize(
    ("field", "schedule"),
    [
        ("leads", {"leads": (-1,)}),
        ("leads", {"leads": tuple(range(11))}),
        ("hour", {"hour": 24}),
        ("digest", {"digest": 7}),
        ("zone", {"zone": "Mars/Olympus"}),
        ("zone", {"zone": "../etc/passwd"}),
    ],
)
def test_a_schedule_that_cannot_be_is_refused(field: str, schedule: dict[str, object]) -> None:
    """The error has the invalid field."""
    with pytest.raises(BadSchedule) as refused:
        Schedule(**schedule)  # type: ignore[arg-type]

    assert refused.value.field == field


def test_a_campaign_is_opened_in_its_channel_and_told_seven_times_more() -> None:
    """July 1 for October 1, September 1 for January 1; then 60 to 1 days before, on the day, and after it."""
    updates = list(Calendar().updates(date(2027, 1, 2), date(2028, 1, 2)))
    found = planned(*updates, weekdays_only=False)
    told = {
        key: [o.firing.occurrence for o in found if o.firing.reminder == f"campaign:{key}"]
        for key in ("2027-10-01", "2028-01-01")
    }

    assert told["2027-10-01"] == [
        *("2027-07-01/92", "2027-08-02/60", "2027-09-01/30", "2027-09-17/14", "2027-09-24/7"),
        *("2027-09-30/1", "2027-10-01/0", "2027-10-15/-14"),
    ]
    assert told["2028-01-01"] == [
        *("2027-09-01/122", "2027-11-02/60", "2027-12-02/30", "2027-12-18/14", "2027-12-25/7"),
        *("2027-12-31/1", "2028-01-01/0", "2028-01-15/-14"),
    ]


def test_a_weekend_moves_no_campaigns_day_and_puts_the_first_denials_off() -> None:
    """January 1, 2028 is a Saturday, and the Friday before it the holiday: 'tomorrow' is told on Thursday."""
    updates = list(Calendar().updates(date(2027, 1, 2), date(2028, 1, 2)))
    found = plan(updates, [Subscription("C1", "U1")], Window(START, START + timedelta(days=600)))
    told = [o.firing.occurrence for o in found if o.firing.reminder == "campaign:2028-01-01"]

    assert told[-4:] == ["2027-12-23/7", "2027-12-30/1", "2028-01-01/0", "2028-01-18/-14"]


def test_checklists_open_in_september_and_in_july() -> None:
    """They stay open for eight weeks after the day."""
    assert [c.key for c in open_campaigns(date(2026, 9, 1))] == ["campaign:2026-10-01", "campaign:2027-01-01"]
    assert [c.key for c in open_campaigns(date(2027, 2, 26))] == ["campaign:2027-01-01"]
    assert open_campaigns(date(2027, 2, 27)) == []
    assert [campaign_of(k) for k in ("campaign:2026-10-02", "campaign:", "x", "campaign:20261001")] == [
        None
    ] * 4


_2027 = (date(2027, 1, 1), date(2027, 12, 31))


@pytest.mark.parametrize(
    ("written", "zone"),
    [
        ("Eastern", "America/New_York"),
        ("EST", "America/New_York"),
        ("pacific time", "America/Los_Angeles"),
        ("Central Standard Time", "America/Chicago"),
        ("us/mountain", "America/Denver"),
        ("america/new york", "America/New_York"),
        ("Europe/Berlin", "Europe/Berlin"),
        ("New York", "America/New_York"),
        ("Puerto Rico", "America/Puerto_Rico"),
        ("Guam", "Pacific/Guam"),
        ("India", "Asia/Kolkata"),
        ("Boston, MA", "America/New_York"),
        ("salt lake city", "America/Denver"),
        ("St. Louis", "America/Chicago"),
        ("Philippines", "Asia/Manila"),
        ("Honolulu", "Pacific/Honolulu"),
        ("Arizona", "America/Phoenix"),
    ],
)
def test_a_zone_is_read_as_people_write_it(written: str, zone: str) -> None:
    """With daylight saving time, which IANA's own EST does not have."""
    assert zone_named(written) == zone


def test_mst_is_denvers_winter_or_phoenix_so_it_is_asked() -> None:
    """A city that names no zone is not guessed."""
    for written, near in (("MST", "America/Denver"), ("Texas", "America/Chicago"), ("Nowhere", "")):
        with pytest.raises(UnknownZone) as problem:
            zone_named(written)
        assert problem.value.similar == near
