"""What an external select offers, from the search indexes. Apart from handlers.typeahead, which a start imports."""

from bot.domain.codes.search.index import Index
from bot.services.asking import Asked
from bot.services.habits import TeamHabits
from bot.services.search_codes import suggest, suggest_procedures
from bot.services.shelf import Shelf
from handlers.ids import Action
from handlers.views.typeahead import OptionJson, options_of

MOST = 25
"""Slack takes 100; a person reads the first few, and each costs time on a telephone."""


def options(field: str, typed: str, asked: Asked, shelf: Shelf, habits: TeamHabits) -> list[OptionJson]:
    """The codes that `typed` may become in the select `field`, the likeliest first."""
    if field == Action.FIND_CPT:
        procedures = suggest_procedures(typed, asked, shelf, habits, MOST)
        return options_of(procedures.hits, "/cpt") if procedures else []
    index = _diagnoses(asked, shelf)
    return options_of(suggest(index, typed, habits, MOST).hits, "/icd") if index else []


def _diagnoses(asked: Asked, shelf: Shelf) -> Index | None:
    chosen = shelf.diagnoses(None, asked.today, asked.workspace).chosen
    return shelf.index(chosen.release) if chosen.release else None
