"""Count units from the catalog that knows a code's time rule, and from names that state a dose."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from bot.domain.codes.cpt.grammar import ProcedureCode, read_code
from bot.domain.codes.cpt.procedure import Procedure
from bot.domain.codes.units.count import Counted, count_units
from bot.domain.codes.units.dose import dose_in_name
from bot.domain.codes.units.parse import Dose, UnitsRequest
from bot.services.lookup.procedures import ProcedureCatalog
from bot.services.ports.request_context import RequestContext


@dataclass(frozen=True, slots=True)
class PrintedDose:
    """The long name of a loaded HCPCS code, and its edition."""

    name: str
    edition: str


class DoseNames(Protocol):
    """What loaded files say about codes without a known time rule."""

    def __call__(self, code: str, on: date, workspace: str) -> PrintedDose | None:
        """The name of an HCPCS code on the day; None if no list is loaded for the day or it lacks the code."""
        ...

    def holds(self, code: ProcedureCode, on: date, workspace: str) -> bool:
        """Whether a loaded set holds the code on the day, with or without a name."""
        ...


class NoNames:
    """DoseNames for an install without code files."""

    def __call__(self, code: str, on: date, workspace: str) -> PrintedDose | None:  # noqa: ARG002
        """Return None: nothing is loaded."""
        return None

    def holds(self, code: ProcedureCode, on: date, workspace: str) -> bool:  # noqa: ARG002
        """Return False: nothing is loaded."""
        return False


no_names = NoNames()


def count(
    units_request: UnitsRequest, request: RequestContext, *, catalog: ProcedureCatalog, doses: DoseNames
) -> Counted:
    """Count the units of each service on its date."""
    on = units_request.on or request.today
    editions: dict[str, None] = {}

    def find(code: str) -> Procedure | None:
        known = read_code(code)
        return catalog.find(known, on, request.workspace) if known else None

    def dose(code: str) -> Dose | None:
        printed = doses(code, on, request.workspace)
        found = dose_in_name(printed.name) if printed else None
        if printed and found:
            editions[printed.edition] = None
        return found

    def is_loaded(code: str) -> bool:
        known = read_code(code)
        return known is not None and doses.holds(known, on, request.workspace)

    counted = count_units(units_request, request.today, find, dose, is_loaded)
    return replace(counted, editions=tuple(editions))
