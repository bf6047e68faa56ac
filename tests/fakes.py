"""The ports in memory, for tests of the services: transactional like the real ones, and held to the same contract."""

import asyncio
from collections.abc import AsyncIterator, Collection, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec

from bot.domain.codes.abbreviations import Abbreviation
from bot.domain.codes.changes.watched import Watched
from bot.domain.codes.code_uses import CodeUse
from bot.domain.codes.file_rows import PtpRow
from bot.domain.codes.notes.note import TeamNote
from bot.domain.codes.releases import PUBLIC, Release, System
from bot.domain.errors import IncompleteRelease, NoSuchRelease
from bot.domain.roles import MemberRole
from bot.services.ports.database import CodeRecord, Installation, StoredRelease
from bot.services.ports.team import ChosenLocality
from tests.fake_posted_cards import CardState, FakePostedCards
from tests.fakes_applications import ApplicationState, FakeApplicationPapers, FakeApplications
from tests.fakes_fetching import FakeFetches, FetchState
from tests.fakes_reminders import FakeReminders, RemindersState
from tests.fakes_roles import FakeRoles
from tests.fakes_team import FakeComparison, FakeLocalities, FakeNotes, FakeWatched
from tests.fakes_workspaces import FakeWorkspaces


class FakeClock:
    """A clock that stands until it is told to move. `at` must be aware."""

    def __init__(self, at: datetime, zone: str = "America/New_York") -> None:
        self._at = at
        self._zone = ZoneInfo(zone)

    def now(self) -> datetime:
        """The instant that was set, in UTC."""
        return self._at.astimezone(ZoneInfo("UTC"))

    def local(self, at: datetime) -> datetime:
        """The instant in the zone."""
        return at.astimezone(self._zone)

    def today(self) -> date:
        """The date in the zone at that instant."""
        return self._at.astimezone(self._zone).date()

    def advance(self, by: timedelta) -> None:
        """Move on."""
        self._at += by


class ReadOnly(Exception):
    """A write in a reading unit of work."""


@dataclass
class State:
    """All that a database holds. Values are never changed in place, so a shallow copy is a snapshot."""

    releases: dict[int, StoredRelease] = field(default_factory=dict)
    visible: frozenset[int] = frozenset()
    contents: dict[int, int] = field(default_factory=dict)
    complete: frozenset[int] = frozenset()
    codes: dict[int, tuple[CodeRecord, ...]] = field(default_factory=dict)
    pairs: dict[int, tuple[PtpRow, ...]] = field(default_factory=dict)
    seen: dict[tuple[str, str], datetime] = field(default_factory=dict)
    installations: dict[str, Installation] = field(default_factory=dict)
    abbreviations: dict[tuple[str, str], Abbreviation] = field(default_factory=dict)
    uses: dict[tuple[str, System, str], CodeUse] = field(default_factory=dict)
    watched: dict[tuple[str, System, str], Watched] = field(default_factory=dict)
    notes: dict[tuple[str, System, str, str], TeamNote] = field(default_factory=dict)
    localities: dict[str, ChosenLocality] = field(default_factory=dict)
    roles: dict[tuple[str, str], MemberRole] = field(default_factory=dict)
    reminders: RemindersState = field(default_factory=RemindersState)
    applications: ApplicationState = field(default_factory=ApplicationState)
    cards: CardState = field(default_factory=CardState)
    fetching: FetchState = field(default_factory=FetchState)
    generation: int = 0
    last_id: int = 0

    def copy(self) -> "State":
        """A snapshot of it."""
        return replace(
            self,
            releases=dict(self.releases),
            contents=dict(self.contents),
            codes=dict(self.codes),
            pairs=dict(self.pairs),
            seen=dict(self.seen),
            installations=dict(self.installations),
            abbreviations=dict(self.abbreviations),
            uses=dict(self.uses),
            watched=dict(self.watched),
            notes=dict(self.notes),
            localities=dict(self.localities),
            roles=dict(self.roles),
            reminders=self.reminders.copy(),
            applications=self.applications.copy(),
            cards=self.cards.copy(),
            fetching=self.fetching.copy(),
        )


