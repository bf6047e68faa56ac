"""Dates, subscriptions, applications and marks: each change replans messages in its own transaction."""

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.domain.deadlines.application_targets import STAGE_MILESTONES, Aim
from bot.domain.deadlines.campaigns import CampaignItem
from bot.domain.deadlines.deadline import Topic
from bot.domain.deadlines.delivery import Delivery, Status
from bot.domain.deadlines.planning import MessageKind
from bot.domain.deadlines.subscription import Schedule, Subscription
from bot.domain.roles import Role
from bot.services.reminders.channels import Channels, application_changed, application_removed
from bot.services.reminders.dates import Dates
from bot.services.reminders.errors import (
    FarFromExpected,
    MeetingDatesOutOfOrder,
    NoSuchDeadline,
    NoSuchReminder,
    NotAhead,
    NotSubscribed,
    PastLastReminder,
)
from bot.services.reminders.marks import Checklists, Marking
from bot.services.reminders.replan import HORIZON
from bot.services.team.roles import TeamRoles
from tests.fakes import FakeClock, FakeDatabase
from tests.services.reminder_setup import StandIn, deliverer, run

NOW = datetime(2026, 12, 14, 15, 0, tzinfo=UTC)
MEETING = "panel:2027-02:meeting"


class World:
    """A workspace with one channel subscribed to the Panel, on December 14, 2026 at 10:00 AM in New York."""

    def __init__(self) -> None:
        self.database = FakeDatabase()
        self.clock = FakeClock(NOW)
        self.poster = StandIn()
        self.channels = Channels(self.database, self.clock)
        self.dates = Dates(self.database, self.clock)
        self.marking = Marking(self.database, self.clock)
        self.checklists = Checklists(self.database, self.clock)
        self._worker = deliverer(self.database, self.poster, self.clock)

    async def subscribe(self, channel: str = "C1", **schedule: object) -> None:
        """Subscribe to Panel deadlines by default."""
        schedule.setdefault("topics", frozenset({Topic.PANEL}))
        new = Subscription(channel, "U1", Schedule(**schedule))  # type: ignore[arg-type]
        await self.channels.subscribe("T1", new)

    async def admin(self, user: str) -> None:
        """Make somebody an admin."""
        await TeamRoles(self.database, self.clock).give_by_operator("T1", user, Role.ADMIN)

    async def until(self, day: date) -> None:
        """Tick every morning and evening up to noon of that day."""
        while self.clock.today() < day:
            self.clock.advance(timedelta(hours=12))
            await self.channels.plan_ahead()
            await run(self._worker)

    async def rows(self, reminder: str = MEETING, *status: Status) -> Sequence[Delivery]:
        """Rows of one reminder, in order of time."""
        found = [held.row for held in self.database.state.reminders.outbox.values()]
        mine = [r for r in found if r.reminder == reminder and (not status or r.status in status)]
        return sorted(mine, key=lambda r: r.due_at)

    async def due(self, reminder: str = MEETING) -> list[str]:
        """Rows still due."""
        return [row.occurrence for row in await self.rows(reminder, Status.DUE)]

    async def move(self, aim: Aim) -> None:
        """Change an application."""
        async with self.database.write() as work:
            await application_changed(work, self.clock, "T1", aim)
            await work.commit()


@pytest.fixture
def world() -> World:
    """A new world for each test."""
    return World()


async def test_a_subscription_makes_the_messages_of_two_months(world: World) -> None:
    """From the likely day, February 4; the window opens on January 28. Past messages are not sent."""
    await world.subscribe()

    assert await world.due() == [
        "2027-01-05/30",
        "2027-01-28/7",
        "2027-02-03/1",
        "2027-02-04/0",
    ]


async def test_each_day_brings_the_next_day_s_rows_once(world: World) -> None:
    """The horizon moves. Planning again adds nothing."""
    await world.subscribe()
    assert await world.channels.plan_ahead() == 0
    before = len(world.database.state.reminders.outbox)
    world.clock.advance(timedelta(days=30))
    assert await world.channels.plan_ahead() == 1

    rows = [held.row for held in world.database.state.reminders.outbox.values()]
    assert len(rows) > before
    assert max(row.due_at for row in rows) <= world.clock.now() + HORIZON


