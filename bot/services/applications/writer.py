"""The single path for application changes: lock, compare versions, check rights, record, plan, commit."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum, auto
from typing import Protocol

from bot.domain.applications.advance import Move
from bot.domain.applications.application import Application
from bot.domain.applications.errors import DoneBefore, NoSuchApplication, WhoWasFirst
from bot.domain.applications.history import ApplicationEvent, EventKind, Snapshot
from bot.domain.applications.rights import must_lead, must_work
from bot.domain.roles import GuestRefused, Role
from bot.services.ports.database import Clock, Database, UnitOfWork
from bot.services.ports.request_context import RequestContext


class DeadlinePlanner(Protocol):
    """Called inside each change's transaction: deadlines are planned with it or not at all."""

    async def application_changed(self, work: UnitOfWork, application: Application) -> None:
        """`application` is the state after the change. `work` is not committed yet."""


class ChangeListener(Protocol):
    """Called after each committed change. Its work is separate from the change and may fail."""

    def changed(self, workspace: str, number: int) -> None:
        """The application with this number has changed."""


class RoleLookup(Protocol):
    """Reads roles. Implemented by bot.services.team.roles.Roles."""

    async def role_of(self, workspace: str, user: str) -> Role:
        """The person's role in the workspace."""


class Right(Enum):
    """The right that a change requires."""

    WORK = auto()
    LEAD = auto()


@dataclass(frozen=True, slots=True)
class ChangeResult:
    """The application after a change, and its event. `event` is None if nothing changed."""

    application: Application
    event: ApplicationEvent | None


@dataclass(frozen=True, slots=True)
class LockedApplication:
    """An application locked against other writers until `keep` commits."""

    work: UnitOfWork
    request: RequestContext
    application: Application
    now: datetime
    planner: DeadlinePlanner | None
    listener: ChangeListener | None = None

    async def keep(
        self,
        after: Application,
        kind: EventKind,
        *,
        about: str | None = None,
        note: str | None = None,
        step: str | None = None,
        moves: tuple[Move, ...] = (),
        before: Snapshot | None = None,
    ) -> ChangeResult:
        """Store `after` and its event, plan deadlines, commit. All or nothing."""
        after = replace(after, changed_at=self.now)
        if not await self.work.applications.save(after, self.application.version):
            raise await who_was_first(self.work, self.application)
        event = await self.work.applications.record(
            ApplicationEvent(
                after.workspace,
                after.number,
                kind,
                self.request.user,
                self.now,
                after.version,
                self.application.stage,
                after.stage,
                step=step,
                moves=moves,
                about=about,
                note=note,
                before=before,
            )
        )
        if self.planner is not None:
            await self.planner.application_changed(self.work, after)
        await self.work.commit()
        if self.listener is not None:
            self.listener.changed(after.workspace, after.number)
        return ChangeResult(after, event)

    def unchanged(self) -> ChangeResult:
        """Nothing to change."""
        return ChangeResult(self.application, None)


@dataclass(frozen=True, slots=True)
class ApplicationWriter:
    """Shared dependencies of the application use cases."""

    database: Database
    clock: Clock
    roles: RoleLookup
    planner: DeadlinePlanner | None = None
    listener: ChangeListener | None = None

    async def role(self, request: RequestContext) -> Role:
        """The user's role. Raises GuestRefused for a user of another workspace."""
        if request.guest:
            raise GuestRefused
        return await self.roles.role_of(request.workspace, request.user)

    @asynccontextmanager
    async def change(
        self,
        request: RequestContext,
        number: int,
        right: Right = Right.WORK,
        *,
        expected: int | None = None,
        submission_key: str = "",
    ) -> AsyncIterator[LockedApplication]:
        """Open an application for a change by a user who has the right.

        `expected` is the version on the user's card. A repeated `submission_key` raises DoneBefore.
        Raises GuestRefused, NoSuchApplication, NotAllowed, and WhoWasFirst if the version has changed.
        """
        role = await self.role(request)
        async with self.database.write() as work:
            application = await work.applications.lock(request.workspace, number)
            if application is None:
                raise NoSuchApplication(f"A-{number}")
            (must_work if right is Right.WORK else must_lead)(application, request.user, role)
            if expected is not None and expected != application.version:
                raise await who_was_first(work, application, expected)
            await first_time(work, request, submission_key, self.clock.now())
            yield LockedApplication(work, request, application, self.clock.now(), self.planner, self.listener)


async def first_time(work: UnitOfWork, request: RequestContext, submission_key: str, now: datetime) -> None:
    """Record submission `submission_key` in this transaction. Raises DoneBefore if it was recorded before."""
    if submission_key and not await work.seen.first_time(request.workspace, submission_key, now):
        raise DoneBefore


async def who_was_first(
    work: UnitOfWork, application: Application, expected: int | None = None
) -> WhoWasFirst:
    """The change that made the user's card outdated."""
    since = application.version if expected is None else expected
    first = await work.applications.first_after(application.workspace, application.number, since)
    if first is None:
        newest = await work.applications.events(application.workspace, application.number, 1)
        first = newest[0] if newest else None
    if first is None:
        return WhoWasFirst(
            application.created_by, EventKind.CREATED, application.created_at, application.version
        )
    return WhoWasFirst(first.by, first.action, first.at, application.version)
