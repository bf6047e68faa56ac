"""A Panel meeting with its dates, the form to confirm or change a date, and the dates that moved."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from bot.domain.deadlines.calendar import Meeting
from bot.domain.deadlines.deadline import ADMIN, MEETING_END, Deadline
from bot.domain.deadlines.offsets import Milestone
from bot.services.reminders.dates import DateSet
from handlers.slack.answer import Answer, CommandButton
from handlers.slack.block_kit import Block, View
from handlers.slack.ids import FormId
from handlers.views.blocks import actions, context, section
from handlers.views.dates import day
from handlers.views.deadlines.day_words import ruled_days, sure_days
from handlers.views.deadlines.listed import ESTIMATED
from handlers.views.deadlines.words import kind_words, month_of, named, what
from handlers.views.modal_blocks import FormOption, day_input, form, radio_input, select_input, ticks_input

WHICH, DAY, SURE, MEANT = "which", "day", "sure", "meant"


class Sure(StrEnum):
    """How certain an entered day is."""

    CONFIRMED = "confirmed"
    BETTER = "estimated"


class DateDoubt(StrEnum):
    """Confirms a day that is far from the rule's."""

    MEANT = "meant"


_MOVED = 12
_ENTERED: tuple[str, ...] = (
    *(Milestone.MEETING, MEETING_END, Milestone.APPLICATION, Milestone.PUBLIC_AGENDA),
    *(Milestone.ADDITIONAL_INFORMATION, Milestone.AGENDA_ITEM, Milestone.OUTCOME),
    Milestone.SUMMARY,
)
"""Meeting dates that the AMA may publish on its site."""


def meetings_card(meetings: Sequence[Meeting]) -> Answer:
    """The next meetings."""
    lines = [f"*{month_of(m.id)}*  {_span(m)}" for m in meetings]
    return Answer(
        "Panel meetings",
        (
            section("\n".join(["*Meetings of the CPT Editorial Panel*", *lines])),
            actions(*(CommandButton(month_of(m.id), f"/deadlines meeting {m.id}") for m in meetings)),
            context(ESTIMATED),
        ),
    )


def meeting_card(id_: str, dates: Sequence[Deadline], aiming: Sequence[str], today: date) -> Answer:
    """All dates of a meeting in order. Only confirmed past dates are marked as over."""
    lines = [_date_line(d, today) for d in dates]
    aim = [f"{', '.join(aiming)} aim{'s' if len(aiming) == 1 else ''} at it."] if aiming else []
    line = f"/deadlines meeting {id_}"
    return Answer(
        f"Panel meeting {id_}",
        (
            section("\n".join([f"*Panel meeting of {month_of(id_)}*", *aim])),
            section("\n".join(lines)),
            actions(
                CommandButton("Confirm or change a date", f"{line} change"),
                CommandButton("All meetings", "/deadlines meeting"),
                share=line,
            ),
            context(ESTIMATED),
        ),
    )


def change_card(title: str, line: str, view: View) -> Answer:
    """Opens the form. The card is a fallback if no form can be opened."""
    text = f"As a line: `{line} 2027-02-04 confirmed`, or `estimated` where no source states it."
    return Answer(title, (section(text),), opens=view)


def meeting_form(id_: str, initial: str = Milestone.MEETING) -> View:
    """The form: which date, the day, and how certain it is."""
    choices = [FormOption(kind, _choice(kind)) for kind in _ENTERED]
    return form(
        f"Meeting {month_of(id_)}",
        [select_input(WHICH, "Which date", choices, initial=initial), *_inputs()],
        callback=FormId.MEETING_DATE,
        ids=id_,
    )


def date_form(deadline: Deadline) -> View:
    """The form for one date."""
    now = section(f"*{named(deadline)}*\nNow: {ruled_days(deadline.when)}")
    return form(
        "Confirm or change", [now, *_inputs(deadline.when.expected)], callback=FormId.DATE, ids=deadline.key
    )


def moved_card(done: DateSet) -> Answer:
    """The date before and after, the dates that moved with it, and the replanned messages."""
    before, after = done.before, done.after
    if before.when == after.when:
        head = f"{named(after)} stays {ruled_days(after.when)}."
    else:
        was = f"Before: {ruled_days(before.when)}."
        head = f"*{named(after)}*: {ruled_days(after.when)}.\n{was}"
    moved = [
        f"{named(new)}: {sure_days(old.when)} → {sure_days(new.when)}"
        for old, new in done.moved
        if new.key != after.key
    ]
    shown = moved[:_MOVED] + ([f"and {len(moved) - _MOVED} more"] if len(moved) > _MOVED else [])
    blocks: list[Block] = [section(head)]
    if shown:
        blocks.append(section("\n".join(["*Moved with it*", *shown])))
    if done.started:
        lines = [f"{named(new)}: {sure_days(new.when)}" for new in done.started]
        blocks.append(section("\n".join(["*Starts with it*", *lines])))
    again = (
        [CommandButton("Take it back", f"/deadlines date {after.key} back")]
        if after.when.rule == ADMIN
        else []
    )
    meeting = (
        [CommandButton("The meeting", f"/deadlines meeting {after.about}")]
        if after.key.startswith("panel:")
        else []
    )
    blocks.append(actions(*again, *meeting, CommandButton("Next deadlines", "/deadlines")))
    blocks.append(context(_messages(done)))
    return Answer("A date was entered", tuple(blocks))


def ask_card(deadline: Deadline, on: date) -> Answer:
    """Asks whether the day is confirmed."""
    line = f"/deadlines date {deadline.key} {on.isoformat()}"
    return Answer(
        "How sure is the day?",
        (
            section(f"{named(deadline)} on {day(on)}: does a source state it, or is it a better estimate?"),
            actions(
                CommandButton("The AMA states it", f"{line} confirmed"),
                CommandButton("A better estimate", f"{line} estimated"),
            ),
            context(f"Now: {ruled_days(deadline.when)}."),
        ),
    )


def _inputs(initial: date | None = None) -> list[Block]:
    sure = [
        FormOption(Sure.CONFIRMED, "Confirmed", "A source states this very day, the AMA's calendar say"),
        FormOption(Sure.BETTER, "A better estimate", "It stays marked as estimated"),
    ]
    return [
        day_input(DAY, "Day", initial=initial),
        radio_input(SURE, "How sure", sure, initial=Sure.CONFIRMED),
        ticks_input(
            MEANT,
            "Far from the rule",
            [FormOption(DateDoubt.MEANT, "I mean this day", "Only where it was asked for")],
        ),
        context("Every reminder that hangs on it moves; one that was posted is corrected in its thread."),
    ]


def _choice(kind: str) -> str:
    said = kind_words(kind)
    return said[:1].upper() + said[1:]


def _date_line(deadline: Deadline, today: date) -> str:
    over = " · over" if deadline.when.confirmed and deadline.when.latest < today else ""
    said = what(deadline)
    return f"{said[:1].upper()}{said[1:]}: {ruled_days(deadline.when, today)}{over}"


def _span(meeting: Meeting) -> str:
    if meeting.start.confirmed:
        return f"{day(meeting.start.expected)} to {day(meeting.end.expected)} (confirmed)"
    return f"begins {ruled_days(meeting.start)}"


def _messages(done: DateSet) -> str:
    made, gone, changed = done.replanned.added, done.replanned.cancelled, done.replanned.changed
    if not (made or gone or changed):
        return "No message to a channel had to change."
    return f"Messages to channels: {made} planned anew or corrected, {gone} taken back, {changed} moved."
