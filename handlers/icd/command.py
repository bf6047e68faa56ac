"""`/icd`: text in, a card out. Codes, and searches by words."""

import asyncio

from bot.domain.codes.icd.parse import (
    DiagnosisCodesRequest,
    DiagnosisRange,
    DiagnosisSearchRequest,
    EmptyDiagnosisRequest,
    ProcedureTyped,
    Together,
    read_question,
)
from bot.services.library.code_library import CodeLibrary
from bot.services.lookup.diagnoses import Checked, DiagnosisNotLoaded, Looked, look_up
from bot.services.lookup.diagnosis_range import FoundRange, look_up_range
from bot.services.lookup.past_diagnoses import BeforeIcd10, PastDiagnoses
from bot.services.lookup.search import (
    NothingToSearch,
    SearchAnswer,
    TeamDataOf,
    no_team_data,
    search_diagnoses,
)
from bot.services.ports.request_context import RequestContext
from handlers.slack.answer import Answer
from handlers.views.icd.one import one_card
from handlers.views.icd.other import not_loaded_card, nothing_card, procedure_card
from handlers.views.icd.past import before_icd10_card, past_card
from handlers.views.icd.range import range_card
from handlers.views.icd.several import several_card
from handlers.views.icd.together import together_card
from handlers.views.search import nothing_to_search_card, search_card


async def answer(
    text: str, request: RequestContext, *, code_library: CodeLibrary, team_data_of: TeamDataOf = no_team_data
) -> Answer:
    """The card for `/icd text`. Raises NotUnderstood, NotADate and TooManyCodes for what cannot be read."""
    match read_question(text, request.today):
        case EmptyDiagnosisRequest():
            return nothing_card()
        case DiagnosisSearchRequest() as wanted:
            return await _search(wanted, request, code_library, team_data_of)
        case DiagnosisRange() as run:
            found = look_up_range(run, code_library, request)
            return range_card(found) if isinstance(found, FoundRange) else not_loaded_card(found)
        case ProcedureTyped() as typed:
            return procedure_card(typed)
        case DiagnosisCodesRequest() | Together() as question:
            return _codes(question, request, code_library)


def _codes(
    question: DiagnosisCodesRequest | Together, request: RequestContext, code_library: CodeLibrary
) -> Answer:
    unread = isinstance(question, DiagnosisCodesRequest) and question.unread
    match look_up(question, code_library, request):
        case DiagnosisNotLoaded() as result:
            return not_loaded_card(result)
        case PastDiagnoses() as result:
            return past_card(result)
        case BeforeIcd10() as result:
            return before_icd10_card(result)
        case Checked() as result:
            return together_card(result)
        case Looked() as result if len(result.entries) == 1:
            return one_card(
                result, more=isinstance(question, DiagnosisCodesRequest) and question.more, unread=unread
            )
        case Looked() as result:
            return several_card(result, unread=unread)


async def _search(
    wanted: DiagnosisSearchRequest,
    request: RequestContext,
    code_library: CodeLibrary,
    team_data_of: TeamDataOf,
) -> Answer:
    async with code_library.search_queue.turn():
        team_cache = await team_data_of(request.workspace)
        result = search_diagnoses(wanted.words, wanted.on, request, code_library, team_cache)
        await asyncio.sleep(
            0
        )  # finding and drawing take milliseconds each: other requests may run in between
        match result:
            case SearchAnswer() as found:
                return search_card(found, "/icd").checked()
            case NothingToSearch(chosen):
                return nothing_to_search_card(chosen, code_library.releases(request.workspace))
