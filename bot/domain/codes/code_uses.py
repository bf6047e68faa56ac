"""How often a team opens and shares codes, and how much that boosts each code in its searches.

Only codes are counted, never what was typed to find them.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.codes.cpt.grammar import CodeKind
from bot.domain.codes.cpt.grammar import read_code as read_procedure
from bot.domain.codes.icd.grammar import read_code as read_diagnosis
from bot.domain.codes.releases import System

FULL = 50
"""The number of uses that gives a code the full boost."""
HALF_LIFE = timedelta(days=90)
"""A code not used for a quarter counts half, because a practice's work changes with the seasons."""
LEAST = 0.01
"""A smaller boost is dropped."""


@dataclass(frozen=True, slots=True)
class CodeUse:
    """How often a team used a code (in canonical form), and the time of the last use (aware)."""

    system: System
    code: str
    uses: int
    last_used: datetime


def boosts(used: Iterable[CodeUse], now: datetime) -> Mapping[str, float]:
    """Code -> 0 to 1, for `Index.search(boosts=)`. Codes with a negligible boost are left out.

    It is the logarithm of the uses (1 use 0.18, 10 uses 0.61, FULL uses or more 1), halved for every HALF_LIFE since
    the last use. So the first few uses count most, and a code that is no longer opened sinks by itself. A last use in
    the future (another machine's clock) counts as now. Values are whole thousandths, so that minutes change nothing.
    These rules are our own, not a standard's.
    """
    lifted: dict[str, float] = {}
    for use in used:
        value = round(_weight(use, now), 3)
        if value >= LEAST:
            lifted[use.code] = max(value, lifted.get(use.code, 0.0))
    return lifted


def by_system(codes: Iterable[str]) -> Mapping[System, tuple[str, ...]]:
    """The codes in canonical form (`97140`, `M54.50`) by system, each once and ascending.

    Anything else is left out, including lower case and missing dots, so that only codes are counted.
    """
    found: dict[System, set[str]] = {}
    for code in codes:
        system = _system(code)
        if system is not None:
            found.setdefault(system, set()).add(code)
    return {system: tuple(sorted(each)) for system, each in found.items()}


def _weight(use: CodeUse, now: datetime) -> float:
    if use.uses <= 0:
        return 0.0
    often = min(1.0, math.log1p(use.uses) / math.log1p(FULL))
    age = max(timedelta(0), now - use.last_used)
    return often * math.exp2(-age / HALF_LIFE)


def _system(code: str) -> System | None:
    procedure = read_procedure(code)
    if procedure is not None and procedure.code == code:
        return System.HCPCS if procedure.kind in (CodeKind.HCPCS, CodeKind.CDT) else System.CPT
    diagnosis = read_diagnosis(code)
    if diagnosis is not None and diagnosis.code == code and not diagnosis.guessed:
        return System.ICD10CM
    return None
