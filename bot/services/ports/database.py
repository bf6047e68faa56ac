"""What the use cases need from outside, as Protocols. storage/, handlers/ and tests/fakes.py implement them."""

from collections.abc import AsyncIterator, Collection, Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from bot.domain.codes.abbreviations import Abbreviation
from bot.domain.codes.code_uses import CodeUse
from bot.domain.codes.file_rows import PtpRow
from bot.domain.codes.releases import Release, System
from bot.services.ports.applications import (
    ApplicationPaperRepository,
    ApplicationRepository,
    PostedCardRepository,
)
from bot.services.ports.fetching import FetchRepository
from bot.services.ports.reminders import ReminderStore
from bot.services.ports.roles import RoleRepository
from bot.services.ports.team import (
    ComparisonRepository,
    LocalityRepository,
    NoteRepository,
    WatchedRepository,
)
from bot.services.ports.workspaces import WorkspaceRepository


class Clock(Protocol):
    """The source of the current time, so that tests can set it."""

    def now(self) -> datetime:
        """The current instant: time zone aware, in UTC."""

    def today(self) -> date:
        """The date in the configured time zone. It applies to a question without a date."""

    def local(self, at: datetime) -> datetime:
        """A time zone aware instant in the configured time zone. Its date is the local calendar date."""


@dataclass(frozen=True, slots=True)
class CodeRecord:
    """One row of a release in storage. `detail` is JSON in a format of the code set's own reader.

    `starts` and `ends` narrow the release's date range for this code. Both are inclusive; None means the release's
    own.
    """

    code: str
    name: str
    billable: bool
    detail: Mapping[str, object]
    starts: date | None = None
    ends: date | None = None


@dataclass(frozen=True, slots=True)
class StoredRelease:
    """A release with what storage adds: its id, its row count, its file's digest, and its load time."""

    id: int
    release: Release
    rows: int
    digest: str
    loaded_at: datetime


class ReleaseRepository(Protocol):
    """Releases and their rows. Staged rows are invisible until `publish` makes them visible."""

    async def visible(self, workspace: str) -> Sequence[StoredRelease]:
        """The workspace's own and the public releases, newest effective date first."""

    async def everywhere(self) -> Sequence[StoredRelease]:
        """The visible releases of all workspaces, for building and opening editions. Never use it for an answer."""

    async def visible_ids(self) -> frozenset[int]:
        """The ids of all visible releases. A visible release never changes, so comparing ids is enough."""

    async def with_ids(self, ids: Collection[int]) -> Sequence[StoredRelease]:
        """The visible releases with these ids, of all workspaces."""

    async def unseen(self) -> Sequence[StoredRelease]:
        """The releases of all workspaces that are not visible, oldest first: staged, withdrawn, or left behind."""

    async def stage(self, release: Release, digest: str, loaded_at: datetime) -> int:
        """Add a new invisible release. Returns its id."""

    async def share(self, release: Release, digest: str, loaded_at: datetime) -> StoredRelease | None:
        """Add a new invisible release that shares the rows of a published release with the same file and system.

        None if no published release has such rows. Nothing is copied; releases decide who may see the rows.
        """

    async def add(self, workspace: str, release_id: int, records: Sequence[CodeRecord]) -> None:
        """Add rows to a staged release of this workspace that has its own rows. Raises NoSuchRelease otherwise."""

    async def add_pairs(self, workspace: str, release_id: int, rows: Sequence[PtpRow]) -> None:
        """Add NCCI pairs to a staged release, as `add` does for other rows."""

    async def publish(self, workspace: str, release_id: int, rows: int) -> None:
        """Make a staged release visible. It replaces the one of the same system and edition, which is withdrawn.

        The generation increases in the same transaction. Raises NoSuchRelease, and IncompleteRelease unless exactly
        `rows` rows were added.
        """

    async def withdraw(self, workspace: str, release_id: int) -> None:
        """Make a release invisible. Increases the generation if it was visible.

        Raises NoSuchRelease if this workspace has no release with this id.
        """

    async def shrink(self, workspace: str, release_id: int, rows: int) -> bool:
        """Delete about `rows` rows of an invisible release. Returns True once the release itself is deleted.

        Rows that other releases share stay; then only the release is deleted. It works in slices, because deleting
        millions of rows at once blocks every other writer for seconds. Raises NoSuchRelease.
        """

    async def generation(self) -> int:
        """A number that increases whenever the visible releases change. Running bots poll it."""

    def records(self, workspace: str, release_id: int) -> AsyncIterator[CodeRecord]:
        """All rows of a visible release, by code, as a stream. Empty if the workspace may not see it."""

    def pairs(self, workspace: str, release_id: int) -> AsyncIterator[Sequence[PtpRow]]:
        """The NCCI pairs of a visible release in slices, in the order added. Empty if the workspace may not see it."""


