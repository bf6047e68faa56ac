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
    text: str, request: RequestContext, *, team_cache: TeamCache, roles: TeamRoles, team: TeamCodes
) -> Answer:
    """The card for `/codes text`. Raises BadAbbreviation, TooManyAbbreviations and LooksLikePatientData."""
    if (of_admins := await _for_admins(text, request, roles, team_cache)) is not None:
        return of_admins
    match read_question(text):
        case ForgetUses(confirmed):
            await roles.require(request, Permission.TEACH)
            return await _forget(request, team_cache, confirmed=confirmed)
        case UnreadAbbreviation():
            return unread_card()
        case AddAbbreviation() | RemoveAbbreviation() as change:
            await roles.require(request, Permission.TEACH)
            return await _change(change, request, team_cache)
        case OwnAbbreviations() | OneAbbreviation() as question:
            return await _tell(question, request, team_cache)
        case question:
            return await team.answer(question, request)


async def _for_admins(
    text: str, request: RequestContext, roles: TeamRoles, team_cache: TeamCache
) -> Answer | None:
    word, _, rest = text.strip().partition(" ")
    if word.lower() in _ADMINS:
        return await admins.answer(rest, request, roles=roles)
    if word.lower() == "load":
        return await codes_load.answer(request, roles=roles)
    if word.lower() in _FETCH:
        return await fetch.answer(request, roles=roles, database=team_cache.database, clock=team_cache.clock)
    return None


async def _tell(
    question: OwnAbbreviations | OneAbbreviation, request: RequestContext, team_cache: TeamCache
) -> Answer:
    own = await team_cache.own_abbreviations(request.workspace)
    if isinstance(question, OneAbbreviation):
        return one_card(question.short, own)
    return own_card(own, question.page)


async def _change(
    change: AddAbbreviation | RemoveAbbreviation, request: RequestContext, team_cache: TeamCache
) -> Answer:
    if isinstance(change, AddAbbreviation):
        return added_card(await team_cache.add_abbreviation(request, change.short, change.expansions))
    return removed_card(change.short, removed=await team_cache.remove_abbreviation(request, change.short))


async def _forget(request: RequestContext, team_cache: TeamCache, *, confirmed: bool) -> Answer:
    if confirmed:
        return forgotten_card(await team_cache.forget(request.workspace))
    return ask_to_forget_card(await team_cache.remembered(request.workspace))
