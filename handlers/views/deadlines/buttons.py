"""What stands under a reminder: done, snooze, assign, open."""

from slack_sdk.models.blocks import (
    ActionsBlock,
    ButtonElement,
    InteractiveElement,
    Option,
    OverflowMenuElement,
    StaticSelectElement,
    UserSelectElement,
)
from slack_sdk.models.views import View

from bot.domain.deadlines.deadline import Deadline, Topic
from bot.domain.deadlines.marks import ReminderState
from handlers.slack.ids import Action, FormId
from handlers.views.blocks import CommandButton
from handlers.views.modal_blocks import FormOption, day_input, form, option, person_input, sure

DAY, PERSON = "day", "person"
UNTIL = "until"
_SNOOZES = (("1", "1 day"), ("3", "3 days"), (UNTIL, "Until..."))


def reminder_buttons(
    reminder: str, state: ReminderState, *go: CommandButton, done: str = "Done", asks: str = ""
) -> ActionsBlock:
    """Of a message about one reminder; its assign menu needs no key, for the message tells it.

    `asks` is asked before it is done.
    """
    if state.done:
        elements: list[InteractiveElement] = [
            ButtonElement(text="Not done after all", action_id=Action.REMIND_REOPEN, value=reminder)
        ]
    else:
        assigned = state.assigned.assignee if state.assigned else None
        elements = [
            ButtonElement(
                text=done,
                action_id=Action.REMIND_DONE,
                value=reminder,
                style="primary",
                confirm=sure(f"{done}?", asks, done) if asks else None,
            ),
            StaticSelectElement(
                placeholder="Snooze",
                action_id=Action.REMIND_SNOOZE,
                options=[option(FormOption(f"{value} {reminder}", name)) for value, name in _SNOOZES],
            ),
            UserSelectElement(placeholder="Assign to", action_id=Action.REMIND_ASSIGN, initial_user=assigned),
        ]
    return ActionsBlock(elements=[*elements, *go_buttons(*go)])


def go_buttons(*go: CommandButton) -> list[InteractiveElement]:
    """Buttons that run a command line, beside others."""
    return [
        ButtonElement(text=each.label, action_id=f"{Action.RUN}:{n}", value=each.command)
        for n, each in enumerate(go)
    ]


def reminder_menu(reminder: str, n: int) -> OverflowMenuElement:
    """The same for one of several reminders in a message."""
    options: list[Option] = [
        option(FormOption(f"done {reminder}", "Done")),
        *(option(FormOption(f"{value} {reminder}", f"Snooze: {name}")) for value, name in _SNOOZES),
        option(FormOption(f"assign {reminder}", "Assign to...")),
    ]
    return OverflowMenuElement(action_id=f"{Action.REMIND_MENU}:{n}", options=options)


def opening(reminder: str, about: tuple[Deadline, ...]) -> CommandButton:
    """Where *Open* leads."""
    if reminder.startswith("campaign:"):
        return CommandButton("Checklist", f"/deadlines checklist {reminder.partition(':')[2]}")
    first = about[0]
    if first.topic is Topic.APPLICATIONS:
        return CommandButton(f"Open {first.about}", f"/application show {first.about}")
    if first.key.startswith("panel:"):
        return CommandButton("Open", f"/deadlines meeting {first.about}")
    if first.key.startswith("pla:"):
        return CommandButton("Open", "/deadlines panel")
    return CommandButton("What is loaded", "/codes")


def snooze_form(ids: str) -> View:
    """Until which day."""
    return form(
        "Snooze",
        [day_input(DAY, "Until", hint="A day ahead, within a year")],
        callback=FormId.SNOOZE,
        submit="Snooze",
        ids=ids,
    )


def assign_form(ids: str) -> View:
    """To whom."""
    return form("Assign", [person_input(PERSON, "To")], callback=FormId.ASSIGN, submit="Assign", ids=ids)
