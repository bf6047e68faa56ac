"""Parse `/codes admins ...` into a typed request."""

import re
from dataclasses import dataclass

from bot.domain.roles import Role

_PERSON = re.compile(r"<@(?P<id>[UW][A-Z0-9]{1,30})(?:\|[^>]*)?>|(?P<bare>[UW][A-Z0-9]{5,30})")
_GIVE = frozenset(("add", "set", "make", "give"))
_TAKE = frozenset(("remove", "delete", "rm", "drop", "take"))
_ROLES = {form: role for role in Role for form in (role.value, f"{role.value}s")}


@dataclass(frozen=True, slots=True)
class ListRoles:
    """List who has which role."""


@dataclass(frozen=True, slots=True)
class GiveRole:
    """Give the user with this id a role. Role.MEMBER removes any other role."""

    user: str
    role: Role


@dataclass(frozen=True, slots=True)
class ChooseRole:
    """Open a form to pick the person, because the text does not name exactly one."""

    role: Role


RolesRequest = ListRoles | GiveRole | ChooseRole


def read_question(text: str) -> RolesRequest:
    """Parse cleaned text after `/codes admins`. Never raises.

    Slack sends a mentioned person as `<@U123|name>`. A plain `@name` does not identify a user.

    >>> read_question("add <@U0DANA001|dana> lead")
    GiveRole(user='U0DANA001', role=<Role.LEAD: 'lead'>)
    """
    verb, _, rest = text.strip().partition(" ")
    if verb.lower() not in _GIVE | _TAKE:
        return ListRoles()
    take = verb.lower() in _TAKE
    named = [_ROLES[word] for word in rest.lower().split() if word in _ROLES]
    role = Role.MEMBER if take else next(iter(named), Role.ADMIN)
    people = {found["id"] or found["bare"] for found in _PERSON.finditer(rest)}
    return GiveRole(people.pop(), role) if len(people) == 1 else ChooseRole(role)
