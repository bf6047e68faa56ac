"""Reminders' messages with all that they tell: who has done what, how far a checklist is, which codes are gone."""

from collections.abc import Sequence

from bot.domain.deadlines.campaigns import campaign_of, checklist
from bot.domain.deadlines.delivery import Delivery
from bot.domain.deadlines.marks import state_of
from bot.domain.deadlines.planning import MessageKind
from bot.domain.deadlines.subscription import Schedule
from bot.logs import LogEvent, get_logger
from bot.services.reminders.poster import ReminderMessage, Telling
from handlers.deadlines.services import Deadlines, named_aims
from handlers.views.blocks import Answer
from handlers.views.deadlines.facts import NO_FACTS, DeadlineFacts
from handlers.views.deadlines.reminder import reminder_card, reminder_message

_log = get_logger("messages")


class Messages:
    """bot.services.reminders.poster.Render; and the same messages drawn anew."""

    def __init__(self, services: Deadlines) -> None:
        self._services = services

    async def __call__(self, rows: Sequence[Delivery], telling: Telling) -> ReminderMessage:
        """The message; where its facts cannot be read it goes out without them rather than not at all."""
        try:
            return reminder_message(rows, telling, await self.facts(rows))
        except Exception as error:  # whatever it is, a reminder is told
            _log.error(LogEvent.JOB_FAILED, error, kind="reminder")
            return reminder_message(rows, telling)

    async def of_message(
        self, workspace: str, channel: str, ts: str, reminder: str | None = None
    ) -> Sequence[Delivery]:
        """What a posted message told; nothing for one that is no reminder.

        Somebody may press before it is noted that Slack took the message: then it is the one of `reminder` (or of the
        channel) that is on its way, however long ago it was due.
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
        """The message of these rows as it is to be now."""
        first = rows[0]
        kept = await self._services.channels.get(first.workspace, first.channel)
        zone = (kept.schedule if kept else Schedule()).zone
        telling = Telling(self._services.clock.now(), zone, caught_up=len(rows) > 1)
        return reminder_card(rows, telling, await self.facts(rows)).checked()

    async def facts(self, rows: Sequence[Delivery]) -> DeadlineFacts:
        """All that the message needs, of one workspace and channel."""
        first = rows[0]
        workspace, channel = first.workspace, first.channel
        if first.kind is MessageKind.DEAD_LETTER:
            return NO_FACTS
        reminders = dict.fromkeys(row.reminder for row in rows)
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
        return DeadlineFacts(states, aims, lists, codes)
