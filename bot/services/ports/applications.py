"""What the use cases of applications need from storage, and whom they tell of changes."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from bot.domain.applications.application import Application
from bot.domain.applications.history import ApplicationEvent, EventKind
from bot.domain.applications.papers import Article, Considered, Evidence, Papers, Stakeholder, Tick
from bot.domain.applications.stages import Phase, Stage


@dataclass(frozen=True, slots=True)
class ApplicationFilter:
    """Which applications a list shows; what is None does not narrow it.

    `of`: owned by the user or naming them. `target`: an id such as `2027-05`, of any of its codes.
    `stalled_before`: nothing happened since. `over` False: without those at an end. `at`: with a code at one of
    these stages. `known_to`: whose phase, target and stage this user may know (named, or nothing in it pending
    or restricted); `unknown_to`: the others.
    """

    of: str | None = None
    phase: Phase | None = None
    target: str | None = None
    stalled_before: datetime | None = None
    over: bool | None = None
    at: frozenset[Stage] | None = None
    known_to: str | None = None
    unknown_to: str | None = None


EVERYTHING = ApplicationFilter()


@dataclass(frozen=True, slots=True)
class ApplicationPage:
    """A page of `total` applications, the newest number first."""

    applications: Sequence[Application]
    total: int


@dataclass(frozen=True, slots=True)
class BoardColumns:
    """Applications that are not over, the newest number first: some of each phase, and how many each has.

    `unknown`: some of those whose phase the asker may not know (see `Choice.known_to`).
    """

    known: Sequence[Application]
    totals: Mapping[Phase, int]
    unknown: Sequence[Application]
    unknown_total: int


@dataclass(frozen=True, slots=True)
class PostedCard:
    """A message of ours that shows application `number` to everybody in its channel."""

    workspace: str
    number: int
    channel: str
    ts: str


@dataclass(frozen=True, slots=True)
class HeldCard:
    """A posted card that is to be drawn anew, taken until `until` by one process alone.

    `seq`: the application's newest event when it was taken: what is drawn then is at least as new. `told`: the last
    event that stands in the card's thread. `shows`: what it was noted to show when it was taken.
    """

    card: PostedCard
    seq: int
    told: int
    until: datetime
    shows: int = 0


class PostedCardRepository(Protocol):
    """Cards that stand in channels, and what each of them shows."""

    async def add(self, card: PostedCard, *, shows: int, told: int, on: date) -> bool:
        """Keep one that was drawn on the day `on` with events up to `shows`; False where it was known already."""

    async def has(self, card: PostedCard) -> bool:
        """Whether it is known."""

    async def stands_in(self, workspace: str, number: int, channel: str) -> bool:
        """Whether a known card of this application stands in the channel."""

    async def outdated(self, now: datetime, today: date) -> Sequence[str]:
        """Workspaces with cards that `take` would find."""

    async def take(
        self, workspace: str, *, now: datetime, until: datetime, today: date, limit: int
    ) -> Sequence[HeldCard]:
        """Cards that show or tell less than has happened, or are of an earlier day (while not over), held until then.

        Nobody else takes a held card before `now` has passed `until`.
        """

    async def drawn(self, held: HeldCard, on: date, *, told: int, until: datetime | None = None) -> bool:
        """It shows events up to `held.seq` now, and its thread tells those up to `told`; False where it was not held.

        It is free again, or held on until `until`. Asked for again while it was held, it stays out of date.
        """

    async def put_off(self, held: HeldCard, until: datetime, *, told: int | None = None) -> None:
        """Nobody is to take it before. `told`: what its thread tells after all."""

    async def again(self, workspace: str, numbers: Collection[int]) -> None:
        """Have the cards of these applications drawn anew, though nothing happened to them; no thread is told."""

    async def forget(self, card: PostedCard) -> None:
        """Its message is gone."""


class ApplicationRepository(Protocol):
    """Applications, their codes, members and events. No method sees another workspace's."""

    async def next_number(self, workspace: str) -> int:
        """The next free number, from 1, without gaps: taken only if this transaction commits."""

    async def add(self, application: Application) -> None:
        """Keep a new one."""

    async def get(self, workspace: str, number: int) -> Application | None:
        """The application of this number."""

    async def lock(self, workspace: str, number: int) -> Application | None:
        """As `get`, and nobody else writes it before this transaction ends."""

    async def save(self, application: Application, expected: int) -> bool:
        """Put it in place of the stored one if that has the version `expected`; whether it had.

        Its codes and members are replaced by those given.
        """

    async def choose(
        self, workspace: str, choice: ApplicationFilter, limit: int, offset: int = 0
    ) -> Sequence[Application]:
        """The chosen ones, the newest number first."""

    async def count(self, workspace: str, choice: ApplicationFilter) -> int:
        """How many `choose` would find without limit."""

    async def page(
        self, workspace: str, choice: ApplicationFilter, limit: int, offset: int = 0
    ) -> ApplicationPage:
        """What `choose` and `count` find, in one question."""

    async def board(self, workspace: str, user: str, each: int) -> BoardColumns:
        """At most `each` of every phase and of those that `user` may not know; phases without one are left out."""

    async def record(self, event: ApplicationEvent) -> ApplicationEvent:
        """Keep an event for good; it comes back with its `seq`, the next of its application."""

    async def events(
        self, workspace: str, number: int, limit: int, *, before: int | None = None
    ) -> Sequence[ApplicationEvent]:
        """The newest first; `before`: only those with a smaller seq."""

    async def first_after(self, workspace: str, number: int, version: int) -> ApplicationEvent | None:
        """The event that took the application from `version` to the next."""

    async def latest(
        self, workspace: str, number: int, kinds: frozenset[EventKind]
    ) -> ApplicationEvent | None:
        """The newest event of these kinds."""

    async def recent(
        self, workspace: str, number: int, limit: int, kinds: frozenset[EventKind]
    ) -> tuple[Sequence[ApplicationEvent], ApplicationEvent | None]:
        """What `events` and `latest` find, in one question."""

    async def purge(self, workspace: str, by: str, at: datetime) -> int:
        """Delete all that the workspace has of applications, events too: the only way to; how many they were."""


