"""Read applications: cards, lists, board, history, Home. Each answer is limited to what its audience may see."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.applications.application import Application
from bot.domain.applications.checklist import Checklist, checklist
from bot.domain.applications.confidentiality import (
    Audience,
    Field,
    ViewingPlace,
    VisibleApplication,
    audience_in,
    audience_of,
    fields_for,
    is_open,
    visible,
    visible_evidence,
)
from bot.domain.applications.errors import NoSuchApplication
from bot.domain.applications.history import BLOCKS_UNDO, ApplicationEvent, undoable
from bot.domain.applications.papers import Papers
from bot.domain.applications.phases import PhaseMark, phase_bar
from bot.domain.applications.rights import may_lead, may_work
from bot.domain.applications.stages import OffsetRule, Phase
from bot.domain.applications.steps import TEAMS_TURN, Step, possible_steps
from bot.domain.applications.transitions import PHASES, rules_of
from bot.domain.applications.valuation import ValuationStep, valuation_steps
from bot.domain.roles import Role
from bot.services.applications.writer import ApplicationWriter
from bot.services.ports.applications import ApplicationFilter
from bot.services.ports.database import UnitOfWork
from bot.services.ports.request_context import RequestContext

STALLED = timedelta(days=30)
PAGE = 20
_LAST = 3


@dataclass(frozen=True, slots=True)
class Card:
    """A card for one audience. Hidden parts are empty or None.

    `steps` are legal and unblocked, in table order. `blocked` are steps blocked by the checklist. `undo` is the step
    that can be undone now. `rules` are the deadline rules at its stages. `valuing` are possible valuation steps;
    `seen.codes` has each code's progress.
    """

    seen: VisibleApplication
    audience: Audience
    bar: tuple[PhaseMark, ...]
    steps: tuple[Step, ...]
    blocked: tuple[Step, ...]
    done: int | None
    total: int | None
    open_entries: tuple[str, ...]
    events: tuple[ApplicationEvent, ...]
    undo: ApplicationEvent | None
    rules: tuple[OffsetRule, ...]
    may_work: bool
    may_lead: bool
    valuing: tuple[ValuationStep, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """Part of `total` applications, newest number first."""

    seen: tuple[VisibleApplication, ...]
    total: int
    offset: int


@dataclass(frozen=True, slots=True)
class PhaseBoard:
    """Open applications by phase, in phase order. `totals` has the count of each phase.

    `hidden` are those whose phase the user may not see; `hidden_total` counts them.
    """

    columns: Mapping[Phase, tuple[VisibleApplication, ...]]
    totals: Mapping[Phase, int]
    hidden: tuple[VisibleApplication, ...]
    hidden_total: int


@dataclass(frozen=True, slots=True)
class Home:
    """The user's open applications. In `waiting`, the team must act next."""

    mine: tuple[VisibleApplication, ...]
    total: int
    waiting: tuple[VisibleApplication, ...]
    waiting_total: int


@dataclass(frozen=True, slots=True)
class PapersSeen:
    """The checklist with its records. `papers` is empty if the audience may not see it."""

    seen: VisibleApplication
    checklist: Checklist | None
    papers: Papers
    may_work: bool


