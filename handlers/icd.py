"""`/icd`: text in, a card out."""

import asyncio

from bot.domain.codes.icd.question import (
    Codes,
    Nothing,
    ProcedureTyped,
    SearchWanted,
    Together,
    read_question,
)
from bot.services.asking import Asked
from bot.services.habits import TeamHabits
from bot.services.look_up_diagnoses import Checked, Looked, NotLoaded, look_up
from bot.services.search_codes import (
    Found,
    HabitsOf,
    NothingToSearch,
    no_habits,
    search_diagnoses,
)
from bot.services.shelf import Shelf
from handlers.views.icd.one import one_card
from handlers.views.icd.other import not_loaded_card, nothing_card, procedure_card
from handlers.views.icd.several import several_card
from handlers.views.icd.together import together_card
from handlers.views.kit import Answer
from handlers.views.search import nothing_to_search_card, search_card


async def answer(text: str, asked: Asked, *, shelf: Shelf, habits_of: HabitsOf = no_habits) -> Answer:
    """The card for `/icd text`. Raises NotUnderstood, NotADate and TooManyCodes for what cannot be read."""
    match read_question(text, asked.today):
        case Nothing():
            return nothing_card()
        case SearchWanted() as wanted:
            async with shelf.lane.turn():
                return await _search(wanted, asked, shelf, await habits_of(asked.workspace))
        case ProcedureTyped() as typed:
            return procedure_card(typed)
        case Codes() | Together() as question:
            return _codes(question, asked, shelf)


async def _search(wanted: SearchWanted, asked: Asked, shelf: Shelf, habits: TeamHabits) -> Answer:
    result = search_diagnoses(wanted.words, wanted.on, asked, shelf, habits)
    await asyncio.sleep(0)  # finding and drawing take milliseconds each: others may speak in between
    match result:
        case Found() as found:
            return search_card(found, "/icd").checked()
        case NothingToSearch(chosen):
            return nothing_to_search_card(chosen, shelf.releases(asked.workspace))


def _codes(question: Codes | Together, asked: Asked, shelf: Shelf) -> Answer:
    unread = isinstance(question, Codes) and question.unread
    match look_up(question, shelf, asked):
        case NotLoaded() as result:
            return not_loaded_card(result)
        case Checked() as result:
            return together_card(result)
        case Looked() as result if len(result.entries) == 1:
            return one_card(result, more=isinstance(question, Codes) and question.more, unread=unread)
        case Looked() as result:
            return several_card(result, unread=unread)
