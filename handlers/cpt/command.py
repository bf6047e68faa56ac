"""`/cpt`: text in, a card out: codes, searches, times, units, comparisons, modifiers, places, categories."""

from dataclasses import dataclass, replace
from datetime import date
from typing import TypeAlias

from bot.domain.codes.claim.claim import ClaimSetting
from bot.domain.codes.claim.edition import ReferenceEdition
from bot.domain.codes.claim.reference_data import Mue
from bot.domain.codes.claim.together_request import TogetherRequest
from bot.domain.codes.cpt.anesthesia import AnesthesiaRequest
from bot.domain.codes.cpt.grammar import BilledCode
from bot.domain.codes.cpt.parse import read_question
from bot.domain.codes.cpt.place_of_service import PLACES
from bot.domain.codes.cpt.problems import UnknownPlace
from bot.domain.codes.cpt.requests import (
    AnnouncedYear,
    Categories,
    Compare,
    DiagnosisTyped,
    EmptyProcedureRequest,
    Modifiers,
    PlacesRequest,
    ProcedureCodesRequest,
    ProcedureSearchRequest,
    TimeFit,
    TopicTyped,
)
from bot.domain.codes.releases import System
from bot.domain.codes.units.parse import UnitsRequest
from bot.services.claims.check_claim import NothingLoaded, ReferenceDataSource, check_together
from bot.services.library.code_library import CodeLibrary
from bot.services.lookup.announced import announced_in
from bot.services.lookup.localities import anesthesia_allowance
from bot.services.lookup.modifiers import look_up_modifiers, modifier_lists
from bot.services.lookup.procedures import (
    ProcedureCatalog,
    StarterCatalog,
    Timed,
    diagnosis_named,
    fit_time,
    look_up_each,
    own_code,
)
from bot.services.lookup.search import TeamDataOf, no_team_data, search_procedures
from bot.services.lookup.units import DoseNames, count, no_names
from bot.services.ports.request_context import RequestContext
from handlers.slack.answer import Answer
from handlers.views.cpt.anesthesia import anesthesia_card
from handlers.views.cpt.announced import cpt_2027_card
from handlers.views.cpt.lists import categories_card, diagnoses_card, welcome_card
from handlers.views.cpt.modifiers import modifiers_card, named_card
from handlers.views.cpt.mue import missing_files, with_missing_fee, with_mue
from handlers.views.cpt.one import one_card
from handlers.views.cpt.places import place_card, places_card, several_places_card
from handlers.views.cpt.several import several_card
from handlers.views.cpt.side_by_side import compare_card
from handlers.views.cpt.times import time_card
from handlers.views.cpt.together import together_card
from handlers.views.explain import topic_card
from handlers.views.search import search_card
from handlers.views.units import units_card

_LookedUp: TypeAlias = (
    Compare
    | Categories
    | Modifiers
    | PlacesRequest
    | TimeFit
    | DiagnosisTyped
    | UnitsRequest
    | TogetherRequest
    | AnnouncedYear
    | AnesthesiaRequest
    | TopicTyped
    | EmptyProcedureRequest
)
_MOST_AT_ONCE = 10
_STARTER, _NO_FILES = StarterCatalog(), NothingLoaded()


@dataclass(frozen=True, slots=True)
class _Context:
    """What every card needs besides the question."""

    request: RequestContext
    code_library: CodeLibrary
    catalog: ProcedureCatalog
    reference: ReferenceDataSource
    doses: DoseNames


async def answer(
    text: str,
    request: RequestContext,
    *,
    code_library: CodeLibrary,
    catalog: ProcedureCatalog = _STARTER,
    team_data_of: TeamDataOf = no_team_data,
    reference: ReferenceDataSource = _NO_FILES,
    doses: DoseNames = no_names,
) -> Answer:
    """The card for `/cpt text`. Raises NotUnderstood, NotADate, and UnknownPlace."""
    own = own_code(text, request, catalog=catalog, code_library=code_library)
    question = own or read_question(text, request.today, catalog.codes(request.workspace))
    if code_library.files.holds(System.LOCALITIES, request.workspace):
        request = replace(request, locality=(await team_data_of(request.workspace)).locality)
    context = _Context(request, code_library, catalog, reference, doses)
    if isinstance(question, ProcedureCodesRequest):
        return _codes(question, context)
    if isinstance(question, ProcedureSearchRequest):
        return await _search(question, context, team_data_of)
    return _card(question, context)


