"""What a person reads when something about deadlines or reminders cannot be."""

from bot.domain.deadlines.questions import NotADay
from bot.domain.deadlines.subscription import LONGEST_LEAD, MOST_LEADS, BadSchedule, UnknownZone
from bot.domain.errors import CodeDeskError
from bot.services.reminders.errors import (
    FarFromExpected,
    ItemTaken,
    NoSuchDeadline,
    NoSuchReminder,
    NotAhead,
    NotSubscribed,
)
from handlers.views.dates import day
from handlers.views.kit import Answer, Go, actions, code, cut, esc, section

_SCHEDULE = {
    "leads": f"Days before are whole numbers from 0 to {LONGEST_LEAD}, at most {MOST_LEADS}, like 30, 14, 7, 2, 0.",
    "hour": "The hour is a whole one from 0 to 23.",
    "digest": "The weekly summary comes on one weekday, or not at all.",
    "zone": "I know no such time zone. They are written like America/Chicago.",
}


def sentence_for_deadlines(error: CodeDeskError) -> Answer | None:
    """The card for an error of deadlines and reminders, None for any other."""
    if isinstance(error, NotSubscribed):
        return _card(
            f"This channel is told of no deadlines. A lead or an admin subscribes it: {code('/deadlines subscribe')}.",
            Go("Subscribe", "/deadlines subscribe"),
        )
    told = _of_dates(error) or _of_reminders(error)
    return _card(told) if told else None


def _of_dates(error: CodeDeskError) -> str:
    match error:
        case NotADay(what, key):
            read = code(cut(what, 40)) if what else "nothing"
            line = f"/deadlines date {key} 2027-02-04 confirmed" if key else "2027-02-04"
            return f"I read {read} as the day, but it isn't one I know. Like this: {code(line)}."
        case NoSuchDeadline(key):
            meeting = code("/deadlines meeting 2027-02")
            return f"I know no deadline {code(cut(key, 80))}. A meeting's dates: {meeting}."
        case FarFromExpected(_, on, expected):
            return (
                f"{day(on)} is more than two months from what the rule expects ({day(expected)}). "
                "Is the year right? If you mean it, tick 'I mean this day'."
            )
        case UnknownZone(near=near) if near:
            return f"I know no such time zone. Did you mean {esc(near)}?"
        case BadSchedule(field):
            return _SCHEDULE.get(field, _SCHEDULE["leads"])
    return ""


def _of_reminders(error: CodeDeskError) -> str:
    match error:
        case NoSuchReminder():
            return "That reminder is not of this channel. Nothing was changed."
        case NotAhead():
            return "Please choose a day ahead, within a year."
        case ItemTaken(owner):
            return f"<@{esc(owner)}> was first and has it. Nothing was changed."
    return ""


def far_card(error: FarFromExpected, *, confirmed: bool) -> Answer:
    """Asked once more, with a button that means it."""
    sure = "confirmed" if confirmed else "estimated"
    line = f"/deadlines date {error.key} {error.day.isoformat()} {sure} meant"
    return Answer(
        "Is that the day?",
        (
            section(
                f"{day(error.day)} is more than two months from what the rule expects ({day(error.expected)}). "
                "Is the year right? Nothing was changed."
            ),
            actions(Go(f"I mean {day(error.day)}", line)),
        ),
        failed=True,
    )


def _card(text: str, *go: Go) -> Answer:
    return Answer("CodeDesk could not do that", (section(text), *([actions(*go)] if go else [])))
