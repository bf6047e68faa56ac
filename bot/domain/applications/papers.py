"""Supporting records of an application: ticks, evidence, society contacts, literature, considered codes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Tick:
    """A checklist entry (`coi`, `vignette#2`) marked done."""

    entry: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Evidence:
    """A note, a link or both under a checklist entry. `id` 0: not stored yet."""

    entry: str
    text: str | None
    link: str | None
    by: str
    at: datetime
    id: int = 0


@dataclass(frozen=True, slots=True)
class Stakeholder:
    """A society contacted before submission: the contact's role (no name), the day, and the answer."""

    society: str
    role: str
    contacted_on: date
    answer: str | None
    by: str
    at: datetime
    id: int = 0


class Design(StrEnum):
    """Study designs, strongest first."""

    SYSTEMATIC_REVIEW = "systematic review"
    RANDOMISED = "randomised controlled trial"
    COHORT = "cohort study"
    CASE_CONTROL = "case-control study"
    CASE_SERIES = "case series"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Article:
    """One article of the literature list, with the fields of the CPT form's grid.

    `population` is who was studied, in a few words; a family of codes needs different ones. `codes` are the positions
    it supports; empty means all. `editors_letter`: acceptance letter for an in-press article.
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
        """Whether the form accepts it: full and peer-reviewed. In press counts only with the editor's letter."""
        return self.peer_reviewed and self.full_article and (self.editors_letter or not self.in_press)


@dataclass(frozen=True, slots=True)
class Considered:
    """An existing code, and why it does not describe the service."""

    code: str
    why: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Papers:
    """All supporting records of one application, each list in order of entry.

    `literature_minimum` is the number of articles the current Smart App form requires, as entered by the team. None:
    not entered.
    """

    ticks: Mapping[str, Tick] = field(default_factory=dict)
    evidence: tuple[Evidence, ...] = ()
    stakeholders: tuple[Stakeholder, ...] = ()
    literature: tuple[Article, ...] = ()
    considered: tuple[Considered, ...] = ()
    literature_minimum: int | None = None


NO_PAPERS = Papers()
