"""The requests to `/cpt`, as types. parse.py reads them from the text."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.domain.codes.billing.topic import BillingTopic
from bot.domain.codes.claim.together_request import TogetherRequest
from bot.domain.codes.cpt.anesthesia import AnesthesiaRequest
from bot.domain.codes.cpt.grammar import BilledCode, ProcedureCode
from bot.domain.codes.units.parse import UnitsRequest


@dataclass(frozen=True, slots=True)
class ProcedureCodesRequest:
    """One code or several. `diagnoses` stood among them; `unread`: there were other words, left out.

    `mue` and `fee`: how many units are usual, and what Medicare pays, was asked for.
    """

    billed: tuple[BilledCode, ...]
    on: date | None = None
    diagnoses: tuple[str, ...] = ()
    unread: bool = False
    full: bool = False
    mue: bool = False
    fee: bool = False


@dataclass(frozen=True, slots=True)
class Compare:
    """Two or three codes to compare. `left_over`: how many more were named."""

    codes: tuple[ProcedureCode, ...]
    left_over: int = 0
    on: date | None = None


@dataclass(frozen=True, slots=True)
class TimeFit:
    """Whether this time fits this code, and which code it fits. `minutes` is 0 to 1,440."""

    billed: BilledCode
    minutes: int
    on: date | None = None


class CategoryPage(StrEnum):
    """One page of the categories, named by its keyword."""

    FAMILIES = "categories"
    RANGES = "ranges"
    LETTERS = "letters"


@dataclass(frozen=True, slots=True)
class Categories:
    """The families of codes, the ranges of CPT, or the letters of HCPCS."""

    part: CategoryPage = CategoryPage.FAMILIES


@dataclass(frozen=True, slots=True)
class Modifiers:
    """The list of modifiers (`full`: all families), or those named in the request."""

    named: tuple[str, ...] = ()
    full: bool = False
    on: date | None = None


@dataclass(frozen=True, slots=True)
class PlacesRequest:
    """The list of place-of-service codes, or the one named. `more` are further ones."""

    named: str | None = None
    on: date | None = None
    more: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DiagnosisTyped:
    """Only diagnosis codes were typed, where procedure codes belong."""

    diagnoses: tuple[str, ...]
    on: date | None = None


@dataclass(frozen=True, slots=True)
class ProcedureSearchRequest:
    """Words without a code, to search for. `on` is the date of service in the request."""

    words: str
    on: date | None


@dataclass(frozen=True, slots=True)
class TopicTyped:
    """A rule of billing, not a code: `8 minute rule`, `mue`. `/explain` tells it, and `/cpt` too."""

    topic: BillingTopic
    on: date | None = None


@dataclass(frozen=True, slots=True)
class AnnouncedYear:
    """The announced changes to the CPT code set of `year`."""

    year: int


@dataclass(frozen=True, slots=True)
class EmptyProcedureRequest:
    """No text: show what the command can do."""


Question = (
    ProcedureCodesRequest
    | Compare
    | TimeFit
    | Categories
    | Modifiers
    | PlacesRequest
    | DiagnosisTyped
    | ProcedureSearchRequest
    | TopicTyped
    | UnitsRequest
    | TogetherRequest
    | AnnouncedYear
    | AnesthesiaRequest
    | EmptyProcedureRequest
)
