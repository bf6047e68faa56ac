"""`/cpt` beyond codes: words searched, times, units, codes together or side by side, modifiers, places, categories."""

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from bot.domain.codes.claim.together_request import TogetherAsked
from bot.domain.codes.cpt.grammar import BilledCode
from bot.domain.codes.cpt.place_of_service import PLACES
from bot.domain.codes.cpt.problems import UnknownPlace
from bot.domain.codes.cpt.requests import (
    Categories,
    Compare,
    DiagnosisTyped,
    EmptyProcedureRequest,
    Modifiers,
    PlacesRequest,
    ProcedureSearchRequest,
    TimeFit,
)
from bot.domain.codes.units.parse import UnitsAsked
from bot.services.claims.check_claim import ClaimBooks, check_together
from bot.services.library.code_library import CodeLibrary
from bot.services.lookup.modifiers import look_up_modifiers, modifier_lists
from bot.services.lookup.procedures import ProcedureCatalog, Timed, diagnosis_named, fit_time, look_up_each
from bot.services.lookup.search import HabitsOf, search_procedures
from bot.services.lookup.units import DoseNames, count
from bot.services.request_context import RequestContext
from handlers.views.blocks import Answer
from handlers.views.cpt.lists import categories_card, diagnoses_card, welcome_card
from handlers.views.cpt.modifiers import modifiers_card, named_card
from handlers.views.cpt.one import one_card
from handlers.views.cpt.places import place_card, places_card
from handlers.views.cpt.side_by_side import compare_card
from handlers.views.cpt.times import time_card
from handlers.views.cpt.together import together_card
from handlers.views.search import search_card
from handlers.views.units import units_card

LookedUp: TypeAlias = (
    Compare
    | Categories
    | Modifiers
    | PlacesRequest
    | TimeFit
    | DiagnosisTyped
    | UnitsAsked
    | TogetherAsked
    | EmptyProcedureRequest
)
_MOST_AT_ONCE = 10


@dataclass(frozen=True, slots=True)
class CptRequests:
    """The services behind it."""

    shelf: CodeLibrary
    catalog: ProcedureCatalog
    books: ClaimBooks
    doses: DoseNames
    habits_of: HabitsOf

    async def answer(self, question: LookedUp | ProcedureSearchRequest, asked: RequestContext) -> Answer:
        """The card. Raises UnknownPlace."""
        if not isinstance(question, ProcedureSearchRequest):
            return _card(question, _Desk(asked, self.shelf, self.catalog, self.books, self.doses))
        async with self.shelf.lane.turn():
            habits = await self.habits_of(asked.workspace)
            found = search_procedures(question.words, question.on, asked, self.shelf, habits)
            return (search_card(found, "/cpt") if found else welcome_card()).checked()


@dataclass(frozen=True, slots=True)
class _Desk:
    """What every answer needs beside the question."""

    asked: RequestContext
    shelf: CodeLibrary
    catalog: ProcedureCatalog
    books: ClaimBooks
    doses: DoseNames


def _card(question: LookedUp, desk: _Desk) -> Answer:
    match question:
        case Compare():
            codes = tuple(BilledCode(code) for code in question.codes)
            results = look_up_each(codes, question.on, desk.asked, catalog=desk.catalog, shelf=desk.shelf)
            return compare_card(results, question.left_over)
        case DiagnosisTyped():
            return _diagnoses(question, desk)
        case TimeFit() | UnitsAsked() | TogetherAsked():
            return _counted(question, desk)
        case _:
            return _list(question, desk)


def _counted(question: TimeFit | UnitsAsked | TogetherAsked, desk: _Desk) -> Answer:
    match question:
        case TimeFit():
            return _time_fit(question, desk)
        case UnitsAsked():
            counted = count(question, desk.asked, catalog=desk.catalog, doses=desk.doses)
            return units_card(counted, desk.asked.today)
        case TogetherAsked():
            return together_card(check_together(question, desk.asked, library=desk.books))


def _list(question: Categories | Modifiers | PlacesRequest | EmptyProcedureRequest, desk: _Desk) -> Answer:
    today = desk.asked.today
    match question:
        case Categories(part):
            return categories_card(part, today)
        case Modifiers(named, full, on):
            return _modifiers(named, on, desk, full=full)
        case PlacesRequest(named, on):
            return _place(named, on, today)
        case EmptyProcedureRequest():
            return welcome_card()


def _modifiers(named: tuple[str, ...], on: date | None, desk: _Desk, *, full: bool) -> Answer:
    asked, shelf = desk.asked, desk.shelf
    if named:
        return named_card(named, on, asked.today, look_up_modifiers(named, on, asked, shelf=shelf))
    return modifiers_card(on, asked.today, full=full, lists=modifier_lists(on, asked, shelf=shelf))


def _time_fit(question: TimeFit, desk: _Desk) -> Answer:
    result = fit_time(question, desk.asked, catalog=desk.catalog, shelf=desk.shelf)
    return time_card(result) if isinstance(result, Timed) else one_card(result)


def _diagnoses(question: DiagnosisTyped, desk: _Desk) -> Answer:
    codes = question.diagnoses[:_MOST_AT_ONCE]
    names = tuple(diagnosis_named(code, question.on, desk.asked, desk.shelf) for code in codes)
    return diagnoses_card(codes, names, question.on, len(question.diagnoses) - len(codes))


def _place(named: str | None, on: date | None, today: date) -> Answer:
    if named is None:
        return places_card(on, today)
    if named not in PLACES:
        raise UnknownPlace(named, tuple(f"/cpt pos {code}" for code in PLACES if code[0] == named[0])[:3])
    return place_card(PLACES[named], on, today)
