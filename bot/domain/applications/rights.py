"""Who may work on an application: its named people, and leads and admins on any."""

from bot.domain.applications.application import Application
from bot.domain.roles import NotAllowed, Permission, Role, allows


def may_work(application: Application, user: str, role: Role) -> bool:
    """Whether `user` may move it and edit its records."""
    if allows(role, Permission.LEAD_APPLICATIONS):
        return True
    return application.names(user) and allows(role, Permission.WORK_ON_APPLICATION)


def may_lead(application: Application, user: str, role: Role) -> bool:
    """Whether `user` may change its owner and its members."""
    if allows(role, Permission.LEAD_APPLICATIONS):
        return True
    return user == application.owner and allows(role, Permission.WORK_ON_APPLICATION)


def must_work(application: Application, user: str, role: Role) -> None:
    """Raise NotAllowed unless `may_work`."""
    if not may_work(application, user, role):
        raise NotAllowed(_lacking(role), role, (application.owner,))


def must_lead(application: Application, user: str, role: Role) -> None:
    """Raise NotAllowed unless `may_lead`."""
    if not may_lead(application, user, role):
        raise NotAllowed(Permission.LEAD_APPLICATIONS, role, (application.owner,))


def _lacking(role: Role) -> Permission:
    named_is_enough = allows(role, Permission.WORK_ON_APPLICATION)
    return Permission.LEAD_APPLICATIONS if named_is_enough else Permission.WORK_ON_APPLICATION