class SeenRepository(Protocol):
    """Which deliveries from Slack were already processed, so that a repeat does nothing."""

    async def first_time(self, workspace: str, key: str, at: datetime) -> bool:
        """True for exactly one caller per (workspace, key), across all processes."""

    async def forget_before(self, workspace: str, at: datetime) -> int:
        """Delete marks older than `at`. Returns how many."""


@dataclass(frozen=True, slots=True)
class Installation:
    """The app in one workspace (a team's id, or an enterprise's). Its token is left out of the repr."""

    workspace: str
    bot_token: str = field(repr=False)
    bot_user_id: str
    installed_at: datetime
    installed_by: str


class InstallationRepository(Protocol):
    """Where the app is installed."""

    async def get(self, workspace: str) -> Installation | None:
        """The workspace's installation, or None. Raises if its token cannot be decrypted."""

    async def save(self, installation: Installation) -> None:
        """Save it, replacing the previous one. Its token is encrypted with the newest key."""

    async def remove(self, workspace: str) -> bool:
        """Delete the installation and its token. Returns whether there was one."""


class AbbreviationRepository(Protocol):
    """The abbreviations that a workspace has added."""

    async def all(self, workspace: str) -> Sequence[Abbreviation]:
        """Those of this workspace, by short form in code-point order."""

    async def put(self, workspace: str, abbreviation: Abbreviation) -> None:
        """Save it, replacing the one with the same short form."""

    async def remove(self, workspace: str, short: str) -> bool:
        """Remove one. Returns whether it existed."""


class UseRepository(Protocol):
    """How often a workspace used each code. It stores counts only: not who, and not what was typed."""

    async def add(self, workspace: str, system: System, codes: Iterable[str], at: datetime) -> None:
        """Count one more use of each code. A repeated code counts once. No use is lost between processes."""

    async def top(self, workspace: str, limit: int) -> Sequence[CodeUse]:
        """The most used codes: most uses first, then most recent."""

    async def count(self, workspace: str) -> int:
        """How many codes are stored."""

    async def forget(self, workspace: str) -> int:
        """Delete all codes of this workspace. Returns how many there were."""


class UnitOfWork(Protocol):
    """One transaction. Leaving the block without `commit` rolls back."""

    @property
    def releases(self) -> ReleaseRepository: ...

    @property
    def seen(self) -> SeenRepository: ...

    @property
    def installations(self) -> InstallationRepository: ...

    @property
    def abbreviations(self) -> AbbreviationRepository: ...

    @property
    def uses(self) -> UseRepository: ...

    @property
    def workspaces(self) -> WorkspaceRepository: ...

    @property
    def watched(self) -> WatchedRepository: ...

    @property
    def notes(self) -> NoteRepository: ...

    @property
    def localities(self) -> LocalityRepository: ...

    @property
    def roles(self) -> RoleRepository: ...

    @property
    def comparison(self) -> ComparisonRepository: ...

    @property
    def reminders(self) -> ReminderStore: ...

    @property
    def applications(self) -> ApplicationRepository: ...

    @property
    def application_papers(self) -> ApplicationPaperRepository: ...

    @property
    def posted_cards(self) -> PostedCardRepository: ...

    @property
    def fetches(self) -> FetchRepository: ...

    async def commit(self) -> None: ...


class Database(Protocol):
    """The source of units of work."""

    def write(self) -> AbstractAsyncContextManager[UnitOfWork]:
        """A unit of work that may write. On SQLite it is the only writer, begun IMMEDIATE."""

    def read(self) -> AbstractAsyncContextManager[UnitOfWork]:
        """A unit of work that only reads, concurrently with any writer."""

    @property
    def at_once(self) -> int:
        """How many rows a loader may write in one transaction without delaying other writers too long."""

    def loading(self) -> AbstractAsyncContextManager[None]:
        """Hold the lock that makes this the only loader of the database across processes.

        Waits for the current holder. The lock is released when its process ends.
        """


class Progress(Protocol):
    """Receives the progress of a long job. A terminal draws a bar; Slack edits a message."""

    def __call__(self, done: int, total: int) -> None: ...
