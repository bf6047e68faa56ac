"""Who may work on an application: whoever is named on it, and a lead or admin on any."""

from bot.domain.applications.application import Application
from bot.domain.roles import NotAllowed, Permission, Role, allows


def may_work(application: Application, user: str, role: Role) -> bool:
    """Whether `user` may move it and work on its papers."""
    if allows(role, Permission.LEAD_APPLICATIONS):
        return True
    return application.names(user) and allows(role, Permission.WORK_ON_APPLICATION)


def may_lead(application: Application, user: str, role: Role) -> bool:
    """Whether `user` may give it to somebody else, and say who is named on it."""
    if allows(role, Permission.LEAD_APPLICATIONS):
        return True
    return user == application.owner and allows(role, Permission.WORK_ON_APPLICATION)


def must_work(application: Application, user: str, role: Role) -> None:
    """Raise NotAllowed where `may_work` says no."""
    if not may_work(application, user, role):
        raise NotAllowed(_lacking(role), role, (application.owner,))


def must_lead(application: Application, user: str, role: Role) -> None:
    """Raise NotAllowed where `may_lead` says no."""
    if not may_lead(application, user, role):
        raise NotAllowed(Permission.LEAD_APPLICATIONS, role, (application.owner,))


def _lacking(role: Role) -> Permission:
    named_would_do = allows(role, Permission.WORK_ON_APPLICATION)
    return Permission.LEAD_APPLICATIONS if named_would_do else Permission.WORK_ON_APPLICATION
