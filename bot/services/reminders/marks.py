"""Reminder actions (done, snooze, assign) and campaign checklists. Visible to the whole channel and stored."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot.domain.deadlines.campaigns import (
    Campaign,
    CampaignItem,
    ItemState,
    campaign_of,
    checklist,
    open_campaigns,
)
from bot.domain.deadlines.leads import last_leads
from bot.domain.deadlines.local_time import instant, local_day
from bot.domain.deadlines.marks import Marked, ReminderMark, ReminderState, state_of
from bot.domain.deadlines.people import channel_and_reminder, for_channel
from bot.domain.deadlines.planning import AT_ONCE, Firing, MessageContent, MessageKind, Occurrence
from bot.domain.deadlines.subscription import Schedule
from bot.domain.deadlines.workdays import working_day_after
from bot.services.ports.database import Clock, Database, UnitOfWork
from bot.services.reminders.errors import (
    ItemTaken,
    NoSuchDeadline,
    NoSuchReminder,
    NotAhead,
    PastLastReminder,
)
from bot.services.reminders.replan import replan

_REMEMBERED = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class MarkedAs:
    """The reminder's state before and after. `thread` is its first message in the channel, if posted."""

    before: ReminderState
    after: ReminderState
    thread: str | None


class Marking:
    """Actions on a channel's reminder. `reminder` is the value in `Delivery.reminder`."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def state(self, workspace: str, channel: str, reminder: str) -> ReminderState:
        """The reminder's state."""
        async with self._database.read() as work:
            return state_of(await work.reminders.marks.of(workspace, channel, reminder))

    async def done(self, workspace: str, channel: str, reminder: str, *, by: str) -> MarkedAs:
        """Mark done and stop sending it. All actions raise NoSuchReminder."""
        return await self._mark(
            workspace, channel, reminder, ReminderMark(Marked.DONE, by, self._clock.now())
        )

    async def reopen(self, workspace: str, channel: str, reminder: str, *, by: str) -> MarkedAs:
        """Mark not done. Future messages are sent again."""
        return await self._mark(
            workspace, channel, reminder, ReminderMark(Marked.REOPENED, by, self._clock.now())
        )

    async def assign(
        self, workspace: str, channel: str, reminder: str, assignee: str | None, *, by: str
    ) -> MarkedAs:
        """Assign to a user, or to no one (None). The user gets a direct message with the reminder and its buttons."""
        mark = ReminderMark(Marked.ASSIGNED, by, self._clock.now(), assignee=assignee)
        return await self._mark(workspace, channel, reminder, mark)

    async def place(self, workspace: str, channel: str, reminder: str, *, by: str) -> tuple[str, str]:
        """The channel and reminder that a press is about. In a direct message they are those that it names.

        Raises NoSuchReminder for a direct message that `by` never got.
        """
        named = channel_and_reminder(reminder)
        if named is None:
            return channel, reminder
        async with self._database.read() as work:
            if not await work.reminders.outbox.known(workspace, by, reminder):
                raise NoSuchReminder(reminder)
        return named

    async def snooze(
        self,
        workspace: str,
        channel: str,
        reminder: str,
        until: int | date,
        *,
        by: str,
        past_last: bool = False,
    ) -> MarkedAs:
        """Snooze for 1 to 366 days or until a day. It is then sent again at the channel's hour.

        Where the channel keeps to working days, so does the day. Raises NotAhead for a day outside that range, and
        PastLastReminder for a day after the reminder's last message, unless `past_last`.
        """
        now = self._clock.now()
        async with self._database.read() as work:
            saved = await work.reminders.subscriptions.get(workspace, channel)
            schedule = saved.schedule if saved else Schedule()
            content = await _last_content(work, workspace, channel, reminder, now)
        last = _last_day(reminder, content, schedule)
        today = local_day(now, schedule.zone)
        day = today + timedelta(days=until) if isinstance(until, int) else until
        if not today < day <= today + timedelta(days=366):
            raise NotAhead
        if schedule.weekdays_only:
            day = working_day_after(day)
        if last is not None and day > last and not past_last:
            raise PastLastReminder(reminder, day, last)
        mark = ReminderMark(Marked.SNOOZED, by, now, until=instant(day, schedule.hour, schedule.zone))
        return await self._mark(workspace, channel, reminder, mark)

    async def _mark(self, workspace: str, channel: str, reminder: str, mark: ReminderMark) -> MarkedAs:
        async with self._database.write() as work:
            if not await work.reminders.outbox.known(workspace, channel, reminder):
                raise NoSuchReminder(reminder)
            before = await work.reminders.marks.of(workspace, channel, reminder)
            await work.reminders.marks.add(workspace, channel, reminder, mark)
            await replan(work, workspace, mark.at)
            if mark.assignee is not None:
                await _tell_assignee(work, workspace, channel, reminder, mark)
            thread = await work.reminders.outbox.thread(workspace, channel, reminder)
            await work.commit()
        return MarkedAs(state_of(before), state_of([*before, mark]), thread)


