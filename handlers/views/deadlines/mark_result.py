"""What a press did, for the presser alone, where its message cannot be drawn anew; and forms that a press opens."""

from bot.domain.deadlines.marks import ReminderState
from handlers.slack.block_kit import View
from handlers.views.blocks import Answer, code, section
from handlers.views.deadlines.reminder import state_lines


def marked_card(reminder: str, state: ReminderState) -> Answer:
    """How the reminder stands now."""
    lines = state_lines(state) or ["It is told again."]
    return Answer("Reminder", (section("\n".join([code(reminder), *lines])),))


def ask_in_form_card(view: View) -> Answer:
    """The form; its card is for where none could be opened."""
    return Answer("Reminder", (section("Please press once more: the form did not open."),), opens=view)
