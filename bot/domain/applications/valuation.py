"""Valuation of an accepted Category I code by the RUC and CMS, in parallel with publication.

Valuation is a separate track. The code moves on to publication when the RUC has sent its recommendation. CMS proposes
and sets the values months later (application_stages.json, parallel_tracks and state `valuation`). The steps are in
order and none is skipped.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.applications.application import Application, Category, RequestedCode
from bot.domain.applications.errors import ImpossibleStep, NoSuchCode
from bot.domain.applications.stages import Actor, Stage, Valuation
from bot.domain.text import clean

_KEY = "valuation>"
_CONTINUES = frozenset({Stage.AWAIT_PUBLICATION, Stage.CODE_ASSIGNED, Stage.PUBLISHED})
"""Stages where a started valuation continues. It starts only at Stage.VALUATION."""
ACTORS: Mapping[Valuation, Actor] = {
    Valuation.LEVEL_OF_INTEREST: Actor.SOCIETIES,
    Valuation.SURVEY: Actor.SOCIETIES,
    Valuation.RUC_MEETING: Actor.RUC,
    Valuation.CMS_PROPOSED: Actor.CMS,
    Valuation.CMS_FINAL: Actor.CMS,
}
"""Who performs each step. The facts file lists all three together as the stage's owner."""


@dataclass(frozen=True, slots=True)
class ValuationStep:
    """A valuation step that the codes at `positions` can take now."""

    to: Valuation
    positions: tuple[int, ...]

    @property
    def key(self) -> str:
        """The button value: `valuation>survey`."""
        return f"{_KEY}{self.to}"

    @property
    def actor(self) -> Actor:
        """Who performs the step."""
        return ACTORS[self.to]


def valuation_steps(application: Application) -> tuple[ValuationStep, ...]:
    """Each next valuation step, in track order. Empty if no code is in valuation."""
    after = {c.position: _next(c) for c in application.codes}
    found = ((to, tuple(p for p, next_ in after.items() if next_ is to)) for to in Valuation)
    return tuple(ValuationStep(to, positions) for to, positions in found if positions)


def value(
    application: Application, key: str, positions: Sequence[int] | None = None, *, now: datetime
) -> tuple[Application, ValuationStep]:
    """The application after the step, with its version raised by one, and the step with the codes that took it.

    `positions` None means every code that can. Raises ImpossibleStep, NoSuchCode.
    """
    step = next((s for s in valuation_steps(application) if s.key == key), None)
    if step is None:
        raise ImpossibleStep(clean(key)[:60], application.stages)
    wanted = step.positions if positions is None else tuple(sorted(set(positions)))
    if not wanted or not set(wanted) <= set(step.positions):
        raise NoSuchCode(next((p for p in wanted if p not in step.positions), 0))
    codes = tuple(replace(c, valuation=step.to) if c.position in wanted else c for c in application.codes)
    after = replace(application, codes=codes, version=application.version + 1, changed_at=now)
    return after, replace(step, positions=wanted)


def _next(code: RequestedCode) -> Valuation | None:
    """The next step of a code. Category III and unaccepted codes are not referred to the RUC."""
    if code.is_category is not Category.I:
        return None
    track = tuple(Valuation)
    if code.valuation is None:
        return track[0] if code.stage is Stage.VALUATION else None
    if code.stage is not Stage.VALUATION and code.stage not in _CONTINUES:
        return None
    return next(iter(track[track.index(code.valuation) + 1 :]), None)
