"""Map the buttons and forms of deadlines to functions."""

from functools import partial

from handlers.deadlines import date_forms, subscribe_form
from handlers.deadlines.buttons import ReminderButtons
from handlers.deadlines.reminder_messages import Messages
from handlers.deadlines.services import Deadlines
from handlers.slack.ids import Action, FormId
from handlers.slack.screen_types import Screens


def deadline_screens(services: Deadlines) -> Screens:
    """All deadline buttons and forms."""
    presses = ReminderButtons(services, Messages(services))
    return Screens(
        forms={
            FormId.SUBSCRIBE: partial(subscribe_form.subscribed, services=services),
            FormId.MEETING_DATE: partial(date_forms.meeting_entered, services=services),
            FormId.DATE: partial(date_forms.date_entered, services=services),
            FormId.SNOOZE: presses.snoozed,
            FormId.ASSIGN: presses.assigned,
        },
        buttons={
            Action.REMIND_DONE: presses.done,
            Action.REMIND_REOPEN: presses.reopen,
            Action.REMIND_SNOOZE: presses.snooze,
            Action.REMIND_ASSIGN: presses.assign,
            Action.REMIND_MENU: presses.menu,
            Action.REMIND_ITEM: presses.item,
            Action.REMIND_AGAIN: presses.again,
        },
    )
