"""What a person reads whose role does not reach."""

from bot.domain.errors import CodeDeskError
from bot.domain.roles import GuestRefused, LastAdmin, NotAllowed, TooManyRoles, roles_that_may
from handlers.slack.answer import Answer, CommandButton
from handlers.views.blocks import actions, code, section
from handlers.views.codes.roles import LIST, WITH_ARTICLE, person
from handlers.views.guests import refused_card


def sentence_for_roles(error: CodeDeskError) -> Answer | None:
    """The card for an error of the roles, None for any other."""
    match error:
        case GuestRefused():
            return refused_card()
        case NotAllowed(permission, role, who):
            needed = " or ".join(f"{each}s" for each in roles_that_may(permission))
            rule = f"You are {WITH_ARTICLE[role]} here, and only {needed} may {permission}."
            return _card(f"{rule} {_ask(who)} Nothing was changed.")
        case LastAdmin(user):
            return _card(
                f"{person(user)} is the only admin. Make somebody else admin first. Nothing was changed."
            )
        case TooManyRoles(limit):
            return _card(
                f"{limit} people have roles of their own, which is as many as I keep. Nothing was changed."
            )
    return None


def _ask(who: tuple[str, ...]) -> str:
    if not who:
        return (
            "Nobody may yet: whoever runs CodeDesk names the first admin with "
            f"{code('codedesk admins add U012AB3CD --workspace T012AB3CD')}."
        )
    return f"Ask {' or '.join(map(person, who))}."


def _card(text: str) -> Answer:
    return Answer("Not allowed", (section(text), actions(CommandButton("Who may what", LIST))))