async def _last_content(
    work: UnitOfWork, workspace: str, channel: str, reminder: str, now: datetime
) -> MessageContent | None:
    """What the reminder's newest message says."""
    rows = await work.reminders.outbox.planned(workspace, now - _REMEMBERED, frozenset({channel}))
    found = [row.content for row in rows if row.reminder == reminder and row.content.deadlines]
    return found[-1] if found else None


def _last_day(reminder: str, content: MessageContent | None, schedule: Schedule) -> date | None:
    """The day of the reminder's last message before its deadline."""
    if campaign := campaign_of(reminder):
        return campaign.day
    if content is None:
        return None
    leads = last_leads(content.deadlines, schedule.leads)
    return content.deadlines[0].when.expected - timedelta(days=min(leads, default=0))


async def _tell_assignee(
    work: UnitOfWork, workspace: str, channel: str, reminder: str, mark: ReminderMark
) -> None:
    content = await _last_content(work, workspace, channel, reminder, mark.at)
    if content is None or mark.assignee is None:
        return
    occurrence = f"{mark.at:%Y-%m-%dT%H:%M:%S}{AT_ONCE}"
    told = Firing(for_channel(channel, reminder), occurrence, mark.at, MessageKind.DIRECT, content)
    await work.reminders.outbox.add(workspace, [Occurrence(mark.assignee, told)])


class Checklists:
    """Checklists for January 1 and October 1, one per channel."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def open(self) -> list[Campaign]:
        """Campaigns with an open checklist today."""
        return open_campaigns(self._clock.today())

    async def of(self, workspace: str, channel: str, key: str) -> Sequence[ItemState]:
        """The whole checklist in order. Raises NoSuchDeadline for a key that is not a campaign."""
        campaign = _campaign(key)
        async with self._database.read() as work:
            return checklist(await work.reminders.campaigns.items(workspace, channel, campaign.key))

    async def take(
        self, workspace: str, channel: str, key: str, item: CampaignItem, owner: str | None
    ) -> Sequence[ItemState]:
        """Assign an item to a user or to no one. Returns the checklist. Raises ItemTaken if another user has it."""

        def assign_owner(saved: ItemState) -> ItemState:
            if owner and saved.owner not in (None, owner):
                raise ItemTaken(saved.owner or "")
            return replace(saved, owner=owner)

        return await self._change(workspace, channel, key, item, assign_owner)

    async def finish(
        self, workspace: str, channel: str, key: str, item: CampaignItem, *, by: str, done: bool
    ) -> Sequence[ItemState]:
        """Check an item off or reopen it. Returns the checklist."""
        at = self._clock.now()

        def set_done(saved: ItemState) -> ItemState:
            if done and saved.done_at is not None:  # the first user to finish it stays recorded
                return saved
            return (
                replace(saved, done_by=by, done_at=at) if done else replace(saved, done_by=None, done_at=None)
            )

        return await self._change(workspace, channel, key, item, set_done)

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
            await work.reminders.settings.lock(workspace)  # serialize concurrent changes
            saved = await work.reminders.campaigns.items(workspace, channel, campaign.key)
            after = change(saved.get(item, ItemState(item)))
            await work.reminders.campaigns.put(workspace, channel, campaign.key, after)
            await replan(work, workspace, self._clock.now())  # direct messages to owners
            await work.commit()
        return checklist({**saved, item: after})


def _campaign(key: str) -> Campaign:
    campaign = campaign_of(key)
    if campaign is None:
        raise NoSuchDeadline(key)
    return campaign
