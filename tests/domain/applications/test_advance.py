"""Steps that are taken or refused, with the data that explains a refusal."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.domain.applications.advance import advance
from bot.domain.applications.application import ApplicationKind, Category, CodeForm, new_codes, number_of
from bot.domain.applications.errors import (
    ChecklistOpen,
    CodesMoveTogether,
    ConditionNotMet,
    DateNotPossible,
    FactMissing,
    ImpossibleStep,
    MixedCalendars,
    NoSuchApplication,
    NoSuchCode,
    NotATarget,
    NothingToUndo,
    NotTheNumber,
    NumberTooEarly,
    TargetInThePast,
    TooManyEntries,
    UndoTooLate,
    WindowStillOpen,
    WithdrawalTooLate,
)
from bot.domain.applications.facts import CodeOutcome, StepFacts
from bot.domain.applications.history import ApplicationEvent, EventKind, snapshot, undo, undoable
from bot.domain.applications.numbers import category_by_form
from bot.domain.applications.phases import PhaseState, phase_bar
from bot.domain.applications.stages import Phase, RequiredFact, ShareClass, Stage
from bot.domain.applications.steps import legal_steps, possible_steps, request_until
from bot.domain.applications.targets import PanelMeeting, Quarter
from bot.domain.errors import CodeDeskError
from bot.domain.roles import Role
from tests.domain.applications.examples import (
    FALL,
    MAY,
    NOW,
    TODAY,
    application,
    at,
    decided,
    pla,
    posted,
    step,
)


def test_withdrawal_ends_when_the_tab_is_called() -> None:
    """A press on yesterday's card is refused with the reason."""
    assert step(at(Stage.AGENDA_ITEM), "agenda_item>withdrawn").stage is Stage.WITHDRAWN

    with pytest.raises(WithdrawalTooLate) as refused:
        step(at(Stage.TAB_CALLED), "agenda_item>withdrawn")
    assert refused.value.stage is Stage.TAB_CALLED


def test_a_step_from_another_stage_is_impossible() -> None:
    """The error has the cleaned key, never the raw one."""
    with pytest.raises(ImpossibleStep) as refused:
        step(at(Stage.SUBMITTED), "agenda_item>tab_called\u202e\x00" + "x" * 500)
    assert refused.value.stages == (Stage.SUBMITTED,)
    assert len(refused.value.key) <= 60
    assert "\x00" not in refused.value.key


def test_submission_waits_for_the_checklist() -> None:
    """The error lists the open entries."""
    with pytest.raises(ChecklistOpen) as refused:
        advance(
            at(Stage.PRE_SUBMISSION), "pre_submission>submitted", now=NOW, today=TODAY, open_entries=["coi"]
        )
    assert refused.value.entries == ("coi",)


def test_a_draft_rolls_only_to_a_later_meeting() -> None:
    """The Smart App moves a missed draft forward, never back or to the same meeting."""
    draft = at(Stage.PRE_SUBMISSION)
    key = "pre_submission>pre_submission"

    assert step(draft, key, StepFacts(target=FALL)).target == FALL
    with pytest.raises(TargetInThePast) as refused:
        step(draft, key, StepFacts(target=MAY))
    assert refused.value.after == "2027-05"
    with pytest.raises(TargetInThePast):
        step(draft, key, StepFacts(target=PanelMeeting(2026, 5)))
    with pytest.raises(FactMissing) as missing:
        step(draft, key)
    assert missing.value.need is RequiredFact.TARGET


def test_a_meeting_of_this_month_is_not_past_and_the_fall_meeting_reaches_into_october() -> None:
    """An estimate never causes a refusal."""
    draft = application(target=PanelMeeting(2026, 9))

    after = step(draft, "assess_need>pre_submission", today=date(2026, 10, 31))
    assert after.stage is Stage.PRE_SUBMISSION


def test_without_a_target_the_first_steps_ask_for_one() -> None:
    """With a target they do not ask again."""
    draft = application(target=None)
    first = possible_steps(draft)[0]

    assert first.needs_facts == (RequiredFact.TARGET,)
    assert possible_steps(application())[0].needs_facts == ()


def test_a_pla_application_aims_at_a_quarter_and_others_at_a_meeting() -> None:
    """Neither accepts the other kind."""
    draft = step(pla(), "assess_need>pre_submission")
    key = "pre_submission>pre_submission"

    with pytest.raises(NotATarget):
        step(draft, key, StepFacts(target=FALL))
    with pytest.raises(NotATarget):
        step(at(Stage.PRE_SUBMISSION), key, StepFacts(target=Quarter(2027, 3)))
    rolled = step(draft, key, StepFacts(target=Quarter(2027, 3)))
    assert rolled.target == Quarter(2027, 3)


