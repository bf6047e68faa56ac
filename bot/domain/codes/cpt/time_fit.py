"""Decide whether a time fits a code, and which code it fits.

Sources: CPT's time rules (psychotherapy 2013; office visits 2021, 'met or exceeded' since 2024; hospital visits 2023;
telemedicine 2025) and, for 15-minute codes, Medicare's Claims Processing Manual, chapter 5, section 20.2. This covers
one code alone; combined time of several codes follows another rule.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from bot.domain.codes.billing.rule_table import medicare_rules
from bot.domain.codes.cpt.procedure import MedicareRule, Procedure
from bot.domain.codes.cpt.timing import Band, Beyond, Met, Step, Timing, Typical, Units

Find = Callable[[str], Procedure | None]
"""Looks up related codes in the same catalog."""

_SMALLEST_PART = 8  # the minutes that make a 15-minute unit count, just past its midpoint


@dataclass(frozen=True, slots=True)
class Span:
    """Minutes `low` through `high` (None: no end) with the same answer."""

    low: int
    high: int | None


@dataclass(frozen=True, slots=True)
class UnitsFit:
    """The `units` of a single 15-minute code, by Medicare's 8-minute rule and the AMA's midpoint rule.

    For one code alone, both give the same result; they differ if several codes are billed. `span` are the minutes
    with the same number of units. `pooled`: Medicare's rule applies to this code.
    """

    medicare: int
    midpoint: int
    span: Span
    pooled: bool = True


@dataclass(frozen=True, slots=True)
class TimeAddOn:
    """The add-on for further time, and its units for the time beyond the code itself (0: too little)."""

    code: str
    units: int
    step: Step
    medicare: tuple[MedicareRule, ...] = ()


@dataclass(frozen=True, slots=True)
class BandFit:
    """Whether the time is in the code's range. `better` is the related code whose range holds it."""

    band: Band
    fits: bool
    better: Procedure | None
    extra: TimeAddOn | None


@dataclass(frozen=True, slots=True)
class VisitFit:
    """A visit by time. `reached` is the highest level that the minutes meet, `following` the next one."""

    needed: int
    fits: bool
    reached: Procedure | None
    following: Procedure | None
    extra: TimeAddOn | None


@dataclass(frozen=True, slots=True)
class AddOnFit:
    """An add-on's units for each primary code and its last minute, if `minutes` is the session's total time."""

    units: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class OnlyTypical:
    """Time doesn't matter: `typical` minutes are the usual duration."""

    typical: int


@dataclass(frozen=True, slots=True)
class NoTime:
    """The code is not billed by time."""


@dataclass(frozen=True, slots=True)
class OlderRule:
    """Another time rule was in force on that date, and it isn't included. The current one began on `since`."""

    since: date


Fit = UnitsFit | BandFit | VisitFit | AddOnFit | OnlyTypical | NoTime | OlderRule

FAMILIES: tuple[tuple[str, ...], ...] = (
    ("99202", "99203", "99204", "99205"),
    ("99212", "99213", "99214", "99215"),
    ("90832", "90834", "90837"),
    ("90833", "90836", "90838"),
    ("99406", "99407"),
    ("99221", "99222", "99223"),
    ("99231", "99232", "99233"),
    ("99238", "99239"),
    ("98000", "98001", "98002", "98003"),
    ("98004", "98005", "98006", "98007"),
    ("98008", "98009", "98010", "98011"),
    ("98012", "98013", "98014", "98015"),
)
ADD_ONS = {
    "99205": "99417", "99215": "99417", "90839": "90840", "99291": "99292", "99497": "99498",
    "96360": "96361", "96365": "96366", "96367": "96366", "96369": "96370", "96413": "96415", "96417": "96415",
}  # fmt: skip
"""The add-on for time beyond a code's own."""


_SHORTER = {"90839": ("90832",)}
"""Codes of another kind for a session that is too short for its own."""


