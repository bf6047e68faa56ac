"""The commands that are imported once the bot answers, each with what it needs (docs/decisions/0009)."""
# ruff: noqa: PLC0415 - as above

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from bot.services.loaded_catalog import LoadedCatalog
from handlers.beside import Beside
from handlers.desk import Command

if TYPE_CHECKING:
    from handlers.cpt_more import More
    from handlers.given import Given
    from handlers.icd_search import IcdSearch


def more_of_cpt(given: Given) -> More:
    """`/cpt` beyond codes."""
    from bot.services.loaded_books import LoadedBooks, LoadedDoses
    from handlers.cpt_more import More

    shelf = given.shelf
    given.shelf.open_indexes()
    return More(shelf, LoadedCatalog(shelf), LoadedBooks(shelf), LoadedDoses(shelf), given.habits.of)


def search_of_icd(given: Given) -> IcdSearch:
    """`/icd` with words."""
    from handlers.icd_search import IcdSearch

    given.shelf.open_indexes()
    return IcdSearch(given.shelf, given.habits.of)


def explain(given: Given) -> Command:
    """`/explain`."""
    from handlers import explain
    from handlers.views.explain import HELP

    answer = partial(explain.answer, shelf=given.shelf, catalog=LoadedCatalog(given.shelf))
    return Command(Beside(answer, given, watch=False), HELP, public=True)


def claim(given: Given) -> Command:
    """`/claim`."""
    from bot.services.loaded_books import LoadedBooks
    from handlers import claim
    from handlers.views.claim import HELP

    shelf = given.shelf
    answer = partial(claim.answer, shelf=shelf, books=LoadedBooks(shelf), catalog=LoadedCatalog(shelf))
    return Command(Beside(answer, given, watch=False), HELP, public=True)


def codes(given: Given) -> Command:
    """`/codes`."""
    from handlers import codes
    from handlers.views.codes_help import HELP

    return Command(partial(codes.answer, habits=given.habits, roles=given.roles, team=given.team), HELP)


def application(given: Given) -> Command:
    """`/application`."""
    from handlers.applications import command
    from handlers.views.applications.lists import HELP

    return Command(partial(command.answer, office=given.office, may_send_files=given.may_send_files), HELP)


def deadlines(given: Given) -> Command:
    """`/deadlines`."""
    from handlers.deadlines import answering
    from handlers.views.deadlines import HELP

    return Command(partial(answering.answer, services=given.deadlines), HELP)
