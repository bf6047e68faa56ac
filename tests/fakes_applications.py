"""Applications, their supporting records and events in memory."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING

from bot.domain.applications.application import Application
from bot.domain.applications.confidentiality import CONFIDENTIAL_STAGES
from bot.domain.applications.history import RAISES_VERSION, ApplicationEvent, EventKind
from bot.domain.applications.papers import Article, Considered, Evidence, Papers, Stakeholder, Tick
from bot.domain.applications.stages import Phase
from bot.services.ports.applications import ApplicationFilter, ApplicationPage, BoardColumns

if TYPE_CHECKING:
    from tests.fakes import FakeUnitOfWork

_Key = tuple[str, int]


@dataclass
class ApplicationState:
    """The state of the application tables. Values are never changed in place."""

    numbers: dict[str, int] = field(default_factory=dict)
    minimums: dict[str, int | None] = field(default_factory=dict)
    kept: dict[_Key, Application] = field(default_factory=dict)
    events: dict[_Key, tuple[ApplicationEvent, ...]] = field(default_factory=dict)
    papers: dict[_Key, Papers] = field(default_factory=dict)
    last_id: int = 0

    def copy(self) -> "ApplicationState":
        """A snapshot."""
        return replace(
            self,
            numbers=dict(self.numbers),
            minimums=dict(self.minimums),
            kept=dict(self.kept),
            events=dict(self.events),
            papers=dict(self.papers),
        )


class FakeApplications:
    """ApplicationRepository in memory."""

    def __init__(self, work: "FakeUnitOfWork") -> None:
        self._work = work

    async def next_number(self, workspace: str) -> int:
        """See the port."""
        numbers = self._writing().numbers
        numbers[workspace] = numbers.get(workspace, 0) + 1
        return numbers[workspace]

    async def add(self, application: Application) -> None:
        """See the port."""
        _aware(application.created_at)
        self._writing().kept[_key(application)] = application

    async def get(self, workspace: str, number: int) -> Application | None:
        """See the port."""
        return self._state.kept.get((workspace, number))

    async def lock(self, workspace: str, number: int) -> Application | None:
        """See the port. There is only one writer at a time."""
        return await self.get(workspace, number)

    async def save(self, application: Application, expected: int) -> bool:
        """See the port."""
        before = self._state.kept.get(_key(application))
        if before is None or before.version != expected:
            return False
        self._writing().kept[_key(application)] = application
        return True

    async def choose(
        self, workspace: str, choice: ApplicationFilter, limit: int, offset: int = 0
    ) -> Sequence[Application]:
        """See the port."""
        mine = [a for a in self._state.kept.values() if a.workspace == workspace and _fits(a, choice)]
        return sorted(mine, key=lambda a: a.number, reverse=True)[offset : offset + limit]

    async def count(self, workspace: str, choice: ApplicationFilter) -> int:
        """See the port."""
        return len(await self.choose(workspace, choice, len(self._state.kept)))

    async def page(
        self, workspace: str, choice: ApplicationFilter, limit: int, offset: int = 0
    ) -> ApplicationPage:
        """See the port."""
        total = await self.count(workspace, choice)
        return ApplicationPage(await self.choose(workspace, choice, limit, offset), total)

    async def board(self, workspace: str, user: str, each: int) -> BoardColumns:
        """See the port."""
        most = len(self._state.kept)
        known = await self.choose(workspace, ApplicationFilter(over=False, known_to=user), most)
        unknown = await self.choose(workspace, ApplicationFilter(over=False, unknown_to=user), most)
        columns = [[a for a in known if a.phase is phase][:each] for phase in Phase]
        shown = sorted((a for column in columns for a in column), key=lambda a: a.number, reverse=True)
        return BoardColumns(shown, Counter(a.phase for a in known), unknown[:each], len(unknown))

    async def record(self, event: ApplicationEvent) -> ApplicationEvent:
        """See the port."""
        _aware(event.at)
        events = self._writing().events
        key = (event.workspace, event.application)
        told = replace(event, seq=len(events.get(key, ())) + 1)
        events[key] = (*events.get(key, ()), told)
        return told

    async def events(
        self, workspace: str, number: int, limit: int, *, before: int | None = None
    ) -> Sequence[ApplicationEvent]:
        """See the port."""
        every = self._state.events.get((workspace, number), ())
        return [e for e in reversed(every) if before is None or e.seq < before][:limit]

    async def first_after(self, workspace: str, number: int, version: int) -> ApplicationEvent | None:
        """See the port."""
        every = self._state.events.get((workspace, number), ())
        return next((e for e in every if e.version > version and e.kind in RAISES_VERSION), None)

    async def latest(
        self, workspace: str, number: int, kinds: frozenset[EventKind]
    ) -> ApplicationEvent | None:
        """See the port."""
        every = self._state.events.get((workspace, number), ())
        return next((e for e in reversed(every) if e.kind in kinds), None)

    async def recent(
        self, workspace: str, number: int, limit: int, kinds: frozenset[EventKind]
    ) -> tuple[Sequence[ApplicationEvent], ApplicationEvent | None]:
        """See the port."""
        return await self.events(workspace, number, limit), await self.latest(workspace, number, kinds)

    async def purge(self, workspace: str, by: str, at: datetime) -> int:
        """See the port."""
        state = self._writing()
        gone = sum(key[0] == workspace for key in state.kept)
        state.kept = {k: v for k, v in state.kept.items() if k[0] != workspace}
        state.events = {k: v for k, v in state.events.items() if k[0] != workspace}
        state.papers = {k: v for k, v in state.papers.items() if k[0] != workspace}
        state.numbers.pop(workspace, None)
        state.minimums.pop(workspace, None)
        cards = self._work.writing().cards
        cards.kept = {k: v for k, v in cards.kept.items() if k.workspace != workspace}
        return gone

    @property
    def _state(self) -> ApplicationState:
        return self._work.state.applications

    def _writing(self) -> ApplicationState:
        return self._work.writing().applications


class FakeApplicationPapers:
    """ApplicationPaperRepository in memory."""

    def __init__(self, work: "FakeUnitOfWork") -> None:
        self._work = work

    async def of(self, workspace: str, number: int) -> Papers:
        """See the port."""
        found = self._work.state.applications.papers.get((workspace, number), Papers())
        return replace(found, literature_minimum=await self.literature_minimum(workspace))

    async def tick(self, workspace: str, number: int, tick: Tick) -> bool:
        """See the port."""
        papers = await self.of(workspace, number)
        if tick.entry in papers.ticks:
            return False
        self._put(workspace, number, replace(papers, ticks={**papers.ticks, tick.entry: tick}))
        return True

    async def untick(self, workspace: str, number: int, entry: str) -> bool:
        """See the port."""
        papers = await self.of(workspace, number)
        left = {key: tick for key, tick in papers.ticks.items() if key != entry}
        self._put(workspace, number, replace(papers, ticks=left))
        return len(left) < len(papers.ticks)

    async def add_evidence(self, workspace: str, number: int, evidence: Evidence) -> int:
        """See the port."""
        papers, id_ = await self.of(workspace, number), self._id()
        new = (*papers.evidence, replace(evidence, id=id_))
        self._put(workspace, number, replace(papers, evidence=new))
        return id_

    async def remove_evidence(self, workspace: str, number: int, id_: int) -> bool:
        """See the port."""
        papers = await self.of(workspace, number)
        left = tuple(e for e in papers.evidence if e.id != id_)
        self._put(workspace, number, replace(papers, evidence=left))
        return left != papers.evidence

    async def add_stakeholder(self, workspace: str, number: int, stakeholder: Stakeholder) -> int:
        """See the port."""
        papers, id_ = await self.of(workspace, number), self._id()
        new = (*papers.stakeholders, replace(stakeholder, id=id_))
        self._put(workspace, number, replace(papers, stakeholders=new))
        return id_

    async def remove_stakeholder(self, workspace: str, number: int, id_: int) -> bool:
        """See the port."""
        papers = await self.of(workspace, number)
        left = tuple(s for s in papers.stakeholders if s.id != id_)
        self._put(workspace, number, replace(papers, stakeholders=left))
        return left != papers.stakeholders

    async def add_article(self, workspace: str, number: int, article: Article) -> int:
        """See the port."""
        papers, id_ = await self.of(workspace, number), self._id()
        new = (*papers.literature, replace(article, id=id_))
        self._put(workspace, number, replace(papers, literature=new))
        return id_

    async def remove_article(self, workspace: str, number: int, id_: int) -> bool:
        """See the port."""
        papers = await self.of(workspace, number)
        left = tuple(a for a in papers.literature if a.id != id_)
        self._put(workspace, number, replace(papers, literature=left))
        return left != papers.literature

    async def consider(self, workspace: str, number: int, considered: Considered) -> None:
        """See the port."""
        papers = await self.of(workspace, number)
        others = [c for c in papers.considered if c.code != considered.code]
        new = tuple(sorted((*others, considered), key=lambda c: (c.at, c.code)))
        self._put(workspace, number, replace(papers, considered=new))

    async def unconsider(self, workspace: str, number: int, code: str) -> bool:
        """See the port."""
        papers = await self.of(workspace, number)
        left = tuple(c for c in papers.considered if c.code != code)
        self._put(workspace, number, replace(papers, considered=left))
        return left != papers.considered

    async def literature_minimum(self, workspace: str) -> int | None:
        """See the port."""
        return self._work.state.applications.minimums.get(workspace)

    async def set_literature_minimum(
        self, workspace: str, minimum: int | None, by: str, at: datetime
    ) -> None:
        """See the port."""
        self._work.writing().applications.minimums[workspace] = minimum

    def _put(self, workspace: str, number: int, papers: Papers) -> None:
        self._work.writing().applications.papers[workspace, number] = papers

    def _id(self) -> int:
        state = self._work.writing().applications
        state.last_id += 1
        return state.last_id


def _fits(a: Application, choice: ApplicationFilter) -> bool:
    return (
        (choice.of is None or a.names(choice.of))
        and (choice.phase is None or a.phase is choice.phase)
        and (choice.target is None or any(c.target and c.target.id == choice.target for c in a.codes))
        and (choice.stalled_before is None or a.changed_at < choice.stalled_before)
        and (choice.over is None or a.over is choice.over)
        and (choice.at is None or bool(choice.at & set(a.stages)))
        and (choice.known_to is None or a.names(choice.known_to) or not _is_close(a))
        and (choice.unknown_to is None or (_is_close(a) and not a.names(choice.unknown_to)))
    )


def _is_close(a: Application) -> bool:
    return bool(CONFIDENTIAL_STAGES & set(a.stages))


def _key(a: Application) -> _Key:
    return a.workspace, a.number


def _aware(at: datetime) -> None:
    if at.tzinfo is None:
        raise ValueError("a datetime without time zone is not stored")
