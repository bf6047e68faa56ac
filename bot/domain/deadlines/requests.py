"""What `/deadlines ...` can be asked: its typed questions. asked.py reads them from words."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.domain.deadlines.deadline import Topic
from bot.domain.deadlines.delivery import Uncertainty
from bot.domain.errors import CodeDeskError

KEY = r"(?:panel|pla|code|app):[A-Za-z0-9_:-]{3,80}"
"""The form of a deadline's key."""
FIRST_YEAR, LAST_YEAR = 2020, 2099


@dataclass
class NotADay(CodeDeskError):
    """What stands in the place of a deadline's day is none; `key` is the deadline's."""

    what: str
    key: str = ""


class NamedThing(StrEnum):
    """What a word of the line was to name."""

    YEAR = "year"
    MEETING = "meeting"
    CHECKLIST = "checklist"
    DEADLINE = "deadline"


@dataclass
class NoneNamed(CodeDeskError):
    """`what` stands where the name of a year, a meeting, a checklist or a deadline has to stand, and is none."""

    what: str
    kind: NamedThing


@dataclass(frozen=True, slots=True)
class Next:
    """What is next, of one topic or of all; `page` from 1, 0: the first few."""

    topic: Topic | None = None
    page: int = 0


@dataclass(frozen=True, slots=True)
class Year:
    """A year at a glance; None: the next twelve months' year."""

    year: int | None = None


@dataclass(frozen=True, slots=True)
class ExportCalendar:
    """A calendar file."""


class FeedAct(StrEnum):
    """What is to be done about the calendar feed."""

    TELL = "tell"
    NEW = "new"
    REVOKE = "revoke"


@dataclass(frozen=True, slots=True)
class FeedAsked:
    """The calendar feed."""

    act: FeedAct


@dataclass(frozen=True, slots=True)
class MeetingAsked:
    """One meeting with its dates; without an id, the next ones. `change`: the form."""

    id: str = ""
    change: bool = False


@dataclass(frozen=True, slots=True)
class ChangeDate:
    """The form for one date."""

    key: str


@dataclass(frozen=True, slots=True)
class EnterDate:
    """Put `day` in a date's place. `confirmed` None: not said. `meant`: however far it is from the rule's."""

    key: str
    day: date
    confirmed: bool | None = None
    meant: bool = False


@dataclass(frozen=True, slots=True)
class TakeBack:
    """Let the rule say again what the date is."""

    key: str


class ChannelAct(StrEnum):
    """What is to be done about this channel's subscription."""

    SUBSCRIBE = "subscribe"
    UNSUBSCRIBE = "unsubscribe"
    PAUSE = "pause"
    RESUME = "resume"
    ALL = "channels"


@dataclass(frozen=True, slots=True)
class ChannelAsked:
    """This channel's subscription, or all of them."""

    act: ChannelAct


@dataclass(frozen=True, slots=True)
class ChecklistAsked:
    """A campaign's checklist by its key; '' for the one that is open."""

    key: str = ""


@dataclass(frozen=True, slots=True)
class Undelivered:
    """What could not be delivered."""


@dataclass(frozen=True, slots=True)
class Uncertain:
    """What to do where Slack's answer was lost; None: tell what is chosen."""

    choice: Uncertainty | None


Question = (
    Next
    | Year
    | ExportCalendar
    | FeedAsked
    | MeetingAsked
    | ChangeDate
    | EnterDate
    | TakeBack
    | ChannelAsked
    | ChecklistAsked
    | Undelivered
    | Uncertain
)