def test_pla_codes_share_no_application_with_others() -> None:
    """Their calendars differ."""
    with pytest.raises(MixedCalendars):
        application(Category.PLA, Category.I)
    with pytest.raises(TooManyEntries):
        new_codes([CodeForm(Category.I)] * 21, MAY, NOW)


def test_codes_leave_a_stage_together_before_the_outcome() -> None:
    """One of two codes can't be submitted alone."""
    two = at(Stage.PRE_SUBMISSION, Category.I, Category.I)

    with pytest.raises(CodesMoveTogether):
        step(two, "pre_submission>submitted", StepFacts(positions=(1,)))
    assert {c.stage for c in step(two, "pre_submission>submitted").codes} == {Stage.SUBMITTED}


def test_each_code_has_its_own_outcome_and_goes_its_own_way() -> None:
    """One accepted, one in another category, one rejected, in one press."""
    three = at(Stage.DECIDED_UNNOTIFIED, Category.I, Category.I, Category.I)
    outcomes = {
        2: CodeOutcome(Stage.ACCEPTED_MODIFIED, Category.III),
        3: CodeOutcome(Stage.REJECTED),
    }
    apart = step(three, "decided_unnotified>accepted", StepFacts(outcome_on=TODAY, outcomes=outcomes))

    assert [c.stage for c in apart.codes] == [Stage.ACCEPTED, Stage.ACCEPTED_MODIFIED, Stage.REJECTED]
    assert apart.codes[1].is_category is Category.III
    assert apart.share is ShareClass.RESTRICTED

    for key in ("accepted", "accepted_modified", "rejected"):
        apart = step(apart, f"{key}>summary_posted", StepFacts(posted_on=TODAY))
    valued = step(apart, "summary_posted>valuation")
    assert [c.stage for c in valued.codes] == [
        Stage.VALUATION,
        Stage.SUMMARY_POSTED,
        Stage.SUMMARY_POSTED,
    ]


def test_codes_that_are_apart_may_be_chosen_among() -> None:
    """Only those that can take the step."""
    two = posted(Stage.ACCEPTED, Category.I, Category.III)
    key = "summary_posted>await_publication"

    one = step(two, key, StepFacts(positions=(2,)))
    assert [c.stage for c in one.codes] == [Stage.SUMMARY_POSTED, Stage.AWAIT_PUBLICATION]
    with pytest.raises(NoSuchCode) as refused:
        step(two, "summary_posted>valuation", StepFacts(positions=(2,)))
    assert refused.value.position == 2
    with pytest.raises(NoSuchCode):
        step(two, key, StepFacts(positions=()))
    with pytest.raises(NoSuchCode):
        step(two, key, StepFacts(positions=(7,)))


@pytest.mark.parametrize(
    ("outcome", "category", "offered"),
    [
        (Stage.ACCEPTED, Category.I, {"reconsideration_requested", "valuation", "await_publication"}),
        (Stage.ACCEPTED, Category.III, {"reconsideration_requested", "await_publication"}),
        (Stage.ACCEPTED, Category.VACCINE, {"reconsideration_requested", "await_publication"}),
        (Stage.REJECTED, Category.I, {"reconsideration_requested", "closed_rejected"}),
        (Stage.TABLED, Category.I, {"reconsideration_requested", "closed_rejected"}),
        (Stage.POSTPONED_CERTAIN, Category.I, {"re_present"}),
    ],
)
def test_what_follows_the_summary_hangs_on_outcome_and_category(
    outcome: Stage, category: Category, offered: set[str]
) -> None:
    """Category III is not referred to the RUC. A postponed code can only be presented again."""
    assert {s.to for s in possible_steps(posted(outcome, category))} == offered


def test_a_step_whose_condition_is_not_met_says_which() -> None:
    """For example a tampered button for valuation of a rejected code."""
    with pytest.raises(ConditionNotMet):
        step(posted(Stage.REJECTED), "summary_posted>valuation")


def test_reconsideration_is_asked_within_14_days_of_the_actual_posting() -> None:
    """The last day counts; the day after does not. Recording it later is fine."""
    of = posted(Stage.REJECTED, on=date(2026, 11, 10))
    key = "summary_posted>reconsideration_requested"
    last = date(2026, 11, 24)

    assert request_until(of.codes[0]) == last
    later = last + timedelta(days=30)
    assert step(of, key, StepFacts(requested_on=last), today=later).phase is Phase.RECONSIDERATION
    for day in (last + timedelta(days=1), date(2026, 11, 9)):
        with pytest.raises(DateNotPossible) as refused:
            step(of, key, StepFacts(requested_on=day), today=later)
        assert (refused.value.earliest, refused.value.latest) == (date(2026, 11, 10), last)
    with pytest.raises(DateNotPossible):  # a future request is impossible
        step(of, key, StepFacts(requested_on=last), today=last - timedelta(days=1))


