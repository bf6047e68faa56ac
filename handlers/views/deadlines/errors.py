"""Error messages about deadlines and reminders."""

from bot.domain.deadlines.requests import FIRST_YEAR, LAST_YEAR, NamedThing, NoneNamed, NotADay
from bot.domain.deadlines.subscription import LONGEST_LEAD, MOST_LEADS, BadSchedule
from bot.domain.deadlines.zones import UnknownZone
from bot.domain.errors import CodeDeskError
from bot.services.reminders.errors import (
    FarFromExpected,
    ItemTaken,
    MeetingDatesOutOfOrder,
    NoSuchDeadline,
    NoSuchReminder,
    NotAhead,
    NotSubscribed,
    PastLastReminder,
    SummaryNotEntered,
)
from handlers.slack.answer import Answer, CommandButton
from handlers.views.blocks import actions, code, cut, esc, section
from handlers.views.dates import day
from handlers.views.deadlines.day_words import sure_days
from handlers.views.deadlines.words import named

_SCHEDULE = {
    "leads": f"Days before are whole numbers from 0 to {LONGEST_LEAD}, at most {MOST_LEADS}, like 30, 14, 7, 2, 0.",
    "hour": "The hour is a whole one from 0 to 23.",
    "digest": "The weekly summary comes on one weekday, or not at all.",
    "zone": "I know no such time zone. Write it like Eastern, New York, Puerto Rico or America/Chicago.",
}


def sentence_for_deadlines(error: CodeDeskError) -> Answer | None:
    """The card for a deadline or reminder error, or None for any other error."""
    if isinstance(error, NotSubscribed):
        return _card(
            "No reminders are set up in this channel. A lead or an admin can subscribe it: "
            f"{code('/deadlines subscribe')}.",
            CommandButton("Subscribe", "/deadlines subscribe"),
        )
    if isinstance(error, NoneNamed):
        return _card(_NONE_NAMED[error.kind].format(code(cut(error.what, 40))))
    if isinstance(error, SummaryNotEntered):
        return _card(_no_start(error.key))
    text = _of_dates(error) or _of_reminders(error)
    return _card(text) if text else None


def _of_dates(error: CodeDeskError) -> str:
    match error:
        case NotADay(what, key):
            return _no_day(what, key)
        case NoSuchDeadline(key):
            meeting = code("/deadlines meeting 2027-02")
            return f"I know no deadline {code(cut(key, 80))}. A meeting's dates: {meeting}."
        case FarFromExpected() | MeetingDatesOutOfOrder():
            return f"{_doubt(error)} If you mean it, tick 'I mean this day'."
        case UnknownZone(similar=similar) if similar:
            return f"That is no time zone, or lies in several. Did you mean {esc(similar)}?"
        case BadSchedule(field):
            return _SCHEDULE.get(field, _SCHEDULE["leads"])
    return ""


def _no_start(key: str) -> str:
    line = f"/deadlines meeting {key.split(':')[1]} summary 2027-03-05 confirmed"
    return (
        "The 14 days for reconsideration run from the posting of the Summary of Panel Actions. Enter that day first: "
        f"{code(line)}."
    )


def _no_day(what: str, key: str) -> str:
    """What was read as the day, and an example that works. Meeting dates get a meeting example."""
    read = (
        f"I read {code(cut(what, 40))} as the day, but it isn't one I know."
        if what
        else "No day stands there."
    )
    if key == "pause":
        return f"{read} Like this: {code('/deadlines pause until Jan 4')}."
    if not key.startswith("panel:"):
        return f"{read} Like this: {code(f'/deadlines date {key} 2027-02-04 confirmed' if key else '2027-02-04')}."
    id_ = key.split(":")[1]
    line = f"/deadlines meeting {id_} {id_}-04 confirmed"
    return f"{read} Like this: {code(line)}; before the day may stand {_KINDS}."


_KINDS = "`application`, `agenda`, `information`, `end`, `outcome`, `summary` or `reconsideration`"
_NONE_NAMED = {
    NamedThing.YEAR: (
        f"I read {{}} as a year, but it is none from {FIRST_YEAR} to {LAST_YEAR}. "
        f"Like this: {code('/deadlines year 2027')}."
    ),
    NamedThing.MEETING: (
        "I read {} as a Panel meeting, but those are in February, May and September of a year. "
        f"Like this: {code('/deadlines meeting 2027-02')} or {code('/deadlines meeting May 2027')}."
    ),
    NamedThing.CHECKLIST: (
        "I read {} as the day of an update, but checklists are for January 1 and October 1. "
        f"Like this: {code('/deadlines checklist 2027-01-01')}."
    ),
    NamedThing.DEADLINE: (
        "I know no deadline {}. A Panel meeting's dates are changed by the meeting: "
        f"{code('/deadlines meeting 2027-02 2027-02-04 confirmed')}."
    ),
}


def _of_reminders(error: CodeDeskError) -> str:
    match error:
        case NoSuchReminder():
            return "That reminder is not of this channel. Nothing was changed."
        case NotAhead():
            return "Please choose a day ahead, within a year."
        case PastLastReminder(_, until, last):
            return (
                f"{day(until)} is after the last reminder, on {day(last)}: nothing more would come before the day. "
                "If you mean it, tick 'I mean this day'."
            )
        case ItemTaken(owner):
            return f"<@{esc(owner)}> was first and has it. Nothing was changed."
    return ""


def _doubt(error: FarFromExpected | MeetingDatesOutOfOrder) -> str:
    if isinstance(error, FarFromExpected):
        expected = day(error.expected)
        return f"{day(error.day)} is more than two months from what the rule expects ({expected}). Is the year right?"
    return f"{day(error.day)} doesn't fit: {named(error.other)}, {sure_days(error.other.when)}."


def doubtful_card(error: FarFromExpected | MeetingDatesOutOfOrder, *, confirmed: bool) -> Answer:
    """Asks again, with a button to confirm the day."""
    sure = "confirmed" if confirmed else "estimated"
    line = f"/deadlines date {error.key} {error.day.isoformat()} {sure} meant"
    return Answer(
        "Is that the day?",
        (
            section(f"{_doubt(error)} Nothing was changed."),
            actions(CommandButton(f"I mean {day(error.day)}", line)),
        ),
        failed=True,
    )


def _card(text: str, *go: CommandButton) -> Answer:
    return Answer("CodeDesk could not do that", (section(text), *([actions(*go)] if go else [])))