class FakeReleases:
    """ReleaseRepository in memory."""

    def __init__(self, work: "FakeUnitOfWork") -> None:
        self._work = work

    async def visible(self, workspace: str) -> Sequence[StoredRelease]:
        """As the port says."""
        mine = [
            r for i, r in self._state.releases.items() if i in self._state.visible and _sees(workspace, r)
        ]
        return sorted(mine, key=lambda r: (r.release.effective, r.id), reverse=True)

    async def everywhere(self) -> Sequence[StoredRelease]:
        """As the port says."""
        every = [r for i, r in self._state.releases.items() if i in self._state.visible]
        return sorted(every, key=lambda r: (r.release.effective, r.id), reverse=True)

    async def visible_ids(self) -> frozenset[int]:
        """As the port says."""
        return self._state.visible

    async def with_ids(self, ids: Collection[int]) -> Sequence[StoredRelease]:
        """As the port says."""
        return [self._state.releases[i] for i in sorted(ids) if i in self._state.visible]

    async def unseen(self) -> Sequence[StoredRelease]:
        """As the port says."""
        every = [r for i, r in self._state.releases.items() if i not in self._state.visible]
        return sorted(every, key=lambda r: (r.loaded_at, r.id))

    async def stage(self, release: Release, digest: str, loaded_at: datetime) -> int:
        """As the port says."""
        state = self._work.writing()
        state.last_id += 1
        new = StoredRelease(state.last_id, release, 0, digest, _aware(loaded_at))
        state.releases[new.id] = new
        state.contents[new.id] = new.id
        state.codes[new.id], state.pairs[new.id] = (), ()
        return new.id

    async def share(self, release: Release, digest: str, loaded_at: datetime) -> StoredRelease | None:
        """As the port says."""
        state = self._work.writing()
        same = [
            state.contents[i]
            for i, stored in state.releases.items()
            if state.contents[i] in state.complete
            and (stored.digest, stored.release.system) == (digest, release.system)
        ]
        if not same:
            return None
        state.last_id += 1
        new = StoredRelease(state.last_id, release, self._rows(max(same)), digest, _aware(loaded_at))
        state.releases[new.id] = new
        state.contents[new.id] = max(same)
        return new

    async def add(self, workspace: str, release_id: int, records: Sequence[CodeRecord]) -> None:
        """As the port says."""
        kept = tuple(replace(r, detail=_through_json(r.detail)) for r in records)
        self._work.writing().codes[self._growing(workspace, release_id)] += kept

    async def add_pairs(self, workspace: str, release_id: int, rows: Sequence[PtpRow]) -> None:
        """As the port says."""
        self._work.writing().pairs[self._growing(workspace, release_id)] += tuple(rows)

    async def publish(self, workspace: str, release_id: int, rows: int) -> None:
        """As the port says."""
        state = self._work.writing()
        staged = self._own(workspace, release_id, staged=True)
        if (found := self._rows(state.contents[release_id])) != rows:
            raise IncompleteRelease(release_id, expected=rows, found=found)
        state.visible -= {i for i in state.visible if _same(state.releases[i], staged)}
        state.releases[release_id] = replace(staged, rows=rows)
        state.visible |= {release_id}
        state.complete |= {state.contents[release_id]}
        state.generation += 1

    async def withdraw(self, workspace: str, release_id: int) -> None:
        """As the port says."""
        self._own(workspace, release_id)
        state = self._work.writing()
        state.generation += release_id in state.visible
        state.visible -= {release_id}

    async def shrink(self, workspace: str, release_id: int, rows: int) -> bool:
        """As the port says."""
        self._own(workspace, release_id, staged=True)
        state = self._work.writing()
        content = state.contents[release_id]
        if list(state.contents.values()).count(content) > 1:
            del state.releases[release_id], state.contents[release_id]
            return True
        state.complete -= {content}
        left = self._rows(content)
        state.codes[content] = state.codes[content][rows:]
        state.pairs[content] = state.pairs[content][rows:]
        if not left:
            del state.releases[release_id], state.contents[release_id]
            del state.codes[content], state.pairs[content]
        return not left

    async def generation(self) -> int:
        """As the port says."""
        return self._state.generation

    async def records(self, workspace: str, release_id: int) -> AsyncIterator[CodeRecord]:
        """As the port says."""
        release = self._state.releases.get(release_id)
        if release and release_id in self._state.visible and _sees(workspace, release):
            for record in sorted(self._state.codes[self._state.contents[release_id]], key=lambda r: r.code):
                yield record

    async def pairs(self, workspace: str, release_id: int) -> AsyncIterator[Sequence[PtpRow]]:
        """As the port says."""
        release = self._state.releases.get(release_id)
        if release and release_id in self._state.visible and _sees(workspace, release):
            rows = self._state.pairs[self._state.contents[release_id]]
            for start in range(0, len(rows), 3):
                yield rows[start : start + 3]

    def _rows(self, content: int) -> int:
        return len(self._state.codes[content]) + len(self._state.pairs[content])

    def _growing(self, workspace: str, release_id: int) -> int:
        self._own(workspace, release_id, staged=True)
        content = self._state.contents[release_id]
        if content in self._state.complete:
            raise NoSuchRelease(workspace, release_id)
        return content

    @property
    def _state(self) -> State:
        return self._work.state

    def _own(self, workspace: str, release_id: int, *, staged: bool = False) -> StoredRelease:
        found = self._state.releases.get(release_id)
        if (
            not found
            or found.release.workspace != workspace
            or (staged and release_id in self._state.visible)
        ):
            raise NoSuchRelease(workspace, release_id)
        return found


