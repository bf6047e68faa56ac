"""Find the content of `/explain`: the procedures, the diagnoses, and what a payer may ask about each pair."""

from dataclasses import dataclass
from datetime import date

from bot.domain.codes.claim.check import CheckedClaim
from bot.domain.codes.claim.claim import Claim, ClaimLine
from bot.domain.codes.diagnosis import Diagnosis
from bot.domain.codes.icd.grammar import Typed
from bot.domain.codes.parse_explain import MOST_DIAGNOSES, MOST_LINES, ExplainQuestion, PayerAsks, payer_asks
from bot.domain.codes.releases import SelectedRelease
from bot.services.claims.check_claim import NothingLoaded, ReferenceDataSource, check_claim
from bot.services.library.code_library import CodeLibrary
from bot.services.lookup.procedures import (
    LoadedResult,
    LookedUp,
    ProcedureCatalog,
    ProcedureNotLoaded,
    StarterResult,
    look_up_each,
)
from bot.services.ports.request_context import RequestContext

_NOTHING = NothingLoaded()


@dataclass(frozen=True, slots=True)
class ExplainedDiagnosis:
    """A diagnosis code and its entry in the release (None if it has no entry, or no release is loaded)."""

    code: str
    diagnosis: Diagnosis | None


@dataclass(frozen=True, slots=True)
class Asks:
    """A question that a payer may ask about one line and its diagnosis."""

    procedure: str
    diagnosis: str
    why: PayerAsks


@dataclass(frozen=True, slots=True)
class Explained:
    """Lines and diagnoses as on the claim. `left_over`: codes that do not fit on one claim form."""

    procedures: tuple[LookedUp, ...]
    diagnoses: tuple[ExplainedDiagnosis, ...]
    asks: tuple[Asks, ...]
    chosen: SelectedRelease
    on: date | None
    today: date
    left_over: int
    checked: CheckedClaim | None = None
    """The same check as `/claim` over two or more codes; None for one alone."""


def explain(
    question: ExplainQuestion,
    request: RequestContext,
    *,
    catalog: ProcedureCatalog,
    code_library: CodeLibrary,
    library: ReferenceDataSource = _NOTHING,
) -> Explained:
    """Return both sides of the claim.

    A dotless `M5450` counts as the diagnosis if only the ICD-10-CM table holds it.
    """
    results = look_up_each(question.billed, question.on, request, catalog=catalog, code_library=code_library)
    meant = tuple(r for r in results if _unknown(r) and r.reading)
    lines = tuple(r for r in results if r not in meant)
    choice = code_library.diagnoses(question.on, request.today, request.workspace)
    codes = dict.fromkeys((*question.diagnoses, *(r.reading.diagnosis.code for r in meant if r.reading)))
    named = tuple(
        ExplainedDiagnosis(code, choice.table.get(code) if choice.table else None) for code in codes
    )
    left_over = max(0, len(lines) - MOST_LINES) + max(0, len(named) - MOST_DIAGNOSES)
    lines, named = lines[:MOST_LINES], named[:MOST_DIAGNOSES]
    checked = None
    if (
        len(lines) + len(named) > 1
        or question.payer
        or question.place
        or any(line.billed.modifiers for line in lines)
    ):
        claim = Claim(
            tuple(ClaimLine(number, each.billed) for number, each in enumerate(lines, start=1)),
            tuple(Typed(each.code, each.code) for each in named),
            question.on,
            place=question.place,
            payer=question.payer,
        )
        checked = check_claim(claim, request, code_library=code_library, catalog=catalog, library=library)
    return Explained(
        lines, named, _asks(lines, named), choice.chosen, question.on, request.today, left_over, checked
    )


def _unknown(result: LookedUp) -> bool:
    """Whether nothing that is loaded holds the code."""
    return isinstance(result, ProcedureNotLoaded) or (
        isinstance(result, LoadedResult) and result.loaded.listing is None
    )


def _asks(lines: tuple[LookedUp, ...], named: tuple[ExplainedDiagnosis, ...]) -> tuple[Asks, ...]:
    """The questions for lines that no diagnosis explains. If one does, the claim's pointer can name that diagnosis."""
    asks = []
    for line in lines:
        if isinstance(line, StarterResult) and named:
            why = [payer_asks(line.procedure, each.code) for each in named]
            if all(why):
                asks += [
                    Asks(line.procedure.code, each.code, w) for each, w in zip(named, why, strict=True) if w
                ]
    return tuple(asks)
