"""Reminder messages with their facts: marks, checklist progress, deleted codes."""

from collections.abc import Sequence

from bot.domain.deadlines.campaigns import campaign_of, checklist
from bot.domain.deadlines.delivery import Delivery
from bot.domain.deadlines.marks import state_of
from bot.domain.deadlines.people import channel_and_reminder
from bot.domain.deadlines.planning import MessageKind, arrival_numbers
from bot.domain.deadlines.subscription import Schedule
from bot.logs import LogEvent, get_logger
from bot.services.reminders.day_files import day_of
from bot.services.reminders.poster import MessageContext, ReminderMessage
from handlers.deadlines.services import Deadlines, named_aims
from handlers.slack.answer import Answer
from handlers.views.deadlines.facts import NO_FACTS, DeadlineFacts
from handlers.views.deadlines.reminder import reminder_card, reminder_message

_log = get_logger("messages")


class Messages:
    """Renders reminders (bot.services.reminders.poster.Render) and redraws posted ones."""

    def __init__(self, services: Deadlines) -> None:
        self._services = services

    async def __call__(self, rows: Sequence[Delivery], message_context: MessageContext) -> ReminderMessage:
        """The message. If its facts cannot be read, it is sent without them."""
        try:
            return reminder_message(rows, message_context, await self.facts(rows))
        except Exception as error:  # any error: a reminder is still sent
            _log.error(LogEvent.JOB_FAILED, error, kind="reminder")
            return reminder_message(rows, message_context)

    async def of_message(
        self, workspace: str, channel: str, ts: str, reminder: str | None = None
    ) -> Sequence[Delivery]:
        """The deliveries in a posted message. Empty if it is not a reminder.

        A press may arrive before the post is recorded. Then it is the message of `reminder` (or of the channel) that
        is being posted.
        """
        if not ts:
            return ()
        async with self._services.database.read() as work:
            outbox = work.reminders.outbox
            if found := await outbox.of_message(workspace, channel, ts):
                return found
            sent = await outbox.under_way(workspace, channel)
        newest = next((row for row in reversed(sent) if reminder in (None, row.reminder)), None)
        return [row for row in sent if newest and row.marker == newest.marker]

    async def card(self, rows: Sequence[Delivery]) -> Answer:
        """The current message for these rows."""
        first = rows[0]
        place = channel_and_reminder(first.reminder)
        kept = await self._services.channels.get(first.workspace, place[0] if place else first.channel)
        zone = (kept.schedule if kept else Schedule()).zone
        message_context = MessageContext(self._services.clock.now(), zone, caught_up=len(rows) > 1)
        return reminder_card(rows, message_context, await self.facts(rows)).checked()

    async def facts(self, rows: Sequence[Delivery]) -> DeadlineFacts:
        """All facts for a message. The rows share one workspace and channel.

        A direct message shows the facts of the channel that it is about.
        """
        first = rows[0]
        workspace, channel = first.workspace, first.channel
        if first.kind in (MessageKind.DEAD_LETTER, MessageKind.NUDGE):
            return NO_FACTS
        if first.kind is MessageKind.ARRIVAL:
            arrived = await self._services.arrived(workspace, *arrival_numbers(first.occurrence))
            return DeadlineFacts(arrived=arrived)
        places = [channel_and_reminder(row.reminder) or (channel, row.reminder) for row in rows]
        channel, reminders = places[0][0], dict.fromkeys(reminder for _, reminder in places)
        campaigns = {c.key: c for reminder in reminders if (c := campaign_of(reminder))}
        async with self._services.database.read() as work:
            store = work.reminders
            states = {r: state_of(await store.marks.of(workspace, channel, r)) for r in reminders}
            aims = named_aims(await store.aims.all(workspace), channel)
            lists = {
                key: checklist(await store.campaigns.items(workspace, channel, key))
                for key, campaign in campaigns.items()
            }
        codes = {key: await self._services.codes(workspace, each) for key, each in campaigns.items()}
        days = {r: day for r in reminders if (day := day_of(r))}
        files = {reminder: await self._services.files(workspace, day) for reminder, day in days.items()}
        return DeadlineFacts(states, aims, lists, codes, files)