async def test_a_confirmed_date_moves_every_reminder_that_hangs_on_it(world: World) -> None:
    """Nothing was posted yet, so there is no correction."""
    await world.subscribe()
    done = await world.dates.enter("T1", MEETING, date(2027, 2, 11), confirmed=True, by="U9")

    assert (done.before.when.confirmed, done.after.when.confirmed) == (False, True)
    assert {new.kind for _, new in done.moved} >= {"meeting", "agenda_item_to_applicant", "summary_posted"}
    assert await world.due() == [
        "2027-01-12/30",
        "2027-02-04/7",
        "2027-02-10/1",
        "2027-02-11/0",
    ]


async def test_a_posted_reminder_is_corrected_in_its_thread_and_none_is_doubled(world: World) -> None:
    """Posted 30 days before the likely day. The AMA's date is a week later: no second '30 days'."""
    await world.subscribe(leads=(30, 7))
    await world.until(date(2027, 1, 8))
    assert len(await world.rows(MEETING, Status.POSTED)) == 1
    await world.dates.enter("T1", MEETING, date(2027, 2, 11), confirmed=True, by="U9")
    await world.until(date(2027, 2, 12))

    posted = await world.rows(MEETING, Status.POSTED)
    assert [(r.kind, r.occurrence) for r in posted] == [
        (MessageKind.REMINDER, "2027-01-05/30"),
        (MessageKind.CORRECTION, "moved/1"),
        (MessageKind.REMINDER, "2027-02-04/7"),
    ]
    assert [r.thread for r in posted] == [None, posted[0].posted_ts, posted[0].posted_ts]
    assert [d.when.expected for d in posted[1].content.deadlines] == [date(2027, 2, 11)]
    assert [d.when.expected for d in posted[1].content.before] == [date(2027, 2, 4)]


async def test_a_date_that_is_changed_back_is_corrected_back(world: World) -> None:
    """If no correction was posted yet, none is."""
    await world.subscribe(leads=(30,))
    await world.until(date(2027, 1, 6))
    for _ in range(2):
        await world.dates.enter("T1", MEETING, date(2027, 2, 11), confirmed=True, by="U9")
        await world.until(world.clock.today() + timedelta(days=1))
        await world.dates.remove_date("T1", MEETING, by="U9")
        await world.until(world.clock.today() + timedelta(days=1))
    await world.dates.enter("T1", MEETING, date(2027, 2, 11), confirmed=True, by="U9")
    await world.dates.remove_date("T1", MEETING, by="U9")
    await world.until(world.clock.today() + timedelta(days=1))

    posted = await world.rows(MEETING, Status.POSTED)
    assert [r.occurrence for r in posted[1:]] == ["moved/1", "moved/2", "moved/3", "moved/4"]


async def test_a_date_that_moves_near_is_told_at_once(world: World) -> None:
    """Its lead times passed before any was posted."""
    await world.subscribe(leads=(30, 14))
    await world.dates.enter("T1", MEETING, date(2026, 12, 21), confirmed=True, by="U9")

    assert await world.due() == ["2026-12-14/7"]


async def test_a_date_that_moves_far_gets_a_series_of_its_own(world: World) -> None:
    """Half a year later, '30 days' is news again."""
    await world.subscribe(leads=(30,))
    await world.until(date(2027, 1, 6))
    await world.dates.enter("T1", MEETING, date(2027, 3, 25), confirmed=True, by="U9")
    await world.until(date(2027, 3, 26))

    assert [r.occurrence for r in await world.rows(MEETING, Status.POSTED)] == [
        "2027-01-05/30",
        "moved/1",
        "2027-02-23/30",
    ]


async def test_nothing_is_closed_because_an_estimate_has_passed(world: World) -> None:
    """The date can still be entered, and is announced."""
    await world.subscribe(leads=(0,))
    await world.until(date(2027, 1, 30))
    await world.dates.enter("T1", MEETING, date(2027, 2, 11), confirmed=True, by="U9")

    assert await world.due() == ["moved/1", "2027-02-11/0"]


