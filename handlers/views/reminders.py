"""Reminder messages: what, when, why it matters, what to do. The notification's text names the kind alone."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from bot.domain.deadlines.deadline import Deadline, days_left
from bot.domain.deadlines.delivery import Delivery
from bot.domain.deadlines.offsets import Milestone
from bot.domain.deadlines.pla import PlaMilestone
from bot.domain.deadlines.planning import Kind
from bot.domain.deadlines.recurring import Update
from bot.services.reminders.poster import Message, Telling
from handlers.views.dates import day
from handlers.views.drawing import draw
from handlers.views.kit import context, esc, section

_WHAT: dict[str, str] = {
    Milestone.APPLICATION: "application deadline",
    Milestone.COMPLETION_RETURN: "completed application goes back to AMA staff",
    Milestone.PUBLIC_AGENDA: "public agenda",
    Milestone.ADVISOR_REVIEW: "advisors' review begins",
    Milestone.ADDITIONAL_INFORMATION: "last day for additional information",
    Milestone.PANEL_MATERIALS: "Panel members receive the material",
    Milestone.NO_SUPPORT_NOTICE: "notice where no advisor supports it",
    Milestone.AGENDA_ITEM: "agenda item for the applicant",
    Milestone.WITHDRAWAL: "last day on which withdrawing is safe",
    Milestone.INTERESTED_PARTY: "interested parties' requests",
    Milestone.MEETING: "Panel meeting begins",
    Milestone.OUTCOME: "outcome notice from AMA staff",
    Milestone.SUMMARY: "Summary of Panel Actions",
    Milestone.RECONSIDERATION: "last day to ask for reconsideration",
    PlaMilestone.APPLICATION: "PLA application deadline",
    PlaMilestone.RELEASE: "PLA release",
    PlaMilestone.EFFECTIVE: "PLA codes in force",
    Update.CPT_RELEASE: "CPT released",
    Update.CPT_EFFECTIVE: "CPT in force",
    Update.CATEGORY_III_RELEASE: "Category III early release",
    Update.PLA: "PLA quarter",
    Update.HCPCS: "HCPCS Level II quarter",
    Update.NCCI: "NCCI edits and MUE of the quarter",
    Update.IMMUNIZATION: "immunization codes' early release",
    Update.ICD_OCTOBER: "ICD-10-CM of the new fiscal year in force",
    Update.ICD_APRIL: "ICD-10-CM April update",
    Update.PFS_PROPOSED: "fee schedule, proposed rule",
    Update.PFS_FINAL: "fee schedule, final rule",
    Update.PFS_EFFECTIVE: "fee schedule in force",
}
_MOST = 20
_REPEAT = "Slack did not confirm an earlier attempt: you may have read this before."


def reminder_message(rows: Sequence[Delivery], telling: Telling) -> Message:
    """One delivery, or several that a downtime held back, as one message."""
    first = rows[0]
    if first.kind is Kind.DEAD_LETTER:
        lines, text = [_undelivered(first)], "Undelivered reminders"
    elif len(rows) > 1:
        lines, text = ["*While I was away*", *_lines(rows, telling)], "Reminders"
    elif first.kind is Kind.CORRECTION:
        lines, text = _moved(first), "A deadline has moved"
    else:
        lines, text = _lines(rows, telling), _KINDS[first.kind]
    if telling.possible_repeat:
        lines = ["*Possible repeat*", *lines]
    blocks = [section("\n".join(lines))]
    notes = [_REPEAT] if telling.possible_repeat else []
    notes += ["Estimated: nobody has stated these dates yet; reminders count from the earliest day."] * any(
        not d.when.confirmed for row in rows for d in row.told.deadlines
    )
    return Message(text, [draw(block) for block in (*blocks, *([context(*notes)] if notes else []))])


_KINDS = {
    Kind.REMINDER: "Deadline",
    Kind.CAMPAIGN: "Code set update",
    Kind.DIGEST: "Deadlines of the next weeks",
}


def deadline_line(deadline: Deadline, today: date) -> str:
    """`In 14 days: application deadline, 2027-05 (estimated: 26 Jan 2027 to 19 Feb 2027)`."""
    return f"{_in_days(days_left(deadline.when, today))}: {_named(deadline)}, {_when(deadline)}"


def _lines(rows: Sequence[Delivery], telling: Telling) -> list[str]:
    today = telling.now.astimezone(ZoneInfo(telling.zone)).date()
    about = {d.key: d for row in rows for d in row.told.deadlines}
    lines = [deadline_line(d, today) for d in sorted(about.values(), key=lambda d: (d.when.earliest, d.key))]
    more = [f"and {len(lines) - _MOST} more"] if len(lines) > _MOST else []
    return [*lines[:_MOST], *more] or ["Nothing in the next weeks."]


def _moved(row: Delivery) -> list[str]:
    pairs = zip(row.told.deadlines, row.told.before, strict=True)
    return [f"Moved: {_named(now)}, now {_when(now)}; before {_when(then)}" for now, then in pairs]


def _undelivered(row: Delivery) -> str:
    channel, reason = row.reminder.partition(":")[2], row.occurrence.partition("/")[2]
    return f"Reminders for <#{esc(channel)}> could not be posted: {esc(reason.replace('_', ' '))}."


def _named(deadline: Deadline) -> str:
    return f"{_WHAT.get(deadline.kind, 'deadline')}, {esc(deadline.about)}"


def _when(deadline: Deadline) -> str:
    when = deadline.when
    if when.confirmed:
        return _token(when.expected)
    days = day(when.earliest) if not when.is_window else f"{day(when.earliest)} to {day(when.latest)}"
    return f"estimated: {days}"


def _token(on: date) -> str:
    """A day in the reader's own words; noon, so that no time zone makes another day of it."""
    at = int(datetime.combine(on, time(17), tzinfo=UTC).timestamp())
    return f"<!date^{at}^{{date_long_pretty}}|{day(on)}>"


def _in_days(left: int) -> str:
    if left == 0:
        return "Today"
    if left < 0:
        return f"{-left} day{'s' if left < -1 else ''} ago"
    return f"In {left} day{'s' if left > 1 else ''}"
