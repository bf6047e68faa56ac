"""The commands that are imported once the bot answers, each with what it needs (docs/decisions/0009)."""
# ruff: noqa: PLC0415 - as above

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from bot.services.lookup.catalog import LoadedCatalog
from handlers.dispatch import SlashCommandHandler
from handlers.team_context import TeamContext

if TYPE_CHECKING:
    from handlers.cpt_more import CptRequests
    from handlers.icd_search import IcdSearch
    from handlers.services import Services


def more_of_cpt(given: Services) -> CptRequests:
    """`/cpt` beyond codes."""
    from bot.services.claims.reference_data import LoadedBooks, LoadedDoses
    from handlers.cpt_more import CptRequests

    shelf = given.shelf
    given.shelf.open_indexes()
    return CptRequests(shelf, LoadedCatalog(shelf), LoadedBooks(shelf), LoadedDoses(shelf), given.habits.of)


def search_of_icd(given: Services) -> IcdSearch:
    """`/icd` with words."""
    from handlers.icd_search import IcdSearch

    given.shelf.open_indexes()
    return IcdSearch(given.shelf, given.habits.of)


def explain(given: Services) -> SlashCommandHandler:
    """`/explain`."""
    from handlers.explain import command as explain_command
    from handlers.views.explain import HELP

    answer = partial(explain_command.answer, shelf=given.shelf, catalog=LoadedCatalog(given.shelf))
    return SlashCommandHandler(TeamContext(answer, given, watch=False), HELP, public=True)


def claim(given: Services) -> SlashCommandHandler:
    """`/claim`."""
    from bot.services.claims.reference_data import LoadedBooks
    from handlers.claim import command as claim_command
    from handlers.views.claim import HELP

    shelf = given.shelf
    answer = partial(
        claim_command.answer, shelf=shelf, books=LoadedBooks(shelf), catalog=LoadedCatalog(shelf)
    )
    return SlashCommandHandler(TeamContext(answer, given, watch=False), HELP, public=True)


def codes(given: Services) -> SlashCommandHandler:
    """`/codes`."""
    from handlers.codes import command as codes_command
    from handlers.views.codes.help import HELP

    return SlashCommandHandler(
        partial(codes_command.answer, habits=given.habits, roles=given.roles, team=given.team), HELP
    )


def application(given: Services) -> SlashCommandHandler:
    """`/application`."""
    from handlers.applications import command
    from handlers.views.applications.lists import HELP

    return SlashCommandHandler(
        partial(command.answer, office=given.office, may_send_files=given.may_send_files), HELP
    )


def deadlines(given: Services) -> SlashCommandHandler:
    """`/deadlines`."""
    from handlers.deadlines import command as deadlines_command
    from handlers.views.deadlines import HELP

    return SlashCommandHandler(partial(deadlines_command.answer, services=given.deadlines), HELP)
