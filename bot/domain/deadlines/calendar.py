"""CPT Editorial Panel meetings: stated dates, and a pattern for meetings without one.

Stated dates come from the project's file (stated_dates.json); a test compares it with the project's collection. No
source states a meeting after May 2026. Later meetings are estimated from past ones: Thursday to Saturday.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from bot.domain.deadlines.dated import Dated
from bot.domain.deadlines.stated_dates import shipped_dates
from bot.domain.deadlines.workdays import nth_weekday, on_or_after

_THURSDAY = 3
_LENGTH = timedelta(days=2)
PATTERN = "pattern"


class Season(StrEnum):
    """The three meetings of a year. The value is the month in a meeting's id."""

    WINTER = "02"
    SPRING = "05"
    FALL = "09"


@dataclass(frozen=True, slots=True)
class Meeting:
    """A Panel meeting. `id` is year and month (`2027-02`). `month_confirmed`: a source states the month."""

    id: str
    season: Season
    start: Dated
    end: Dated
    month_confirmed: bool

    @property
    def year(self) -> int:
        """The year of the meeting."""
        return int(self.id[:4])


_SPREAD = {Season.WINTER: (-7, 7), Season.SPRING: (-7, 14), Season.FALL: (-14, 7)}
"""Days that the first day may differ from the pattern."""


def meeting(id_: str) -> Meeting:
    """The meeting with this id (`2031-02`). Raises ValueError for an invalid id."""
    year_text, _, month = id_.partition("-")
    season = Season(month)
    if not (len(year_text) == 4 and year_text.isascii() and year_text.isdigit() and int(year_text) >= 2000):
        raise ValueError("no meeting has this id")
    stated, last = (
        shipped_dates().get(f"panel:{id_}:meeting"),
        shipped_dates().get(f"panel:{id_}:meeting_end"),
    )
    start = stated.dated(PATTERN) if stated else _by_pattern(int(year_text), season)
    end = last.dated(PATTERN) if last else start.by_days(PATTERN, _LENGTH.days)
    return Meeting(id_, season, start, end, stated is not None)


def meetings(first: int, last: int) -> Iterator[Meeting]:
    """All meetings from year `first` through year `last`, in order."""
    for year in range(first, last + 1):
        for season in Season:
            yield meeting(f"{year}-{season}")


def meeting_ids_after(day: date, count: int) -> list[str]:
    """Ids of the next `count` meetings that end on or after `day`. An application can target these."""
    ahead = (m.id for m in meetings(day.year, day.year + count // 3 + 1) if m.end.latest >= day)
    return [id_ for _, id_ in zip(range(count), ahead, strict=False)]


def _by_pattern(year: int, season: Season) -> Dated:
    """The likely first day: a Thursday, as past meetings began."""
    match season:
        case Season.WINTER:
            day = nth_weekday(year, 2, _THURSDAY, 1)
        case Season.SPRING:
            day = nth_weekday(year, 5, _THURSDAY, 1)
        case Season.FALL:
            day = on_or_after(date(year, 9, 18), _THURSDAY)
    low, high = _SPREAD[season]
    return Dated(day + timedelta(days=low), day, day + timedelta(days=high), confirmed=False, rule=PATTERN)
