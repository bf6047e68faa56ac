"""What can go wrong with deadlines and reminders, as data."""

from dataclasses import dataclass
from datetime import date

from bot.domain.deadlines.deadline import Deadline
from bot.domain.errors import CodeDeskError


@dataclass
class NoSuchDeadline(CodeDeskError):
    """Nothing has this key: a meeting, quarter, code set or application that there is not."""

    key: str


@dataclass
class FarFromExpected(CodeDeskError):
    """The day lies so far from what the rule expects that the year may be mistyped; say so, and take it if meant."""

    key: str
    day: date
    expected: date


@dataclass
class MeetingDatesOutOfOrder(CodeDeskError):
    """The day cannot be beside another day of the same meeting; say so, and take it if meant."""

    key: str
    day: date
    other: Deadline


@dataclass
class NoSuchReminder(CodeDeskError):
    """This channel was never told of it."""

    reminder: str


@dataclass
class NotAhead(CodeDeskError):
    """A reminder is snoozed until a day ahead, within a year."""


@dataclass
class ItemTaken(CodeDeskError):
    """Somebody else has this item of a checklist already."""

    owner: str


@dataclass
class NotSubscribed(CodeDeskError):
    """The channel has no subscription."""

    channel: str
