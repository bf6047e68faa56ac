"""Move an application: take steps, undo, change the target, close and reopen."""

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
        """Take step `key` on the application version `expected` that the user saw.

        Of concurrent changes one wins; the others raise WhoWasFirst. Also raises the errors of `advance.advance`.
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
        """Take a valuation step (`valuation>survey`) for all codes that can, or those at `positions`.

        Raises ImpossibleStep, NoSuchCode, WhoWasFirst.
        """
        async with self.desk.change(asked, number, expected=expected) as change:
            of = change.application
            after, step = value(of, key, positions, now=change.now)
            about = f"{step.to}#{','.join(map(str, step.positions))}"
            return await change.keep(after, EventKind.VALUED, about=about, before=snapshot(of))

    async def undo(self, asked: RequestContext, number: int, *, expected: int) -> Done:
        """Undo the last step and record the undo. Raises NothingToUndo, UndoTooLate, WhoWasFirst."""
        async with self.desk.change(asked, number, expected=expected) as change:
            of = change.application
            latest = await change.work.applications.latest(of.workspace, of.number, BARS_UNDO)
            back, moves = undo(of, latest, change.now)
            step = (latest.step or latest.about) if latest else None
            return await change.keep(back, EventKind.UNDONE, moves=moves, about=step)

    async def retarget(self, asked: RequestContext, number: int, target: Target, *, expected: int) -> Done:
        """Change the target meeting or quarter, as long as the tab has not been called.

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
        """Stop pursuing it. Raises CannotClose while it is with the AMA; then only a withdrawal can end it."""
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
        """Reopen a closed application. From `not_pursued` it needs a target (FactMissing). Raises CannotReopen."""
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
        """Open checklist entries. Read only if the step depends on the checklist."""
        transition = TRANSITIONS.get(key)
        if transition is None or transition.condition is not Condition.CHECKLIST_COMPLETE:
            return ()
        of = change.application
        papers = await change.work.application_papers.of(of.workspace, of.number)
        return checklist(of, papers).blocking
