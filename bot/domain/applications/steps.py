"""Steps that an application can take now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.applications.application import Application, Category, RequestedCode
from bot.domain.applications.rights import may_work
from bot.domain.applications.stages import Actor, Condition, RequiredFact, Stage, Transition
from bot.domain.applications.transitions import (
    ACCEPTANCES,
    MOVE_TOGETHER,
    POSTPONEMENTS,
    REFUSALS,
    TABLE,
)
from bot.domain.roles import Role

RECONSIDERATION_DAYS = 14
"""Days after the actual posting of the Summary of Panel Actions (AMA, request for reconsideration process)."""

TEAMS_TURN = frozenset(
    stage
    for stage, facts in TABLE.items()
    if facts.owner in (Actor.TEAM, Actor.APPLICANT) and not facts.terminal
)
"""Stages where the team must act next."""


@dataclass(frozen=True, slots=True)
class Step:
    """A possible step. `positions` are the codes it moves. With `splits`, a subset may be chosen.

    `blocked_by` lists open checklist entries. Only submission uses it, and only if they were passed in.
    """

    transition: Transition
    positions: tuple[int, ...]
    needs_facts: tuple[RequiredFact, ...]
    splits: bool
    blocked_by: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The transition's key, used in button values."""
        return self.transition.key

    @property
    def to(self) -> Stage:
        """The target stage."""
        return self.transition.to

    @property
    def actor(self) -> Actor:
        """Who performs the step."""
        return self.transition.actor

    @property
    def irreversible(self) -> bool:
        """Whether to ask for confirmation because the step cannot be reversed with the AMA."""
        return self.transition.irreversible


_OUTCOMES_FOR: Mapping[Condition, frozenset[Stage]] = {
    Condition.ACCEPTED: ACCEPTANCES,
    Condition.ACCEPTED_CATEGORY_I: ACCEPTANCES,
    Condition.REJECTED_OR_TABLED: REFUSALS,
    Condition.NO_REQUEST_IN_TIME: REFUSALS,
    Condition.POSTPONED: POSTPONEMENTS,
    # The facts file has no transition from a closed request about a postponement. That is not a final action.
    Condition.FINAL_ACTION: ACCEPTANCES | REFUSALS,
}
_CATEGORY_FOR = {Condition.ACCEPTED_CATEGORY_I: Category.I, Condition.CATEGORY_III: Category.III}


def is_met(condition: Condition | None, code: RequestedCode) -> bool:
    """Whether a code meets a condition. Checks only the code, not the checklist or today's date."""
    if condition is None:
        return True
    if condition in _OUTCOMES_FOR and code.outcome not in _OUTCOMES_FOR[condition]:
        return False
    return condition not in _CATEGORY_FOR or code.is_category is _CATEGORY_FOR[condition]


def possible_steps(application: Application, *, open_entries: Sequence[str] = ()) -> tuple[Step, ...]:
    """Every step from the codes' current stages, least advanced first, in table order.

    `open_entries` are the open checklist entries. A submission step is then blocked by them.
    """
    steps = (
        _step(transition, [c for c in application.codes if c.stage is stage], tuple(open_entries))
        for stage in application.stages
        for transition in TABLE[stage].transitions
    )
    return tuple(step for step in steps if step)


def legal_steps(
    application: Application, user: str, role: Role, *, open_entries: Sequence[str] = ()
) -> tuple[Step, ...]:
    """The unblocked steps that `user` may take. A card offers these."""
    if not may_work(application, user, role):
        return ()
    return tuple(s for s in possible_steps(application, open_entries=open_entries) if not s.blocked_by)


def request_until(code: RequestedCode) -> date | None:
    """The last day to request reconsideration of a code. None if no Summary is posted."""
    return code.posted_on and code.posted_on + timedelta(days=RECONSIDERATION_DAYS)


def _step(transition: Transition, codes: Sequence[RequestedCode], missing: tuple[str, ...]) -> Step | None:
    able = [c for c in codes if is_met(transition.condition, c)]
    if not able:
        return None
    return Step(
        transition,
        tuple(c.position for c in able),
        _needs(transition, able),
        splits=len(able) > 1 and transition.source not in MOVE_TOGETHER and all(c.outcome for c in able),
        blocked_by=missing if transition.condition is Condition.CHECKLIST_COMPLETE else (),
    )


def _needs(transition: Transition, codes: Sequence[RequestedCode]) -> tuple[RequiredFact, ...]:
    """Facts the step still needs. A known target is not requested again before the first submission."""
    keeps_target = transition.key in ("assess_need>pre_submission", "pre_submission>submitted")
    if keeps_target and all(c.target for c in codes):
        return tuple(n for n in transition.needs if n is not RequiredFact.TARGET)
    return transition.needs
