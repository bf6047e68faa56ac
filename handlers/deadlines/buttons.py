"""Buttons under reminders: done, snooze, assign, checklist items, retry. The channel sees the result.

A button's value names its reminder. The services check in the outbox that this channel got it.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.deadlines.campaigns import CampaignItem, ItemState, campaign_of
from bot.domain.deadlines.delivery import Delivery
from bot.domain.deadlines.people import channel_and_reminder
from bot.domain.roles import Permission
from bot.services.ports.request_context import RequestContext
from bot.services.reminders.errors import PastLastReminder
from bot.services.reminders.marks import MarkedAs
from handlers.deadlines.reminder_messages import Messages
from handlers.deadlines.services import Deadlines
from handlers.slack.posting import PostedMessage, edit
from handlers.slack.screen_types import (
    ActionPress,
    CloseForm,
    FormSubmission,
    Job,
    ReplaceMessage,
    Reply,
    StalePress,
    Submitted,
    parts,
)
from handlers.views.deadlines.buttons import DAY, PERSON, assign_form, snooze_anyway_card, snooze_form
from handlers.views.deadlines.campaign import checklist_card
from handlers.views.deadlines.meetings import MEANT, DateDoubt
from handlers.views.deadlines.reminder import ask_in_form_card, marked_card
from handlers.views.deadlines.undelivered import tried_again_card

REMINDER = r"[A-Za-z0-9_:-]{1,100}"
_CAMPAIGN = r"campaign:[0-9]{4}-(?:01|10)-01"
_CHANNEL = r"[CDG][A-Z0-9]{1,30}"
_PERSON = r"[UW][A-Z0-9]{1,30}"
_TS = r"[0-9]{1,12}\.[0-9]{1,8}"
_SNOOZE = r"1|3|until|20[0-9]{2}-[0-9]{2}-[0-9]{2}"
"""Days, a form, or a day that was confirmed although it is after the last reminder."""

Work = Callable[[], Awaitable[MarkedAs]]


@dataclass(frozen=True, slots=True)
class ReminderButtons:
    """Handlers for reminder buttons."""

    services: Deadlines
    messages: Messages

    async def done(self, pressed: ActionPress) -> Reply:
        """Mark done."""
        (reminder,) = parts(pressed.value, REMINDER)
        return await self._done(pressed, reminder)

    async def reopen(self, pressed: ActionPress) -> Reply:
        """Mark not done."""
        (reminder,) = parts(pressed.value, REMINDER)
        request, marking = pressed.request, self.services.marking
        channel, key = await self._place(pressed, reminder)
        return await self._marked(
            pressed, reminder, lambda: marking.reopen(request.workspace, channel, key, by=request.user)
        )

    async def snooze(self, pressed: ActionPress) -> Reply:
        """Snooze."""
        until, reminder = parts(pressed.value, _SNOOZE, REMINDER)
        return await self._snooze(pressed, until, reminder)

    async def assign(self, pressed: ActionPress) -> Reply:
        """Assign the chosen user. The message identifies the reminder."""
        (user,) = parts(pressed.value, _PERSON)
        rows = await self._rows(pressed.request, pressed.channel, pressed.message)
        reminders = {row.reminder for row in rows}
        if len(reminders) != 1:
            raise StalePress
        reminder, request = reminders.pop(), pressed.request
        marking = self.services.marking
        channel, key = await self._place(pressed, reminder)
        return await self._marked(
            pressed, reminder, lambda: marking.assign(request.workspace, channel, key, user, by=request.user)
        )

    async def menu(self, pressed: ActionPress) -> Reply:
        """The same actions for one of several reminders in a message."""
        what, reminder = parts(pressed.value, rf"done|assign|{_SNOOZE}", REMINDER)
        if what == "done":
            return await self._done(pressed, reminder)
        if what == "assign":
            await self.services.roles.require(pressed.request, Permission.MARK_REMINDERS)
            return ask_in_form_card(assign_form(_ids(pressed, reminder)))
        return await self._snooze(pressed, what, reminder)

    async def item(self, pressed: ActionPress) -> Reply:
        """A checklist item: done, reopen, take, give back."""
        key, item, act = parts(pressed.value, _CAMPAIGN, r"[a-z_]{1,40}", r"done|reopen|take|give")
        await self.services.roles.require(pressed.request, Permission.MARK_REMINDERS)
        if item not in frozenset(CampaignItem):
            raise StalePress
        states = await self._change(pressed, key, CampaignItem(item), act)
        place = (pressed.request.workspace, pressed.channel, "" if pressed.ephemeral else pressed.message)
        rows = await self.messages.of_message(*place, key)
        thread = await self._thread(pressed.request.workspace, pressed.channel, key)
        if rows:
            return ReplaceMessage(await self.messages.card(rows), then=self._root(pressed, thread))
        campaign = campaign_of(key)
        if campaign is None:
            raise StalePress
        codes = await self.services.codes(pressed.request.workspace, campaign)
        files = await self.services.files(pressed.request.workspace, campaign.day)
        card = checklist_card(campaign, states, codes, pressed.request.today, files)
        return ReplaceMessage(card, then=self._root(pressed, thread))

    async def again(self, pressed: ActionPress) -> Reply:
        """Retry a channel's undelivered reminders."""
        (channel,) = parts(pressed.value, _CHANNEL)
        await self.services.roles.require(pressed.request, Permission.SET_REMINDERS)
        count = await self.services.channels.try_again(pressed.request.workspace, channel)
        return ReplaceMessage(tried_again_card(channel, count))

    async def snoozed(self, submission: FormSubmission) -> Submitted:
        """Snooze until the day chosen in the form."""
        channel, ts, reminder = parts(submission.ids, _CHANNEL, rf"{_TS}|-", REMINDER)
        request, fields = submission.request, submission.fields
        await self.services.roles.require(request, Permission.MARK_REMINDERS)
        until = fields.day(DAY, needed=True)
        meant = bool(fields.choices(MEANT, DateDoubt))
        fields.done()
        if until is None:
            raise StalePress
        marking = self.services.marking
        place, key = await marking.place(request.workspace, channel, reminder, by=request.user)
        try:
            marked = await marking.snooze(
                request.workspace, place, key, until, by=request.user, past_last=meant
            )
        except PastLastReminder as error:
            fields.refuse(DAY, error)
            fields.done()
            raise
        return CloseForm(then=self._redrawn(submission, {ts: channel, marked.thread or "": place}))

    async def assigned(self, submission: FormSubmission) -> Submitted:
        """Assign the user chosen in the form."""
        channel, ts, reminder = parts(submission.ids, _CHANNEL, rf"{_TS}|-", REMINDER)
        request, fields = submission.request, submission.fields
        await self.services.roles.require(request, Permission.MARK_REMINDERS)
        user = fields.person(PERSON, needed=True)
        fields.done()
        marking = self.services.marking
        place, key = await marking.place(request.workspace, channel, reminder, by=request.user)
        marked = await marking.assign(request.workspace, place, key, user, by=request.user)
        return CloseForm(then=self._redrawn(submission, {ts: channel, marked.thread or "": place}))

    async def _done(self, pressed: ActionPress, reminder: str) -> Reply:
        request, marking = pressed.request, self.services.marking
        channel, key = await self._place(pressed, reminder)

        async def work() -> MarkedAs:
            state = await marking.state(request.workspace, channel, key)
            if state.done:  # the first user to mark it done stays recorded
                thread = await self._thread(request.workspace, channel, key)
                return MarkedAs(state, state, thread)
            return await marking.done(request.workspace, channel, key, by=request.user)

        return await self._marked(pressed, reminder, work)

    async def _snooze(self, pressed: ActionPress, until: str, reminder: str) -> Reply:
        request, marking = pressed.request, self.services.marking
        if until == "until":
            await self.services.roles.require(request, Permission.MARK_REMINDERS)
            return ask_in_form_card(snooze_form(_ids(pressed, reminder)))
        channel, key = await self._place(pressed, reminder)
        sure = len(until) > 1
        day = date.fromisoformat(until) if sure else int(until)
        try:
            return await self._marked(
                pressed,
                reminder,
                lambda: marking.snooze(request.workspace, channel, key, day, by=request.user, past_last=sure),
            )
        except PastLastReminder as error:
            return snooze_anyway_card(reminder, error.day, error.last)

    async def _place(self, pressed: ActionPress, reminder: str) -> tuple[str, str]:
        """The channel and reminder that a press is about: in a direct message they are those it names."""
        request = pressed.request
        await self.services.roles.require(request, Permission.MARK_REMINDERS)
        place = self.services.marking.place
        return await place(request.workspace, pressed.channel, reminder, by=request.user)

    async def _marked(self, pressed: ActionPress, reminder: str, work: Work) -> Reply:
        """Run `work` and redraw the message for everyone.

        If the message is not recorded yet, answer only the user.
        """
        await self.services.roles.require(pressed.request, Permission.MARK_REMINDERS)
        marked = await work()
        direct = channel_and_reminder(reminder)
        ts = "" if pressed.ephemeral else pressed.message
        rows = await self._rows(pressed.request, pressed.channel, ts, reminder)
        root = self._root(pressed, marked.thread, direct[0] if direct else pressed.channel)
        if rows:
            return ReplaceMessage(await self.messages.card(rows), then=root)
        card = marked_card(direct[1] if direct else reminder, marked.after)
        return ReplaceMessage(card, then=root) if pressed.ephemeral else card

    async def _change(self, pressed: ActionPress, key: str, item: CampaignItem, act: str) -> list[ItemState]:
        lists, place = self.services.checklists, (pressed.request.workspace, pressed.channel)
        user = pressed.request.user
        if act in ("take", "give"):
            return list(await lists.take(*place, key, item, user if act == "take" else None))
        return list(await lists.finish(*place, key, item, by=user, done=act == "done"))

    async def _thread(self, workspace: str, channel: str, reminder: str) -> str | None:
        async with self.services.database.read() as work:
            return await work.reminders.outbox.thread(workspace, channel, reminder)

    def _root(self, pressed: ActionPress, thread: str | None, channel: str = "") -> Job | None:
        """Also redraw the first message of the thread, in `channel` if that is not the one of the press."""
        if thread is None or thread == pressed.message:
            return None
        return self._redraw(pressed, channel or pressed.channel, thread)

    async def _redrawn(self, submission: FormSubmission, messages: Mapping[str, str]) -> None:
        """Redraw messages, given as their channels by ts."""
        for ts, channel in messages.items():
            if ts and ts != "-":
                await self._redraw(submission, channel, ts)

    async def _rows(
        self, request: RequestContext, channel: str, ts: str, reminder: str | None = None
    ) -> Sequence[Delivery]:
        """The deliveries in a message. A direct message is a row of the person; Slack names the conversation."""
        of_message = self.messages.of_message
        found = await of_message(request.workspace, channel, ts, reminder)
        return found or await of_message(request.workspace, request.user, ts, reminder)

    async def _redraw(self, by: ActionPress | FormSubmission, channel: str, ts: str) -> None:
        rows = await self._rows(by.request, channel, ts)
        if rows:
            await edit(by.client, PostedMessage(channel, ts), await self.messages.card(rows))


def _ids(pressed: ActionPress, reminder: str) -> str:
    return f"{pressed.channel} {pressed.message or '-'} {reminder}"
