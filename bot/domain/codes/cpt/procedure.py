"""One procedure code for an answer, from any source."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.codes.cpt.timing import Timing


class Group(StrEnum):
    """Codes with the same rules and pitfalls."""

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
    """Medicare's different rule, as of `year`. Other payers may follow CPT."""

    year: int
    rule: str


@dataclass(frozen=True, slots=True)
class Procedure:
    """A code in our own words, how it counts time, and common billing mistakes.

    `primaries` are the codes that an add-on is billed with (empty: not an add-on), in ascending order;
    `other_primaries` describes more of them in words. `related` are codes that it is often compared with, closest
    first. `time_source` is the published rule for its minutes, with its year.
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
        """Hash by code only: cards are cached by their content, and the texts are long."""
        return hash(self.code)

    @property
    def add_on(self) -> bool:
        """Whether it is only billed together with one of its primaries."""
        return bool(self.primaries)
