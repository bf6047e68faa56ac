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
_MARGIN = timedelta(days=30)
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


def check(submission: StepSubmission) -> None:
    """Check that each required fact is present and possible.

    Raises FactMissing, DateNotPossible, TargetInThePast, NotATarget, NoSuchCode, NotTheNumber, ImpossibleStep.
    """
    for need in submission.step.needs_facts:
        _CHECKS[need](submission)


def number_for(code: RequestedCode, facts: StepFacts) -> str:
    """The number entered for a code. A code that is not new already has one. Raises FactMissing."""
    number = facts.numbers.get(code.position) or (
        code.existing if code.kind is not ApplicationKind.NEW else None
    )
    if not number:
        raise FactMissing(RequiredFact.CODE_NUMBER)
    return number


def _target(submission: StepSubmission) -> None:
    target = submission.facts.target
    if target is None:
        raise FactMissing(RequiredFact.TARGET)
    checked_target(target, submission.application, submission.today)
    if submission.step.key == "pre_submission>pre_submission":
        for code in submission.codes:
            if code.target and target.last_day <= code.target.last_day:
                raise TargetInThePast(target.id, submission.today, after=code.target.id)


def checked_target(target: Target, application: Application, today: date) -> Target:
    """Return `target` if the application can use it. Raises NotATarget, TargetInThePast."""
    if isinstance(target, Quarter) != application.quarterly:
        raise NotATarget(target.id, application.quarterly)
    return ahead(target, today)


def _outcome(submission: StepSubmission) -> None:
    _date(RequiredFact.OUTCOME, submission.facts.outcome_on, submission.today - 2 * _YEAR, submission.today)
    _known(submission, submission.facts.outcomes)
    for each in submission.facts.outcomes.values():
        if each.outcome not in OUTCOMES:
            raise ImpossibleStep(each.outcome, submission.application.stages)


def _posted(submission: StepSubmission) -> None:
    decided = max((c.outcome_on for c in submission.codes if c.outcome_on), default=None)
    _date(RequiredFact.POSTED_ON, submission.facts.posted_on, decided and decided - _MARGIN, submission.today)


def _complete_by(submission: StepSubmission) -> None:
    _date(
        RequiredFact.COMPLETE_BY,
        submission.facts.complete_by,
        submission.today - 2 * _MARGIN,
        submission.today + _YEAR,
    )


def _requested(submission: StepSubmission) -> None:
    posted = max((c.posted_on for c in submission.codes if c.posted_on), default=None)
    until = min((u for c in submission.codes if (u := request_until(c))), default=submission.today)
    _date(RequiredFact.REQUESTED_ON, submission.facts.requested_on, posted, min(until, submission.today))


def _numbers(submission: StepSubmission) -> None:
    _known(submission, submission.facts.numbers)
    taken = [c.number for c in submission.application.codes if c.number]
    for code in submission.codes:
        taken.append(checked_number(number_for(code, submission.facts), code.is_category, taken))


_CHECKS: Mapping[RequiredFact, Callable[[StepSubmission], None]] = {
    RequiredFact.TARGET: _target,
    RequiredFact.OUTCOME: _outcome,
    RequiredFact.POSTED_ON: _posted,
    RequiredFact.COMPLETE_BY: _complete_by,
    RequiredFact.REQUESTED_ON: _requested,
    RequiredFact.CODE_NUMBER: _numbers,
}


def _known(submission: StepSubmission, positions: Mapping[int, object]) -> None:
    for position in positions:
        if position not in {c.position for c in submission.codes}:
            raise NoSuchCode(position)


def _date(need: RequiredFact, submission: date | None, earliest: date | None, latest: date) -> None:
    if submission is None:
        raise FactMissing(need)
    if submission > latest or (earliest is not None and submission < earliest):
        raise DateNotPossible(need, submission, earliest, latest)
