"""Compare codes: what they share and how they differ."""

from dataclasses import dataclass

from bot.domain.codes.billing.rule_table import medicare_rules
from bot.domain.codes.cpt.procedure import MedicareRule, Procedure
from bot.domain.codes.cpt.timing import Band, Met, PerService, Typical, Untimed


@dataclass(frozen=True, slots=True)
class ComparedCode:
    """One of the codes: the pitfalls and Medicare rules that it alone has among the compared codes."""

    procedure: Procedure
    traps: tuple[str, ...]
    medicare: tuple[MedicareRule, ...]


@dataclass(frozen=True, slots=True)
class ProcedureComparison:
    """`sides` in the order given, and the pitfalls that all share. `minutes_apart`: for two timed visits."""

    sides: tuple[ComparedCode, ...]
    shared_traps: tuple[str, ...]
    shared_medicare: tuple[MedicareRule, ...]
    same_timing: bool
    same_group: bool
    minutes_apart: int | None
    one_unit_each: bool = False
    """Whether none of them counts time, so each is one unit regardless of the minutes."""
    new_and_established: bool = False
    """Whether they are two visits, one for a new patient and one for an established patient."""
    by_minutes: bool = False
    """Whether each takes a range of minutes, so the time alone decides."""
    by_age: bool = False
    """Whether they are physicals of the same kind for other ages."""


_PATIENTS = ("new", "established")


def compare(procedures: tuple[Procedure, ...]) -> ProcedureComparison:
    """Compare two or more procedures."""
    first = procedures[0]
    traps = tuple(t for t in first.traps if all(t in other.traps for other in procedures))
    medicare = {p.code: medicare_rules(p) for p in procedures}
    rules = tuple(r for r in medicare[first.code] if all(r in other for other in medicare.values()))
    return ProcedureComparison(
        tuple(
            ComparedCode(
                p,
                tuple(t for t in p.traps if t not in traps),
                tuple(r for r in medicare[p.code] if r not in rules),
            )
            for p in procedures
        ),
        traps,
        rules,
        same_timing=all(p.timing == first.timing for p in procedures),
        same_group=all(p.group is first.group for p in procedures),
        minutes_apart=_minutes_apart(procedures),
        one_unit_each=all(isinstance(p.timing, Typical | Untimed | PerService) for p in procedures),
        new_and_established=len(procedures) == 2 and {_patient(p) for p in procedures} == set(_PATIENTS),
        by_minutes=all(isinstance(p.timing, Band) for p in procedures),
        by_age=all(", age " in p.words for p in procedures) and len({_patient(p) for p in procedures}) == 1,
    )


def _patient(procedure: Procedure) -> str | None:
    """For whom a visit is, as its words say."""
    return next((patient for patient in _PATIENTS if f"{patient} patient" in procedure.words), None)


def _minutes_apart(procedures: tuple[Procedure, ...]) -> int | None:
    minutes = [p.timing.minutes for p in procedures if isinstance(p.timing, Met)]
    return abs(minutes[1] - minutes[0]) if len(minutes) == len(procedures) == 2 else None
