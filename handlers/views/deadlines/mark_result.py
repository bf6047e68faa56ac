"""Confirmation for the user only, if the message cannot be redrawn, and forms opened by a button."""

from bot.domain.deadlines.marks import ReminderState
from handlers.slack.block_kit import View
from handlers.views.blocks import Answer, code, section
from handlers.views.deadlines.reminder import state_lines


def marked_card(reminder: str, state: ReminderState) -> Answer:
    """The reminder's current state."""
    lines = state_lines(state) or ["It is told again."]
    return Answer("Reminder", (section("\n".join([code(reminder), *lines])),))


def ask_in_form_card(view: View) -> Answer:
    """Opens the form. The card is a fallback if no form can be opened."""
    return Answer("Reminder", (section("Please press once more: the form did not open."),), opens=view)