def rule_since(timing: Timing) -> date | None:
    """The first day of the included time rule; None if it is as old as the code."""
    match timing:
        case Met(since=date() as since) | Band(since=date() as since) | Beyond(since=date() as since):
            return since
        case Met() | Beyond(step=Step.WHOLE):
            return date(2021, 1, 1)
        case Band() | Beyond():
            return date(2013, 1, 1)
    return None


def time_fit(procedure: Procedure, minutes: int, on: date, find: Find) -> Fit:  # noqa: PLR0911 - one for each kind
    """How `minutes` (whole, 0 or more) fit `procedure` on date of service `on`. `find` looks up related codes."""
    since = rule_since(procedure.timing)
    if since and on < since:
        return OlderRule(since)
    match procedure.timing:
        case Units() as units:
            return _units(minutes, units)
        case Band() as band:
            extra = _extra(procedure.code, minutes, find)
            return BandFit(band, band.holds(minutes), _better(procedure, minutes, find), extra)
        case Met(needed):
            return _visit(procedure, needed, minutes, find)
        case Beyond() as beyond:
            return AddOnFit(
                tuple((code, last, beyond_units(beyond, last, minutes)) for code, last in beyond.after)
            )
        case Typical(typical):
            return OnlyTypical(typical)
    return NoTime()


def beyond_units(timing: Beyond, last: int, minutes: int) -> int:
    """Units of an add-on in a session of `minutes` whose primary code ends with minute `last`."""
    over, step = max(0, minutes - last), timing.minutes
    match timing.step:
        case Step.WHOLE:
            return over // step
        case Step.BEGUN:
            return -(-over // step)
        case Step.PAST_HALF:
            return (over + (step - 1) // 2) // step


def _extra(code: str, minutes: int, find: Find) -> TimeAddOn | None:
    add_on = find(ADD_ONS.get(code, ""))
    if add_on is None or not isinstance(add_on.timing, Beyond):
        return None
    last = dict(add_on.timing.after)[code]
    units = beyond_units(add_on.timing, last, minutes)
    return TimeAddOn(add_on.code, units, add_on.timing.step, medicare_rules(add_on))


def _units(minutes: int, timing: Units) -> UnitsFit:
    """8 minutes make the first unit, and 8 beyond each full unit make the next: 8-22, 23-37, 38-52."""
    length = timing.minutes
    medicare = (minutes + length - _SMALLEST_PART) // length
    full, rest = divmod(minutes, length)
    midpoint = full + (rest * 2 > length)
    low = (medicare - 1) * length + _SMALLEST_PART if medicare else 0
    return UnitsFit(medicare, midpoint, Span(low, medicare * length + _SMALLEST_PART - 1), timing.pooled)


def _family(procedure: Procedure, find: Find) -> tuple[Procedure, ...]:
    codes = next((family for family in FAMILIES if procedure.code in family), (procedure.code,))
    return tuple(found for code in codes if (found := find(code)))


def _better(procedure: Procedure, minutes: int, find: Find) -> Procedure | None:
    """The related code whose range holds the minutes, if it is another one."""
    family = (
        *_family(procedure, find),
        *(found for code in _SHORTER.get(procedure.code, ()) if (found := find(code))),
    )
    holding = [
        other
        for other in family
        if isinstance(other.timing, Band) and other.timing.holds(minutes) and other.code != procedure.code
    ]
    return holding[0] if holding else None


def _visit(procedure: Procedure, needed: int, minutes: int, find: Find) -> VisitFit:
    levels = [(p.timing.minutes, p) for p in _family(procedure, find) if isinstance(p.timing, Met)]
    reached = [p for threshold, p in levels if threshold <= minutes]
    above = [p for threshold, p in levels if threshold > minutes]
    highest = reached[-1] if reached else None
    extra = _extra(highest.code, minutes, find) if highest else None
    return VisitFit(needed, minutes >= needed, highest, above[0] if above else None, extra)
