"""Done, snoozed, assigned: what people do with a reminder in a channel. Marks are only ever added."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum


class Marked(StrEnum):
    """What somebody did."""

    DONE = "done"
    REOPENED = "reopened"
    SNOOZED = "snoozed"
    ASSIGNED = "assigned"


@dataclass(frozen=True, slots=True)
class ReminderMark:
    """`until` with SNOOZED (an instant), `assignee` with ASSIGNED (a user's id, None: nobody any more)."""

    what: Marked
    by: str
    at: datetime
    until: datetime | None = None
    assignee: str | None = None


@dataclass(frozen=True, slots=True)
class ReminderState:
    """How a reminder stands in a channel, after all marks."""

    done: ReminderMark | None = None
    snoozed: ReminderMark | None = None
    assigned: ReminderMark | None = None


def state_of(marks: Iterable[ReminderMark]) -> ReminderState:
    """The state after these marks, oldest first."""
    state = ReminderState()
    for mark in marks:
        match mark.what:
            case Marked.DONE:
                state = replace(state, done=mark, snoozed=None)
            case Marked.REOPENED:
                state = replace(state, done=None)
            case Marked.SNOOZED:
                state = replace(state, snoozed=mark, done=None)
            case Marked.ASSIGNED:
                state = replace(state, assigned=mark if mark.assignee else None)
    return state
