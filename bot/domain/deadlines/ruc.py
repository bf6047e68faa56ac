"""Meetings of the RUC, the AMA/Specialty Society RVS Update Committee. It values codes that the Panel has accepted.

It meets three times a year, some weeks after each Panel meeting: in January, April and September. The AMA stated the
days of April and September 2024 alone; both began on the month's fourth Wednesday and lasted four days.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from bot.domain.deadlines.dated import Dated
from bot.domain.deadlines.stated_dates import shipped_dates
from bot.domain.deadlines.workdays import nth_weekday

_WEDNESDAY = 2
_SPREAD = timedelta(days=7)
RUC_PATTERN, RUC_MONTH = "ruc_pattern", "ruc_month"
_NTH = {"01": 3, "04": 4, "09": 4}
"""Which Wednesday of the month. No day is known for January; the third one leaves the holidays behind."""


class RucMilestone(StrEnum):
    """Dates of a RUC meeting."""

    MEETING = "ruc_meeting"


@dataclass(frozen=True, slots=True)
class RucMeeting:
    """One RUC meeting. `id` is year and month (`2027-04`)."""

    id: str
    start: Dated


def ruc_meeting(id_: str) -> RucMeeting:
    """The meeting with this id (`2027-04`). Raises ValueError for an invalid id."""
    year, _, month = id_.partition("-")
    if not (len(year) == 4 and year.isascii() and year.isdigit() and int(year) >= 2000 and month in _NTH):
        raise ValueError("no RUC meeting has this id")
    rule = RUC_MONTH if month == "01" else RUC_PATTERN
    if stated := shipped_dates().get(f"ruc:{id_}:{RucMilestone.MEETING}"):
        return RucMeeting(id_, stated.dated(rule))
    day = nth_weekday(int(year), int(month), _WEDNESDAY, _NTH[month])
    return RucMeeting(id_, Dated(day - _SPREAD, day, day + _SPREAD, confirmed=False, rule=rule))


def ruc_meetings(first: int, last: int) -> Iterator[RucMeeting]:
    """All RUC meetings from year `first` through year `last`, in order."""
    return (ruc_meeting(f"{year}-{month}") for year in range(first, last + 1) for month in _NTH)
