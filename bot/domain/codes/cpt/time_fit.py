"""Does a time fit a code, and which code does it fit.

Sources: CPT's time rules (psychotherapy 2013; office visits 2021, 'met or exceeded' since 2024; hospital visits 2023;
telemedicine 2025) and, for 15-minute codes, Medicare's Claims Processing Manual, chapter 5, section 20.2. One code
alone: pools of several codes are another rule.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from bot.domain.codes.cpt.procedure import MedicareRule, Procedure
from bot.domain.codes.cpt.timing import Band, Beyond, Met, Step, Timing, Typical, Units

Find = Callable[[str], Procedure | None]
"""Looks up a code's neighbours in the same catalog."""

_SMALLEST_PART = 8  # minutes of a 15-minute unit that make it count, and just past its midpoint


@dataclass(frozen=True, slots=True)
class Span:
    """Minutes `low` through `high` (None: no end) that give the same answer."""

    low: int
    high: int | None


@dataclass(frozen=True, slots=True)
class UnitsFit:
    """`units` of a 15-minute code standing alone, by Medicare's 8-minute rule and by the AMA's midpoint rule.

    For one code alone the two agree; they part where several codes are billed. `span` gives as many units.
    `pooled`: Medicare's rule is for this code at all.
    """

    medicare: int
    midpoint: int
    span: Span
    pooled: bool = True


@dataclass(frozen=True, slots=True)
class TimeAddOn:
    """The add-on that carries the time on, and its units for what goes beyond the code itself (0: too little)."""

    code: str
    units: int
    step: Step
    medicare: tuple[MedicareRule, ...] = ()


@dataclass(frozen=True, slots=True)
class BandFit:
    """Whether the time lies in the code's band; `better` is the code of its family whose band holds it."""

    band: Band
    fits: bool
    better: Procedure | None
    extra: TimeAddOn | None


@dataclass(frozen=True, slots=True)
class VisitFit:
    """A visit by time. `reached` is the highest level that the minutes meet, `following` the next one above."""

    needed: int
    fits: bool
    reached: Procedure | None
    following: Procedure | None
    extra: TimeAddOn | None


@dataclass(frozen=True, slots=True)
class AddOnFit:
    """The units of an add-on, for each primary code and its last minute, where `minutes` are the session's in all."""

    units: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class OnlyTypical:
    """The time decides nothing: `typical` minutes are what it usually takes."""

    typical: int


@dataclass(frozen=True, slots=True)
class NoTime:
    """The code is not billed by time at all."""


@dataclass(frozen=True, slots=True)
class OlderRule:
    """On that date another time rule held, which is not kept here; the one that is began on `since`."""

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
"""Which add-on carries the time on, once a code's own is used up."""


_SHORTER = {"90839": ("90832",)}
"""Codes of another kind that take a session too short for its own."""


def rule_since(timing: Timing) -> date | None:
    """The first day of the time rule kept here, None where it is as old as the code."""
    match timing:
        case Met(since=date() as since) | Band(since=date() as since) | Beyond(since=date() as since):
            return since
        case Met() | Beyond(step=Step.WHOLE):
            return date(2021, 1, 1)
        case Band() | Beyond():
            return date(2013, 1, 1)
    return None


def time_fit(procedure: Procedure, minutes: int, on: date, find: Find) -> Fit:  # noqa: PLR0911 - one for each kind
    """How `minutes` (whole, 0 or more) fit `procedure` on date of service `on`; `find` gives the codes beside it."""
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
    """Units of an add-on in a session of `minutes`, whose primary code ends with minute `last`."""
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
    return TimeAddOn(add_on.code, units, add_on.timing.step, add_on.medicare)


def _units(minutes: int, timing: Units) -> UnitsFit:
    """8 minutes make the first unit, and 8 beyond the last full one the next: 8-22, 23-37, 38-52."""
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
    """The member of the family whose band holds the minutes, if that is another one."""
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
