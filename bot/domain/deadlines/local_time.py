"""Convert a local wall-clock time to an instant. Each local date has exactly one, even on DST changes."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo


@lru_cache(maxsize=20_000)
def instant(day: date, hour: int, zone: str) -> datetime:
    """`hour` o'clock on `day` in an IANA zone, as UTC.

    A time that occurs twice is the first of the two. A time that DST skips is the first instant after the gap. Raises
    ZoneInfoNotFoundError, and ValueError for an hour outside 0-23.
    """
    tz = ZoneInfo(zone)
    wall = datetime.combine(day, time(hour), tzinfo=tz)
    first = wall.astimezone(UTC)
    if first.astimezone(tz).replace(tzinfo=None) == wall.replace(tzinfo=None):
        return first
    return _end_of_gap(wall.replace(fold=1).astimezone(UTC), first, tz)


def _end_of_gap(before: datetime, after: datetime, tz: ZoneInfo) -> datetime:
    """The first instant between `before` and `after` with the UTC offset of `after`."""
    offset = after.astimezone(tz).utcoffset()
    low, high = 0, int((after - before).total_seconds())
    while low < high:
        middle = (low + high) // 2
        if (before + timedelta(seconds=middle)).astimezone(tz).utcoffset() == offset:
            high = middle
        else:
            low = middle + 1
    return before + timedelta(seconds=low)


def local_day(at: datetime, zone: str) -> date:
    """The local date of an instant."""
    return at.astimezone(ZoneInfo(zone)).date()