async def test_a_day_far_from_the_expected_one_is_asked_about(world: World) -> None:
    """For example a mistyped year. It can be confirmed."""
    with pytest.raises(FarFromExpected):
        await world.dates.enter("T1", MEETING, date(2028, 2, 3), confirmed=True, by="U9")
    await world.dates.enter("T1", MEETING, date(2028, 2, 3), confirmed=True, by="U9", accept_unlikely=True)

    assert (await world.dates.calendar("T1")).meeting("2027-02").start.expected == date(2028, 2, 3)


@pytest.mark.parametrize(
    ("kind", "day"),
    [
        ("meeting_end", date(2027, 2, 1)),
        ("summary_posted", date(2027, 1, 20)),
        ("public_agenda", date(2027, 2, 5)),
    ],
)
async def test_a_day_that_its_meeting_contradicts_is_asked_about(world: World, kind: str, day: date) -> None:
    """For example a meeting that ends before it starts. It can be confirmed; a fitting day is accepted."""
    await world.dates.enter("T1", MEETING, date(2027, 2, 4), confirmed=True, by="U9")
    key = f"panel:2027-02:{kind}"
    with pytest.raises(MeetingDatesOutOfOrder) as problem:
        await world.dates.enter("T1", key, day, confirmed=True, by="U9")

    assert problem.value.other.key == MEETING
    assert (
        await world.dates.enter("T1", key, day, confirmed=True, by="U9", accept_unlikely=True)
    ).after.when.confirmed


async def test_a_first_day_after_the_entered_last_one_is_asked_about(world: World) -> None:
    """A first day after the estimated last day moves the last day too."""
    end = "panel:2027-02:meeting_end"
    await world.dates.enter("T1", MEETING, date(2027, 2, 12), confirmed=True, by="U9")
    await world.dates.enter("T1", end, date(2027, 2, 14), confirmed=True, by="U9")
    with pytest.raises(MeetingDatesOutOfOrder) as problem:
        await world.dates.enter("T1", MEETING, date(2027, 2, 20), confirmed=True, by="U9")

    assert problem.value.other.key == end


@pytest.mark.parametrize("key", ["panel:2027-03:meeting", "app:A-1:app_deadline", "code:x", "", "panel:"])
async def test_a_date_of_nothing_is_not_entered(world: World, key: str) -> None:
    """Keys are untrusted."""
    with pytest.raises(NoSuchDeadline):
        await world.dates.enter("T1", key, date(2027, 2, 3), confirmed=True, by="U9")


async def test_another_workspace_s_dates_are_its_own(world: World) -> None:
    """One team's admin dates do not affect another team."""
    await world.dates.enter("T2", MEETING, date(2027, 2, 11), confirmed=True, by="U9")

    assert not (await world.dates.calendar("T1")).meeting("2027-02").start.confirmed


async def test_a_changed_hour_moves_what_is_to_come_and_repeats_nothing(world: World) -> None:
    """Messages posted this morning stay as they are."""
    await world.subscribe(leads=(30, 14))
    await world.until(date(2027, 1, 6))
    await world.subscribe(leads=(30, 14), hour=16)

    posted, due = await world.rows(MEETING, Status.POSTED), await world.rows(MEETING, Status.DUE)
    assert [r.occurrence for r in posted] == ["2027-01-05/30"]
    assert [(r.occurrence, r.due_at.hour) for r in due] == [("2027-01-21/14", 21), ("2027-01-28/7", 21)]


async def test_pause_takes_back_and_going_on_brings_back(world: World) -> None:
    """Messages due during the pause are not sent later."""
    await world.subscribe()
    await world.channels.pause("T1", "C1", paused=True, by="U1")
    assert await world.due() == []
    world.clock.advance(timedelta(days=20))
    await world.channels.pause("T1", "C1", paused=False, by="U1")

    assert await world.due() == ["2027-01-05/30", "2027-01-28/7", "2027-02-03/1", "2027-02-04/0"]
    with pytest.raises(NotSubscribed):
        await world.channels.pause("T1", "C9", paused=True, by="U1")


async def test_unsubscribing_takes_everything_back(world: World) -> None:
    """Unsubscribing again finds nothing."""
    await world.subscribe()

    assert await world.channels.unsubscribe("T1", "C1")
    assert await world.due() == []
    assert not await world.channels.unsubscribe("T1", "C1")


