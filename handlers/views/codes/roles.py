"""Who may do what: the list, a change, and the form for one."""

import re
from collections.abc import Sequence

from bot.domain.roles import MemberRole, Role
from bot.services.team.roles import Changed
from handlers.slack.answer import Answer, CommandButton
from handlers.slack.block_kit import View
from handlers.slack.ids import FormId
from handlers.views.blocks import actions, code, context, cut, section
from handlers.views.dates import day
from handlers.views.modal_blocks import FormOption, form, person_input, radio_input

LIST = "/codes admins"
WITH_ARTICLE = {Role.ADMIN: "an admin", Role.LEAD: "a lead", Role.MEMBER: "a member", Role.VIEWER: "a viewer"}
PERSON, ROLE = "person", "role"
_SHOWN = 40
_USER = re.compile(r"[UW][A-Z0-9]{1,30}")
_MAY = {
    Role.ADMIN: "loads code files, confirms dates, gives roles, and all that a lead may",
    Role.LEAD: "moves any application, sets reminders, and all that a member may",
    Role.MEMBER: "looks up, writes notes, watches codes, works on applications, marks reminders",
    Role.VIEWER: "looks up and reads; changes nothing",
}


def roles_card(given: Sequence[MemberRole], mine: Role) -> Answer:
    """Everybody with a role of their own; all others are members."""
    order = list(Role)
    ranked = sorted(given, key=lambda each: (order.index(each.role), each.user))
    lines = [
        f"{person(r.user)}  *{r.role}*, given {_by(r.by)} on {day(r.at.date())}" for r in ranked[:_SHOWN]
    ]
    rest = len(ranked) - len(lines)
    more = [f"and {rest} more"] if rest > 0 else []
    none = "Nobody was given a role yet. Whoever installed the app counts as admin until somebody is named."
    buttons = (actions(CommandButton("Give somebody a role", f"{LIST} add")),) if mine is Role.ADMIN else ()
    return Answer(
        "Roles",
        (
            section(cut("\n".join([*lines, *more]) or none, 3000)),
            *buttons,
            context(f"You are {WITH_ARTICLE[mine]}. Everybody without a role of their own is a member."),
            context(*(f"{role}: {may}" for role, may in _MAY.items())),
        ),
    )


def changed_card(changed: Changed) -> Answer:
    """A role was given; saying it a second time is no harm."""
    if changed.role is changed.before:
        text = f"{person(changed.user)} was *{changed.role}* already; nothing was changed."
    else:
        text = f"{person(changed.user)} is now *{changed.role}* (before: {changed.before}): {_MAY[changed.role]}."
    return Answer(
        "Role given",
        (section(text), actions(CommandButton("All roles", LIST)), context("Counts from the next press on.")),
    )


def choose_card(role: Role) -> Answer:
    """The form; its card is for where none can be opened."""
    by_name, by_id = code(f"{LIST} add @name {role}"), code(f"{LIST} add U012AB3CD {role}")
    text = f"Name one person: {by_name}, or by their member id, {by_id}."
    return Answer(
        "Give a role", (section(text), actions(CommandButton("All roles", LIST))), opens=role_form(role)
    )


def role_form(role: Role) -> View:
    """Whom, and which role."""
    choices = [FormOption(each, each.capitalize(), _MAY[each]) for each in Role]
    return form(
        "Give a role",
        [person_input(PERSON, "Who"), radio_input(ROLE, "Role", choices, initial=role)],
        callback=FormId.ROLE,
        submit="Give it",
    )


def person(user: str) -> str:
    """Somebody, as a mention where the id has the form of one."""
    return f"<@{user}>" if _USER.fullmatch(user) else code(cut(user, 40))


def _by(user: str) -> str:
    return f"by {person(user)}" if _USER.fullmatch(user) else "at the terminal"
