"""What an application rests on: ticks, evidence, societies asked, literature, existing codes considered."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Tick:
    """A checklist entry (`coi`, `vignette#2`) that somebody called done."""

    entry: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Evidence:
    """A note or a link beneath a checklist entry; one of the two at least. `id` 0: not stored yet."""

    entry: str
    text: str | None
    link: str | None
    by: str
    at: datetime
    id: int = 0


@dataclass(frozen=True, slots=True)
class Stakeholder:
    """A society that was asked before submission: whom (a role, no name), when, and what it answered."""

    society: str
    role: str
    contacted_on: date
    answer: str | None
    by: str
    at: datetime
    id: int = 0


class Design(StrEnum):
    """How a study was made, the strongest first."""

    SYSTEMATIC_REVIEW = "systematic review"
    RANDOMISED = "randomised controlled trial"
    COHORT = "cohort study"
    CASE_CONTROL = "case-control study"
    CASE_SERIES = "case series"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Article:
    """One line of the literature list, with what the application's grid asks for each publication.

    `population`: who was studied, in few words (a family of codes needs different ones); `codes`: the
    positions that it supports, none: all. `editors_letter`: acceptance of an article in press.
    """

    title: str
    authors: str
    journal: str
    year: int
    by: str
    at: datetime
    link: str | None = None
    population: str | None = None
    patients: int | None = None
    design: Design = Design.OTHER
    in_the_us: bool = True
    peer_reviewed: bool = True
    full_article: bool = True
    in_press: bool = False
    editors_letter: bool = False
    copy_held: bool = False
    may_be_shared: bool = False
    codes: tuple[int, ...] = ()
    id: int = 0

    @property
    def counts(self) -> bool:
        """Accepted by the form: a full, peer-reviewed article; in press only with the editor's letter."""
        return self.peer_reviewed and self.full_article and (self.editors_letter or not self.in_press)


@dataclass(frozen=True, slots=True)
class Considered:
    """An existing code that was looked at, and why it does not describe the service."""

    code: str
    why: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Papers:
    """All papers of one application, each list in the order in which it grew.

    `literature_minimum`: how many articles the current Smart App form asks for, as the team entered it;
    None: not entered, nobody here knows it.
    """

    ticks: Mapping[str, Tick] = field(default_factory=dict)
    evidence: tuple[Evidence, ...] = ()
    stakeholders: tuple[Stakeholder, ...] = ()
    literature: tuple[Article, ...] = ()
    considered: tuple[Considered, ...] = ()
    literature_minimum: int | None = None


NO_PAPERS = Papers()
