"""Take a step. This is the only way a code changes its stage."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.domain.applications.application import Application, RequestedCode
from bot.domain.applications.errors import (
    ChecklistOpen,
    CodesMoveTogether,
    ConditionNotMet,
    ImpossibleStep,
    NoSuchCode,
    NumberTooEarly,
    WindowStillOpen,
    WithdrawalTooLate,
)
from bot.domain.applications.facts import NO_FACTS, StepFacts, StepSubmission, check, number_for
from bot.domain.applications.numbers import checked_number
from bot.domain.applications.stages import Condition, RequiredFact, Stage
from bot.domain.applications.steps import Step, possible_steps, request_until
from bot.domain.applications.transitions import (
    BEFORE_THE_TAB,
    NUMBERED,
    OUTCOMES,
    TABLE,
    TRANSITIONS,
)
from bot.domain.text import clean


@dataclass(frozen=True, slots=True)
class Move:
    """A code moved from one stage to another."""

    position: int
    source: Stage
    to: Stage


def advance(
    application: Application,
    key: str,
    facts: StepFacts = NO_FACTS,
    *,
    now: datetime,
    today: date,
    open_entries: Sequence[str] = (),
) -> tuple[Application, tuple[Move, ...]]:
    """The application after step `key`, with its version raised by one, and the codes that moved.

    `open_entries` are open checklist entries from `Checklist.blocking`. Raises ImpossibleStep, WithdrawalTooLate,
    ConditionNotMet, ChecklistOpen, CodesMoveTogether, NoSuchCode, FactMissing, DateNotPossible, TargetInThePast,
    NotATarget, NumberTooEarly, NotTheNumber, WindowStillOpen.
    """
    step = _found(application, key, open_entries)
    codes = _chosen(application, step, facts.positions)
    _check(step, StepSubmission(facts, step, codes, application, today))
    moved = {c.position: _moved(c, step, facts, now) for c in codes}
    after = tuple(moved.get(c.position, c) for c in application.codes)
    submitted = application.submitted_at or (now if step.to is Stage.SUBMITTED else None)
    return (
        replace(
            application,
            codes=after,
            submitted_at=submitted,
            visited=application.visited | {TABLE[c.stage].phase for c in moved.values()},
            version=application.version + 1,
            changed_at=now,
        ),
        tuple(Move(c.position, c.stage, moved[c.position].stage) for c in codes),
    )


def _found(application: Application, key: str, open_entries: Sequence[str]) -> Step:
    for step in possible_steps(application, open_entries=open_entries):
        if step.key == key:
            if step.blocked_by:
                raise ChecklistOpen(step.blocked_by)
            return step
    transition = TRANSITIONS.get(key)
    if transition and transition.source in application.stages and transition.condition:
        raise ConditionNotMet(transition.condition)
    if transition and transition.to is Stage.WITHDRAWN and _past_the_tab(application):
        raise WithdrawalTooLate(application.stage)
    raise ImpossibleStep(clean(key)[:60], application.stages)


def _past_the_tab(application: Application) -> bool:
    return not application.over and application.stage not in BEFORE_THE_TAB


def _chosen(
    application: Application, step: Step, positions: Sequence[int] | None
) -> tuple[RequestedCode, ...]:
    wanted = step.positions if positions is None else tuple(sorted(set(positions)))
    if not wanted or not set(wanted) <= set(step.positions):
        raise NoSuchCode(next((p for p in wanted if p not in step.positions), 0))
    if wanted != step.positions and not step.splits:
        raise CodesMoveTogether(step.transition.source)
    return tuple(c for c in application.codes if c.position in wanted)


def _check(step: Step, submission: StepSubmission) -> None:
    if submission.facts.numbers and RequiredFact.CODE_NUMBER not in step.needs_facts:
        raise NumberTooEarly(step.transition.source)
    check(submission)
    if step.transition.condition is Condition.NO_REQUEST_IN_TIME:
        until = max((u for c in submission.codes if (u := request_until(c))), default=date.min)
        if submission.today <= until:
            raise WindowStillOpen(until)


def _moved(code: RequestedCode, step: Step, facts: StepFacts, now: datetime) -> RequestedCode:
    submission = facts.outcomes.get(code.position) if RequiredFact.OUTCOME in step.needs_facts else None
    to = submission.outcome if submission else step.to
    after = replace(code, stage=to, stage_since=now, complete_by=None)
    if RequiredFact.TARGET in step.needs_facts:
        after = replace(after, target=facts.target)
    if to in OUTCOMES:
        granted = submission.granted if submission else None
        after = replace(after, outcome=to, outcome_on=facts.outcome_on, granted=granted, posted_on=None)
    if to is Stage.SUMMARY_POSTED:
        after = replace(after, posted_on=facts.posted_on)
    if to is Stage.RETURNED:
        after = replace(after, complete_by=facts.complete_by)
    if RequiredFact.CODE_NUMBER in step.needs_facts:
        after = replace(after, number=checked_number(number_for(code, facts), code.is_category))
    return _fresh(code, after)


def _fresh(before: RequestedCode, after: RequestedCode) -> RequestedCode:
    """Clear the facts that the new stage may not hold; history keeps them. A former number becomes `existing`."""
    if after.stage not in NUMBERED and after.number:
        after = replace(after, number=None, existing=before.existing or before.number)
    if after.stage in (Stage.PRE_SUBMISSION, Stage.ASSESS_NEED):
        after = replace(after, outcome=None, outcome_on=None, granted=None, posted_on=None, valuation=None)
    return after
