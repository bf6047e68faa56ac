"""Hypothesis drives an application through its life cycle: no sequence of presses reaches an invalid state."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.domain.applications.advance import Move, advance
from bot.domain.applications.application import Application, Category
from bot.domain.applications.errors import UndoTooLate, WithdrawalTooLate
from bot.domain.applications.facts import CodeOutcome, StepFacts
from bot.domain.applications.history import ApplicationEvent, EventKind, snapshot, undo
from bot.domain.applications.phases import PhaseState, phase_bar
from bot.domain.applications.stages import Condition, RequiredFact, ShareClass, Stage
from bot.domain.applications.stages import Phase as AppPhase
from bot.domain.applications.steps import Step, is_met, possible_steps
from bot.domain.applications.targets import next_targets
from bot.domain.applications.transitions import MOVE_TOGETHER, NUMBERED, OUTCOMES, TABLE, TRANSITIONS
from bot.domain.applications.valuation import valuation_steps, value
from bot.domain.errors import CodeDeskError
from tests.domain.applications.examples import NOW, TODAY, application, pla, posted
from tests.domain.applications.examples import step as advanced

_SUFFIX = {Category.I: "", Category.VACCINE: "", Category.II: "F", Category.III: "T", Category.PLA: "U"}
_CATEGORIES = st.lists(
    st.sampled_from([Category.I, Category.II, Category.III, Category.VACCINE]), min_size=1, max_size=3
)


class Walk(RuleBasedStateMachine):
    """One application. Each rule is a user action."""

    def __init__(self) -> None:
        super().__init__()
        self.now, self.today = NOW, TODAY
        self.history: list[ApplicationEvent] = []
        self.decided: set[int] = set()
        self.of = application()
        self.assigned = 0

    @initialize(categories=_CATEGORIES, start=st.sampled_from(["in valuation", "accepted", "new", "PLA"]))
    def begin(self, categories: list[Category], start: str) -> None:
        """One to three codes or PLA. Some start accepted, because a random walk rarely gets that far."""
        self.of = pla() if start == "PLA" else application(*categories)
        if start in ("in valuation", "accepted"):
            self.of = posted(Stage.ACCEPTED, *categories)
            self.decided = {code.position for code in self.of.codes}
            valued = {s.key for s in possible_steps(self.of)} & {"summary_posted>valuation"}
            if start == "in valuation" and valued:
                self.of = advanced(self.of, valued.pop())
            self.of = replace(self.of, version=1)

    @rule(data=st.data())
    def press(self, data: st.DataObject) -> None:
        """Any offered step with valid facts, for some of its codes if they can split."""
        steps = possible_steps(self.of)
        if not steps:
            assert self.of.over
            return
        step = data.draw(st.sampled_from(steps))
        self._wait_for(step)
        self._take(step, self._facts(step, data))

    @rule(key=st.sampled_from(sorted(TRANSITIONS)))
    def press_a_button_of_an_old_card(self, key: str) -> None:
        """Any step without facts: it works if offered, otherwise it is refused and nothing changes."""
        offered = {s.key: s for s in possible_steps(self.of)}
        before = self.of
        try:
            after, moves = advance(self.of, key, now=self.now, today=self.today)
        except CodeDeskError as error:
            assert self.of == before
            if isinstance(error, WithdrawalTooLate):
                assert TABLE[self.of.stage].phase not in ("prepare", "review")
            return
        assert key in offered
        assert not offered[key].needs_facts
        self._keep(key, after, moves)

    @precondition(lambda self: bool(valuation_steps(self.of)))
    @rule(data=st.data())
    def value_codes(self, data: st.DataObject) -> None:
        """Any offered valuation step, for some of the codes that can take it."""
        step = data.draw(st.sampled_from(valuation_steps(self.of)))
        chosen = data.draw(st.sets(st.sampled_from(step.positions), min_size=1))
        after, taken = value(self.of, step.key, tuple(chosen), now=self.now)
        assert set(taken.positions) == chosen
        assert [c.stage for c in after.codes] == [c.stage for c in self.of.codes]
        self._keep(step.key, after, (), EventKind.VALUED)

    @precondition(lambda self: self.history)
    @rule(minutes=st.integers(0, 20))
    def take_back(self, minutes: int) -> None:
        """Within ten minutes the last step is undone and recorded. Later it is not."""
        last = self.history[-1]
        if last.kind is EventKind.UNDONE:
            return
        then = last.at + timedelta(minutes=minutes)
        try:
            back, moves = undo(self.of, last, then)
        except UndoTooLate:
            assert minutes > 10
            return
        assert minutes <= 10
        assert last.before
        assert back.codes == last.before.codes
        assert [(m.source, m.to) for m in moves] == [(m.to, m.source) for m in last.moves]
        self._record(replace(last, kind=EventKind.UNDONE, before=None), back)
        self.now = max(self.now, then)

    @rule(days=st.integers(1, 40))
    def wait(self, days: int) -> None:
        """Days pass."""
        self._sleep(days)

    @invariant()
    def every_code_stands_in_the_table_and_came_by_it(self) -> None:
        """Never an invalid stage."""
        for event in self.history:
            if event.kind is EventKind.STEP:
                for move in event.moves:
                    assert any(t.to is move.to for t in TABLE[move.source].transitions)

    @invariant()
    def history_grows_with_the_version(self) -> None:
        """Exactly one event for each change."""
        assert self.of.version == 1 + len(self.history)
        assert [e.version for e in self.history] == list(range(2, self.of.version + 1))

    @invariant()
    def withdrawal_is_never_offered_after_the_tab(self) -> None:
        """Under the Panel's jurisdiction there is no withdrawal."""
        for step in possible_steps(self.of):
            if step.to is Stage.WITHDRAWN:
                assert step.transition.source in MOVE_TOGETHER
                assert TABLE[step.transition.source].phase == "review"

    @invariant()
    def numbers_stand_only_where_they_are_assigned(self) -> None:
        """Every released code has one."""
        for code in self.of.codes:
            assert (code.number is None) or code.stage in NUMBERED
            assert code.stage not in NUMBERED or code.number

    @invariant()
    def only_accepted_codes_of_category_one_are_valued(self) -> None:
        """Category III is not referred to the RUC, and valuation starts only at its stage."""
        for code in self.of.codes:
            if code.valuation:
                assert code.is_category is Category.I
                assert code.outcome in (Stage.ACCEPTED, Stage.ACCEPTED_MODIFIED)
                assert AppPhase.VALUATION in self.of.visited

    @invariant()
    def codes_part_only_at_the_outcome(self) -> None:
        """Codes without an outcome stay at the same stage."""
        never = {c.stage for c in self.of.codes if c.position not in self.decided}
        assert len(never) <= 1

    @invariant()
    def the_share_class_is_the_strictest_of_the_codes(self) -> None:
        """One pending code keeps the whole application confidential."""
        assert all(TABLE[c.stage].share <= self.of.share for c in self.of.codes)
        if any(c.stage in OUTCOMES for c in self.of.codes):
            assert self.of.share is ShareClass.RESTRICTED

    @invariant()
    def the_bar_shows_one_current_phase(self) -> None:
        """One of nine."""
        bar = phase_bar(self.of)
        assert [m.phase for m in bar if m.state is PhaseState.CURRENT] == [self.of.phase]
        assert len(bar) == 9

    @invariant()
    def there_is_always_a_way_on(self) -> None:
        """Only an end has no step; no sequence of presses gets stuck."""
        stuck = [s for s in self.of.stages if not TABLE[s].terminal]
        offered = {s.transition.source for s in possible_steps(self.of)}
        assert set(stuck) <= offered

    def _facts(self, step: Step, data: st.DataObject) -> StepFacts:
        positions = None
        if step.splits:
            chosen = data.draw(st.sets(st.sampled_from(step.positions), min_size=1))
            positions = tuple(sorted(chosen))
        moving = [c for c in self.of.codes if c.position in (positions or step.positions)]
        outcomes = {
            c.position: CodeOutcome(data.draw(st.sampled_from(sorted(OUTCOMES))))
            for c in moving
            if RequiredFact.OUTCOME in step.needs_facts
        }
        numbers = {c.position: self._number(c.is_category) for c in moving}
        posted = max((c.posted_on for c in moving if c.posted_on), default=None)
        reached = [c.target.last_day + timedelta(days=1) for c in moving if c.target]
        ahead = max([self.today, *reached])
        return StepFacts(
            target=next_targets(ahead, quarterly=self.of.quarterly, count=1)[0],
            outcome_on=self.today,
            outcomes=outcomes,
            posted_on=self.today,
            complete_by=self.today + timedelta(days=7),
            requested_on=posted,
            numbers=numbers if RequiredFact.CODE_NUMBER in step.needs_facts else {},
            positions=positions,
        )

    def _number(self, category: Category) -> str:
        self.assigned += 1
        suffix = _SUFFIX[category]
        return f"{10000 + self.assigned}" if not suffix else f"{1000 + self.assigned:04d}{suffix}"

    def _wait_for(self, step: Step) -> None:
        """Closing a refused application waits until the reconsideration window is over."""
        if step.transition.condition is Condition.NO_REQUEST_IN_TIME:
            self._sleep(15)

    def _take(self, step: Step, facts: StepFacts) -> None:
        after, moves = advance(self.of, step.key, facts, now=self.now, today=self.today)
        assert moves
        for move in moves:
            code = next(c for c in self.of.codes if c.position == move.position)
            assert is_met(step.transition.condition, code)
        self._keep(step.key, after, moves)

    def _keep(
        self, key: str, after: Application, moves: tuple[Move, ...], kind: EventKind = EventKind.STEP
    ) -> None:
        self.decided |= {m.position for m in moves if m.to in OUTCOMES}
        event = ApplicationEvent(
            "T1",
            12,
            kind,
            "U1",
            self.now,
            after.version,
            self.of.stage,
            after.stage,
            step=key,
            moves=moves,
            before=snapshot(self.of),
        )
        self._record(event, after)

    def _record(self, event: ApplicationEvent, after: Application) -> None:
        self.history.append(replace(event, version=after.version))
        self.of = after
        self.now += timedelta(seconds=30)

    def _sleep(self, days: int) -> None:
        self.now += timedelta(days=days)
        self.today += timedelta(days=days)


Walk.TestCase.settings = settings(
    max_examples=40,
    stateful_step_count=40,
    deadline=None,
    phases=(
        Phase.explicit,
        Phase.reuse,
        Phase.generate,
    ),  # shrinking a walk takes minutes, and the output lists every step
)
TestWalk = Walk.TestCase
