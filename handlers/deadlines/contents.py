"""Reminders' forms and buttons, by their ids."""

from functools import partial

from handlers.deadlines import dating, subscribing
from handlers.deadlines.messages import Messages
from handlers.deadlines.pressing import Presses
from handlers.deadlines.services import Deadlines
from handlers.ids import Action, Form
from handlers.screens import Screens


def deadline_screens(services: Deadlines) -> Screens:
    """Everything of deadlines that is no command."""
    presses = Presses(services, Messages(services))
    return Screens(
        forms={
            Form.SUBSCRIBE: partial(subscribing.subscribed, services=services),
            Form.MEETING_DATE: partial(dating.meeting_entered, services=services),
            Form.DATE: partial(dating.date_entered, services=services),
            Form.SNOOZE: presses.snoozed,
            Form.ASSIGN: presses.assigned,
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