class ApplicationPaperRepository(Protocol):
    """What applications rest on. Adding answers with the row's id; taking out, with what was there."""

    async def of(self, workspace: str, number: int) -> Papers:
        """All papers of one application, with the workspace's literature minimum."""

    async def tick(self, workspace: str, number: int, tick: Tick) -> bool:
        """Tick an entry; False where it was ticked already (then nothing changed)."""

    async def untick(self, workspace: str, number: int, entry: str) -> bool:
        """Take a tick away; whether it was there."""

    async def add_evidence(self, workspace: str, number: int, evidence: Evidence) -> int:
        """Keep a note or link."""

    async def remove_evidence(self, workspace: str, number: int, id_: int) -> bool:
        """Take one out of this very application; whether it was there."""

    async def add_stakeholder(self, workspace: str, number: int, stakeholder: Stakeholder) -> int:
        """Keep a contact."""

    async def remove_stakeholder(self, workspace: str, number: int, id_: int) -> bool:
        """As `remove_evidence`."""

    async def add_article(self, workspace: str, number: int, article: Article) -> int:
        """Keep an article."""

    async def remove_article(self, workspace: str, number: int, id_: int) -> bool:
        """As `remove_evidence`."""

    async def consider(self, workspace: str, number: int, considered: Considered) -> None:
        """Keep why a code does not fit, in place of what was said of it before."""

    async def unconsider(self, workspace: str, number: int, code: str) -> bool:
        """Take one out; whether it was there."""

    async def literature_minimum(self, workspace: str) -> int | None:
        """How many articles the current Smart App form asks for, as the team entered it."""

    async def set_literature_minimum(
        self, workspace: str, minimum: int | None, by: str, at: datetime
    ) -> None:
        """Keep it for the workspace; None: not known any more."""