def test_a_refused_application_closes_only_when_nobody_can_ask_any_more() -> None:
    """On the fourteenth day it is still open."""
    of = posted(Stage.REJECTED, on=date(2026, 11, 10))

    with pytest.raises(WindowStillOpen) as refused:
        step(of, "summary_posted>closed_rejected", today=date(2026, 11, 24))
    assert refused.value.until == date(2026, 11, 24)
    closed = step(of, "summary_posted>closed_rejected", today=date(2026, 11, 25))
    assert closed.over


def test_dates_of_what_has_happened_do_not_lie_ahead() -> None:
    """Outcome and posting days are in the past. A completion day may be in the future."""
    before = at(Stage.DECIDED_UNNOTIFIED)
    with pytest.raises(DateNotPossible):
        step(before, "decided_unnotified>accepted", StepFacts(outcome_on=TODAY + timedelta(days=1)))
    with pytest.raises(FactMissing):
        step(before, "decided_unnotified>accepted")
    with pytest.raises(DateNotPossible):
        step(
            decided(Stage.ACCEPTED), "accepted>summary_posted", StepFacts(posted_on=TODAY + timedelta(days=1))
        )

    returned = step(
        at(Stage.STAFF_REVIEW), "staff_review>returned", StepFacts(complete_by=TODAY + timedelta(days=7))
    )
    assert returned.codes[0].complete_by == TODAY + timedelta(days=7)
    assert step(returned, "returned>staff_review").codes[0].complete_by is None
    with pytest.raises(DateNotPossible):
        step(at(Stage.STAFF_REVIEW), "staff_review>returned", StepFacts(complete_by=date(2031, 1, 1)))


def test_a_number_is_kept_when_it_is_assigned_and_not_before() -> None:
    """It is refused with any other step."""
    waiting = step(posted(Stage.ACCEPTED, Category.III), "summary_posted>await_publication")

    with pytest.raises(NumberTooEarly):
        step(
            posted(Stage.ACCEPTED, Category.III),
            "summary_posted>await_publication",
            StepFacts(numbers={1: "0999T"}),
        )
    out = step(waiting, "await_publication>cat3_released", StepFacts(numbers={1: " 0999t "}))
    assert out.codes[0].number == "0999T"
    with pytest.raises(FactMissing):
        step(waiting, "await_publication>cat3_released")


@pytest.mark.parametrize("number", ["97999", "0999U", "999T", "0999T0", "", "M54.5", "٠٩٩٩T"])
def test_a_number_has_the_form_of_its_category(number: str) -> None:
    """Category III: four ASCII digits and T."""
    waiting = step(posted(Stage.ACCEPTED, Category.III), "summary_posted>await_publication")

    with pytest.raises((NotTheNumber, FactMissing)):
        step(waiting, "await_publication>cat3_released", StepFacts(numbers={1: number}))


def test_an_existing_code_tells_its_category_by_its_form() -> None:
    """Several categories use five digits. Then the stated category counts if it fits."""
    told = [
        category_by_form(code, Category.VACCINE) for code in ("97140", "0592t", "2000F", "0001U", "0004M")
    ]
    assert told == [Category.VACCINE, Category.III, Category.II, Category.PLA, Category.MAAA]
    assert category_by_form("97140", Category.III) is Category.I


def test_two_codes_do_not_get_one_number() -> None:
    """And a missing code gets no number."""
    two = step(posted(Stage.ACCEPTED, Category.I, Category.I), "summary_posted>await_publication")
    key = "await_publication>code_assigned"

    with pytest.raises(NotTheNumber):
        step(two, key, StepFacts(numbers={1: "97999", 2: "97999"}))
    with pytest.raises(NoSuchCode):
        step(two, key, StepFacts(numbers={1: "97999", 2: "97998", 3: "97997"}))
    assigned = step(two, key, StepFacts(numbers={1: "97999", 2: "97998"}))
    assert [c.number for c in assigned.codes] == ["97999", "97998"]


def test_a_revised_code_keeps_its_number() -> None:
    """Its number need not be entered again."""
    of = application()
    codes = new_codes([CodeForm(Category.I, ApplicationKind.REVISE, "97750")], MAY, NOW)
    of = replace(of, codes=tuple(replace(c, stage=Stage.AWAIT_PUBLICATION) for c in codes))

    assert step(of, "await_publication>code_assigned").codes[0].number == "97750"


