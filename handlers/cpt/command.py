"""`/cpt`: text in, a card out. Codes are answered here, all else by handlers.cpt_more: no start imports that."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from bot.domain.codes.cpt.parse import read_question
from bot.domain.codes.cpt.requests import ProcedureCodesRequest
from bot.services.lookup.procedures import ProcedureCatalog, StarterCatalog, look_up_each, own_code
from handlers.lazy_import import LazyImport
from handlers.views.cpt.one import one_card
from handlers.views.cpt.several import several_card

if TYPE_CHECKING:
    from bot.services.claims.check_claim import ClaimBooks
    from bot.services.library.code_library import CodeLibrary
    from bot.services.lookup.search import HabitsOf
    from bot.services.lookup.units import DoseNames
    from bot.services.request_context import RequestContext
    from handlers.cpt_more import CptRequests
    from handlers.views.blocks import Answer

_MOST_AT_ONCE = 10
_STARTER = StarterCatalog()


async def answer(
    text: str,
    asked: RequestContext,
    *,
    shelf: CodeLibrary,
    catalog: ProcedureCatalog = _STARTER,
    more: LazyImport[CptRequests] | None = None,
    habits_of: HabitsOf | None = None,
    books: ClaimBooks | None = None,
    doses: DoseNames | None = None,
) -> Answer:
    """The card for `/cpt text`. Raises NotUnderstood and NotADate for what cannot be read.

    `more` answers all that is no code; without it one is made of the services that are given.
    """
    own = own_code(text, asked, catalog=catalog, shelf=shelf)
    question = own or read_question(text, asked.today, catalog.codes(asked.workspace))
    if isinstance(question, ProcedureCodesRequest):
        return _codes(question, asked, catalog, shelf)
    beyond = await (more or LazyImport(partial(_more, shelf, catalog, habits_of, books, doses))).made()
    return await beyond.answer(question, asked)


def _codes(
    question: ProcedureCodesRequest, asked: RequestContext, catalog: ProcedureCatalog, shelf: CodeLibrary
) -> Answer:
    billed = question.billed[:_MOST_AT_ONCE]
    results = look_up_each(billed, question.on, asked, catalog=catalog, shelf=shelf)
    diagnoses, unread = question.diagnoses, question.unread
    if len(question.billed) == 1:
        return one_card(results[0], diagnoses=diagnoses, full=question.full, unread=unread)
    return several_card(results, len(question.billed) - len(results), diagnoses=diagnoses, unread=unread)


def _more(
    shelf: CodeLibrary,
    catalog: ProcedureCatalog,
    habits_of: HabitsOf | None,
    books: ClaimBooks | None,
    doses: DoseNames | None,
) -> CptRequests:
    from bot.services.claims.check_claim import NothingLoaded  # noqa: PLC0415 - later, all four
    from bot.services.lookup.search import no_habits  # noqa: PLC0415
    from bot.services.lookup.units import no_names  # noqa: PLC0415
    from handlers.cpt_more import CptRequests  # noqa: PLC0415

    return CptRequests(shelf, catalog, books or NothingLoaded(), doses or no_names, habits_of or no_habits)