def _codes(question: ProcedureCodesRequest, context: _Context) -> Answer:
    billed = question.billed[:_MOST_AT_ONCE]
    results = look_up_each(
        billed, question.on, context.request, catalog=context.catalog, code_library=context.code_library
    )
    diagnoses, unread = question.diagnoses, question.unread
    if len(question.billed) == 1:
        card = one_card(results[0], diagnoses=diagnoses, full=question.full, unread=unread)
        card = with_missing_fee(card, results[0]) if question.fee else card
        return with_mue(card, *_mue(question, context)) if question.mue else card
    return several_card(results, len(question.billed) - len(results), diagnoses=diagnoses, unread=unread)


def _mue(question: ProcedureCodesRequest, context: _Context) -> tuple[Mue | None, ReferenceEdition | None]:
    """The usual units of the one code, and the edition that was looked in; None where none is loaded for the day."""
    units = context.reference.reference(question.on, ClaimSetting.PRACTITIONER, context.request).units
    edition = units.edition(ClaimSetting.PRACTITIONER) if units else None
    if units is None or edition is None:
        return None, None
    return units.limit(question.billed[0].procedure.code, ClaimSetting.PRACTITIONER), edition


async def _search(question: ProcedureSearchRequest, context: _Context, team_data_of: TeamDataOf) -> Answer:
    request, code_library = context.request, context.code_library
    async with code_library.search_queue.turn():
        team_cache = await team_data_of(request.workspace)
        found = search_procedures(question.words, question.on, request, code_library, team_cache)
        return (search_card(found, "/cpt") if found else welcome_card()).checked()


def _card(question: _LookedUp, context: _Context) -> Answer:
    match question:
        case Compare():
            codes = tuple(BilledCode(code) for code in question.codes)
            results = look_up_each(
                codes,
                question.on,
                context.request,
                catalog=context.catalog,
                code_library=context.code_library,
            )
            return compare_card(results, question.left_over)
        case DiagnosisTyped():
            return _diagnoses(question, context)
        case TimeFit() | UnitsRequest() | TogetherRequest():
            return _counted(question, context)
        case _:
            return _list(question, context)


def _counted(question: TimeFit | UnitsRequest | TogetherRequest, context: _Context) -> Answer:
    match question:
        case TimeFit():
            return _time_fit(question, context)
        case UnitsRequest():
            counted = count(question, context.request, catalog=context.catalog, doses=context.doses)
            return units_card(counted, context.request.today)
        case TogetherRequest():
            return together_card(check_together(question, context.request, library=context.reference))


def _list(  # noqa: PLR0911 - one for each form
    question: Categories
    | Modifiers
    | PlacesRequest
    | AnnouncedYear
    | AnesthesiaRequest
    | TopicTyped
    | EmptyProcedureRequest,
    context: _Context,
) -> Answer:
    today = context.request.today
    match question:
        case Categories(part):
            return categories_card(part, today)
        case Modifiers(named, full, on):
            return _modifiers(named, on, context, full=full)
        case PlacesRequest(named, on, more):
            return _place(named, on, today, more)
        case TopicTyped():
            return _topic(question, context)
        case AnesthesiaRequest():
            return anesthesia_card(anesthesia_allowance(question, context.request, context.code_library))
        case AnnouncedYear(year):
            return cpt_2027_card(announced_in(year))
    return welcome_card()


def _modifiers(named: tuple[str, ...], on: date | None, context: _Context, *, full: bool) -> Answer:
    request, code_library = context.request, context.code_library
    if named:
        return named_card(
            named, on, request.today, look_up_modifiers(named, on, request, code_library=code_library)
        )
    return modifiers_card(
        on, request.today, full=full, lists=modifier_lists(on, request, code_library=code_library)
    )


def _time_fit(question: TimeFit, context: _Context) -> Answer:
    result = fit_time(question, context.request, catalog=context.catalog, code_library=context.code_library)
    return time_card(result) if isinstance(result, Timed) else one_card(result)


def _diagnoses(question: DiagnosisTyped, context: _Context) -> Answer:
    codes = question.diagnoses[:_MOST_AT_ONCE]
    names = tuple(diagnosis_named(code, question.on, context.request, context.code_library) for code in codes)
    return diagnoses_card(codes, names, question.on, len(question.diagnoses) - len(codes))


def _topic(question: TopicTyped, context: _Context) -> Answer:
    """The rule, and which file would tell the value of a code where it is not loaded."""
    reference = context.reference.reference(question.on, ClaimSetting.PRACTITIONER, context.request)
    return topic_card(question.topic, missing_files(question.topic.name, reference))


def _place(named: str | None, on: date | None, today: date, more: tuple[str, ...] = ()) -> Answer:
    if named is None:
        return places_card(on, today)
    for each in (named, *more):
        if each not in PLACES:
            raise UnknownPlace(each, tuple(f"/cpt pos {code}" for code in PLACES if code[0] == each[0])[:3])
    if more:
        return several_places_card(tuple(PLACES[each] for each in (named, *more)), on, today)
    return place_card(PLACES[named], on, today)
