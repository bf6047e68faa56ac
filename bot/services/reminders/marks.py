"""Done, snooze, assign; and the checklists of update campaigns. Seen by all of the channel, and kept."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.domain.deadlines.campaigns import (
    Campaign,
    CampaignItem,
    ItemState,
    campaign_of,
    checklist,
    open_campaigns,
)
from bot.domain.deadlines.local_time import instant, local_day
from bot.domain.deadlines.marks import Marked, ReminderMark, ReminderState, state_of
from bot.domain.deadlines.subscription import Schedule
from bot.services.ports.database import Clock, Database
from bot.services.reminders.errors import ItemTaken, NoSuchDeadline, NoSuchReminder, NotAhead
from bot.services.reminders.replan import replan


@dataclass(frozen=True, slots=True)
class MarkedAs:
    """How the reminder stood and stands. `thread`: the message in the channel that it began with, if posted."""

    before: ReminderState
    after: ReminderState
    thread: str | None


class Marking:
    """What people do with a reminder of a channel. A reminder is what a delivery's `reminder` names."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def state(self, workspace: str, channel: str, reminder: str) -> ReminderState:
        """How it stands."""
        async with self._database.read() as work:
            return state_of(await work.reminders.marks.of(workspace, channel, reminder))

    async def done(self, workspace: str, channel: str, reminder: str, *, by: str) -> MarkedAs:
        """Tell it no more. Raises NoSuchReminder, as the others do."""
        return await self._mark(
            workspace, channel, reminder, ReminderMark(Marked.DONE, by, self._clock.now())
        )

    async def reopen(self, workspace: str, channel: str, reminder: str, *, by: str) -> MarkedAs:
        """Not done after all: what still lies ahead is told again."""
        return await self._mark(
            workspace, channel, reminder, ReminderMark(Marked.REOPENED, by, self._clock.now())
        )

    async def assign(
        self, workspace: str, channel: str, reminder: str, assignee: str | None, *, by: str
    ) -> MarkedAs:
        """Somebody's to do, or (None) nobody's any more."""
        mark = ReminderMark(Marked.ASSIGNED, by, self._clock.now(), assignee=assignee)
        return await self._mark(workspace, channel, reminder, mark)

    async def snooze(
        self, workspace: str, channel: str, reminder: str, until: int | date, *, by: str
    ) -> MarkedAs:
        """Quiet for so many days (1 to 366), or until a day; then it is told again, at the channel's hour.

        Raises NotAhead for a day that is not.
        """
        now = self._clock.now()
        async with self._database.read() as work:
            kept = await work.reminders.subscriptions.get(workspace, channel)
        schedule = kept.schedule if kept else Schedule()
        today = local_day(now, schedule.zone)
        day = today + timedelta(days=until) if isinstance(until, int) else until
        if not today < day <= today + timedelta(days=366):
            raise NotAhead
        mark = ReminderMark(Marked.SNOOZED, by, now, until=instant(day, schedule.hour, schedule.zone))
        return await self._mark(workspace, channel, reminder, mark)

    async def _mark(self, workspace: str, channel: str, reminder: str, mark: ReminderMark) -> MarkedAs:
        async with self._database.write() as work:
            if not await work.reminders.outbox.known(workspace, channel, reminder):
                raise NoSuchReminder(reminder)
            before = await work.reminders.marks.of(workspace, channel, reminder)
            await work.reminders.marks.add(workspace, channel, reminder, mark)
            await replan(work, workspace, mark.at, [channel])
            thread = await work.reminders.outbox.thread(workspace, channel, reminder)
            await work.commit()
        return MarkedAs(state_of(before), state_of([*before, mark]), thread)


class Checklists:
    """The checklists of January 1 and October 1, one for each channel."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def open(self) -> list[Campaign]:
        """Those that are open today."""
        return open_campaigns(self._clock.today())

    async def of(self, workspace: str, channel: str, key: str) -> Sequence[ItemState]:
        """The whole checklist in order. Raises NoSuchDeadline for a key that is no campaign's."""
        campaign = _campaign(key)
        async with self._database.read() as work:
            return checklist(await work.reminders.campaigns.items(workspace, channel, campaign.key))

    async def take(
        self, workspace: str, channel: str, key: str, item: CampaignItem, owner: str | None
    ) -> Sequence[ItemState]:
        """Give an item to somebody, or to nobody; the checklist after it. Raises ItemTaken where another has it."""

        def given(kept: ItemState) -> ItemState:
            if owner and kept.owner not in (None, owner):
                raise ItemTaken(kept.owner or "")
            return replace(kept, owner=owner)

        return await self._change(workspace, channel, key, item, given)

    async def finish(
        self, workspace: str, channel: str, key: str, item: CampaignItem, *, by: str, done: bool
    ) -> Sequence[ItemState]:
        """Tick an item off, or open it again; the checklist after it."""
        at = self._clock.now()

        def ticked(kept: ItemState) -> ItemState:
            if done and kept.done_at is not None:  # who was first stays
                return kept
            return (
                replace(kept, done_by=by, done_at=at) if done else replace(kept, done_by=None, done_at=None)
            )

        return await self._change(workspace, channel, key, item, ticked)

    async def _change(
        self,
        workspace: str,
        channel: str,
        key: str,
        item: CampaignItem,
        change: Callable[[ItemState], ItemState],
    ) -> Sequence[ItemState]:
        campaign = _campaign(key)
        async with self._database.write() as work:
            await work.reminders.settings.lock(workspace)  # two who press at once do not undo each other
            kept = await work.reminders.campaigns.items(workspace, channel, campaign.key)
            after = change(kept.get(item, ItemState(item)))
            await work.reminders.campaigns.put(workspace, channel, campaign.key, after)
            await work.commit()
        return checklist({**kept, item: after})


def _campaign(key: str) -> Campaign:
    campaign = campaign_of(key)
    if campaign is None:
        raise NoSuchDeadline(key)
    return campaign
