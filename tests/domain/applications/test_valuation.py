"""Valuation of accepted Category I codes, in parallel with publication."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.applications.application import Application, Category
from bot.domain.applications.confidentiality import Audience, visible
from bot.domain.applications.errors import ImpossibleStep, NoSuchCode
from bot.domain.applications.facts import StepFacts
from bot.domain.applications.history import ApplicationEvent, EventKind, snapshot, undo, undoable
from bot.domain.applications.stages import Actor, Stage, Valuation
from bot.domain.applications.valuation import valuation_steps, value
from tests.domain.applications.examples import FALL, NOW, application, posted, step

_FIRST, _SECOND = "valuation>level_of_interest", "valuation>survey"


def _in_valuation(*categories: Category) -> Application:
    return step(posted(Stage.ACCEPTED, *categories), "summary_posted>valuation")


def _valued(of: Application, *keys: str) -> Application:
    for key in keys:
        of, _ = value(of, key, now=NOW)
    return of


def test_the_steps_follow_each_other_and_each_has_its_actor() -> None:
    """Societies, the RUC, CMS. After the final rule there is no further step."""
    of, actors = _in_valuation(), []
    while steps := valuation_steps(of):
        assert len(steps) == 1
        actors.append((steps[0].to, steps[0].actor))
        before = of
        of, _ = value(of, steps[0].key, now=NOW)
        assert of.version == before.version + 1
        assert of.stage is Stage.VALUATION

    assert [to for to, _ in actors] == list(Valuation)
    assert [a for _, a in actors] == [Actor.SOCIETIES, Actor.SOCIETIES, Actor.RUC, Actor.CMS, Actor.CMS]
    assert of.codes[0].valuation is Valuation.CMS_FINAL


def test_no_step_is_left_out_and_none_is_taken_twice() -> None:
    """And no unknown step is accepted."""
    of = _valued(_in_valuation(), _FIRST)
    for key in (_FIRST, "valuation>ruc_meeting", "valuation>", "survey", "valuation>await_publication"):
        with pytest.raises(ImpossibleStep):
            value(of, key, now=NOW)


@pytest.mark.parametrize("stage", [s for s in Stage if s is not Stage.VALUATION])
def test_a_valuation_begins_nowhere_but_at_its_stage(stage: Stage) -> None:
    """For Category I and others."""
    of = application(Category.I, Category.III)
    of = replace(of, codes=tuple(replace(c, stage=stage) for c in of.codes))

    assert valuation_steps(of) == ()


def test_other_categories_are_not_valued_but_one_granted_category_i_is() -> None:
    """The Panel's category counts, not the requested one."""
    of = _in_valuation(Category.I, Category.I, Category.I)
    one, two, three = of.codes
    mixed = replace(
        of, codes=(one, replace(two, granted=Category.III), replace(three, category=Category.III))
    )
    promoted = replace(three, category=Category.III, granted=Category.I)

    assert [s.positions for s in valuation_steps(mixed)] == [(1,)]
    assert [s.positions for s in valuation_steps(replace(of, codes=(one, two, promoted)))] == [(1, 2, 3)]


def test_codes_may_be_valued_apart() -> None:
    """A survey for one of two codes. A position that is missing or not ready is refused."""
    of = _valued(_in_valuation(Category.I, Category.I), _FIRST)
    after, taken = value(of, _SECOND, [2], now=NOW)

    assert [c.valuation for c in after.codes] == [Valuation.LEVEL_OF_INTEREST, Valuation.SURVEY]
    assert taken.positions == (2,)
    assert [(s.to, s.positions) for s in valuation_steps(after)] == [
        (Valuation.SURVEY, (1,)),
        (Valuation.RUC_MEETING, (2,)),
    ]
    for positions in ([2], [3], []):
        with pytest.raises(NoSuchCode):
            value(after, _SECOND, positions, now=NOW)


def test_it_goes_on_beside_publication_and_ends_with_it() -> None:
    """The RUC's recommendation moves the code on. CMS proposes and sets values during publication."""
    of = _valued(_in_valuation(), _FIRST, _SECOND, "valuation>ruc_meeting")
    of = step(of, "valuation>await_publication")
    of = _valued(of, "valuation>cms_proposed")
    of = step(of, "await_publication>code_assigned", StepFacts(numbers={1: "97999"}))
    assert [s.to for s in valuation_steps(of)] == [Valuation.CMS_FINAL]

    in_force = step(step(of, "code_assigned>published"), "published>effective")
    assert in_force.codes[0].valuation is Valuation.CMS_PROPOSED
    assert valuation_steps(in_force) == ()


def test_it_is_taken_back_like_any_step() -> None:
    """Within ten minutes, and not across a newer step."""
    before = _in_valuation()
    after, taken = value(before, _FIRST, now=NOW)
    event = ApplicationEvent(
        "T1", 12, EventKind.VALUED, "U1", NOW, after.version, before.stage, after.stage,
        seq=9, about=f"{taken.to}#1", before=snapshot(before),
    )  # fmt: skip
    back, moves = undo(after, event, NOW + timedelta(minutes=10))

    assert back.codes == before.codes
    assert back.version == after.version + 1
    assert moves == ()
    assert undoable(event, NOW + timedelta(minutes=10)) is event
    assert undoable(event, NOW + timedelta(minutes=11)) is None


def test_only_the_named_see_how_far_it_is() -> None:
    """Values stay confidential after the Summary is posted."""
    of = _valued(_in_valuation(), _FIRST)
    beside = step(of, "valuation>await_publication")
    for each in (of, beside):
        assert visible(each, Audience.NAMED).codes[0].valuation is Valuation.LEVEL_OF_INTEREST
        for audience in (Audience.WORKSPACE, Audience.OPEN):
            assert all(code.valuation is None for code in visible(each, audience).codes)
    assert visible(beside, Audience.WORKSPACE).codes  # the outcome is visible


def test_a_new_round_begins_without_the_old_values() -> None:
    """A code back in preparation has no valuation."""
    of = _valued(_in_valuation(), _FIRST)
    refused = replace(of, codes=(replace(of.codes[0], stage=Stage.RESCINDED),))
    again = step(step(refused, "rescinded>await_publication"), "await_publication>rescinded")
    assert again.codes[0].valuation is Valuation.LEVEL_OF_INTEREST

    closed = step(again, "rescinded>closed_rejected")
    assert valuation_steps(closed) == ()
    again = step(closed, "closed_rejected>pre_submission", StepFacts(target=FALL))
    assert again.codes[0].valuation is None
