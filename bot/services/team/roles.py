"""Who may do what: asked before everything that acts, or shows what is not everybody's."""

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
"""Who gave a role, where it was the operator."""
_NAMED = 5


@dataclass(frozen=True, slots=True)
class Changed:
    """A role that was given, and the one before it."""

    user: str
    role: Role
    before: Role


@dataclass(frozen=True, slots=True)
class TeamRoles:
    """Reads its rows each time: a role taken away counts at the next press."""

    database: Database
    clock: Clock

    async def role_of(self, workspace: str, user: str) -> Role:
        """The person's role; who was given none is a member, and who installed the app an admin until one is named."""
        async with self.database.read() as work:
            return await _role_of(work, workspace, user)

    async def require(self, request: RequestContext, permission: Permission) -> Role:
        """The asker's role where it reaches. Raises GuestRefused, and NotAllowed with those whose role does."""
        if request.guest:
            raise GuestRefused
        async with self.database.read() as work:
            role = await _role_of(work, request.workspace, request.user)
            if not allows(role, permission):
                raise NotAllowed(permission, role, await _who_may(work, request.workspace, permission))
        return role

    async def all(self, workspace: str) -> Sequence[MemberRole]:
        """Every role that was given, by user id."""
        async with self.database.read() as work:
            return await work.roles.all(workspace)

    async def admins(self, workspace: str) -> tuple[str, ...]:
        """User ids of its admins; whoever installed the app where none was named; none, where that is not known."""
        async with self.database.read() as work:
            return await admins_of(work, workspace)

    async def give(self, request: RequestContext, user: str, role: Role) -> Changed:
        """Give a role. Raises NotAllowed, GuestRefused, LastAdmin and TooManyRoles; then nothing has changed."""
        await self.require(request, Permission.MANAGE_ROLES)
        return await self._give(request.workspace, user, role, request.user)

    async def give_by_operator(self, workspace: str, user: str, role: Role) -> Changed:
        """The same from the terminal, where nobody is asked for a role."""
        return await self._give(workspace, user, role, TERMINAL)

    async def first_admin(self, workspace: str, user: str) -> bool:
        """Make `user` admin where the workspace has none; whether it was done."""
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
            for admin in admins:  # whoever installed the app stays one when another is named
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
    """Those who were given the role; where there is none, whoever installed the app (unless given another)."""
    every = await work.roles.all(workspace)
    admins = tuple(each.user for each in every if each.role is Role.ADMIN)
    if admins:
        return admins
    installed = await work.installations.get(workspace)
    known = {each.user for each in every}
    return (installed.installed_by,) if installed and installed.installed_by not in {"", *known} else ()


async def _who_may(work: UnitOfWork, workspace: str, permission: Permission) -> tuple[str, ...]:
    """User ids, admins first, a few of them."""
    admins = await admins_of(work, workspace)
    every = [e for e in await work.roles.all(workspace) if allows(e.role, permission)]
    return tuple(dict.fromkeys((*admins, *(e.user for e in every))))[:_NAMED]
