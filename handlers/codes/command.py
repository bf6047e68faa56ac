"""`/codes`: what is loaded, watched and changed, and what the team has taught the search."""

from bot.domain.codes.parse import (
    AddAbbreviation,
    ForgetUses,
    OneAbbreviation,
    OwnAbbreviations,
    RemoveAbbreviation,
    UnreadAbbreviation,
    read_question,
)
from bot.domain.roles import Permission
from bot.services.ports.request_context import RequestContext
from bot.services.team.roles import TeamRoles
from bot.services.team.team_cache import TeamCache
from handlers.codes import admins, fetch
from handlers.codes import load as codes_load
from handlers.codes.team import TeamCodes
from handlers.slack.answer import Answer
from handlers.views.codes.abbreviations import added_card, one_card, own_card, removed_card, unread_card
from handlers.views.codes.uses import ask_to_forget_card, forgotten_card

_ADMINS = frozenset(("admin", "admins", "role", "roles"))
_FETCH = frozenset(("fetch", "get", "update", "download"))


async def answer(
    text: str, asked: RequestContext, *, habits: TeamCache, roles: TeamRoles, team: TeamCodes
) -> Answer:
    """The card for `/codes text`. Raises BadAbbreviation, TooManyAbbreviations and LooksLikePatientData."""
    if (of_admins := await _for_admins(text, asked, roles, habits)) is not None:
        return of_admins
    match read_question(text):
        case ForgetUses(confirmed):
            await roles.require(asked, Permission.TEACH)
            return await _forget(asked, habits, confirmed=confirmed)
        case UnreadAbbreviation():
            return unread_card()
        case AddAbbreviation() | RemoveAbbreviation() as change:
            await roles.require(asked, Permission.TEACH)
            return await _change(change, asked, habits)
        case OwnAbbreviations() | OneAbbreviation() as question:
            return await _tell(question, asked, habits)
        case question:
            return await team.answer(question, asked)


async def _for_admins(text: str, asked: RequestContext, roles: TeamRoles, habits: TeamCache) -> Answer | None:
    word, _, rest = text.strip().partition(" ")
    if word.lower() in _ADMINS:
        return await admins.answer(rest, asked, roles=roles)
    if word.lower() == "load":
        return await codes_load.answer(asked, roles=roles)
    if word.lower() in _FETCH:
        return await fetch.answer(asked, roles=roles, database=habits.database, clock=habits.clock)
    return None


async def _tell(
    question: OwnAbbreviations | OneAbbreviation, asked: RequestContext, habits: TeamCache
) -> Answer:
    own = await habits.own_abbreviations(asked.workspace)
    if isinstance(question, OneAbbreviation):
        return one_card(question.short, own)
    return own_card(own, question.page)


async def _change(
    change: AddAbbreviation | RemoveAbbreviation, asked: RequestContext, habits: TeamCache
) -> Answer:
    if isinstance(change, AddAbbreviation):
        return added_card(await habits.add_abbreviation(asked, change.short, change.expansions))
    return removed_card(change.short, removed=await habits.remove_abbreviation(asked, change.short))


async def _forget(asked: RequestContext, habits: TeamCache, *, confirmed: bool) -> Answer:
    if confirmed:
        return forgotten_card(await habits.forget(asked.workspace))
    return ask_to_forget_card(await habits.remembered(asked.workspace))
