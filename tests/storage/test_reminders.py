"""Dates, subscriptions, aims, marks, checklists and settings, on the fake, SQLite and PostgreSQL."""

from dataclasses import replace
from datetime import date, timedelta

from bot.domain.deadlines.application_targets import Aim
from bot.domain.deadlines.campaigns import CampaignItem, ItemState
from bot.domain.deadlines.deadline import Override, Topic
from bot.domain.deadlines.delivery import Uncertainty
from bot.domain.deadlines.marks import Marked, ReminderMark
from bot.domain.deadlines.subscription import Schedule, Subscription
from bot.services.ports.database import Database
from bot.services.ports.reminders import ReminderSettings
from tests.storage.examples import NOW

DAY = date(2027, 2, 4)
FIRST = Override("panel:2027-02:meeting", DAY, confirmed=True)


async def test_the_last_date_of_a_key_holds_until_it_is_taken_back(database: Database) -> None:
    """In its own workspace."""
    second = Override(FIRST.key, date(2027, 2, 11), confirmed=False)
    other = Override("code:ncci_2027_04", DAY, confirmed=True)
    async with database.write() as work:
        dates = work.reminders.overrides
        for each in (FIRST, other, second):
            await dates.add("T1", each, "U1", NOW)
        assert await dates.all("T1") == {second.key: second, other.key: other}
        assert await dates.all("T2") == {}
        await dates.withdraw("T1", FIRST.key, "U2", NOW)
        assert await dates.all("T1") == {other.key: other}
        await dates.add("T1", FIRST, "U1", NOW)
        assert (await dates.all("T1"))[FIRST.key] == FIRST


async def test_a_subscription_comes_back_as_it_was_put(database: Database) -> None:
    """Every part of the schedule; one per channel and workspace."""
    schedule = Schedule(frozenset({Topic.PANEL}), (14, 0), 16, "Australia/Lord_Howe", False, 6, False)
    mine = Subscription("C2", "U1", schedule, paused=True)
    async with database.write() as work:
        kept = work.reminders.subscriptions
        await kept.put("T1", replace(mine, channel="C9"))
        await kept.put("T1", Subscription("C2", "U9"))
        await kept.put("T1", mine)
        await work.commit()
    async with database.read() as work:
        kept = work.reminders.subscriptions
        assert await kept.get("T1", "C2") == mine
        assert [s.channel for s in await kept.all("T1")] == ["C2", "C9"]
        assert await kept.get("T2", "C2") is None
        assert await kept.all("T2") == []


async def test_what_is_removed_is_gone_and_was_there(database: Database) -> None:
    """Subscriptions and aims."""
    async with database.write() as work:
        store = work.reminders
        await store.subscriptions.put("T1", Subscription("C1", "U1"))
        await store.aims.put("T1", Aim("A-1", "submitted", "2027-05"))
        assert not await store.subscriptions.remove("T2", "C1")
        assert await store.subscriptions.remove("T1", "C1")
        assert not await store.subscriptions.remove("T1", "C1")
        assert not await store.aims.remove("T2", "A-1")
        assert await store.aims.remove("T1", "A-1")
        assert await store.aims.all("T1") == []


async def test_an_aim_comes_back_as_it_was_put(database: Database) -> None:
    """The last one with its ref."""
    aim = Aim(
        "A-12", "returned", "2027-Q2", True, DAY, DAY + timedelta(days=1), DAY + timedelta(days=2), "C1"
    )
    async with database.write() as work:
        await work.reminders.aims.put("T1", Aim("A-12", "submitted", None))
        await work.reminders.aims.put("T1", aim)
        await work.commit()
    async with database.read() as work:
        assert await work.reminders.aims.all("T1") == [aim]
        assert await work.reminders.aims.all("T2") == []
        assert await work.reminders.aims.some("T1", ["A-1", aim.ref]) == [aim]
        assert await work.reminders.aims.some("T2", [aim.ref]) == []
        assert await work.reminders.aims.some("T1", []) == []


async def test_marks_are_kept_in_their_order(database: Database) -> None:
    """And summarized by channel and reminder."""
    marks = [
        ReminderMark(Marked.SNOOZED, "U1", NOW, until=NOW + timedelta(days=3)),
        ReminderMark(Marked.ASSIGNED, "U1", NOW, assignee="U2"),
        ReminderMark(Marked.DONE, "U2", NOW + timedelta(hours=1)),
    ]
    async with database.write() as work:
        for mark in marks:
            await work.reminders.marks.add("T1", "C1", "panel:x", mark)
        await work.reminders.marks.add("T1", "C2", "panel:x", marks[0])
        await work.commit()
    async with database.read() as work:
        kept = work.reminders.marks
        assert await kept.of("T1", "C1", "panel:x") == marks
        assert await kept.of("T2", "C1", "panel:x") == []
        states = await kept.states("T1")
        assert await kept.states("T2") == {}
    assert states["C1", "panel:x"].done == marks[2]
    assert states["C1", "panel:x"].assigned == marks[1]
    assert states["C1", "panel:x"].snoozed is None
    assert states["C2", "panel:x"].snoozed == marks[0]


async def test_a_checklist_keeps_each_item_by_channel(database: Database) -> None:
    """Unchanged items are missing."""
    taken = ItemState(CampaignItem.TRAINING, "U1")
    async with database.write() as work:
        kept = work.reminders.campaigns
        await kept.put("T1", "C1", "campaign:2027-01-01", taken)
        await kept.put("T1", "C1", "campaign:2027-01-01", replace(taken, done_by="U2", done_at=NOW))
        await kept.put("T1", "C2", "campaign:2027-01-01", taken)
        await work.commit()
    async with database.read() as work:
        kept = work.reminders.campaigns
        assert await kept.items("T1", "C1", "campaign:2027-01-01") == {
            CampaignItem.TRAINING: replace(taken, done_by="U2", done_at=NOW)
        }
        assert await kept.items("T1", "C1", "campaign:2026-10-01") == {}


async def test_settings_begin_with_repeating_and_tell_who_is_behind(database: Database) -> None:
    """A workspace without settings plans nothing."""
    async with database.write() as work:
        settings = work.reminders.settings
        assert await settings.get("T1") == ReminderSettings()
        assert await settings.lock("T1") == ReminderSettings()
        assert await settings.lock("T2") == ReminderSettings()
        await settings.put("T2", ReminderSettings(Uncertainty.FLAG, DAY))
        assert await settings.lock("T2") == ReminderSettings(Uncertainty.FLAG, DAY)
        assert await settings.workspaces_to_plan(DAY) == ["T1"]
        assert await settings.workspaces_to_plan(DAY + timedelta(days=1)) == ["T1", "T2"]
