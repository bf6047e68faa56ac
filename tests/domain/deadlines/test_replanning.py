"""Edits on the day: what was due and not yet posted is never dropped, and never doubled."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.deadlines.dated import exactly
from bot.domain.deadlines.deadline import Deadline, Topic
from bot.domain.deadlines.delivery import Delivery, Status
from bot.domain.deadlines.planning import Firing, MessageContent, MessageKind, Occurrence, Window, plan
from bot.domain.deadlines.replanning import Present, changes
from bot.domain.deadlines.subscription import Schedule, Subscription

ZONES = ("America/New_York", "America/Los_Angeles", "Pacific/Honolulu", "Europe/London")
HORIZON = timedelta(days=60)


def meeting(day: date) -> Deadline:
    """A confirmed day of the Panel."""
    return Deadline(
        "panel:2027-02:meeting", Topic.PANEL, "meeting", "2027-02", exactly(day, "admin", confirmed=True)
    )


def planned(schedule: Schedule, deadline: Deadline, now: datetime) -> list[Occurrence]:
    """What is planned from four days back on, as `replan` does."""
    window = Window(now - timedelta(days=4), now + HORIZON)
    return list(plan([deadline], [Subscription("C1", "U1", schedule)], window, {}, {}))


def outbox(occurrences: list[Occurrence], now: datetime) -> list[Delivery]:
    """Rows as an earlier plan left them: what was due before is posted, the rest waits."""
    rows = []
    for number, (channel, firing) in enumerate(occurrences, start=1):
        status = Status.POSTED if firing.at <= now else Status.DUE
        keys = (firing.reminder, firing.occurrence, firing.kind, firing.content)
        rows.append(Delivery(number, "T1", channel, *keys, firing.at, status))
    return rows


def leads_of(occurrences: list[Occurrence]) -> set[tuple[str, int]]:
    """(deadline, lead) of each reminder."""
    return {(d.key, o.firing.content.lead) for o in occurrences for d in o.firing.content.deadlines}


schedules = st.builds(
    Schedule,
    hour=st.integers(6, 20),
    zone=st.sampled_from(ZONES),
    leads=st.just((30, 14, 7, 1, 0)),
    weekdays_only=st.booleans(),
    topics=st.just(frozenset({Topic.PANEL})),
)


@given(before=schedules, after=schedules, minutes=st.integers(0, 60 * 24 * 40))
@settings(max_examples=300, deadline=None)
def test_no_edit_drops_or_doubles_what_was_due(before: Schedule, after: Schedule, minutes: int) -> None:
    """Any change of hour, zone or weekend rule at any moment: each lead is posted before the edit or after it."""
    now = datetime(2026, 12, 20, 12, 0, tzinfo=UTC) + timedelta(minutes=minutes)
    deadline = meeting(date(2027, 2, 4))
    old = planned(before, deadline, datetime(2026, 12, 20, 12, 0, tzinfo=UTC))
    rows = outbox([o for o in old if o.firing.at > datetime(2026, 12, 20, 12, 0, tzinfo=UTC)], now)
    present = Present({deadline.key: deadline}, {"C1": after.zone}, frozenset(), now)

    done = changes(planned(after, deadline, now), rows, present)

    kept = [row for row in rows if row.id not in done.cancel]
    later_ = [(d.key, row.content.lead) for row in kept for d in row.content.deadlines]
    later_ += [(d.key, o.firing.content.lead) for o in done.add for d in o.firing.content.deadlines]
    wanted = leads_of([o for o in old if o.firing.at > datetime(2026, 12, 20, 12, 0, tzinfo=UTC)])
    assert wanted <= set(later_)
    reminders = [each for each in later_ if each in wanted]
    assert len(reminders) == len(set(reminders))


def test_an_hour_moved_back_past_now_is_posted_now() -> None:
    """Nine o'clock becomes eight at half past eight: the reminder of the day comes at once."""
    deadline, now = meeting(date(2027, 2, 4)), datetime(2027, 1, 5, 13, 30, tzinfo=UTC)  # 8:30 in New York
    schedule = Schedule(hour=9, zone=ZONES[0], leads=(30,), topics=frozenset({Topic.PANEL}))
    rows = outbox(planned(schedule, deadline, now), now)
    assert [row.due_at for row in rows if row.status is Status.DUE] == [
        datetime(2027, 1, 5, 14, 0, tzinfo=UTC)
    ]

    edited = replace(schedule, hour=8)
    done = changes(
        planned(edited, deadline, now),
        rows,
        Present({deadline.key: deadline}, {"C1": ZONES[0]}, frozenset(), now),
    )
    assert not set(done.cancel) - {row.id for row in rows}
    due = [firing.at for _, firing in done.refresh] + [o.firing.at for o in done.add]
    assert due
    assert all(at <= now for at in due)


def test_what_nobody_wants_any_more_is_still_canceled() -> None:
    """A lead that was taken out of the schedule is not posted now."""
    deadline, now = meeting(date(2027, 2, 4)), datetime(2027, 1, 5, 13, 30, tzinfo=UTC)
    content = MessageContent((deadline,), 30)
    firing = Firing(deadline.key, "2027-01-05/30", now + timedelta(minutes=30), MessageKind.REMINDER, content)
    rows = outbox([Occurrence("C1", firing)], now)
    without = Schedule(hour=8, zone=ZONES[0], leads=(7,), topics=frozenset({Topic.PANEL}))
    done = changes(
        planned(without, deadline, now),
        rows,
        Present({deadline.key: deadline}, {"C1": ZONES[0]}, frozenset(), now),
    )
    assert done.cancel == (1,)
    assert not [o for o in done.add if o.firing.content.lead == 30]
