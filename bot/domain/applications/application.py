"""An application for new or changed CPT codes, and its requested codes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.domain.applications.errors import MixedCalendars, NoSuchApplication, TooManyEntries
from bot.domain.applications.stages import Phase, ShareClass, Stage, Valuation
from bot.domain.applications.targets import Target
from bot.domain.applications.transitions import DRAFT, TABLE
from bot.domain.text import clean

MOST_CODES = 20
_ID = re.compile(r"A ?-? ?0*([1-9][0-9]{0,8})", re.IGNORECASE)
_ORDER = {stage: (tuple(Phase).index(TABLE[stage].phase), place) for place, stage in enumerate(Stage)}


class ApplicationKind(StrEnum):
    """The kind of change requested."""

    NEW = "new"
    REVISE = "revise"
    DELETE = "delete"
    EDITORIAL = "editorial"


class Category(StrEnum):
    """The requested category of code. VACCINE is Category I for a vaccine product, with other evidence rules."""

    I = "I"  # noqa: E741 - the AMA's Roman numeral
    II = "II"
    III = "III"
    PLA = "PLA"
    MAAA = "MAAA"
    VACCINE = "vaccine"


@dataclass(frozen=True, slots=True)
class RequestedCode:
    """One code of an application. Its position identifies it until it has a number.

    `existing` is the code to revise or delete. `outcome` is one of transitions.OUTCOMES, decided on `outcome_on`.
    `granted` is the category the Panel chose instead. `posted_on` is the actual posting day of the Summary of Panel
    Actions. `complete_by` is set only while returned. `number` is set only in transitions.NUMBERED. `valuation` is
    the last valuation step (see valuation.py).
    """

    position: int
    category: Category
    kind: ApplicationKind
    stage: Stage
    stage_since: datetime
    target: Target | None = None
    existing: str | None = None
    outcome: Stage | None = None
    outcome_on: date | None = None
    granted: Category | None = None
    posted_on: date | None = None
    complete_by: date | None = None
    number: str | None = None
    valuation: Valuation | None = None

    @property
    def is_category(self) -> Category:
        """The effective category: the Panel's, or else the requested one."""
        return self.granted or self.category


@dataclass(frozen=True, slots=True)
class CodeForm:
    """A code as entered in a form. `position` is an existing code of the application; None adds a code."""

    category: Category
    kind: ApplicationKind = ApplicationKind.NEW
    existing: str | None = None
    position: int | None = None


@dataclass(frozen=True, slots=True)
class ApplicationMember:
    """A named member of the application. `signed_on` is the day of their statement of confidentiality."""

    user: str
    added_by: str
    added_at: datetime
    signed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Application:
    """One application with its codes (at least one, by position) and its named members (without the owner).

    `version` rises with every change that affects a card's buttons. `submitted_at` is the first submission and is
    never cleared. `material` links to wording and Panel material outside of Slack. `visited` holds the phases it has
    been in.
    """

    workspace: str
    number: int
    title: str
    owner: str
    codes: tuple[RequestedCode, ...]
    created_by: str
    created_at: datetime
    changed_at: datetime
    members: tuple[ApplicationMember, ...] = ()
    channel: str | None = None
    material: str | None = None
    version: int = 1
    submitted_at: datetime | None = None
    visited: frozenset[Phase] = frozenset({Phase.PREPARE})

    @property
    def id(self) -> str:
        """`A-12`."""
        return f"A-{self.number}"

    @property
    def leading(self) -> RequestedCode:
        """The least advanced code that has not ended, or the most advanced one if all have ended."""
        open_codes = [c for c in self.codes if not TABLE[c.stage].terminal]
        if open_codes:
            return min(open_codes, key=lambda c: _ORDER[c.stage])
        return max(self.codes, key=lambda c: _ORDER[c.stage])

    @property
    def stage(self) -> Stage:
        """The leading code's stage."""
        return self.leading.stage

    @property
    def phase(self) -> Phase:
        """The leading code's phase."""
        return TABLE[self.stage].phase

    @property
    def target(self) -> Target | None:
        """The leading code's target."""
        return self.leading.target

    @property
    def stages(self) -> tuple[Stage, ...]:
        """The distinct stages of its codes, least advanced first."""
        return tuple(sorted({c.stage for c in self.codes}, key=_ORDER.__getitem__))

    @property
    def share(self) -> ShareClass:
        """The strictest share class of its codes."""
        return max(TABLE[c.stage].share for c in self.codes)

    @property
    def quarterly(self) -> bool:
        """Whether it follows PLA quarters instead of Panel meetings."""
        return self.codes[0].category is Category.PLA

    @property
    def is_draft(self) -> bool:
        """Whether no code is with the AMA now."""
        return all(c.stage in DRAFT for c in self.codes)

    @property
    def over(self) -> bool:
        """Whether all codes have ended."""
        return all(TABLE[c.stage].terminal for c in self.codes)

    def names(self, user: str) -> bool:
        """Whether `user` is the owner or a named member."""
        return user == self.owner or any(m.user == user for m in self.members)


def number_of(text: str) -> int:
    """12 for `A-12`, `a12`, `A 012`. Raises NoSuchApplication for any other text."""
    if found := _ID.fullmatch(clean(text)):
        return int(found[1])
    raise NoSuchApplication(clean(text)[:40])


def new_codes(forms: Sequence[CodeForm], target: Target | None, at: datetime) -> tuple[RequestedCode, ...]:
    """The codes of a new application at the first stage. Raises MixedCalendars, and TooManyEntries above 20."""
    if len(forms) > MOST_CODES:
        raise TooManyEntries("codes", MOST_CODES)
    if len({form.category is Category.PLA for form in forms}) > 1:
        raise MixedCalendars
    return tuple(
        RequestedCode(
            position, form.category, form.kind, Stage.ASSESS_NEED, at, target, existing=form.existing
        )
        for position, form in enumerate(forms, start=1)
    )
