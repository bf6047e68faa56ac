"""CPT Editorial Panel meetings: stated dates, and a pattern for meetings without one.

Stated dates and their sources come from the project's collection (panel_calendar.json, as of 2026-11-21); a test
compares this table with it. No source states a meeting after May 2026. Later meetings are estimated from past ones:
Thursday to Saturday.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from bot.domain.deadlines.dated import Dated, exactly
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


def _stated(start: date, end: date, source: str) -> tuple[Dated, Dated, bool]:
    return exactly(start, source, confirmed=True), exactly(end, source, confirmed=True), True


def _month_stated(start: date, earliest: date, last_end: date) -> tuple[Dated, Dated, bool]:
    begins = Dated(earliest, start, last_end - _LENGTH, confirmed=False, rule=PATTERN)
    return begins, begins.by_days(PATTERN, _LENGTH.days), True


_KNOWN: dict[str, tuple[Dated, Dated, bool]] = {
    "2025-05": _stated(date(2025, 5, 1), date(2025, 5, 3), "ama_pla_early2025"),
    "2025-09": _month_stated(date(2025, 9, 18), date(2025, 9, 11), date(2025, 9, 27)),
    # Two blog posts state February 5. One says 'February 5-6', so the last day is uncertain.
    "2026-02": (
        exactly(date(2026, 2, 5), "dhp_2026_02_09", confirmed=True),
        Dated(date(2026, 2, 6), date(2026, 2, 7), date(2026, 2, 7), confirmed=False, rule=PATTERN),
        True,
    ),
    "2026-05": _month_stated(date(2026, 4, 30), date(2026, 4, 30), date(2026, 5, 16)),
}


def meeting(id_: str) -> Meeting:
    """The meeting with this id (`2031-02`). Raises ValueError for an invalid id."""
    year_text, _, month = id_.partition("-")
    season = Season(month)
    if not (len(year_text) == 4 and year_text.isascii() and year_text.isdigit() and int(year_text) >= 2000):
        raise ValueError("no meeting has this id")
    start, end, month_confirmed = _KNOWN.get(id_) or _by_pattern(int(year_text), season)
    return Meeting(id_, season, start, end, month_confirmed)


def meetings(first: int, last: int) -> Iterator[Meeting]:
    """All meetings from year `first` through year `last`, in order."""
    for year in range(first, last + 1):
        for season in Season:
            yield meeting(f"{year}-{season}")


def meeting_ids_after(day: date, count: int) -> list[str]:
    """Ids of the next `count` meetings that end on or after `day`. An application can target these."""
    ahead = (m.id for m in meetings(day.year, day.year + count // 3 + 1) if m.end.latest >= day)
    return [id_ for _, id_ in zip(range(count), ahead, strict=False)]


def _by_pattern(year: int, season: Season) -> tuple[Dated, Dated, bool]:
    match season:
        case Season.WINTER:
            day = nth_weekday(year, 2, _THURSDAY, 1)
        case Season.SPRING:
            day = nth_weekday(year, 5, _THURSDAY, 1)
        case Season.FALL:
            day = on_or_after(date(year, 9, 18), _THURSDAY)
    low, high = _SPREAD[season]
    start = Dated(day + timedelta(days=low), day, day + timedelta(days=high), confirmed=False, rule=PATTERN)
    return start, start.by_days(PATTERN, _LENGTH.days), False
