"""Check that an entered Panel milestone day fits the meeting's own days."""

from datetime import date

from bot.domain.deadlines.deadline import ADMIN, MEETING_END, Calendar, Deadline
from bot.domain.deadlines.offsets import Milestone

_BEFORE: tuple[str, ...] = (
    *(Milestone.APPLICATION, Milestone.PUBLIC_AGENDA, Milestone.ADVISOR_REVIEW),
    *(Milestone.ADDITIONAL_INFORMATION, Milestone.PANEL_MATERIALS, Milestone.NO_SUPPORT_NOTICE),
    Milestone.AGENDA_ITEM,
)
_AFTER: tuple[str, ...] = (MEETING_END, Milestone.OUTCOME, Milestone.SUMMARY, Milestone.RECONSIDERATION)


def contradicting_date(key: str, day: date, calendar: Calendar) -> Deadline | None:
    """The first or last day of the meeting that contradicts `day`, for example because `day` must come before it.

    None if `day` fits, or if the key is not a meeting date.
    """
    kind, _, rest = key.partition(":")
    id_, _, which = rest.partition(":")
    start = calendar.by_key(f"panel:{id_}:{Milestone.MEETING}")
    end = calendar.by_key(f"panel:{id_}:{MEETING_END}")
    if kind != "panel" or start is None or end is None:
        return None
    if which == Milestone.MEETING:
        return end if end.when.rule == ADMIN and day > end.when.latest else None
    late = which in _BEFORE and day > start.when.latest
    early = which in _AFTER and day < start.when.earliest
    return start if late or early else None
