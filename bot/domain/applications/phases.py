"""The phase bar: nine phases, where the application is, which it has been in."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.applications.application import Application
from bot.domain.applications.stages import Phase
from bot.domain.applications.transitions import PHASES


class PhaseState(StrEnum):
    """How a phase stands to the application."""

    BEEN = "been"
    CURRENT = "current"
    AHEAD = "ahead"
    PASSED_OVER = "passed over"


@dataclass(frozen=True, slots=True)
class PhaseMark:
    """One phase of the bar."""

    phase: Phase
    state: PhaseState


def phase_bar(application: Application) -> tuple[PhaseMark, ...]:
    """All nine in their order. A phase before the current one that it never was in is passed over."""
    now = PHASES.index(application.phase)
    return tuple(
        PhaseMark(phase, _state(place - now, phase in application.visited))
        for place, phase in enumerate(PHASES)
    )


def _state(distance: int, been: bool) -> PhaseState:
    if distance == 0:
        return PhaseState.CURRENT
    if distance > 0:
        return PhaseState.AHEAD
    return PhaseState.BEEN if been else PhaseState.PASSED_OVER
