"""The terminal wording for roles."""

from collections.abc import Sequence

from bot.cli.code_sentences import long_date
from bot.cli.sentences import DoctorFinding, operator_sentence
from bot.domain.roles import LastAdmin, MemberRole, TooManyRoles
from bot.services.team.roles import Changed


def role_given(changed: Changed, workspace: str) -> str:
    """The message after `codedesk admins add` or `remove`."""
    if changed.role is changed.before:
        return f"{changed.user} is {changed.role} in {workspace} already; nothing was changed."
    return f"{changed.user} is now {changed.role} in {workspace} (before: {changed.before})."


def role_line(given: MemberRole | None) -> str:
    """One user with an assigned role; None: no one has one."""
    if given is None:
        return (
            "Nobody was given a role; whoever installed the app counts as admin, everybody else is a member."
        )
    return f"{given.user}  {given.role}  since {long_date(given.at.date())}, given by {given.by}"


def admins_finding(workspace: str, admins: Sequence[str]) -> DoctorFinding:
    """Whether anyone may load code files and assign roles.

    All else works without, so a missing admin is not a fault.
    """
    if not admins:
        told = f"nobody in {workspace} yet: codedesk admins add U012AB3CD --workspace {workspace}"
        return DoctorFinding("admins", True, told)
    return DoctorFinding("admins", True, f"{len(admins)} in {workspace}: {', '.join(admins[:5])}")


@operator_sentence.register
def _(error: LastAdmin) -> str:
    return f"{error.user} is the only admin: make somebody else admin first. Nothing was changed."


@operator_sentence.register
def _(error: TooManyRoles) -> str:
    return f"{error.limit} people have roles already, which is as many as are kept. Nothing was changed."
