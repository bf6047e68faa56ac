"""Marks on a reminder in a channel: done, snoozed, assigned. Marks are append-only."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum


class Marked(StrEnum):
    """What a user did."""

    DONE = "done"
    REOPENED = "reopened"
    SNOOZED = "snoozed"
    ASSIGNED = "assigned"


@dataclass(frozen=True, slots=True)
class ReminderMark:
    """One mark. SNOOZED has `until`. ASSIGNED has `assignee`, a user id; None removes the assignment."""

    what: Marked
    by: str
    at: datetime
    until: datetime | None = None
    assignee: str | None = None


@dataclass(frozen=True, slots=True)
class ReminderState:
    """State of a reminder in a channel after all marks."""

    done: ReminderMark | None = None
    snoozed: ReminderMark | None = None
    assigned: ReminderMark | None = None


def state_of(marks: Iterable[ReminderMark]) -> ReminderState:
    """The state after these marks, given oldest first."""
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
