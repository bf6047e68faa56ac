"""Business days: Monday to Friday except federal holidays (5 U.S.C. 6103), which AMA staff also observe."""

from datetime import date, timedelta
from functools import cache

_FIXED = ((1, 1), (6, 19), (7, 4), (11, 11), (12, 25))
_NTH_MONDAY = ((1, 3), (2, 3), (9, 1), (10, 2))
_MONDAY, _THURSDAY, _SATURDAY, _SUNDAY = 0, 3, 5, 6
_SINCE_JUNETEENTH = 2021


@cache
def federal_holidays(year: int) -> frozenset[date]:
    """Observed holidays in `year`. A Saturday holiday moves to Friday, a Sunday holiday to Monday."""
    around = {day for y in (year, year + 1) for day in _observed(y)}
    return frozenset(day for day in around if day.year == year)


def is_business_day(day: date) -> bool:
    """Whether `day` is a business day."""
    return day.weekday() < _SATURDAY and day not in federal_holidays(day.year)


def add_business_days(day: date, count: int) -> date:
    """The `count`-th business day after `day`, not counting `day`. `count` is at least 1."""
    while count:
        day += timedelta(days=1)
        count -= is_business_day(day)
    return day


def working_day_before(day: date) -> date:
    """`day` if it is a business day; else the last business day before it. Holidays count as weekends do."""
    while not is_business_day(day):
        day -= timedelta(days=1)
    return day


def working_day_after(day: date) -> date:
    """`day` if it is a business day; else the first business day after it."""
    while not is_business_day(day):
        day += timedelta(days=1)
    return day


def nth_weekday(year: int, month: int, weekday: int, n: int) -> date:
    """The `n`-th given weekday (Monday is 0) of the month."""
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (n - 1))


def on_or_after(day: date, weekday: int) -> date:
    """The first given weekday on or after `day`."""
    return day + timedelta(days=(weekday - day.weekday()) % 7)


def _observed(year: int) -> list[date]:
    fixed = [date(year, m, d) for m, d in _FIXED if (m, d) != (6, 19) or year >= _SINCE_JUNETEENTH]
    memorial = nth_weekday(year, 6, _MONDAY, 1) - timedelta(days=7)
    mondays = [nth_weekday(year, month, _MONDAY, n) for month, n in _NTH_MONDAY]
    thanksgiving = nth_weekday(year, 11, _THURSDAY, 4)
    return [_moved(day) for day in fixed] + [*mondays, memorial, thanksgiving]


def _moved(day: date) -> date:
    if day.weekday() == _SATURDAY:
        return day - timedelta(days=1)
    return day + timedelta(days=1) if day.weekday() == _SUNDAY else day
