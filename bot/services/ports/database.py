"""What the use cases need from outside, as Protocols. storage/, handlers/ and tests/fakes.py satisfy them."""

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
    """Where now comes from, so that tests can say when it is."""

    def now(self) -> datetime:
        """The current instant, aware, in UTC."""

    def today(self) -> date:
        """The date in the configured time zone: what an undated question means."""

    def local(self, at: datetime) -> datetime:
        """An aware instant in the configured time zone: its date is the one that people there write."""


@dataclass(frozen=True, slots=True)
class CodeRecord:
    """One row of a release as storage keeps it: `detail` is JSON that only the code set's reader understands.

    `starts` and `ends` narrow the release's interval for this code (both inclusive; None: as the release).
    """

    code: str
    name: str
    billable: bool
    detail: Mapping[str, object]
    starts: date | None = None
    ends: date | None = None


@dataclass(frozen=True, slots=True)
class StoredRelease:
    """A release with what storage adds: its id, its rows, the digest of its file, and when it was loaded."""

    id: int
    release: Release
    rows: int
    digest: str
    loaded_at: datetime


class ReleaseRepository(Protocol):
    """Releases and their rows. Staged rows are invisible until `publish` flips them."""

    async def visible(self, workspace: str) -> Sequence[StoredRelease]:
        """The workspace's own and the public releases, newest effective date first."""

    async def everywhere(self) -> Sequence[StoredRelease]:
        """The visible releases of all workspaces: for whoever builds and opens editions, never for an answer."""

    async def visible_ids(self) -> frozenset[int]:
        """The ids of all visible releases: what a visible release says never changes, so its id is enough to know."""

    async def with_ids(self, ids: Collection[int]) -> Sequence[StoredRelease]:
        """Those of these releases that are visible, of all workspaces."""

    async def unseen(self) -> Sequence[StoredRelease]:
        """The releases of all workspaces that are not visible, oldest first: staged, withdrawn, or left behind."""

    async def stage(self, release: Release, digest: str, loaded_at: datetime) -> int:
        """A new release that nobody sees yet; its id."""

    async def share(self, release: Release, digest: str, loaded_at: datetime) -> StoredRelease | None:
        """A new release that nobody sees yet, of the rows that another one of the same file and system has.

        None where no published release has such rows. Nothing is copied: who may see the rows is said by releases.
        """

    async def add(self, workspace: str, release_id: int, records: Sequence[CodeRecord]) -> None:
        """Rows of a staged release of this very workspace, with rows of its own; raises NoSuchRelease otherwise."""

    async def add_pairs(self, workspace: str, release_id: int, rows: Sequence[PtpRow]) -> None:
        """NCCI pairs of a staged release, as `add` takes other rows."""

    async def publish(self, workspace: str, release_id: int, rows: int) -> None:
        """Make a staged release visible in place of the one of the same system and edition, which is withdrawn.

        The generation grows in the same transaction. Raises NoSuchRelease, and IncompleteRelease where not
        exactly `rows` rows were added.
        """

    async def withdraw(self, workspace: str, release_id: int) -> None:
        """Let nobody see a release any more; raises the generation where it was visible.

        Raises NoSuchRelease where this very workspace has none of this id.
        """

    async def shrink(self, workspace: str, release_id: int, rows: int) -> bool:
        """Delete about `rows` rows of a release that is not visible; True once the release itself is gone.

        Rows that other releases share stay; then the release alone goes.
        In slices, because deleting millions of rows at once keeps every other writer out for seconds.
        Raises NoSuchRelease.
        """

    async def generation(self) -> int:
        """A number that grows whenever what is visible changes: running bots poll it."""

    def records(self, workspace: str, release_id: int) -> AsyncIterator[CodeRecord]:
        """All rows of a visible release by code, streamed; none where the workspace may not see it."""

    def pairs(self, workspace: str, release_id: int) -> AsyncIterator[Sequence[PtpRow]]:
        """The NCCI pairs of a visible release as they were added, in slices; none where it may not be seen."""


class SeenRepository(Protocol):
    """Which deliveries from Slack were already taken, so that a repeat does nothing."""

    async def first_time(self, workspace: str, key: str, at: datetime) -> bool:
        """True for exactly one caller per (workspace, key), however many processes ask."""

    async def forget_before(self, workspace: str, at: datetime) -> int:
        """Drop marks older than `at`; how many."""


@dataclass(frozen=True, slots=True)
class Installation:
    """The app in one workspace (a team's id, or an enterprise's). Its token is not shown."""

    workspace: str
    bot_token: str = field(repr=False)
    bot_user_id: str
    installed_at: datetime
    installed_by: str


class InstallationRepository(Protocol):
    """Where the app is installed."""

    async def get(self, workspace: str) -> Installation | None:
        """The workspace's installation; raises where its token cannot be decrypted."""

    async def save(self, installation: Installation) -> None:
        """Keep it, in place of the one before; its token is encrypted with the newest key."""

    async def remove(self, workspace: str) -> bool:
        """Forget the installation and its token; whether there was one."""


class AbbreviationRepository(Protocol):
    """The abbreviations that a workspace has added for itself."""

    async def all(self, workspace: str) -> Sequence[Abbreviation]:
        """Those of this very workspace, by their short forms in code-point order."""

    async def put(self, workspace: str, abbreviation: Abbreviation) -> None:
        """Keep it, in place of the one of the same short form."""

    async def remove(self, workspace: str, short: str) -> bool:
        """Take one out; whether it was there."""


class UseRepository(Protocol):
    """How often a workspace used which code. Counts only: not who, and not what was typed."""

    async def add(self, workspace: str, system: System, codes: Iterable[str], at: datetime) -> None:
        """One use more of each code (a code named twice counts once); no use is lost between processes."""

    async def top(self, workspace: str, limit: int) -> Sequence[CodeUse]:
        """The most used codes, most uses first, then the latest used."""

    async def count(self, workspace: str) -> int:
        """How many codes are remembered."""

    async def forget(self, workspace: str) -> int:
        """Forget all codes of this very workspace; how many they were."""


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
    """Where units of work come from."""

    def write(self) -> AbstractAsyncContextManager[UnitOfWork]:
        """A unit of work that may write: on SQLite the one writer, begun IMMEDIATE."""

    def read(self) -> AbstractAsyncContextManager[UnitOfWork]:
        """A unit of work that only reads, beside any writer."""

    @property
    def at_once(self) -> int:
        """How many rows a loader may write in one transaction before other writers wait too long for it."""

    def loading(self) -> AbstractAsyncContextManager[None]:
        """Be the only loader of this database, of all processes; waits for the one before. It ends with its process."""


class Progress(Protocol):
    """Told how far a long piece of work is; a terminal draws a bar, Slack edits a message."""

    def __call__(self, done: int, total: int) -> None: ...