class FakeSeen:
    """SeenRepository in memory."""

    def __init__(self, work: "FakeUnitOfWork") -> None:
        self._work = work

    async def first_time(self, workspace: str, key: str, at: datetime) -> bool:
        """As the port says."""
        seen = self._work.writing().seen
        first = (workspace, key) not in seen
        seen.setdefault((workspace, key), _aware(at))
        return first

    async def forget_before(self, workspace: str, at: datetime) -> int:
        """As the port says."""
        state = self._work.writing()
        kept = {k: then for k, then in state.seen.items() if k[0] != workspace or then >= _aware(at)}
        gone = len(state.seen) - len(kept)
        state.seen = kept
        return gone


class FakeInstallations:
    """InstallationRepository in memory."""

    def __init__(self, work: "FakeUnitOfWork") -> None:
        self._work = work

    async def get(self, workspace: str) -> Installation | None:
        """As the port says."""
        return self._work.state.installations.get(workspace)

    async def save(self, installation: Installation) -> None:
        """As the port says."""
        _aware(installation.installed_at)
        self._work.writing().installations[installation.workspace] = installation

    async def remove(self, workspace: str) -> bool:
        """As the port says."""
        return self._work.writing().installations.pop(workspace, None) is not None


class FakeAbbreviations:
    """AbbreviationRepository in memory."""

    def __init__(self, work: "FakeUnitOfWork") -> None:
        self._work = work

    async def all(self, workspace: str) -> Sequence[Abbreviation]:
        """As the port says."""
        kept = self._work.state.abbreviations
        return [kept[key] for key in sorted(kept) if key[0] == workspace]

    async def put(self, workspace: str, abbreviation: Abbreviation) -> None:
        """As the port says."""
        _aware(abbreviation.added_at)
        self._work.writing().abbreviations[workspace, abbreviation.short] = abbreviation

    async def remove(self, workspace: str, short: str) -> bool:
        """As the port says."""
        return self._work.writing().abbreviations.pop((workspace, short), None) is not None


