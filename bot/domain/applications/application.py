"""An application for new or changed CPT codes, and the codes that it asks for."""

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
    """What is asked of the code set."""

    NEW = "new"
    REVISE = "revise"
    DELETE = "delete"
    EDITORIAL = "editorial"


class Category(StrEnum):
    """Which category of code is asked for. VACCINE is Category I for a vaccine product: other evidence."""

    I = "I"  # noqa: E741 - the AMA's numeral
    II = "II"
    III = "III"
    PLA = "PLA"
    MAAA = "MAAA"
    VACCINE = "vaccine"


@dataclass(frozen=True, slots=True)
class RequestedCode:
    """One code of an application. Its place in the application is its name until it has a number.

    `existing`: the code that is to be revised or deleted. `outcome`: one of transitions.OUTCOMES, of
    `outcome_on`; `granted`: the category that the Panel chose instead. `posted_on`: when the Summary of Panel
    Actions was really posted. `complete_by`: only while returned. `number`: only in transitions.NUMBERED.
    `valuation`: the last step of its valuation, see valuation.py.
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
        """The category that counts: the Panel's, else the one asked for."""
        return self.granted or self.category


@dataclass(frozen=True, slots=True)
class CodeForm:
    """A code as a form asks for it. `position`: which of the application's codes it is; None for one more."""

    category: Category
    kind: ApplicationKind = ApplicationKind.NEW
    existing: str | None = None
    position: int | None = None


@dataclass(frozen=True, slots=True)
class ApplicationMember:
    """Someone named on the application. `signed_on`: their statement of confidentiality."""

    user: str
    added_by: str
    added_at: datetime
    signed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Application:
    """One application with its codes (at least one, by position) and its named members (the owner apart).

    `version` grows with whatever a card's buttons depend on. `submitted_at`: its first submission, for good.
    `material`: a link to where the team keeps wording and Panel material, outside of Slack.
    `visited`: the phases that it has been in.
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
        """The code that has the longest way before it: the least advanced that is not at an end."""
        under_way = [c for c in self.codes if not TABLE[c.stage].terminal]
        if under_way:
            return min(under_way, key=lambda c: _ORDER[c.stage])
        return max(self.codes, key=lambda c: _ORDER[c.stage])

    @property
    def stage(self) -> Stage:
        """The leading code's."""
        return self.leading.stage

    @property
    def phase(self) -> Phase:
        """The leading code's."""
        return TABLE[self.stage].phase

    @property
    def target(self) -> Target | None:
        """The leading code's."""
        return self.leading.target

    @property
    def stages(self) -> tuple[Stage, ...]:
        """Each stage that a code stands at, once, the least advanced first."""
        return tuple(sorted({c.stage for c in self.codes}, key=_ORDER.__getitem__))

    @property
    def share(self) -> ShareClass:
        """The strictest of its codes' classes."""
        return max(TABLE[c.stage].share for c in self.codes)

    @property
    def quarterly(self) -> bool:
        """PLA: no meeting offset applies."""
        return self.codes[0].category is Category.PLA

    @property
    def is_draft(self) -> bool:
        """Nothing of it is with the AMA now."""
        return all(c.stage in DRAFT for c in self.codes)

    @property
    def over(self) -> bool:
        """All its codes are at an end."""
        return all(TABLE[c.stage].terminal for c in self.codes)

    def names(self, user: str) -> bool:
        """Whether `user` is its owner or a named member."""
        return user == self.owner or any(m.user == user for m in self.members)


def number_of(text: str) -> int:
    """12 of `A-12`, `a12`, `A 012`. Raises NoSuchApplication for any other text."""
    if found := _ID.fullmatch(clean(text)):
        return int(found[1])
    raise NoSuchApplication(clean(text)[:40])


def requested(wanted: Sequence[CodeForm], target: Target | None, at: datetime) -> tuple[RequestedCode, ...]:
    """The codes of a new application at its first stage. Raises MixedCalendars, and TooMany beyond 20."""
    if len(wanted) > MOST_CODES:
        raise TooManyEntries("codes", MOST_CODES)
    if len({each.category is Category.PLA for each in wanted}) > 1:
        raise MixedCalendars
    return tuple(
        RequestedCode(
            position, each.category, each.kind, Stage.ASSESS_NEED, at, target, existing=each.existing
        )
        for position, each in enumerate(wanted, start=1)
    )
