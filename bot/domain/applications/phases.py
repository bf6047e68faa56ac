"""The phase bar: nine phases with their state."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.applications.application import Application
from bot.domain.applications.stages import Phase
from bot.domain.applications.transitions import PHASES


class PhaseState(StrEnum):
    """The state of a phase in the bar."""

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
    """All nine phases in order. An earlier phase that was never visited is marked as passed over."""
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