@dataclass(frozen=True, slots=True)
class ApplicationQueries:
    """Queries. All raise GuestRefused; queries for one application raise NoSuchApplication."""

    writer: ApplicationWriter

    async def card(
        self, request: RequestContext, number: int, place: ViewingPlace, *, posted_to: str | None = None
    ) -> Card:
        """The card as the user may see it, or as a message in channel `posted_to` may show it."""
        role = await self.writer.role(request)
        async with self.writer.database.read() as work:
            application = await _get(work, request.workspace, number)
            audience = _audience(application, request, place, posted_to)
            papers = await work.application_papers.of(request.workspace, number)
            events, latest = await work.applications.recent(request.workspace, number, _LAST, BLOCKS_UNDO)
        loaded = _LoadedApplication(application, papers, events, latest, posted=posted_to is not None)
        return _card(loaded, request.user, role, audience, self.writer.clock.now())

    async def list(
        self,
        request: RequestContext,
        choice: ApplicationFilter,
        place: ViewingPlace,
        *,
        offset: int = 0,
        limit: int = PAGE,
    ) -> Page:
        """The applications that match. Facts that the user may not see can't be used to find an application."""
        await self.writer.role(request)
        if _reveals_confidential(choice):
            if is_open(place):
                return Page((), 0, offset)
            choice = replace(choice, known_to=request.user)
        async with self.writer.database.read() as work:
            chosen = await work.applications.page(request.workspace, choice, limit, offset)
        return Page(_visible_to(chosen.applications, request.user, place), chosen.total, offset)

    async def mine(self, request: RequestContext, place: ViewingPlace, *, offset: int = 0) -> Page:
        """The user's own open applications."""
        return await self.list(request, ApplicationFilter(of=request.user, over=False), place, offset=offset)

    async def stalled(
        self, request: RequestContext, choice: ApplicationFilter, place: ViewingPlace, *, offset: int = 0
    ) -> Page:
        """Matching open applications without activity for 30 days."""
        since = self.writer.clock.now() - STALLED
        return await self.list(
            request, replace(choice, stalled_before=since, over=False), place, offset=offset
        )

    async def board(self, request: RequestContext, place: ViewingPlace, *, by_column: int = 5) -> PhaseBoard:
        """All open applications by phase, at most `by_column` in each."""
        await self.writer.role(request)
        if is_open(place):
            all_rules = await self.list(request, ApplicationFilter(over=False), place, limit=by_column)
            return PhaseBoard({}, {}, all_rules.seen, all_rules.total)
        async with self.writer.database.read() as work:
            found = await work.applications.board(request.workspace, request.user, by_column)
        columns: dict[Phase, tuple[VisibleApplication, ...]] = {}
        for seen in _visible_to(found.known, request.user, place):
            if seen.phase is not None:
                columns[seen.phase] = (*columns.get(seen.phase, ()), seen)
        in_order = {phase: columns[phase] for phase in PHASES if phase in columns}
        return PhaseBoard(
            in_order, found.totals, _visible_to(found.unknown, request.user, place), found.unknown_total
        )

    async def history(
        self,
        request: RequestContext,
        number: int,
        place: ViewingPlace,
        *,
        before: int | None = None,
        limit: int = PAGE,
    ) -> Sequence[ApplicationEvent]:
        """Events, newest first, without what the user may not see. Empty if the history is hidden from the user."""
        await self.writer.role(request)
        async with self.writer.database.read() as work:
            application = await _get(work, request.workspace, number)
            fields = fields_for(application, audience_of(application, request.user, place))
            if Field.EVENTS not in fields:
                return ()
            events = await work.applications.events(request.workspace, number, limit, before=before)
        return _visible_events(events, fields)

    async def papers(self, request: RequestContext, number: int, place: ViewingPlace) -> PapersSeen:
        """The checklist and the supporting records."""
        role = await self.writer.role(request)
        async with self.writer.database.read() as work:
            application = await _get(work, request.workspace, number)
            papers = await work.application_papers.of(request.workspace, number)
        audience = audience_of(application, request.user, place)
        fields = fields_for(application, audience)
        items = checklist(application, papers) if Field.CHECKLIST in fields else None
        shown = Papers(literature_minimum=papers.literature_minimum)
        if Field.PAPERS in fields:
            shown = replace(papers, evidence=visible_evidence(application, audience, papers))
        return PapersSeen(
            visible(application, audience), items, shown, may_work(application, request.user, role)
        )

    async def home(self, request: RequestContext, *, limit: int = PAGE) -> Home:
        """Data for App Home, which only the user sees."""
        await self.writer.role(request)
        mine = ApplicationFilter(of=request.user, over=False)
        waiting = replace(mine, at=TEAMS_TURN)
        async with self.writer.database.read() as work:
            own = await work.applications.page(request.workspace, mine, limit)
            waits = await work.applications.page(request.workspace, waiting, limit)
        return Home(
            _visible_to(own.applications, request.user, ViewingPlace.ALONE),
            own.total,
            _visible_to(waits.applications, request.user, ViewingPlace.ALONE),
            waits.total,
        )


@dataclass(frozen=True, slots=True)
class _LoadedApplication:
    """One application's data from the database."""

    application: Application
    papers: Papers
    events: Sequence[ApplicationEvent]
    latest: ApplicationEvent | None
    posted: bool = False


def _card(loaded: _LoadedApplication, user: str, role: Role, audience: Audience, now: datetime) -> Card:
    application, seen = loaded.application, visible(loaded.application, audience)
    items = checklist(application, loaded.papers) if Field.CHECKLIST in seen.fields else None
    # A posted card is the same for all readers. Permissions are checked at each press.
    works = Field.STEPS in seen.fields if loaded.posted else may_work(application, user, role)
    presses = works and Field.STEPS in seen.fields
    missing = items.blocking if items else ()
    possible = possible_steps(application, open_entries=missing) if presses else ()
    return Card(
        seen=seen,
        audience=audience,
        bar=phase_bar(application) if Field.PHASE in seen.fields else (),
        steps=tuple(s for s in possible if not s.blocked_by),
        blocked=tuple(s for s in possible if s.blocked_by),
        done=items.done if items else None,
        total=items.total if items else None,
        open_entries=missing,
        events=_visible_events(loaded.events, seen.fields) if Field.EVENTS in seen.fields else (),
        undo=undoable(loaded.latest, now) if presses else None,
        rules=_rules(application) if Field.DEADLINE in seen.fields else (),
        may_work=works,
        may_lead=may_lead(application, user, role),
        valuing=valuation_steps(application) if presses else (),
    )


def _rules(application: Application) -> tuple[OffsetRule, ...]:
    all_rules = (
        rule for stage in application.stages for rule in rules_of(stage, quarterly=application.quarterly)
    )
    return tuple(dict.fromkeys(all_rules))


def _audience(
    application: Application, request: RequestContext, place: ViewingPlace, posted_to: str | None
) -> Audience:
    if posted_to is not None:
        return audience_in(application, posted_to, place)
    return audience_of(application, request.user, place)


def _visible_to(
    chosen: Sequence[Application], user: str, place: ViewingPlace
) -> tuple[VisibleApplication, ...]:
    return tuple(visible(application, audience_of(application, user, place)) for application in chosen)


def _reveals_confidential(choice: ApplicationFilter) -> bool:
    """Whether a match with this filter reveals something confidential."""
    filters = (choice.phase, choice.target, choice.stalled_before, choice.at)
    return any(each is not None for each in filters)


def _visible_events(
    events: Sequence[ApplicationEvent], fields: frozenset[Field]
) -> tuple[ApplicationEvent, ...]:
    """Remove `before` snapshots, and notes unless the audience may see them."""
    return tuple(replace(e, before=None, note=e.note if Field.NOTES in fields else None) for e in events)


async def _get(work: UnitOfWork, workspace: str, number: int) -> Application:
    found = await work.applications.get(workspace, number)
    if found is None:
        raise NoSuchApplication(f"A-{number}")
    return found