class FakeUses:
    """UseRepository in memory."""

    def __init__(self, work: "FakeUnitOfWork") -> None:
        self._work = work

    async def add(self, workspace: str, system: System, codes: Iterable[str], at: datetime) -> None:
        """As the port says."""
        uses = self._work.writing().uses
        for code in set(codes):
            before = uses.get((workspace, system, code), CodeUse(system, code, 0, _aware(at)))
            uses[workspace, system, code] = replace(
                before, uses=before.uses + 1, last_used=max(before.last_used, at)
            )

    async def top(self, workspace: str, limit: int) -> Sequence[CodeUse]:
        """As the port says."""
        mine = sorted(self._of(workspace), key=lambda use: use.code)
        return sorted(mine, key=lambda use: (use.uses, use.last_used), reverse=True)[:limit]

    async def count(self, workspace: str) -> int:
        """As the port says."""
        return len(self._of(workspace))

    async def forget(self, workspace: str) -> int:
        """As the port says."""
        state = self._work.writing()
        gone = len(self._of(workspace))
        state.uses = {key: use for key, use in state.uses.items() if key[0] != workspace}
        return gone

    def _of(self, workspace: str) -> list[CodeUse]:
        return [use for key, use in self._work.state.uses.items() if key[0] == workspace]


class FakeUnitOfWork:
    """A unit of work on a snapshot; `commit` puts it in the database's place."""

    def __init__(self, database: "FakeDatabase", *, writable: bool) -> None:
        self.state = database.state.copy()
        self._database = database
        self._writable = writable
        self.releases = FakeReleases(self)
        self.seen = FakeSeen(self)
        self.installations = FakeInstallations(self)
        self.abbreviations = FakeAbbreviations(self)
        self.uses = FakeUses(self)
        self.workspaces = FakeWorkspaces(self)
        self.watched = FakeWatched(self)
        self.notes = FakeNotes(self)
        self.localities = FakeLocalities(self)
        self.roles = FakeRoles(self)
        self.comparison = FakeComparison(self)
        self.reminders = FakeReminders(self)
        self.applications = FakeApplications(self)
        self.application_papers = FakeApplicationPapers(self)
        self.posted_cards = FakePostedCards(self)
        self.fetches = FakeFetches(self)

    async def commit(self) -> None:
        """Make what was done lasting."""
        if self._writable:
            self._database.state = self.state.copy()

    def writing(self) -> State:
        """The state, for a change; raises ReadOnly in a reading unit of work."""
        if not self._writable:
            raise ReadOnly("a read-only unit of work")
        return self.state


class FakeDatabase:
    """ports.Database in memory: one writer at a time, readers on snapshots, nothing kept without a commit."""

    def __init__(self) -> None:
        self.state = State()
        self._one_writer = asyncio.Lock()
        self._one_loader = asyncio.Lock()

    @asynccontextmanager
    async def write(self) -> AsyncIterator[FakeUnitOfWork]:
        """As the port says."""
        async with self._one_writer:
            yield FakeUnitOfWork(self, writable=True)

    @asynccontextmanager
    async def read(self) -> AsyncIterator[FakeUnitOfWork]:
        """As the port says."""
        yield FakeUnitOfWork(self, writable=False)

    at_once = 2

    @asynccontextmanager
    async def loading(self) -> AsyncIterator[None]:
        """As the port says."""
        async with self._one_loader:
            yield


def _sees(workspace: str, stored: StoredRelease) -> bool:
    return stored.release.workspace in (workspace, PUBLIC)


def _same(one: StoredRelease, other: StoredRelease) -> bool:
    a, b = one.release, other.release
    return (a.workspace, a.system, a.edition) == (b.workspace, b.system, b.edition)


def _aware(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError("a datetime without time zone is not stored")
    return at


def _through_json(detail: Mapping[str, object]) -> Mapping[str, object]:
    """What comes back from a database: no tuples, no types of ours."""
    return msgspec.json.decode(msgspec.json.encode(detail), type=dict[str, object])
