"""Medicare's 8-minute rule for all 15-minute codes of a day, and the AMA's midpoint rule for each.

Sources: CMS Claims Processing Manual (Pub. 100-04), chapter 5, section 20.2 C; CPT, introduction, 'Time'.
"""

from dataclasses import dataclass

UNIT = 15
COUNTS_FROM = 8
"""The minutes that make a unit count; also the first whole minute past its midpoint."""


@dataclass(frozen=True, slots=True)
class Minutes:
    """Whole minutes of one 15-minute code on one day."""

    code: str
    minutes: int


@dataclass(frozen=True, slots=True)
class UnitShare:
    """One code's share: `full` units of 15 complete minutes, `rest` remaining minutes, one `extra` unit or none.

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
    """All 15-minute codes of the day. `low` to `high` are the total minutes with the same number of units.

    `tied` are the codes among which the last `tied_units` units can be assigned differently: their remaining minutes
    are equal, so the biller may choose. Empty without a tie.
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
        """Units of all codes by the AMA's rule, each code separately."""
        return sum(share.midpoint for share in self.shares)


def units_of(minutes: int) -> int:
    """Units for total minutes: 8 to 22 are 1, 23 to 37 are 2, and so on.

    >>> [units_of(m) for m in (7, 8, 22, 23, 52, 53)]
    [0, 1, 1, 2, 3, 4]
    """
    return (minutes + UNIT - COUNTS_FROM) // UNIT


def midpoint_units(minutes: int) -> int:
    """Units of one code alone: another unit starts when its midpoint (7.5 minutes) is passed."""
    full, rest = divmod(minutes, UNIT)
    return full + (rest * 2 > UNIT)


def pool(services: tuple[Minutes, ...]) -> Pool:
    """Distribute the day's units: complete quarter hours first, then by the most remaining minutes.

    With equal remaining minutes, the code with more total minutes goes first, then the order typed; such a tie is
    reported.
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
    """Codes with equal remaining minutes, of which only some get a unit."""
    if not 0 < left < len(ranked):
        return set()
    rest = ranked[left - 1].minutes % UNIT
    if ranked[left].minutes % UNIT != rest:
        return set()
    return {service.code for service in ranked if service.minutes % UNIT == rest}
