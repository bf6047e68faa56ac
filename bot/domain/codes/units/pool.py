"""Medicare's 8-minute rule over all 15-minute codes of a day, and the AMA's midpoint rule for each.

Sources: CMS Claims Processing Manual (Pub. 100-04), chapter 5, section 20.2 C; CPT, introduction, 'Time'.
"""

from dataclasses import dataclass

UNIT = 15
COUNTS_FROM = 8
"""Minutes of a unit that make it count; also the first whole minute past its midpoint."""


@dataclass(frozen=True, slots=True)
class Minutes:
    """Whole minutes of one 15-minute code on one day."""

    code: str
    minutes: int


@dataclass(frozen=True, slots=True)
class UnitShare:
    """What one code gets: `full` units of 15 complete minutes, `rest` minutes over, one `extra` unit or none.

    `midpoint` are the units of the AMA's rule for this code alone.
    """

    code: str
    minutes: int
    full: int
    rest: int
    extra: int
    midpoint: int

    @property
    def units(self) -> int:
        """Units by Medicare's rule."""
        return self.full + self.extra


@dataclass(frozen=True, slots=True)
class Pool:
    """All 15-minute codes of the day. `low` to `high` are the total minutes that give as many units.

    `tied` are the codes among which the last `tied_units` units may be placed otherwise: the minutes left over
    are the same, and the choice is the biller's. Empty where nothing is tied.
    """

    shares: tuple[UnitShare, ...]
    minutes: int
    units: int
    low: int
    high: int
    tied: tuple[str, ...] = ()
    tied_units: int = 0

    @property
    def midpoint(self) -> int:
        """Units of all codes by the AMA's rule, each code by itself."""
        return sum(share.midpoint for share in self.shares)


def units_of(minutes: int) -> int:
    """Units for a total of minutes: 8 to 22 are 1, 23 to 37 are 2, and so on.

    >>> [units_of(m) for m in (7, 8, 22, 23, 52, 53)]
    [0, 1, 1, 2, 3, 4]
    """
    return (minutes + UNIT - COUNTS_FROM) // UNIT


def midpoint_units(minutes: int) -> int:
    """Units of one code by itself: a further unit once its midpoint (7.5 minutes) is passed."""
    full, rest = divmod(minutes, UNIT)
    return full + (rest * 2 > UNIT)


def pool(services: tuple[Minutes, ...]) -> Pool:
    """Share the day's units among the codes: complete quarter hours first, then the most minutes left over.

    Of equal rests the code with more minutes in all goes first, then the order named; such a tie is told.
    """
    total = sum(service.minutes for service in services)
    units = units_of(total)
    left = units - sum(service.minutes // UNIT for service in services)
    ranked = sorted(services, key=lambda s: (-(s.minutes % UNIT), -s.minutes))
    getting = {service.code for service in ranked[:left]}
    tied = _tied(ranked, left)
    low = (units - 1) * UNIT + COUNTS_FROM if units else 0
    return Pool(
        tuple(_share(service, extra=service.code in getting) for service in services),
        total, units, low, units * UNIT + COUNTS_FROM - 1,
        tuple(s.code for s in services if s.code in tied), len(tied & getting),
    )  # fmt: skip


def _share(service: Minutes, *, extra: bool) -> UnitShare:
    full, rest = divmod(service.minutes, UNIT)
    return UnitShare(service.code, service.minutes, full, rest, int(extra), midpoint_units(service.minutes))


def _tied(ranked: list[Minutes], left: int) -> set[str]:
    """Codes with the same minutes left over, of which some get a unit and some do not."""
    if not 0 < left < len(ranked):
        return set()
    rest = ranked[left - 1].minutes % UNIT
    if ranked[left].minutes % UNIT != rest:
        return set()
    return {service.code for service in ranked if service.minutes % UNIT == rest}
