"""Who may do what in a workspace: four roles, each with all that the one below it may, and more."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.errors import CodeDeskError


class Role(StrEnum):
    """A person's role in one workspace. Who has been given none is a member."""

    ADMIN = "admin"
    LEAD = "lead"
    MEMBER = "member"
    VIEWER = "viewer"


class Permission(StrEnum):
    """What somebody may be allowed to do. The owner of an application may do more with their own: that is its rule."""

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
"""Rows a workspace keeps; everybody else is a member."""


@dataclass(frozen=True, slots=True)
class MemberRole:
    """That a person has a role, who gave it, and when. `by` is a user's id, or 'terminal'."""

    user: str
    role: Role
    by: str
    at: datetime


@dataclass
class NotAllowed(CodeDeskError):
    """The asker's role does not reach. `who` are user ids of people whose does, admins first; none: nobody's yet."""

    permission: Permission
    role: Role
    who: tuple[str, ...] = ()


@dataclass
class GuestRefused(CodeDeskError):
    """Somebody from another workspace would act on, or see, what is the team's."""


@dataclass
class LastAdmin(CodeDeskError):
    """The workspace would be left without an admin."""

    user: str


@dataclass
class TooManyRoles(CodeDeskError):
    """A workspace keeps so many roles and no more."""

    limit: int


def allows(role: Role, permission: Permission) -> bool:
    """Whether a role reaches that far by itself."""
    return permission in _MAY[role]


def roles_that_may(permission: Permission) -> tuple[Role, ...]:
    """The roles that reach that far, the highest first."""
    return tuple(role for role in Role if allows(role, permission))
