"""One procedure code as an answer needs it, wherever it came from."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.codes.cpt.timing import Timing


class Group(StrEnum):
    """Codes that share their rules and their traps."""

    OFFICE_VISIT = "office visit"
    HOSPITAL_VISIT = "hospital visit"
    CRITICAL_CARE = "critical care"
    TELEMEDICINE = "telemedicine visit"
    CARE_PLANNING = "advance care planning"
    PREVENTIVE = "preventive visit"
    THERAPY = "therapy"
    THERAPY_EVALUATION = "therapy evaluation"
    BEHAVIORAL = "behavioral health"
    COUNSELING = "counseling"
    BEHAVIOR_ANALYSIS = "adaptive behavior service"
    PROCEDURE = "procedure"
    INFUSION = "infusion or injection"
    VACCINE_ADMINISTRATION = "vaccine administration"
    LAB = "lab test"
    IMAGING = "imaging"
    DRUG = "drug"
    MEASURE = "performance measure"
    COACHING = "health coaching"


@dataclass(frozen=True, slots=True)
class MedicareRule:
    """Where Medicare differs, as of `year`; other payers may do as CPT says."""

    year: int
    rule: str


@dataclass(frozen=True, slots=True)
class Procedure:
    """A code in plain words, how it counts time, and what to watch out for.

    `primaries` are the codes that an add-on is billed with (empty: not an add-on), in ascending order, and
    `other_primaries` says in words which further ones. `related` are codes that it is often compared with,
    nearest first. `time_source` is the published rule that its minutes come from, with its year.
    """

    code: str
    words: str
    group: Group
    timing: Timing
    traps: tuple[str, ...]
    primaries: tuple[str, ...] = ()
    other_primaries: str = ""
    medicare: tuple[MedicareRule, ...] = ()
    related: tuple[str, ...] = ()
    time_source: str = ""

    def __hash__(self) -> int:
        """By the code: cards are kept by what they show, and the traps are long."""
        return hash(self.code)

    @property
    def add_on(self) -> bool:
        """Whether it is only ever billed beside one of its primaries."""
        return bool(self.primaries)
