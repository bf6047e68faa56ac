"""Facts entered with a step, and their validation."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from bot.domain.applications.application import Application, ApplicationKind, Category, RequestedCode
from bot.domain.applications.errors import (
    DateNotPossible,
    FactMissing,
    ImpossibleStep,
    NoSuchCode,
    NotATarget,
    TargetInThePast,
)
from bot.domain.applications.numbers import checked_number
from bot.domain.applications.stages import RequiredFact, Stage
from bot.domain.applications.steps import Step, request_until
from bot.domain.applications.targets import Quarter, Target, ahead
from bot.domain.applications.transitions import OUTCOMES

_YEAR = timedelta(days=365)
_SLACK = timedelta(days=30)
"""The Summary and the e-mail come from different senders. The Summary may be posted before the e-mail arrives."""


@dataclass(frozen=True, slots=True)
class CodeOutcome:
    """The outcome of one code from the e-mail: one of transitions.OUTCOMES. `granted` is a different category."""

    outcome: Stage
    granted: Category | None = None


@dataclass(frozen=True, slots=True)
class StepFacts:
    """Facts entered with a step. Only the ones in its `needs_facts` are used.

    `positions` are the codes to move; None means all that can. `outcomes` by position, where codes differ; other
    codes get the outcome of the step itself. `numbers` by position.
    """

    target: Target | None = None
    outcome_on: date | None = None
    outcomes: Mapping[int, CodeOutcome] = field(default_factory=dict)
    posted_on: date | None = None
    complete_by: date | None = None
    requested_on: date | None = None
    numbers: Mapping[int, str] = field(default_factory=dict)
    positions: tuple[int, ...] | None = None


NO_FACTS = StepFacts()


@dataclass(frozen=True, slots=True)
class StepSubmission:
    """Facts with the context to validate them: step, codes to move, application, today."""

    facts: StepFacts
    step: Step
    codes: tuple[RequestedCode, ...]
    application: Application
    today: date


def check(told: StepSubmission) -> None:
    """Check that each required fact is present and possible.

    Raises FactMissing, DateNotPossible, TargetInThePast, NotATarget, NoSuchCode, NotTheNumber, ImpossibleStep.
    """
    for need in told.step.needs_facts:
        _CHECKS[need](told)


def number_for(code: RequestedCode, facts: StepFacts) -> str:
    """The number entered for a code. A code that is not new already has one. Raises FactMissing."""
    number = facts.numbers.get(code.position) or (
        code.existing if code.kind is not ApplicationKind.NEW else None
    )
    if not number:
        raise FactMissing(RequiredFact.CODE_NUMBER)
    return number


def _target(told: StepSubmission) -> None:
    target = told.facts.target
    if target is None:
        raise FactMissing(RequiredFact.TARGET)
    checked_target(target, told.application, told.today)
    if told.step.key == "pre_submission>pre_submission":
        for code in told.codes:
            if code.target and target.last_day <= code.target.last_day:
                raise TargetInThePast(target.id, told.today, after=code.target.id)


def checked_target(target: Target, application: Application, today: date) -> Target:
    """Return `target` if the application can use it. Raises NotATarget, TargetInThePast."""
    if isinstance(target, Quarter) != application.quarterly:
        raise NotATarget(target.id, application.quarterly)
    return ahead(target, today)


def _outcome(told: StepSubmission) -> None:
    _date(RequiredFact.OUTCOME, told.facts.outcome_on, told.today - 2 * _YEAR, told.today)
    _known(told, told.facts.outcomes)
    for each in told.facts.outcomes.values():
        if each.outcome not in OUTCOMES:
            raise ImpossibleStep(each.outcome, told.application.stages)


def _posted(told: StepSubmission) -> None:
    decided = max((c.outcome_on for c in told.codes if c.outcome_on), default=None)
    _date(RequiredFact.POSTED_ON, told.facts.posted_on, decided and decided - _SLACK, told.today)


def _complete_by(told: StepSubmission) -> None:
    _date(RequiredFact.COMPLETE_BY, told.facts.complete_by, told.today - 2 * _SLACK, told.today + _YEAR)


def _requested(told: StepSubmission) -> None:
    posted = max((c.posted_on for c in told.codes if c.posted_on), default=None)
    until = min((u for c in told.codes if (u := request_until(c))), default=told.today)
    _date(RequiredFact.REQUESTED_ON, told.facts.requested_on, posted, min(until, told.today))


def _numbers(told: StepSubmission) -> None:
    _known(told, told.facts.numbers)
    taken = [c.number for c in told.application.codes if c.number]
    for code in told.codes:
        taken.append(checked_number(number_for(code, told.facts), code.is_category, taken))


_CHECKS: Mapping[RequiredFact, Callable[[StepSubmission], None]] = {
    RequiredFact.TARGET: _target,
    RequiredFact.OUTCOME: _outcome,
    RequiredFact.POSTED_ON: _posted,
    RequiredFact.COMPLETE_BY: _complete_by,
    RequiredFact.REQUESTED_ON: _requested,
    RequiredFact.CODE_NUMBER: _numbers,
}


def _known(told: StepSubmission, positions: Mapping[int, object]) -> None:
    for position in positions:
        if position not in {c.position for c in told.codes}:
            raise NoSuchCode(position)


def _date(need: RequiredFact, told: date | None, earliest: date | None, latest: date) -> None:
    if told is None:
        raise FactMissing(need)
    if told > latest or (earliest is not None and told < earliest):
        raise DateNotPossible(need, told, earliest, latest)
