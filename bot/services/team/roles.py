"""Who may do what. Checked before any action, and before showing anything that is not public."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.roles import (
    MOST_ROLES,
    GuestRefused,
    LastAdmin,
    MemberRole,
    NotAllowed,
    Permission,
    Role,
    TooManyRoles,
    allows,
)
from bot.services.ports.database import Clock, Database, UnitOfWork
from bot.services.ports.request_context import RequestContext

TERMINAL = "terminal"
"""Stored as the assigning user if the operator assigned the role."""
_NAMED = 5


@dataclass(frozen=True, slots=True)
class Changed:
    """A new role, and the one before it."""

    user: str
    role: Role
    before: Role


@dataclass(frozen=True, slots=True)
class TeamRoles:
    """Reads its rows on each call, so a removed role takes effect at the next click."""

    database: Database
    clock: Clock

    async def role_of(self, workspace: str, user: str) -> Role:
        """The user's role.

        Without an assigned role, a user is a member, and the installer is an admin until one is assigned.
        """
        async with self.database.read() as work:
            return await _role_of(work, workspace, user)

    async def require(self, request: RequestContext, permission: Permission) -> Role:
        """The user's role if it is sufficient.

        Raises GuestRefused, and NotAllowed with the users who have the permission.
        """
        if request.guest:
            raise GuestRefused
        async with self.database.read() as work:
            role = await _role_of(work, request.workspace, request.user)
            if not allows(role, permission):
                raise NotAllowed(permission, role, await _who_may(work, request.workspace, permission))
        return role

    async def all(self, workspace: str) -> Sequence[MemberRole]:
        """Every assigned role, by user id."""
        async with self.database.read() as work:
            return await work.roles.all(workspace)

    async def admins(self, workspace: str) -> tuple[str, ...]:
        """User ids of the admins. If none is assigned, the installer; empty if that is unknown."""
        async with self.database.read() as work:
            return await admins_of(work, workspace)

    async def give(self, request: RequestContext, user: str, role: Role) -> Changed:
        """Assign a role. Raises NotAllowed, GuestRefused, LastAdmin and TooManyRoles; then nothing has changed."""
        await self.require(request, Permission.MANAGE_ROLES)
        return await self._give(request.workspace, user, role, request.user)

    async def give_by_operator(self, workspace: str, user: str, role: Role) -> Changed:
        """Assign a role from the terminal, where no permission is required."""
        return await self._give(workspace, user, role, TERMINAL)

    async def first_admin(self, workspace: str, user: str) -> bool:
        """Make `user` admin if the workspace has none. Returns whether it did."""
        async with self.database.write() as work:
            if not user or await admins_of(work, workspace):
                return False
            await work.roles.put(workspace, MemberRole(user, Role.ADMIN, TERMINAL, self.clock.now()))
            await work.commit()
        return True

    async def _give(self, workspace: str, user: str, role: Role, by: str) -> Changed:
        async with self.database.write() as work:
            every = await work.roles.all(workspace, hold=True)
            before, admins = await _role_of(work, workspace, user), await admins_of(work, workspace)
            if admins == (user,) and role is not Role.ADMIN:
                raise LastAdmin(user)
            if len(every) >= MOST_ROLES and user not in {each.user for each in every}:
                raise TooManyRoles(MOST_ROLES)
            for admin in admins:  # the installer stays an admin when another user becomes one
                await work.roles.put(workspace, MemberRole(admin, Role.ADMIN, by, self.clock.now()))
            if role is Role.MEMBER:
                await work.roles.remove(workspace, user)
            else:
                await work.roles.put(workspace, MemberRole(user, role, by, self.clock.now()))
            await work.commit()
        return Changed(user, role, before)


async def _role_of(work: UnitOfWork, workspace: str, user: str) -> Role:
    given = await work.roles.get(workspace, user)
    if given is not None:
        return given.role
    return Role.ADMIN if user in await admins_of(work, workspace) else Role.MEMBER


async def admins_of(work: UnitOfWork, workspace: str) -> tuple[str, ...]:
    """The users assigned as admins. If there are none, the installer, unless they have another role."""
    every = await work.roles.all(workspace)
    admins = tuple(each.user for each in every if each.role is Role.ADMIN)
    if admins:
        return admins
    installed = await work.installations.get(workspace)
    known = {each.user for each in every}
    return (installed.installed_by,) if installed and installed.installed_by not in {"", *known} else ()


async def _who_may(work: UnitOfWork, workspace: str, permission: Permission) -> tuple[str, ...]:
    """User ids with the permission, admins first, at most a few."""
    admins = await admins_of(work, workspace)
    every = [e for e in await work.roles.all(workspace) if allows(e.role, permission)]
    return tuple(dict.fromkeys((*admins, *(e.user for e in every))))[:_NAMED]
