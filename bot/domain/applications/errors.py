"""What can go wrong with an application, as data."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.applications.stages import Condition, RequiredFact, Stage
from bot.domain.errors import CodeDeskError


@dataclass
class NoSuchApplication(CodeDeskError):
    """The workspace has no application of this id (as it was written, cleaned)."""

    what: str


@dataclass
class ImpossibleStep(CodeDeskError):
    """No code of the application can take this step from where it stands. `key`: the step's, cleaned."""

    key: str
    stages: tuple[Stage, ...]


@dataclass
class WithdrawalTooLate(CodeDeskError):
    """The tab has been called: the application is under the Panel's jurisdiction."""

    stage: Stage


@dataclass
class NumberTooEarly(CodeDeskError):
    """A code number before it is assigned (or in a stage that has none) is not kept."""

    stage: Stage


@dataclass
class NotTheNumber(CodeDeskError):
    """A number that no code of this category can have, or that the application holds already."""

    number: str
    category: str


@dataclass
class NotATarget(CodeDeskError):
    """Neither a Panel meeting (`2027-02`) nor, for PLA, a quarter (`2027-Q2`); `quarterly` says which is wanted."""

    what: str
    quarterly: bool


@dataclass
class TargetInThePast(CodeDeskError):
    """The meeting or quarter is over on `today`, or (`after`) not later than the one that was missed."""

    target: str
    today: date
    after: str | None = None


@dataclass
class TargetNotNow(CodeDeskError):
    """At this stage the meeting is no longer the team's to choose."""

    stage: Stage


@dataclass
class FactMissing(CodeDeskError):
    """The step needs a fact that was not told."""

    need: RequiredFact


@dataclass
class DateNotPossible(CodeDeskError):
    """A told date lies outside of what it can be; None: open on that side. `need` None: of no step."""

    need: RequiredFact | None
    told: date
    earliest: date | None
    latest: date | None


@dataclass
class ConditionNotMet(CodeDeskError):
    """What the step requires is not so."""

    condition: Condition


@dataclass
class ChecklistOpen(CodeDeskError):
    """Submission is blocked by these checklist entries (keys such as `vignette#2`)."""

    entries: tuple[str, ...]


@dataclass
class WindowStillOpen(CodeDeskError):
    """Reconsideration may be asked for up to and including `until`."""

    until: date


@dataclass
class CodesMoveTogether(CodeDeskError):
    """Before its outcome no code leaves the others."""

    stage: Stage


@dataclass
class NoSuchCode(CodeDeskError):
    """The application has no code at this position, or it does not stand where the step begins."""

    position: int


@dataclass
class MixedCalendars(CodeDeskError):
    """PLA codes go by quarters, all others by Panel meetings: they can't share an application."""


@dataclass
class WhoWasFirst(CodeDeskError):
    """The application is no longer as the asker saw it. `did` is an event kind or a transition's key."""

    user: str
    did: str
    at: datetime
    version: int


@dataclass
class DoneBefore(CodeDeskError):
    """The very same submission was acted upon already: there is nothing to do, and nothing wrong."""


@dataclass
class NothingToUndo(CodeDeskError):
    """No step stands that was not undone already."""


@dataclass
class UndoTooLate(CodeDeskError):
    """The last step is older than the time for taking it back."""

    at: datetime
    minutes: int


@dataclass
class AfterSubmission(CodeDeskError):
    """Only a draft allows this. `what` is 'contact', 'dossier', 'codes' or 'wording'."""

    what: str
    stage: Stage


@dataclass
class UnderConfidentiality(CodeDeskError):
    """The text seems to hold what may not be kept in Slack now. `kind` names it, never quotes it."""

    kind: str


@dataclass
class CannotClose(CodeDeskError):
    """The stage has no way out that the team may take; `withdraw`: but the applicant may still withdraw."""

    stage: Stage
    withdraw: bool


@dataclass
class CannotReopen(CodeDeskError):
    """It is not closed, or closed in a way that takes facts (see its legal steps)."""

    stage: Stage


@dataclass
class TextMissing(CodeDeskError):
    """A text that must be there is empty. `field` names it."""

    field: str


@dataclass
class TooManyEntries(CodeDeskError):
    """More of `what` than one application holds."""

    what: str
    limit: int


@dataclass
class NotALink(CodeDeskError):
    """No https address, or one with a password or user in it."""


@dataclass
class NoSuchEntry(CodeDeskError):
    """The checklist, or a list of papers, has no such entry."""

    what: str
