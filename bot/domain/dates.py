"""Parse dates of service. Numeric dates are read month first, as on a US claim."""

import re
from datetime import date, timedelta

from dateutil import parser as dateutil_parser

from bot.domain.errors import NotADate

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_YEAR = r"(?:\d{4}|'?\d{2})"
_FORMS = (
    r"\d{4}[/.-]\d{1,2}[/.-]\d{1,2}",  # 2026-02-03
    r"(?:19|20)\d{6}",  # 20260203
    rf"\d{{1,2}}[/.-]\d{{1,2}}[/.-]{_YEAR}",  # 2/3/26
    rf"{_MONTH} ?{_DAY},? {_YEAR}",  # Feb 3 2026
    rf"{_DAY} {_MONTH},? {_YEAR}",  # 3 Feb 2026
    r"today|yesterday|tomorrow|(?:\d{1,3}|an?|one|two|three) (?:days?|weeks?) ago",
    r"last (?:mon|tues|wednes|thurs|fri|satur|sun)day",
)
_DATE = re.compile("|".join(_FORMS), re.IGNORECASE)
_INTRODUCED = re.compile(r"(?:^| )(?:on|as of|as at|dos|date of service)[: ] *(?P<date>.+)$", re.IGNORECASE)
_MEANT_AS_DATE = re.compile(
    rf"\d{{1,4}}[/.-]\d|\d{{6,8}}\b|{_MONTH} ?\d|{_DAY} {_MONTH}|(?:{'|'.join(_FORMS[5:])})$", re.IGNORECASE
)
_TRAILING = re.compile(
    rf"(?:^|(?<!\bsince)(?<!\bfrom)(?<!\buntil)(?<!\bbefore)(?<!\bafter) )"
    rf"(?P<date>{'|'.join(_FORMS[:1] + _FORMS[2:])})$",
    re.IGNORECASE,
)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_COUNTS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3}


def parse_date(text: str, today: date) -> date:
    """Parse `text` as a date.

    Two-digit years fall within 80 years before and 20 years after `today`. Raises NotADate for an unknown form and
    for a day that does not exist (2026-02-30).
    """
    written = text.strip(" .,").lower()
    if not _DATE.fullmatch(written):
        raise NotADate(text)
    if (days := _days_back(written, today)) is not None:
        return today - timedelta(days=days)
    try:
        year_first = bool(re.match(r"\d{4}", written))
        parsed = dateutil_parser.parse(written.replace("'", ""), dayfirst=False, yearfirst=year_first).date()
    except (ValueError, OverflowError):
        raise NotADate(text) from None
    _refuse_a_swapped_day(written, parsed, text)
    return _nearest_century(written, parsed, today)


def _days_back(written: str, today: date) -> int | None:
    """How many days before today 'yesterday', '2 weeks ago' or 'last Friday' is; None for other words."""
    if written in _NEAR:
        return _NEAR[written]
    if written.endswith(" ago"):
        count, unit, _ = written.split(" ")
        return (_COUNTS[count] if count in _COUNTS else int(count)) * (7 if unit.startswith("week") else 1)
    if written.startswith("last "):
        return (today.weekday() - _WEEKDAYS.index(written.removeprefix("last "))) % 7 or 7
    return None


_NEAR = {"today": 0, "yesterday": 1, "tomorrow": -1}


def split_date(text: str, today: date) -> tuple[str, date | None]:
    """Take a date of service off the end: `'M54.5 on 2021-09-30'` -> `('M54.5', date(2021, 9, 30))`.

    'on', 'as of' and 'dos' introduce a date. Without them only an unambiguous date counts, and
    'pain on walking' keeps its words. Raises NotADate if the day does not exist.
    """
    if (found := _INTRODUCED.search(text)) and _MEANT_AS_DATE.match(found["date"]):
        return text[: found.start()].strip(" ,"), parse_date(found["date"], today)
    if found := _TRAILING.search(text):
        return text[: found.start()].strip(" ,"), parse_date(found["date"], today)
    return text, None


def _refuse_a_swapped_day(written: str, parsed: date, text: str) -> None:
    """Reject 13/2/2026: dateutil would swap day and month, but a US claim puts the month first."""
    numbers = re.match(r"(\d{1,2})[/.-](\d{1,2})[/.-]", written)
    if numbers and (parsed.month, parsed.day) != (int(numbers[1]), int(numbers[2])):
        raise NotADate(text)


def _nearest_century(written: str, parsed: date, today: date) -> date:
    if re.search(r"\d{4}", written):
        return parsed
    year = today.year // 100 * 100 + parsed.year % 100
    try:
        return parsed.replace(year=year - 100 if year > today.year + 20 else year)
    except ValueError:  # February 29 in a year that is not a leap year
        raise NotADate(written) from None
