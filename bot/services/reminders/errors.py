"""Deadline and reminder errors, as data."""

from dataclasses import dataclass
from datetime import date

from bot.domain.deadlines.deadline import Deadline
from bot.domain.errors import CodeDeskError


@dataclass
class NoSuchDeadline(CodeDeskError):
    """No meeting, quarter, code set or application has a deadline with this key."""

    key: str


@dataclass
class FarFromExpected(CodeDeskError):
    """The day is far from the rule's day; the year may be mistyped. Repeat with `meant` to accept it."""

    key: str
    day: date
    expected: date


@dataclass
class MeetingDatesOutOfOrder(CodeDeskError):
    """The day contradicts another date of the same meeting. Repeat with `meant` to accept it."""

    key: str
    day: date
    other: Deadline


@dataclass
class NoSuchReminder(CodeDeskError):
    """This channel never got this reminder."""

    reminder: str


@dataclass
class NotAhead(CodeDeskError):
    """A reminder can be snoozed only until a future day within a year."""


@dataclass
class PastLastReminder(CodeDeskError):
    """A snooze until `day` would skip the last message of the reminder, on `last`. It has to be confirmed."""

    reminder: str
    day: date
    last: date


@dataclass
class SummaryNotEntered(CodeDeskError):
    """Reconsideration has no date until somebody enters the day on which the Summary was posted. `key` is its key."""

    key: str


@dataclass
class ItemTaken(CodeDeskError):
    """Another user already has this checklist item."""

    owner: str


@dataclass
class NotSubscribed(CodeDeskError):
    """The channel has no subscription."""

    channel: str
