"""Dates that a source states, from a small dated file: the one of this project, or a newer one that was published.

The project's file is stated_dates.json. Its sources are those of the project's collection (panel_calendar.json).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from bot.domain.deadlines.dated import Dated, exactly
from bot.domain.errors import CodeDeskError

_FILE = Path(__file__).with_name("stated_dates.json")
_MOST_DATES, _MOST_PUBLISHER, _MOST_KEY = 500, 60, 100
_FIRST_YEAR, _LAST_YEAR = 2020, 2099


@dataclass
class BadCalendarFile(CodeDeskError):
    """A calendar file that cannot be read. `problem` names the part: form, publisher, published, dates or a key."""

    problem: str


@dataclass(frozen=True, slots=True)
class StatedDate:
    """One date by its deadline's key. With `earliest` and `latest` a source states the month alone."""

    key: str
    day: date
    source: str = ""
    earliest: date | None = None
    latest: date | None = None

    def dated(self, rule: str) -> Dated:
        """The day, confirmed by its source; or the window, estimated by `rule`."""
        if self.earliest is None or self.latest is None:
            return exactly(self.day, self.source, confirmed=True)
        return Dated(self.earliest, self.day, self.latest, confirmed=False, rule=rule)


@dataclass(frozen=True, slots=True)
class StatedCalendar:
    """All dates of one file, who published it and when."""

    publisher: str
    published: date
    dates: tuple[StatedDate, ...]


@cache
def shipped_dates() -> Mapping[str, StatedDate]:
    """The dates of the project's own file, by key."""
    return {each.key: each for each in read_calendar(_FILE.read_bytes()).dates}


def read_calendar(data: bytes) -> StatedCalendar:
    """Read a calendar file (JSON, UTF-8). Raises BadCalendarFile.

    Fields: `publisher`, `published` (a day), `dates`: each with `key` and `day`, and where known `source`, or
    `earliest` and `latest` where only the month is stated. Other fields are ignored.
    """
    try:
        held = json.loads(data)
    except (ValueError, RecursionError):
        raise BadCalendarFile("form") from None
    if not isinstance(held, dict):
        raise BadCalendarFile("form")
    publisher, each = held.get("publisher"), held.get("dates")
    if not isinstance(publisher, str) or not publisher.strip() or len(publisher) > _MOST_PUBLISHER:
        raise BadCalendarFile("publisher")
    if not isinstance(each, list) or not 0 < len(each) <= _MOST_DATES:
        raise BadCalendarFile("dates")
    dates = tuple(map(_stated, each))
    if len({one.key for one in dates}) < len(dates):
        raise BadCalendarFile("dates")
    return StatedCalendar(publisher.strip(), _day(held.get("published"), "published"), dates)


def _stated(entry: object) -> StatedDate:
    if not isinstance(entry, dict):
        raise BadCalendarFile("dates")
    key, source = entry.get("key"), entry.get("source", "")
    if not isinstance(key, str) or not 0 < len(key) <= _MOST_KEY or not isinstance(source, str):
        raise BadCalendarFile("dates")
    day = _day(entry.get("day"), key)
    if "earliest" not in entry and "latest" not in entry:
        return StatedDate(key, day, source)
    window = _day(entry.get("earliest"), key), _day(entry.get("latest"), key)
    if not window[0] <= day <= window[1]:
        raise BadCalendarFile(key)
    return StatedDate(key, day, source, *window)


def _day(value: object, problem: str) -> date:
    try:
        day = date.fromisoformat(value) if isinstance(value, str) else date.min
    except ValueError:
        raise BadCalendarFile(problem) from None
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise BadCalendarFile(problem)
    return day
