"""Count the units of each code, by its own kind of rule."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from bot.domain.codes.cpt.procedure import Procedure
from bot.domain.codes.cpt.time_fit import Find, Fit, NoTime, OnlyTypical, time_fit
from bot.domain.codes.cpt.timing import Attendance, DosePer, Units
from bot.domain.codes.units.dose import DoseUnits, OtherMeasure, dose_of, dose_units
from bot.domain.codes.units.parse import Dose, Service, UnitsRequest
from bot.domain.codes.units.pool import UNIT, Minutes, Pool, pool
from bot.domain.codes.units.problems import NoAmount


def _never(_code: str) -> bool:
    return False


DoseOf = Callable[[str], Dose | None]
"""Returns the dose of one unit of a code, if a loaded name states it."""


@dataclass(frozen=True, slots=True)
class OwnRule:
    """A code that isn't a 15-minute code, with its own rule's result for the minutes."""

    procedure: Procedure
    minutes: int
    fit: Fit


@dataclass(frozen=True, slots=True)
class Drug:
    """A code with a dose, counted in the unit of its name."""

    code: str
    counted: DoseUnits | OtherMeasure


@dataclass(frozen=True, slots=True)
class WrongAmount:
    """Minutes for a drug, or a dose for a code without one. `minutes` tells which was given."""

    code: str
    minutes: bool


@dataclass(frozen=True, slots=True)
class Counted:
    """All that was counted. `unknown` are codes that are not loaded; `untold` are loaded, and no name or rule that
    is known tells how they count. `untimed` are codes without minutes that are not billed by time: one unit each.
    `editions` are the loaded files whose names told a dose.
    """

    request: UnitsRequest
    pool: Pool | None
    own: tuple[OwnRule, ...]
    drugs: tuple[Drug, ...]
    wrong: tuple[WrongAmount, ...]
    unknown: tuple[str, ...]
    untold: tuple[str, ...] = ()
    editions: tuple[str, ...] = ()
    untimed: tuple[str, ...] = ()


def count_units(
    request: UnitsRequest,
    today: date,
    find: Find,
    dose_named: DoseOf,
    is_loaded: Callable[[str], bool] = _never,
) -> Counted:
    """Count each service; `find` tells how a code counts time, `dose_named` the dose in a loaded name.

    Raises NoAmount for a code that is billed by time or dose and has none.
    """
    on = request.on or today
    timed: list[Minutes] = []
    own: list[OwnRule] = []
    drugs: list[Drug] = []
    wrong: list[WrongAmount] = []
    unknown: list[str] = []
    untimed: list[str] = []
    for service in request.services:
        procedure = find(service.code)
        per = _per(service.code, procedure, dose_named)
        if service.minutes is None and service.dose is None and (per or procedure):
            untimed.append(_untimed(service.code, procedure, on, find))
        elif (service.dose is not None or per) and not (service.dose and per):
            _one_sided(service, procedure, per, wrong, unknown)
        elif service.dose and per:
            drugs.append(Drug(service.code, dose_units(service.dose, per, service.vial)))
        elif procedure is None:
            unknown.append(service.code)
        elif _quarter_hours(procedure):
            timed.append(Minutes(service.code, service.minutes or 0))
        else:
            minutes = service.minutes or 0
            own.append(OwnRule(procedure, minutes, time_fit(procedure, minutes, on, find)))
    pooled = pool(tuple(timed)) if timed else None
    untold = tuple(code for code in unknown if is_loaded(code))
    absent = tuple(code for code in unknown if code not in untold)
    return Counted(
        request, pooled, tuple(own), tuple(drugs), tuple(wrong), absent, untold, untimed=tuple(untimed)
    )


def _untimed(code: str, procedure: Procedure | None, on: date, find: Find) -> str:
    """The code, where it is not billed by time."""
    if procedure is None or not isinstance(time_fit(procedure, 0, on, find), NoTime | OnlyTypical):
        raise NoAmount(code)
    return code


def _one_sided(
    service: Service, procedure: Procedure | None, per: Dose | None,
    wrong: list[WrongAmount], unknown: list[str],
) -> None:  # fmt: skip
    """A dose without a known dose unit, or minutes for a drug."""
    if per or procedure:
        wrong.append(WrongAmount(service.code, service.minutes is not None))
    else:
        unknown.append(service.code)


def _per(code: str, procedure: Procedure | None, dose_named: DoseOf) -> Dose | None:
    if procedure and isinstance(procedure.timing, DosePer):
        return dose_of(procedure.timing)
    return dose_named(code)


def _quarter_hours(procedure: Procedure) -> bool:
    """Whether Medicare's 8-minute rule combines its minutes with other codes."""
    timing = procedure.timing
    attended = isinstance(timing, Units) and timing.attendance is Attendance.DIRECT
    return isinstance(timing, Units) and attended and timing.pooled and timing.minutes == UNIT
