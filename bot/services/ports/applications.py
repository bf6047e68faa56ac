"""What the application use cases need from storage, and the Protocol that hears about changes."""

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
    """Which applications a list shows. A field that is None does not filter.

    `of`: owned by the user or naming them. `target`: an id such as `2027-05`, of any of its codes. `stalled_before`:
    no activity since then. `over` False: without finished ones. `at`: with a code at one of these stages. `known_to`:
    this user may know its phase, target and stage (they are named on it, or nothing in it is pending or restricted).
    `unknown_to`: all others.
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
    """One page of applications, newest number first. `total` counts all matches."""

    applications: Sequence[Application]
    total: int


@dataclass(frozen=True, slots=True)
class BoardColumns:
    """Applications that are not finished, newest number first: some of each phase, and each phase's total.

    `unknown`: some of those whose phase the user may not know (see `Choice.known_to`).
    """

    known: Sequence[Application]
    totals: Mapping[Phase, int]
    unknown: Sequence[Application]
    unknown_total: int


@dataclass(frozen=True, slots=True)
class PostedCard:
    """A message from the bot that shows application `number` to everyone in its channel."""

    workspace: str
    number: int
    channel: str
    ts: str


@dataclass(frozen=True, slots=True)
class HeldCard:
    """A posted card that one process has claimed for redrawing until `until`.

    `seq`: the application's newest event at the time of the claim; the redrawn card is at least as new. `told`: the
    last event posted in the card's thread. `shows`: the last event that the card showed at the time of the claim.
    """

    card: PostedCard
    seq: int
    told: int
    until: datetime
    shows: int = 0


class PostedCardRepository(Protocol):
    """Cards posted in channels, and what each of them shows."""

    async def add(self, card: PostedCard, *, shows: int, told: int, on: date) -> bool:
        """Save a card drawn on the day `on` with events up to `shows`. Returns False if it was already saved."""

    async def has(self, card: PostedCard) -> bool:
        """Whether the card is saved."""

    async def stands_in(self, workspace: str, number: int, channel: str) -> bool:
        """Whether a saved card of this application is in the channel."""

    async def outdated(self, now: datetime, today: date) -> Sequence[str]:
        """Workspaces with cards that `take` would find."""

    async def take(
        self, workspace: str, *, now: datetime, until: datetime, today: date, limit: int
    ) -> Sequence[HeldCard]:
        """Claim cards that lack recent events, or were drawn on an earlier day while the application is open.

        No one else can claim a held card until `now` has passed `until`.
        """

    async def drawn(self, held: HeldCard, on: date, *, told: int, until: datetime | None = None) -> bool:
        """Record that the card now shows events up to `held.seq`, and its thread those up to `told`.

        Returns False if the card was not held. It is released, or held on until `until`. If a redraw was requested
        while it was held, it stays out of date.
        """

    async def put_off(self, held: HeldCard, until: datetime, *, told: int | None = None) -> None:
        """Don't let anyone claim the card before `until`. `told`: the last event that its thread has."""

    async def again(self, workspace: str, numbers: Collection[int]) -> None:
        """Redraw the cards of these applications, though they have no new event. Nothing is posted in their threads."""

    async def forget(self, card: PostedCard) -> None:
        """Delete a card whose message is gone."""


class ApplicationRepository(Protocol):
    """Applications, their codes, members and events. No method sees another workspace's."""

    async def next_number(self, workspace: str) -> int:
        """The next free number, from 1, without gaps. It is used up only if this transaction commits."""

    async def add(self, application: Application) -> None:
        """Save a new application."""

    async def get(self, workspace: str, number: int) -> Application | None:
        """The application with this number."""

    async def lock(self, workspace: str, number: int) -> Application | None:
        """Like `get`, and lock it: no one else writes it before this transaction ends."""

    async def save(self, application: Application, expected: int) -> bool:
        """Replace the stored application if its version is `expected`. Returns whether it was.

        The stored codes and members are replaced.
        """

    async def choose(
        self, workspace: str, choice: ApplicationFilter, limit: int, offset: int = 0
    ) -> Sequence[Application]:
        """The matching applications, newest number first."""

    async def count(self, workspace: str, choice: ApplicationFilter) -> int:
        """How many applications `choose` would find without a limit."""

    async def page(
        self, workspace: str, choice: ApplicationFilter, limit: int, offset: int = 0
    ) -> ApplicationPage:
        """The results of `choose` and `count` in one query."""

    async def board(self, workspace: str, user: str, each: int) -> BoardColumns:
        """At most `each` of every phase and of those that `user` may not know. Empty phases are left out."""

    async def record(self, event: ApplicationEvent) -> ApplicationEvent:
        """Save an event permanently. Returns it with its `seq`, the next one of its application."""

    async def events(
        self, workspace: str, number: int, limit: int, *, before: int | None = None
    ) -> Sequence[ApplicationEvent]:
        """Events, newest first. `before`: only those with a smaller seq."""

    async def first_after(self, workspace: str, number: int, version: int) -> ApplicationEvent | None:
        """The event that took the application from `version` to the next."""

    async def latest(
        self, workspace: str, number: int, kinds: frozenset[EventKind]
    ) -> ApplicationEvent | None:
        """The newest event of these kinds."""

    async def recent(
        self, workspace: str, number: int, limit: int, kinds: frozenset[EventKind]
    ) -> tuple[Sequence[ApplicationEvent], ApplicationEvent | None]:
        """The results of `events` and `latest` in one query."""

    async def purge(self, workspace: str, by: str, at: datetime) -> int:
        """Delete all of the workspace's applications, including events, and return how many.

        Events can't be deleted otherwise.
        """


class ApplicationPaperRepository(Protocol):
    """The documents that support applications.

    Add methods return the row's id; remove methods return whether it existed.
    """

    async def of(self, workspace: str, number: int) -> Papers:
        """All supporting documents of one application, with the workspace's literature minimum."""

    async def tick(self, workspace: str, number: int, tick: Tick) -> bool:
        """Check a checklist entry. Returns False, and changes nothing, if it was already checked."""

    async def untick(self, workspace: str, number: int, entry: str) -> bool:
        """Uncheck an entry. Returns whether it was checked."""

    async def add_evidence(self, workspace: str, number: int, evidence: Evidence) -> int:
        """Save a note or link."""

    async def remove_evidence(self, workspace: str, number: int, id_: int) -> bool:
        """Remove one from this application only. Returns whether it existed."""

    async def add_stakeholder(self, workspace: str, number: int, stakeholder: Stakeholder) -> int:
        """Save a contact."""

    async def remove_stakeholder(self, workspace: str, number: int, id_: int) -> bool:
        """Like `remove_evidence`."""

    async def add_article(self, workspace: str, number: int, article: Article) -> int:
        """Save an article."""

    async def remove_article(self, workspace: str, number: int, id_: int) -> bool:
        """Like `remove_evidence`."""

    async def consider(self, workspace: str, number: int, considered: Considered) -> None:
        """Save why a code does not fit. Replaces an earlier entry for the code."""

    async def unconsider(self, workspace: str, number: int, code: str) -> bool:
        """Remove one. Returns whether it existed."""

    async def literature_minimum(self, workspace: str) -> int | None:
        """How many articles the current Smart App form requires, as entered by the team."""

    async def set_literature_minimum(
        self, workspace: str, minimum: int | None, by: str, at: datetime
    ) -> None:
        """Save it for the workspace. None: unknown again."""
