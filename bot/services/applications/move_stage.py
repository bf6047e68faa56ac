"""Move an application: steps, undoing them, another target, closing and reopening."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.domain.applications.advance import advance
from bot.domain.applications.checklist import checklist
from bot.domain.applications.errors import CannotClose, CannotReopen, TargetNotNow
from bot.domain.applications.facts import NO_FACTS, StepFacts, checked_target
from bot.domain.applications.history import BARS_UNDO, EventKind, snapshot, undo
from bot.domain.applications.stages import Condition, Stage
from bot.domain.applications.targets import Target
from bot.domain.applications.transitions import BEFORE_THE_TAB, TABLE, TRANSITIONS
from bot.domain.applications.valuation import value
from bot.services.applications.writer import ApplicationWriter, Done, LockedApplication
from bot.services.request_context import RequestContext

_CLOSED = frozenset({Stage.NOT_PURSUED, Stage.WITHDRAWN, Stage.CLOSED_REJECTED, Stage.CLOSED_STAFF})


@dataclass(frozen=True, slots=True)
class MoveStage:
    """Use cases: advance, value, undo, retarget, close, reopen.

    Each raises GuestRefused, NoSuchApplication, NotAllowed.
    """

    desk: ApplicationWriter

    async def advance(
        self, asked: RequestContext, number: int, key: str, facts: StepFacts = NO_FACTS, *, expected: int
    ) -> Done:
        """Take the step `key` on the application that the asker saw at version `expected`.

        Of several at once one wins; the others get WhoWasFirst. Raises also what advancing.advance raises.
        """
        async with self.desk.change(asked, number, expected=expected) as change:
            return await self._step(change, key, facts)

    async def value(
        self,
        asked: RequestContext,
        number: int,
        key: str,
        positions: Sequence[int] | None = None,
        *,
        expected: int,
    ) -> Done:
        """Take a step of the valuation (`valuation>survey`) for all codes that can, or those at `positions`.

        Raises ImpossibleStep, NoSuchCode, WhoWasFirst.
        """
        async with self.desk.change(asked, number, expected=expected) as change:
            of = change.application
            after, step = value(of, key, positions, now=change.now)
            about = f"{step.to}#{','.join(map(str, step.positions))}"
            return await change.keep(after, EventKind.VALUED, about=about, before=snapshot(of))

    async def undo(self, asked: RequestContext, number: int, *, expected: int) -> Done:
        """Take the last step back, on the record. Raises NothingToUndo, UndoTooLate, WhoWasFirst."""
        async with self.desk.change(asked, number, expected=expected) as change:
            of = change.application
            latest = await change.work.applications.latest(of.workspace, of.number, BARS_UNDO)
            back, moves = undo(of, latest, change.now)
            step = (latest.step or latest.about) if latest else None
            return await change.keep(back, EventKind.UNDONE, moves=moves, about=step)

    async def retarget(self, asked: RequestContext, number: int, target: Target, *, expected: int) -> Done:
        """Aim at another meeting or quarter, as long as the tab lies ahead.

        Raises TargetInThePast, NotATarget, TargetNotNow, WhoWasFirst.
        """
        async with self.desk.change(asked, number, expected=expected) as change:
            of = change.application
            checked_target(target, of, asked.today)
            if not any(c.stage in BEFORE_THE_TAB for c in of.codes):
                raise TargetNotNow(of.stage)
            codes = tuple(replace(c, target=target) if c.stage in BEFORE_THE_TAB else c for c in of.codes)
            after = replace(of, codes=codes, version=of.version + 1)
            about = f"{of.target.id if of.target else ''}>{target.id}"
            return await change.keep(after, EventKind.RETARGETED, about=about)

    async def close(self, asked: RequestContext, number: int, *, expected: int) -> Done:
        """Stop pursuing it. Raises CannotClose where the AMA holds it: then only a withdrawal, if any, ends it."""
        async with self.desk.change(asked, number, expected=expected) as change:
            of = change.application
            key = f"{of.stage}>{Stage.NOT_PURSUED}"
            if key not in TRANSITIONS:
                ways = TABLE[of.stage].transitions
                raise CannotClose(of.stage, any(t.to is Stage.WITHDRAWN for t in ways))
            return await self._step(change, key, NO_FACTS)

    async def reopen(
        self, asked: RequestContext, number: int, facts: StepFacts = NO_FACTS, *, expected: int
    ) -> Done:
        """Take up a closed one again; but from `not_pursued` it needs a target (FactMissing). Raises CannotReopen."""
        async with self.desk.change(asked, number, expected=expected) as change:
            of = change.application
            if of.stage not in _CLOSED:
                raise CannotReopen(of.stage)
            return await self._step(change, TABLE[of.stage].transitions[0].key, facts)

    async def _step(self, change: LockedApplication, key: str, facts: StepFacts) -> Done:
        of = change.application
        missing = await self._open_entries(change, key)
        after, moves = advance(of, key, facts, now=change.now, today=change.asked.today, open_entries=missing)
        return await change.keep(after, EventKind.STEP, step=key, moves=moves, before=snapshot(of))

    async def _open_entries(self, change: LockedApplication, key: str) -> Sequence[str]:
        """Asked for only where the step hangs on the checklist."""
        transition = TRANSITIONS.get(key)
        if transition is None or transition.condition is not Condition.CHECKLIST_COMPLETE:
            return ()
        of = change.application
        papers = await change.work.application_papers.of(of.workspace, of.number)
        return checklist(of, papers).blocking
