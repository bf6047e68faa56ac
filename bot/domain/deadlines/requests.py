"""Typed requests of `/deadlines ...`. parse.py reads them from text."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.domain.deadlines.deadline import Topic
from bot.domain.deadlines.delivery import Uncertainty
from bot.domain.errors import CodeDeskError

KEY = r"(?:panel|pla|ruc|code|app):[A-Za-z0-9_:-]{3,80}"
"""Pattern of a deadline's key."""
FIRST_YEAR, LAST_YEAR = 2020, 2099


@dataclass
class NotADay(CodeDeskError):
    """The text for a deadline's day is not a valid day. `key` is the deadline's; `pause` for the end of a pause."""

    what: str
    key: str = ""


class NamedThing(StrEnum):
    """What an argument was supposed to name."""

    YEAR = "year"
    MEETING = "meeting"
    CHECKLIST = "checklist"
    DEADLINE = "deadline"


@dataclass
class NoneNamed(CodeDeskError):
    """`what` names no year, meeting, checklist or deadline."""

    what: str
    kind: NamedThing


@dataclass(frozen=True, slots=True)
class UpcomingRequest:
    """Next deadlines of one topic, or of all. `page` counts from 1; 0 is the short list."""

    topic: Topic | None = None
    page: int = 0


class Subject(StrEnum):
    """What one can ask for by name, whatever its topic."""

    PANEL_MEETING = "panel_meeting"
    APPLICATION = "application"
    SUMMARY = "summary"
    RECONSIDERATION = "reconsideration"
    RUC = "ruc"
    PLA = "pla"
    NCCI = "ncci"
    HCPCS = "hcpcs"
    ICD = "icd"
    CPT_YEAR = "cpt_year"
    CATEGORY_III = "cat3"
    VACCINES = "vaccines"
    FEES = "fees"


@dataclass(frozen=True, slots=True)
class MonthRequest:
    """The dates of one month. `year` is that of the next such month if none was written."""

    year: int
    month: int


@dataclass(frozen=True, slots=True)
class SubjectRequest:
    """The next dates of one subject, or those of one month."""

    subject: Subject
    month: MonthRequest | None = None


@dataclass(frozen=True, slots=True)
class SayPassed:
    """Say that the estimated day of a deadline has passed."""

    key: str


@dataclass(frozen=True, slots=True)
class YearRequest:
    """One year at a glance. None: the year of the next twelve months."""

    year: int | None = None


@dataclass(frozen=True, slots=True)
class ExportCalendar:
    """Export a calendar file."""


class FeedAct(StrEnum):
    """Actions on the calendar feed."""

    SHOW = "show"
    NEW = "new"
    REVOKE = "revoke"


@dataclass(frozen=True, slots=True)
class FeedRequest:
    """Show, renew or revoke the calendar feed."""

    act: FeedAct


@dataclass(frozen=True, slots=True)
class MeetingRequest:
    """One meeting with its dates, or the next ones if `id` is empty. `change` opens the form."""

    id: str = ""
    change: bool = False


@dataclass(frozen=True, slots=True)
class ChangeDate:
    """Open the form for one date."""

    key: str


@dataclass(frozen=True, slots=True)
class EnterDate:
    """Set a date to `day`. `confirmed` is None if not given. `meant` accepts a day far from the rule's."""

    key: str
    day: date
    confirmed: bool | None = None
    meant: bool = False


@dataclass(frozen=True, slots=True)
class RemoveDate:
    """Remove the entered date and use the rule again."""

    key: str


class ChannelAct(StrEnum):
    """Actions on this channel's subscription."""

    SUBSCRIBE = "subscribe"
    UNSUBSCRIBE = "unsubscribe"
    PAUSE = "pause"
    RESUME = "resume"
    ALL = "channels"


@dataclass(frozen=True, slots=True)
class SubscriptionRequest:
    """This channel's subscription, or all subscriptions. `until`: the day on which a pause ends by itself."""

    act: ChannelAct
    until: date | None = None


@dataclass(frozen=True, slots=True)
class ChecklistRequest:
    """A campaign's checklist by key. '' means the open one."""

    key: str = ""


@dataclass(frozen=True, slots=True)
class UndeliveredRequest:
    """List undelivered messages."""


@dataclass(frozen=True, slots=True)
class UncertaintyRequest:
    """Set what to do when Slack's answer was lost. None shows the current choice."""

    choice: Uncertainty | None


DeadlineRequest = (
    UpcomingRequest
    | SubjectRequest
    | MonthRequest
    | SayPassed
    | YearRequest
    | ExportCalendar
    | FeedRequest
    | MeetingRequest
    | ChangeDate
    | EnterDate
    | RemoveDate
    | SubscriptionRequest
    | ChecklistRequest
    | UndeliveredRequest
    | UncertaintyRequest
)
