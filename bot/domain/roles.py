"""Roles and permissions in a workspace. Each of the four roles includes the permissions of the role below it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.errors import CodeDeskError


class Role(StrEnum):
    """A person's role in one workspace. The default is member."""

    ADMIN = "admin"
    LEAD = "lead"
    MEMBER = "member"
    VIEWER = "viewer"


class Permission(StrEnum):
    """An action that needs a role. Application owners have extra rights on their own applications (see rights.py)."""

    LOOK = "look at what the team keeps"
    TEACH = "write notes, watch codes and teach abbreviations"
    CREATE_APPLICATION = "begin an application"
    WORK_ON_APPLICATION = "work on an application that they own or belong to"
    LEAD_APPLICATIONS = "move, assign and close any application"
    MARK_REMINDERS = "mark reminders done, snooze and assign them"
    SET_REMINDERS = "subscribe channels to deadlines and set reminders"
    SET_DATES = "confirm or change the dates of deadlines, and give out the calendar link"
    LOAD_CODES = "load and unload code files"
    MANAGE_ROLES = "say who is admin, lead, member or viewer"
    PURGE = "delete what the workspace keeps"


_VIEWER = frozenset({Permission.LOOK})
_MEMBER = _VIEWER | {
    Permission.TEACH,
    Permission.CREATE_APPLICATION,
    Permission.WORK_ON_APPLICATION,
    Permission.MARK_REMINDERS,
}
_LEAD = _MEMBER | {Permission.LEAD_APPLICATIONS, Permission.SET_REMINDERS}
_ADMIN = frozenset(Permission)
_MAY = {Role.VIEWER: _VIEWER, Role.MEMBER: _MEMBER, Role.LEAD: _LEAD, Role.ADMIN: _ADMIN}

MOST_ROLES = 500
"""Maximum role rows per workspace."""


@dataclass(frozen=True, slots=True)
class MemberRole:
    """A person's role, who set it, and when. `by` is a user id or 'terminal'."""

    user: str
    role: Role
    by: str
    at: datetime


@dataclass
class NotAllowed(CodeDeskError):
    """The user's role lacks this permission. `who` lists user ids that have it, admins first; it may be empty."""

    permission: Permission
    role: Role
    who: tuple[str, ...] = ()


@dataclass
class GuestRefused(CodeDeskError):
    """A user from another workspace tried to see or change this team's data."""


@dataclass
class LastAdmin(CodeDeskError):
    """The change would leave the workspace without an admin."""

    user: str


@dataclass
class TooManyRoles(CodeDeskError):
    """The workspace already has the maximum number of roles."""

    limit: int


def allows(role: Role, permission: Permission) -> bool:
    """Whether the role includes the permission."""
    return permission in _MAY[role]


def roles_that_may(permission: Permission) -> tuple[Role, ...]:
    """Roles that include the permission, highest first."""
    return tuple(role for role in Role if allows(role, permission))
