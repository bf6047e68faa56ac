"""The valuation of an accepted Category I code: what the RUC and CMS do beside its publication.

It is a track of its own, not a chain of stages: the code itself goes on to publication as soon as the RUC has sent
its recommendation, while CMS proposes and settles the values months later (application_stages.json,
parallel_tracks and the state `valuation`). The steps follow each other; none is left out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.applications.application import Application, Category, RequestedCode
from bot.domain.applications.errors import ImpossibleStep, NoSuchCode
from bot.domain.applications.stages import Actor, Stage, Valuation
from bot.domain.text import clean

_KEY = "valuation>"
_BESIDE = frozenset({Stage.AWAIT_PUBLICATION, Stage.CODE_ASSIGNED, Stage.PUBLISHED})
"""Where a valuation that was begun goes on; it begins at Stage.VALUATION alone."""
ACTORS: Mapping[Valuation, Actor] = {
    Valuation.LEVEL_OF_INTEREST: Actor.SOCIETIES,
    Valuation.SURVEY: Actor.SOCIETIES,
    Valuation.RUC_MEETING: Actor.RUC,
    Valuation.CMS_PROPOSED: Actor.CMS,
    Valuation.CMS_FINAL: Actor.CMS,
}
"""Who makes each step happen: the facts name the three of them together, as the stage's owner."""


@dataclass(frozen=True, slots=True)
class ValuationStep:
    """A step that the valuation of the codes at `positions` may take now."""

    to: Valuation
    positions: tuple[int, ...]

    @property
    def key(self) -> str:
        """What a button carries: `valuation>survey`."""
        return f"{_KEY}{self.to}"

    @property
    def actor(self) -> Actor:
        """Who makes it happen in the world."""
        return ACTORS[self.to]


def valuation_steps(application: Application) -> tuple[ValuationStep, ...]:
    """One for each step that a code may take next, in the order of the track; none where nothing is valued."""
    after = {c.position: _next(c) for c in application.codes}
    found = ((to, tuple(p for p, next_ in after.items() if next_ is to)) for to in Valuation)
    return tuple(ValuationStep(to, positions) for to, positions in found if positions)


def value(
    application: Application, key: str, positions: Sequence[int] | None = None, *, now: datetime
) -> tuple[Application, ValuationStep]:
    """The application after the step, its version one higher, and the step with the codes that took it.

    `positions`: None for every code that can. Raises ImpossibleStep, NoSuchCode.
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
    """Category III is not referred to the RUC, nor is anything that was not accepted."""
    if code.is_category is not Category.I:
        return None
    track = tuple(Valuation)
    if code.valuation is None:
        return track[0] if code.stage is Stage.VALUATION else None
    if code.stage is not Stage.VALUATION and code.stage not in _BESIDE:
        return None
    return next(iter(track[track.index(code.valuation) + 1 :]), None)