async def test_what_a_downtime_held_back_is_not_taken_back_by_planning(world: World) -> None:
    """The bot was down for three days, and its first action is planning."""
    await world.subscribe()
    world.clock.advance(timedelta(days=25))
    await world.channels.plan_ahead()

    assert (await world.due())[0] == "2027-01-05/30"


async def test_moving_the_stage_takes_back_what_no_longer_applies(world: World) -> None:
    """Submitted: the deadline is met. Additional information is next."""
    await world.subscribe(topics=frozenset({Topic.APPLICATIONS}), leads=(0,))
    await world.move(Aim("A-12", "pre_submission", "2027-05"))
    assert await world.due("app:A-12:app_deadline") == ["2027-01-26/8", "2027-02-03/0"]
    await world.move(Aim("A-12", "submitted", "2027-05"))

    assert await world.due("app:A-12:app_deadline") == []
    assert [d.kind for d in await world.dates.of_application("T1", "A-12")] == [
        "additional_info_deadline",
        "meeting",
    ]


async def test_a_closed_or_removed_application_waits_for_nothing(world: World) -> None:
    """Withdrawn or removed."""
    await world.subscribe(topics=frozenset({Topic.APPLICATIONS}), leads=(0,))
    await world.move(Aim("A-12", "pre_submission", "2027-05"))
    await world.move(Aim("A-12", "withdrawn", "2027-05"))
    assert await world.due("app:A-12:app_deadline") == []
    await world.move(Aim("A-12", "pre_submission", "2027-05"))
    assert await world.due("app:A-12:app_deadline") == ["2027-01-26/8", "2027-02-03/0"]
    async with world.database.write() as work:
        await application_removed(work, world.clock, "T1", "A-12")
        await work.commit()

    assert await world.due("app:A-12:app_deadline") == []


async def test_a_returned_application_has_five_business_days(world: World) -> None:
    """From the notice. A day stated in the notice takes precedence."""
    await world.subscribe(topics=frozenset({Topic.APPLICATIONS}), leads=(0,))
    await world.move(Aim("A-12", "returned", "2027-05", returned=date(2026, 12, 14)))
    key = "app:A-12:staff_completeness_return"
    assert await world.due(key) == ["2026-12-21/0"]
    await world.dates.enter("T1", key, date(2026, 12, 23), confirmed=True, by="U9")

    assert await world.due(key) == ["2026-12-23/0"]


async def test_a_pla_application_follows_its_own_quarters(world: World) -> None:
    """Not the Panel's offsets."""
    await world.move(Aim("A-7", "pre_submission", "2027-Q3", pla=True))

    [found] = await world.dates.of_application("T1", "A-7")
    assert (found.kind, found.when.expected) == ("pla_application", date(2027, 3, 9))


async def test_an_application_s_own_channel_alone_is_told(world: World) -> None:
    """Confidential until the Summary is posted."""
    for channel in ("C1", "C2"):
        await world.subscribe(channel, topics=frozenset({Topic.APPLICATIONS}), leads=(0,))
    await world.move(Aim("A-12", "pre_submission", "2027-05", channel="C2"))

    assert {r.channel for r in await world.rows("app:A-12:app_deadline")} == {"C2"}
    assert await world.dates.upcoming("T1", topics=[Topic.APPLICATIONS]) == []
    assert len(await world.dates.upcoming("T1", topics=[Topic.APPLICATIONS], channel="C2")) == 1


async def test_no_target_is_taken_that_is_none(world: World) -> None:
    """The application's change fails too."""
    with pytest.raises(ValueError, match="not a valid Season"):
        await world.move(Aim("A-12", "pre_submission", "2027-13"))

    assert world.database.state.reminders.aims == {}


async def test_done_is_kept_and_can_be_taken_back(world: World) -> None:
    """Everyone sees who did it."""
    await world.subscribe()
    marked = await world.marking.done("T1", "C1", MEETING, by="U5")
    assert marked.after.done
    assert marked.after.done.by == "U5"
    assert await world.due() == []
    await world.marking.reopen("T1", "C1", MEETING, by="U6")

    assert len(await world.due()) == 4


