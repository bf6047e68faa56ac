"""Move an application: take steps, undo, change the target, close and reopen."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.domain.applications.advance import advance
from bot.domain.applications.checklist import checklist
from bot.domain.applications.errors import CannotClose, CannotReopen, TargetNotNow
from bot.domain.applications.facts import NO_FACTS, StepFacts, checked_target
from bot.domain.applications.history import BLOCKS_UNDO, EventKind, snapshot, undo
from bot.domain.applications.stages import Condition, Stage
from bot.domain.applications.targets import Target
from bot.domain.applications.transitions import BEFORE_THE_TAB, TABLE, TRANSITIONS
from bot.domain.applications.valuation import value
from bot.services.applications.writer import ApplicationWriter, ChangeResult, LockedApplication
from bot.services.ports.request_context import RequestContext

_CLOSED = frozenset({Stage.NOT_PURSUED, Stage.WITHDRAWN, Stage.CLOSED_REJECTED, Stage.CLOSED_STAFF})


@dataclass(frozen=True, slots=True)
class MoveStage:
    """Use cases: advance, value, undo, retarget, close, reopen.

    Each raises GuestRefused, NoSuchApplication, NotAllowed.
    """

    writer: ApplicationWriter

    async def advance(
        self, request: RequestContext, number: int, key: str, facts: StepFacts = NO_FACTS, *, expected: int
    ) -> ChangeResult:
        """Take step `key` on the application version `expected` that the user saw.

        Of concurrent changes one wins; the others raise WhoWasFirst. Also raises the errors of `advance.advance`.
        """
        async with self.writer.change(request, number, expected=expected) as change:
            return await self._step(change, key, facts)

    async def value(
        self,
        request: RequestContext,
        number: int,
        key: str,
        positions: Sequence[int] | None = None,
        *,
        expected: int,
    ) -> ChangeResult:
        """Take a valuation step (`valuation>survey`) for all codes that can, or those at `positions`.

        Raises ImpossibleStep, NoSuchCode, WhoWasFirst.
        """
        async with self.writer.change(request, number, expected=expected) as change:
            application = change.application
            after, step = value(application, key, positions, now=change.now)
            about = f"{step.to}#{','.join(map(str, step.positions))}"
            return await change.keep(after, EventKind.VALUED, about=about, before=snapshot(application))

    async def undo(self, request: RequestContext, number: int, *, expected: int) -> ChangeResult:
        """Undo the last step and record the undo. Raises NothingToUndo, UndoTooLate, WhoWasFirst."""
        async with self.writer.change(request, number, expected=expected) as change:
            application = change.application
            latest = await change.work.applications.latest(
                application.workspace, application.number, BLOCKS_UNDO
            )
            back, moves = undo(application, latest, change.now)
            step = (latest.step or latest.about) if latest else None
            return await change.keep(back, EventKind.UNDONE, moves=moves, about=step)

    async def retarget(
        self, request: RequestContext, number: int, target: Target, *, expected: int
    ) -> ChangeResult:
        """Change the target meeting or quarter, as long as the tab has not been called.

        Raises TargetInThePast, NotATarget, TargetNotNow, WhoWasFirst.
        """
        async with self.writer.change(request, number, expected=expected) as change:
            application = change.application
            checked_target(target, application, request.today)
            if not any(c.stage in BEFORE_THE_TAB for c in application.codes):
                raise TargetNotNow(application.stage)
            codes = tuple(
                replace(c, target=target) if c.stage in BEFORE_THE_TAB else c for c in application.codes
            )
            after = replace(application, codes=codes, version=application.version + 1)
            about = f"{application.target.id if application.target else ''}>{target.id}"
            return await change.keep(after, EventKind.RETARGETED, about=about)

    async def close(self, request: RequestContext, number: int, *, expected: int) -> ChangeResult:
        """Stop pursuing it. Raises CannotClose while it is with the AMA; then only a withdrawal can end it."""
        async with self.writer.change(request, number, expected=expected) as change:
            application = change.application
            key = f"{application.stage}>{Stage.NOT_PURSUED}"
            if key not in TRANSITIONS:
                ways = TABLE[application.stage].transitions
                raise CannotClose(application.stage, any(t.to is Stage.WITHDRAWN for t in ways))
            return await self._step(change, key, NO_FACTS)

    async def reopen(
        self, request: RequestContext, number: int, facts: StepFacts = NO_FACTS, *, expected: int
    ) -> ChangeResult:
        """Reopen a closed application. From `not_pursued` it needs a target (FactMissing). Raises CannotReopen."""
        async with self.writer.change(request, number, expected=expected) as change:
            application = change.application
            if application.stage not in _CLOSED:
                raise CannotReopen(application.stage)
            return await self._step(change, TABLE[application.stage].transitions[0].key, facts)

    async def _step(self, change: LockedApplication, key: str, facts: StepFacts) -> ChangeResult:
        application = change.application
        missing = await self._open_entries(change, key)
        after, moves = advance(
            application, key, facts, now=change.now, today=change.request.today, open_entries=missing
        )
        return await change.keep(after, EventKind.STEP, step=key, moves=moves, before=snapshot(application))

    async def _open_entries(self, change: LockedApplication, key: str) -> Sequence[str]:
        """Open checklist entries. Read only if the step depends on the checklist."""
        transition = TRANSITIONS.get(key)
        if transition is None or transition.condition is not Condition.CHECKLIST_COMPLETE:
            return ()
        application = change.application
        papers = await change.work.application_papers.of(application.workspace, application.number)
        return checklist(application, papers).blocking
