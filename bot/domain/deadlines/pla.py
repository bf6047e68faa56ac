"""The PLA calendar. PLA applications follow quarters, not Panel meeting offsets."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from dateutil.relativedelta import relativedelta

from bot.domain.deadlines.dated import FIXED, Dated, exactly
from bot.domain.deadlines.stated_dates import shipped_dates
from bot.domain.deadlines.workdays import nth_weekday

_TUESDAY = 1
_SPREAD = timedelta(days=7)
"""Both stated deadlines match the pattern exactly. With only two examples, allow a week either way."""
PATTERN, SLOT = "pla_pattern", f"{FIXED}pla_slot"
_BY_NUMBER = {"Q1": "01", "Q2": "04", "Q3": "07", "Q4": "10"}


class PlaMilestone(StrEnum):
    """Milestones of a PLA application."""

    APPLICATION = "pla_application"
    RELEASE = "pla_release"
    EFFECTIVE = "pla_effective"


@dataclass(frozen=True, slots=True)
class PlaQuarter:
    """One PLA quarter. `id` is the year and month of release (`2027-04`)."""

    id: str
    application: Dated
    release: Dated
    effective: Dated


def pla_quarter(id_: str) -> PlaQuarter:
    """The quarter with this id (`2027-04` or `2027-Q2`). Raises ValueError for an invalid id.

    Both stated deadlines are the second Tuesday of a quarter's last month. Release follows two quarters later, and
    the code takes effect one quarter after that (the October 1, 2025 release took effect January 1, 2026).
    """
    year, _, month = id_.partition("-")
    month = _BY_NUMBER.get(month, month)
    if not (len(year) == 4 and year.isascii() and year.isdigit() and month in ("01", "04", "07", "10")):
        raise ValueError("no quarter has this id")
    release = date(int(year), int(month), 1)
    effective = release + relativedelta(months=3)
    id_ = f"{year}-{month}"
    return PlaQuarter(
        id_,
        _application(id_, release),
        exactly(release, SLOT, confirmed=False),
        exactly(effective, SLOT, confirmed=False),
    )


def pla_quarters(first: int, last: int) -> Iterator[PlaQuarter]:
    """Quarters of release from year `first` through year `last`."""
    return (pla_quarter(f"{year}-{m}") for year in range(first, last + 1) for m in ("01", "04", "07", "10"))


def _application(id_: str, release: date) -> Dated:
    if stated := shipped_dates().get(f"pla:{id_}:{PlaMilestone.APPLICATION}"):
        return stated.dated(PATTERN)
    month = release - relativedelta(months=4)
    day = nth_weekday(month.year, month.month, _TUESDAY, 2)
    return Dated(day - _SPREAD, day, day + _SPREAD, confirmed=False, rule=PATTERN)