async def test_snoozed_is_quiet_and_then_told_again(world: World) -> None:
    """Three days from a Friday would be a holiday's Monday, so it is the Tuesday, at the channel's hour."""
    await world.subscribe()
    await world.until(date(2027, 1, 15))
    await world.marking.snooze("T1", "C1", MEETING, 3, by="U5")

    assert (await world.due())[0] == "2027-01-19/snoozed"
    with pytest.raises(NotAhead):
        await world.marking.snooze("T1", "C1", MEETING, date(2026, 12, 1), by="U5")


async def test_a_snooze_past_the_last_reminder_is_asked_about(world: World) -> None:
    """The day itself is the last one. It can be meant."""
    await world.subscribe()
    with pytest.raises(PastLastReminder) as asked:
        await world.marking.snooze("T1", "C1", MEETING, date(2027, 2, 5), by="U5")
    assert (asked.value.day, asked.value.last) == (date(2027, 2, 5), date(2027, 2, 4))
    await world.marking.snooze("T1", "C1", MEETING, date(2027, 2, 4), by="U5")
    await world.marking.snooze("T1", "C1", MEETING, date(2027, 2, 5), by="U5", past_last=True)

    assert await world.due() == ["2027-02-05/snoozed"]


async def test_whoever_is_assigned_gets_it_at_once_and_with_the_last_two_reminders(world: World) -> None:
    """As direct messages, which end when it is done."""
    await world.subscribe()
    await world.marking.assign("T1", "C1", MEETING, "U7", by="U5")
    direct = f"for:C1:{MEETING}"
    rows = await world.rows(direct)
    assert {r.channel for r in rows} == {"U7"}
    assert {r.kind for r in rows} == {MessageKind.DIRECT}
    assert [r.occurrence[-4:] for r in rows[:1]] == ["/now"]
    assert [r.occurrence for r in rows[1:]] == ["2027-02-03/1", "2027-02-04/0"]
    await world.marking.done("T1", "C1", MEETING, by="U7")

    assert [r.occurrence[-4:] for r in await world.rows(direct, Status.DUE)] == ["/now"]
    assert await world.marking.place("T1", "D1", direct, by="U7") == ("C1", MEETING)
    with pytest.raises(NoSuchReminder):
        await world.marking.place("T1", "D1", direct, by="U8")


async def test_the_owner_of_an_open_item_is_written_to_on_the_last_two_days(world: World) -> None:
    """Until the item is done."""
    await world.subscribe(topics=frozenset({Topic.CODE_SETS}))
    key = "campaign:2027-01-01"
    await world.checklists.take("T1", "C1", key, CampaignItem.TRAINING, "U7")
    rows = await world.rows(f"for:C1:{key}")
    assert [(r.channel, r.occurrence) for r in rows] == [("U7", "2026-12-31/1"), ("U7", "2027-01-01/0")]
    await world.checklists.finish("T1", "C1", key, CampaignItem.TRAINING, by="U7", done=True)

    assert await world.due(f"for:C1:{key}") == []


async def test_a_day_that_nobody_knows_is_asked_for_each_monday_until_it_has_passed(world: World) -> None:
    """Of who subscribed and the admins, in one message. A day that is entered is not asked for."""
    await world.admin("U9")
    await world.subscribe()
    asked = [(r.channel, r.occurrence) for r in await world.rows("nudge")]
    assert ("U1", "2026-12-21/0") in asked
    assert ("U9", "2026-12-21/0") in asked
    keys = {d.key for r in await world.rows("nudge") for d in r.content.deadlines}
    assert {"panel:2027-02:public_agenda", "ruc:2027-01:ruc_meeting"} <= keys
    assert not any(key.endswith(("agenda_item_to_applicant", "additional_info_deadline")) for key in keys)
    for key in keys - {MEETING}:
        await world.dates.say_passed("T1", key, by="U5")
    await world.dates.enter("T1", MEETING, date(2027, 2, 4), confirmed=True, by="U9")

    assert await world.due("nudge") == []
    assert await world.due("ruc:2027-01:ruc_meeting") == []
    shown = await world.dates.upcoming("T1", days=30)
    assert "panel:2027-02:public_agenda" not in {d.key for d in shown}


