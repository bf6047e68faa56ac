"""Codes side by side: what they share and where they part."""

from dataclasses import dataclass

from bot.domain.codes.cpt.procedure import MedicareRule, Procedure
from bot.domain.codes.cpt.timing import Met, PerService, Typical, Untimed


@dataclass(frozen=True, slots=True)
class ComparedCode:
    """One of the codes: the traps and Medicare rules that are its own among those compared."""

    procedure: Procedure
    traps: tuple[str, ...]
    medicare: tuple[MedicareRule, ...]


@dataclass(frozen=True, slots=True)
class ProcedureComparison:
    """`sides` in the order asked, and the traps that all of them share. `minutes_apart`: for two timed visits."""

    sides: tuple[ComparedCode, ...]
    shared_traps: tuple[str, ...]
    shared_medicare: tuple[MedicareRule, ...]
    same_timing: bool
    same_group: bool
    minutes_apart: int | None
    one_unit_each: bool = False
    """None of them counts time: each is one unit, whatever the minutes."""
    new_and_established: bool = False
    """Two office visits, one for a new patient, one for an established one."""


_NEW, _ESTABLISHED = ("99202", "99205"), ("99211", "99215")


def compare(procedures: tuple[Procedure, ...]) -> ProcedureComparison:
    """Put two or more procedures side by side."""
    first = procedures[0]
    traps = tuple(t for t in first.traps if all(t in other.traps for other in procedures))
    rules = tuple(r for r in first.medicare if all(r in other.medicare for other in procedures))
    return ProcedureComparison(
        tuple(
            ComparedCode(
                p, tuple(t for t in p.traps if t not in traps), tuple(r for r in p.medicare if r not in rules)
            )
            for p in procedures
        ),
        traps,
        rules,
        same_timing=all(p.timing == first.timing for p in procedures),
        same_group=all(p.group is first.group for p in procedures),
        minutes_apart=_minutes_apart(procedures),
        one_unit_each=all(isinstance(p.timing, Typical | Untimed | PerService) for p in procedures),
        new_and_established=len(procedures) == 2
        and {_patient(p.code) for p in procedures} == {_NEW, _ESTABLISHED},
    )


def _patient(code: str) -> tuple[str, str] | None:
    return next(
        (span for span in (_NEW, _ESTABLISHED) if span[0] <= code <= span[1] and len(code) == 5), None
    )


def _minutes_apart(procedures: tuple[Procedure, ...]) -> int | None:
    minutes = [p.timing.minutes for p in procedures if isinstance(p.timing, Met)]
    return abs(minutes[1] - minutes[0]) if len(minutes) == len(procedures) == 2 else None
