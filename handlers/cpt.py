"""`/cpt`: text in, a card out."""

from functools import partial

from bot.domain.codes.cpt.question import read_question
from bot.domain.codes.cpt.questions import Codes
from bot.services.asking import Asked
from bot.services.look_up_procedures import ProcedureCatalog, StarterCatalog, look_up
from bot.services.shelf import Shelf
from handlers.views.cpt.one import one_card, several_card
from handlers.views.kit import Answer

_MOST_AT_ONCE = 10
_STARTER = StarterCatalog()


async def answer(text: str, asked: Asked, *, shelf: Shelf, catalog: ProcedureCatalog = _STARTER) -> Answer:
    """The card for `/cpt text`. Raises NotUnderstood and NotADate for what cannot be read."""
    question = read_question(text, asked.today, catalog.codes(asked.workspace))
    return _codes(question, asked, shelf, catalog)


def _codes(question: Codes, asked: Asked, shelf: Shelf, catalog: ProcedureCatalog) -> Answer:
    find = partial(look_up, on=question.on, asked=asked, catalog=catalog, shelf=shelf)
    results = tuple(find(billed) for billed in question.billed[:_MOST_AT_ONCE])
    if len(question.billed) == 1:
        return one_card(results[0], full=question.full, unread=question.unread)
    return several_card(results, len(question.billed) - len(results), unread=question.unread)
