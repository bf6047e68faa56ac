"""Buttons under a reminder: done, snooze, assign, open."""

from datetime import date

from bot.domain.deadlines.deadline import Deadline, Topic
from bot.domain.deadlines.marks import ReminderState
from handlers.slack.answer import Answer, CommandButton
from handlers.slack.block_kit import (
    ActionElement,
    ActionsBlock,
    ButtonElement,
    Option,
    OverflowMenuElement,
    Plain150,
    UserSelectElement,
    View,
)
from handlers.slack.ids import Action, FormId
from handlers.views.blocks import button, section, select
from handlers.views.dates import day
from handlers.views.deadlines.meetings import MEANT, DateDoubt
from handlers.views.modal_blocks import (
    FormOption,
    day_input,
    form,
    option,
    person_input,
    sure,
    ticks_input,
)

DAY, PERSON = "day", "person"
UNTIL = "until"
_SNOOZES = (("1", "1 day"), ("3", "3 days"), (UNTIL, "Until..."))


def reminder_buttons(
    reminder: str, state: ReminderState, *go: CommandButton, done: str = "Done", asks: str = ""
) -> ActionsBlock:
    """Buttons for a message about one reminder. The assign menu has no key; the message identifies the reminder.

    `asks` is a confirmation question before Done.
    """
    if state.done:
        elements: list[ActionElement] = [button("Not done after all", Action.REMIND_REOPEN, reminder)]
    else:
        assigned = state.assigned.assignee if state.assigned else None
        elements = [
            button(
                done,
                Action.REMIND_DONE,
                reminder,
                style="primary",
                confirm=sure(f"{done}?", asks, done) if asks else None,
            ),
            select(
                "Snooze",
                Action.REMIND_SNOOZE,
                [option(FormOption(f"{value} {reminder}", name)) for value, name in _SNOOZES],
            ),
            UserSelectElement(
                Action.REMIND_ASSIGN, placeholder=Plain150("Assign to", emoji=True), initial_user=assigned
            ),
        ]
    return ActionsBlock([*elements, *go_buttons(*go)])


def go_buttons(*go: CommandButton) -> list[ButtonElement]:
    """Buttons that run a command, to combine with others."""
    return [button(each.label, f"{Action.RUN}:{n}", each.command) for n, each in enumerate(go)]


def reminder_menu(reminder: str, n: int) -> OverflowMenuElement:
    """The same actions in a menu, for one of several reminders in a message."""
    options: list[Option] = [
        option(FormOption(f"done {reminder}", "Done")),
        *(option(FormOption(f"{value} {reminder}", f"Snooze: {name}")) for value, name in _SNOOZES),
        option(FormOption(f"assign {reminder}", "Assign to...")),
    ]
    return OverflowMenuElement(f"{Action.REMIND_MENU}:{n}", options)


def opening(reminder: str, about: tuple[Deadline, ...]) -> CommandButton:
    """The command behind *Open*."""
    if reminder.startswith("campaign:"):
        return CommandButton("Checklist", f"/deadlines checklist {reminder.partition(':')[2]}")
    first = about[0]
    if first.topic is Topic.APPLICATIONS:
        return CommandButton(f"Open {first.about}", f"/application show {first.about}")
    if first.key.startswith("panel:"):
        return CommandButton("Open", f"/deadlines meeting {first.about}")
    if first.key.startswith("pla:"):
        return CommandButton("Open", "/deadlines pla")
    if first.key.startswith("ruc:"):
        return CommandButton("Open", "/deadlines ruc")
    return CommandButton("What is loaded", "/codes")


def snooze_form(ids: str) -> View:
    """The form for a snooze date."""
    return form(
        "Snooze",
        [
            day_input(DAY, "Until", hint="A working day ahead, within a year"),
            ticks_input(
                MEANT,
                "After the last reminder",
                [FormOption(DateDoubt.MEANT, "I mean this day", "Only where it was asked for")],
            ),
        ],
        callback=FormId.SNOOZE,
        submit="Snooze",
        ids=ids,
    )


def snooze_anyway_card(reminder: str, until: date, last: date) -> Answer:
    """Asks before a snooze that ends after the last reminder of a deadline."""
    text = f"That is until {day(until)}, after the last reminder on {day(last)}. Nothing would come before the day."
    go = button(f"Snooze until {day(until)}", Action.REMIND_SNOOZE, f"{until.isoformat()} {reminder}")
    return Answer("Snooze past the day?", (section(f"{text} Nothing was changed."), ActionsBlock([go])))


def assign_form(ids: str) -> View:
    """The form for an assignee."""
    return form("Assign", [person_input(PERSON, "To")], callback=FormId.ASSIGN, submit="Assign", ids=ids)
