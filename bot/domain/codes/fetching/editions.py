"""Editions of a published code set: their first days, their names, and how to read them from a link's text."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_UPDATED = re.compile(r"(?:updated?|revised|posted)[-_ ]*(?P<day>\d{1,2}[-_/]?\d{1,2}[-_/]?20\d\d)")
_DAY = re.compile(r"(?<!\d)(\d{2})[-_/]?(\d{2})[-_/]?(20\d\d)(?!\d)")
_QUARTER = re.compile(r"(?<!\d)(20\d\d)[-_ ]?q([1-4])(?!\d)")
_MONTH = re.compile(rf"(?<![a-z])({'|'.join(month[:3] for month in _MONTHS)})[a-z]*(?![a-z])")
_RVU = re.compile(r"rvu(\d\d)([a-d])(?![a-z])")
_NCCI_VERSION = re.compile(r"v(\d\d)([0-3])r(\d)")
_NCCI_YEAR_0 = 1994  # version 32.3 is October 2026
_APRIL = re.compile(r"(?<![a-z])apr(?:il)?(?![a-z])")


class Cadence(StrEnum):
    """How often a code set is published."""

    FISCAL_YEAR = "October 1, and April 1 where there are changes"
    QUARTERLY = "every quarter"


@dataclass(frozen=True, slots=True, order=True)
class PublishedEdition:
    """One edition by its first day and its usual name ('FY2027', 'April 2027', '2026 Q4')."""

    first_day: date
    name: str

    @property
    def is_april_update(self) -> bool:
        """Whether it is the update within a fiscal year, whose files look like October's."""
        return self.name.startswith("April")


def current_edition(cadence: Cadence, today: date) -> PublishedEdition:
    """The edition that must be in force on `today`. ICD-10-CM's April update is optional, so October's counts.

    Sources: NCHS (ICD-10-CM takes effect on October 1), CMS (HCPCS, NCCI, and the fee schedule by quarter).
    """
    if cadence is Cadence.FISCAL_YEAR:
        return fiscal_year(today.year + (today.month >= 10))
    return quarter(today.year, (today.month + 2) // 3)


def fiscal_year(year: int) -> PublishedEdition:
    """FY2027 takes effect on October 1, 2026."""
    return PublishedEdition(date(year - 1, 10, 1), f"FY{year}")


def april(year: int) -> PublishedEdition:
    """The April update of a fiscal year."""
    return PublishedEdition(date(year, 4, 1), f"April {year}")


def quarter(year: int, number: int) -> PublishedEdition:
    """The edition of one calendar quarter."""
    return PublishedEdition(date(year, 3 * number - 2, 1), f"{year} Q{number}")


def edition_in(cadence: Cadence, text: str) -> PublishedEdition | None:
    """The edition named in a link's file name or text; None if there is none.

    A file name may also have the day of its last revision ('rvu26c-updated-06-30-2026.zip'), which is not an edition.
    """
    lowered = _UPDATED.sub(" ", text.lower())
    if cadence is Cadence.FISCAL_YEAR:
        return _fiscal_edition(lowered)
    return _quarterly_edition(lowered)


def revision_in(text: str) -> tuple[date, int]:
    """The sort key to find the newest of several files of one edition: the update's day, then its revision number."""
    lowered = text.lower()
    updated = _UPDATED.search(lowered)
    version = _NCCI_VERSION.search(lowered)
    day = _day_in(updated["day"]) if updated else None
    return day or date.min, int(version[3]) if version else int("updated" in lowered)


def template_fields(edition: PublishedEdition) -> dict[str, str]:
    """The fields of a known address: year, fiscal year, quarter, month name, letter, NCCI version."""
    day = edition.first_day
    number = (day.month + 2) // 3
    return {
        "year": str(day.year),
        "yy": f"{day.year % 100:02d}",
        "fy": str(day.year + (day.month >= 10)),
        "quarter": str(number),
        "month": _MONTHS[day.month - 1],
        "letter": "abcd"[number - 1],
        "version": f"{day.year - _NCCI_YEAR_0:02d}{number - 1}",
    }


def _fiscal_edition(text: str) -> PublishedEdition | None:
    if not (found := _YEAR.search(text)):
        return None
    return april(int(found[1])) if _APRIL.search(text) else fiscal_year(int(found[1]))


def _quarterly_edition(text: str) -> PublishedEdition | None:
    if found := _QUARTER.search(text):
        return quarter(int(found[1]), int(found[2]))
    if found := _RVU.search(text):
        return quarter(2000 + int(found[1]), "abcd".index(found[2]) + 1)
    if found := _NCCI_VERSION.search(text):
        return quarter(_NCCI_YEAR_0 + int(found[1]), int(found[2]) + 1)
    return _by_month(text) or _by_day(text)


def _by_month(text: str) -> PublishedEdition | None:
    month, year = _MONTH.search(text), _YEAR.search(text)
    if not (month and year):
        return None
    number = next(n for n, name in enumerate(_MONTHS, start=1) if name.startswith(month[1]))
    return quarter(int(year[1]), (number + 2) // 3)


def _by_day(text: str) -> PublishedEdition | None:
    """'Effective 07012026' and 'eff-07-01-2026' state a first day."""
    for found in _DAY.finditer(text):
        if (day := _day_in(found[0])) and day.day == 1:
            return quarter(day.year, (day.month + 2) // 3)
    return None


def _day_in(text: str) -> date | None:
    digits = re.sub(r"\D", "", text)
    if len(digits) != 8:
        return None
    try:
        return date(int(digits[4:]), int(digits[:2]), int(digits[2:4]))
    except ValueError:
        return None
