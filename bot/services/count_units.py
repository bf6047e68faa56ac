"""Count units from whichever catalog knows how a code counts time, and from names that state a dose."""

from collections.abc import Callable
from datetime import date

from bot.domain.codes.cpt.grammar import read_code
from bot.domain.codes.cpt.procedure import Procedure
from bot.domain.codes.units.count import Counted, count_units
from bot.domain.codes.units.dose import dose_in_name
from bot.domain.codes.units.question import Dose, UnitsAsked
from bot.services.asking import Asked
from bot.services.look_up_procedures import ProcedureCatalog

DoseNames = Callable[[str, date, str], str | None]
"""(code, date of service, workspace) -> the long name of a loaded HCPCS code, None where it is not loaded."""


def no_names(_code: str, _on: date, _workspace: str) -> str | None:
    """DoseNames of an install without a HCPCS file."""
    return None


def count(asked_for: UnitsAsked, asked: Asked, *, catalog: ProcedureCatalog, doses: DoseNames) -> Counted:
    """Units of each service on its date."""
    on = asked_for.on or asked.today

    def find(code: str) -> Procedure | None:
        known = read_code(code)
        return catalog.find(known, on, asked.workspace) if known else None

    def dose(code: str) -> Dose | None:
        name = doses(code, on, asked.workspace)
        return dose_in_name(name) if name else None

    return count_units(asked_for, asked.today, find, dose)