def test_a_category_iii_code_that_is_applied_for_again_becomes_the_existing_one() -> None:
    """Its number belongs to the old code. The new round has no number and no outcome yet."""
    of = step(posted(Stage.ACCEPTED, Category.III), "summary_posted>await_publication")
    of = step(of, "await_publication>cat3_released", StepFacts(numbers={1: "0999T"}))
    for key in ("cat3_released>effective", "effective>implementing", "implementing>done", "done>cat3_watch"):
        of = step(of, key)
    again = step(of, "cat3_watch>pre_submission", StepFacts(target=FALL))

    code = again.codes[0]
    assert (code.number, code.existing, code.outcome, code.posted_on) == (None, "0999T", None, None)
    assert of.over
    assert not again.over


def test_who_is_not_named_and_no_lead_is_offered_no_step() -> None:
    """A named viewer can only read."""
    of = application(owner="U1")

    assert legal_steps(of, "U1", Role.MEMBER)
    assert legal_steps(of, "U9", Role.LEAD)
    assert legal_steps(of, "U9", Role.MEMBER) == ()
    assert legal_steps(of, "U1", Role.VIEWER) == ()


def test_a_blocked_submission_is_possible_but_not_legal() -> None:
    """The card shows what blocks it."""
    draft = at(Stage.PRE_SUBMISSION)

    keys = [s.key for s in legal_steps(draft, "U1", Role.MEMBER, open_entries=["coi"])]
    assert keys == ["pre_submission>pre_submission", "pre_submission>not_pursued"]
    assert possible_steps(draft, open_entries=["coi"])[0].blocked_by == ("coi",)


def test_what_cannot_be_undone_in_the_world_is_marked() -> None:
    """A card then asks for confirmation."""
    keys = {s.key for s in possible_steps(at(Stage.AGENDA_ITEM)) if s.irreversible}

    assert keys == {"agenda_item>tab_called", "agenda_item>withdrawn"}


def _event(minutes: int = 0, kind: EventKind = EventKind.STEP) -> ApplicationEvent:
    before = at(Stage.SUBMITTED)
    after, moves = advance(before, "submitted>staff_review", now=NOW, today=TODAY)
    return ApplicationEvent(
        "T1", 12, kind, "U1", NOW - timedelta(minutes=minutes), after.version, before.stage, after.stage,
        seq=5, step="submitted>staff_review", moves=moves, before=snapshot(before),
    )  # fmt: skip


def test_the_last_step_is_taken_back_within_ten_minutes() -> None:
    """The tenth minute counts. The application is as before except for its version."""
    after = at(Stage.STAFF_REVIEW)

    back, moves = undo(after, _event(10), NOW)
    assert back.codes == at(Stage.SUBMITTED).codes
    assert back.version == after.version + 1
    assert [(m.source, m.to) for m in moves] == [(Stage.STAFF_REVIEW, Stage.SUBMITTED)]
    with pytest.raises(UndoTooLate):
        undo(after, _event(11), NOW)


def test_what_was_undone_is_not_undone_again() -> None:
    """A step before a changed target or changed codes can't be undone either."""
    after = at(Stage.STAFF_REVIEW)
    for kind in (EventKind.UNDONE, EventKind.RETARGETED, EventKind.CODES_CHANGED):
        with pytest.raises(NothingToUndo):
            undo(after, _event(kind=kind), NOW)
    with pytest.raises(NothingToUndo):
        undo(after, None, NOW)
    assert undoable(_event(), NOW)
    assert undoable(_event(kind=EventKind.RETARGETED), NOW) is None
    assert undoable(_event(11), NOW) is None
    assert undoable(None, NOW) is None


def test_the_bar_tells_what_was_passed_over() -> None:
    """Category III is published without valuation, and nobody requested reconsideration."""
    of = step(posted(Stage.ACCEPTED, Category.III), "summary_posted>await_publication")

    states = {m.phase: m.state for m in phase_bar(of)}
    assert states[Phase.PANEL] is PhaseState.BEEN
    assert states[Phase.VALUATION] is PhaseState.PASSED_OVER
    assert states[Phase.PUBLISH] is PhaseState.CURRENT
    assert states[Phase.IMPLEMENT] is PhaseState.AHEAD


@pytest.mark.parametrize("text", ["A-12", "a-12", "A12", " a 0012 ", "A-0012", "A\u201112"])
def test_an_id_is_read_however_it_is_written(text: str) -> None:
    """With another dash, in lower case, with zeros."""
    assert number_of(text) == 12


@pytest.mark.parametrize("text", ["", "12", "A-", "A-0", "B-12", "A-12x", "A-9999999999", "A-\u0661"])
def test_what_is_no_id_names_no_application(text: str) -> None:
    """Non-ASCII digits are not accepted."""
    with pytest.raises(NoSuchApplication):
        number_of(text)


def test_every_refusal_is_one_of_ours() -> None:
    """No input from a card raises any other error."""
    for key in ("", ">", "x" * 9999, "assess_need>pre_submission>", "__class__"):
        with pytest.raises(CodeDeskError):
            step(application(), key)
