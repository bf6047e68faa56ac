"""`/icd`: text in, a card out. Codes are answered here, words by handlers.icd_search: no start imports that."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from bot.domain.codes.icd.parse import (
    DiagnosisCodesRequest,
    DiagnosisSearchRequest,
    EmptyDiagnosisRequest,
    ProcedureTyped,
    Together,
    read_question,
)
from bot.services.lookup.diagnoses import Checked, DiagnosisNotLoaded, Looked, look_up
from handlers.lazy_import import LazyImport
from handlers.views.icd.one import one_card
from handlers.views.icd.other import not_loaded_card, nothing_card, procedure_card
from handlers.views.icd.several import several_card
from handlers.views.icd.together import together_card

if TYPE_CHECKING:
    from bot.services.library.code_library import CodeLibrary
    from bot.services.lookup.search import HabitsOf
    from bot.services.request_context import RequestContext
    from handlers.icd_search import IcdSearch
    from handlers.views.blocks import Answer


async def answer(
    text: str,
    asked: RequestContext,
    *,
    shelf: CodeLibrary,
    search: LazyImport[IcdSearch] | None = None,
    habits_of: HabitsOf | None = None,
) -> Answer:
    """The card for `/icd text`. Raises NotUnderstood, NotADate and TooManyCodes for what cannot be read.

    `search` answers words; without it one is made of the services that are given.
    """
    match read_question(text, asked.today):
        case EmptyDiagnosisRequest():
            return nothing_card()
        case DiagnosisSearchRequest() as wanted:
            searching = await (search or LazyImport(partial(_search, shelf, habits_of))).made()
            return await searching.answer(wanted, asked)
        case ProcedureTyped() as typed:
            return procedure_card(typed)
        case DiagnosisCodesRequest() | Together() as question:
            return _codes(question, asked, shelf)


def _codes(question: DiagnosisCodesRequest | Together, asked: RequestContext, shelf: CodeLibrary) -> Answer:
    unread = isinstance(question, DiagnosisCodesRequest) and question.unread
    match look_up(question, shelf, asked):
        case DiagnosisNotLoaded() as result:
            return not_loaded_card(result)
        case Checked() as result:
            return together_card(result)
        case Looked() as result if len(result.entries) == 1:
            return one_card(
                result, more=isinstance(question, DiagnosisCodesRequest) and question.more, unread=unread
            )
        case Looked() as result:
            return several_card(result, unread=unread)


def _search(shelf: CodeLibrary, habits_of: HabitsOf | None) -> IcdSearch:
    from bot.services.lookup.search import no_habits  # noqa: PLC0415 - later, both
    from handlers.icd_search import IcdSearch  # noqa: PLC0415

    return IcdSearch(shelf, habits_of or no_habits)
