"""Application errors, as data."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.applications.stages import Condition, RequiredFact, Stage
from bot.domain.errors import CodeDeskError


@dataclass
class NoSuchApplication(CodeDeskError):
    """The workspace has no application with this id (`what` is the cleaned input)."""

    what: str


@dataclass
class ImpossibleStep(CodeDeskError):
    """No code of the application can take this step now. `key` is the cleaned step key."""

    key: str
    stages: tuple[Stage, ...]


@dataclass
class WithdrawalTooLate(CodeDeskError):
    """The tab has been called. The application is under the Panel's jurisdiction."""

    stage: Stage


@dataclass
class NumberTooEarly(CodeDeskError):
    """A code number is not stored before it is assigned, or in a stage without one."""

    stage: Stage


@dataclass
class NotTheNumber(CodeDeskError):
    """The number is invalid for this category, or the application already has it."""

    number: str
    category: str


@dataclass
class NotATarget(CodeDeskError):
    """Not a Panel meeting (`2027-02`), or with `quarterly` not a PLA quarter (`2027-Q2`)."""

    what: str
    quarterly: bool


@dataclass
class TargetInThePast(CodeDeskError):
    """The meeting or quarter is over on `today`, or is not later than `after`, the one that was missed."""

    target: str
    today: date
    after: str | None = None


@dataclass
class TargetNotNow(CodeDeskError):
    """At this stage the team can no longer choose the meeting."""

    stage: Stage


@dataclass
class FactMissing(CodeDeskError):
    """The step needs a fact that was not entered."""

    need: RequiredFact


@dataclass
class DateNotPossible(CodeDeskError):
    """An entered date is out of range. None means no limit on that side. `need` is None outside of steps."""

    need: RequiredFact | None
    value: date
    earliest: date | None
    latest: date | None


@dataclass
class ConditionNotMet(CodeDeskError):
    """A condition of the step is not met."""

    condition: Condition


@dataclass
class ChecklistOpen(CodeDeskError):
    """These checklist entries block submission (keys such as `vignette#2`)."""

    entries: tuple[str, ...]


@dataclass
class WindowStillOpen(CodeDeskError):
    """Reconsideration may be requested through `until`."""

    until: date


@dataclass
class CodesMoveTogether(CodeDeskError):
    """Codes at this stage must move together until they have an outcome."""

    stage: Stage


@dataclass
class NoSuchCode(CodeDeskError):
    """The application has no code at this position, or the code is not at the step's source stage."""

    position: int


@dataclass
class MixedCalendars(CodeDeskError):
    """PLA codes follow quarters and others follow Panel meetings. They can't share an application."""


@dataclass
class WhoWasFirst(CodeDeskError):
    """Another user changed the application first. `action` is an event kind or a transition key."""

    user: str
    action: str
    at: datetime
    version: int


@dataclass
class DoneBefore(CodeDeskError):
    """This submission was already processed. Nothing to do."""


@dataclass
class NothingToUndo(CodeDeskError):
    """There is no step to undo."""


@dataclass
class UndoTooLate(CodeDeskError):
    """The last step is too old to undo."""

    at: datetime
    minutes: int


@dataclass
class AfterSubmission(CodeDeskError):
    """Only a draft allows this. `what` is 'contact', 'dossier', 'codes' or 'wording'."""

    what: str
    stage: Stage


@dataclass
class UnderConfidentiality(CodeDeskError):
    """The text may contain something that must not be in Slack now. `kind` names it and never quotes it."""

    kind: str


@dataclass
class CannotClose(CodeDeskError):
    """The stage has no closing step for the team. `withdraw`: the applicant may still withdraw."""

    stage: Stage
    withdraw: bool


@dataclass
class CannotReopen(CodeDeskError):
    """It is not closed, or reopening needs facts (see its legal steps)."""

    stage: Stage


@dataclass
class TextMissing(CodeDeskError):
    """A required text is empty. `field` names it."""

    field: str


@dataclass
class TooManyEntries(CodeDeskError):
    """More of `what` than one application may have."""

    what: str
    limit: int


@dataclass
class NotALink(CodeDeskError):
    """Not an https address, or one with a user name or password."""


@dataclass
class NoSuchEntry(CodeDeskError):
    """The checklist or list has no such entry."""

    what: str