async def test_a_new_channel_gets_the_running_checklist_at_once(world: World) -> None:
    """Once. Planning and changed settings leave it alone."""
    await world.subscribe(topics=frozenset({Topic.CODE_SETS}))
    await world.subscribe(topics=frozenset({Topic.CODE_SETS}), hour=10)
    rows = [r for r in await world.rows("campaign:2027-01-01") if r.kind is MessageKind.OPENING]

    assert [(r.occurrence, r.due_at, r.status) for r in rows] == [("2026-12-14/now", NOW, Status.DUE)]
    await world.until(date(2026, 12, 19))
    posted = await world.rows("campaign:2027-01-01", Status.POSTED)
    assert [(r.kind, r.thread) for r in posted] == [
        (MessageKind.OPENING, None),
        (MessageKind.CAMPAIGN, posted[0].posted_ts),
    ]


async def test_a_pause_until_a_day_ends_by_itself(world: World) -> None:
    """A day in the past is none."""
    await world.subscribe()
    await world.channels.pause("T1", "C1", paused=True, by="U1", until=date(2027, 1, 20))
    assert await world.due() == ["2027-01-28/7", "2027-02-03/1", "2027-02-04/0"]
    await world.channels.pause("T1", "C1", paused=False, by="U1")
    assert (await world.due())[0] == "2027-01-05/30"
    with pytest.raises(NotAhead):
        await world.channels.pause("T1", "C1", paused=True, by="U1", until=date(2026, 12, 1))


async def test_a_reminder_that_was_never_planned_cannot_be_marked(world: World) -> None:
    """A forged button, or another channel's."""
    await world.subscribe()
    for channel, reminder in (("C1", "panel:2099-02:meeting"), ("C2", MEETING), ("C1", "'; --")):
        with pytest.raises(NoSuchReminder):
            await world.marking.done("T1", channel, reminder, by="U5")
    with pytest.raises(NoSuchReminder):
        await world.marking.assign("T2", "C1", MEETING, "U7", by="U5")


async def test_a_checklist_s_item_has_an_owner_and_is_ticked_off(world: World) -> None:
    """Per channel. A reopened item has no done-by."""
    [campaign] = world.checklists.open()[-1:]
    await world.checklists.take("T1", "C1", campaign.key, CampaignItem.TRAINING, "U7")
    done = await world.checklists.finish("T1", "C1", campaign.key, CampaignItem.TRAINING, by="U8", done=True)
    mine = next(s for s in done if s.item is CampaignItem.TRAINING)
    assert (mine.owner, mine.done_by, mine.done_at) == ("U7", "U8", NOW)

    assert not any(s.done_by for s in await world.checklists.of("T1", "C2", campaign.key))
    again = await world.checklists.finish(
        "T1", "C1", campaign.key, CampaignItem.TRAINING, by="U8", done=False
    )
    assert next(s for s in again if s.item is CampaignItem.TRAINING).done_at is None
    with pytest.raises(NoSuchDeadline):
        await world.checklists.of("T1", "C1", "campaign:2027-02-01")


def test_every_stage_waits_for_what_the_facts_name_with_it() -> None:
    """A rule of an application's stage in the facts file is among its milestones there."""
    facts = Path(__file__).parents[3] / "shared" / "facts" / "application_stages.json"
    if not facts.exists():
        pytest.skip("../shared/facts/application_stages.json is not there")
    states = json.loads(facts.read_text(encoding="utf-8"))["states"]

    assert {s["id"] for s in states} >= STAGE_MILESTONES.keys()
    for state in states:
        assert set(STAGE_MILESTONES.get(state["id"], ())) >= set(state["deadlines"]), state["id"]


async def test_the_day_that_a_notice_names_goes_before_the_rule(world: World) -> None:
    """Five business days is only the AMA's example. A notice's day is stated, not estimated."""
    aim = Aim("A-12", "returned", "2027-05", returned=date(2026, 12, 14), complete_by=date(2026, 12, 18))
    await world.move(aim)

    found = next(
        d for d in await world.dates.of_application("T1", "A-12") if d.kind == "staff_completeness_return"
    )
    assert (found.when.expected, found.when.confirmed) == (date(2026, 12, 18), True)
