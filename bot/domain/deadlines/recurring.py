"""Recurring code set dates: one event per year, half-year or quarter.

Most are the same day each year: a quarter's first day, April 1, October 1. They are fixed by rule, and confirmed once
a source states them for that exact year. The others have a window, estimated from the days of past years.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.domain.deadlines.dated import FIXED, Dated
from bot.domain.deadlines.stated_dates import shipped_dates

_QUARTERS = (1, 4, 7, 10)
CPT_RELEASE_PATTERN, PROPOSED_PATTERN, FINAL_PATTERN = (
    "cpt_release_pattern",
    "pfs_proposed_pattern",
    "pfs_final_pattern",
)
"""Rules without a customary day. Their windows are estimated from a few stated days."""


class Update(StrEnum):
    """The kind of event. An event's key starts with this value."""

    CPT_RELEASE = "cpt_release"
    CPT_EFFECTIVE = "cpt_effective"
    CATEGORY_III_RELEASE = "cat3_release"
    PLA = "pla"
    HCPCS = "hcpcs2"
    NCCI = "ncci"
    IMMUNIZATION = "immun"
    ICD_OCTOBER = "icd_fy"
    ICD_APRIL = "icd_apr"
    PFS_PROPOSED = "pfs_proposed"
    PFS_FINAL = "pfs_final"
    PFS_EFFECTIVE = "pfs_effective"


@dataclass(frozen=True, slots=True)
class Recurring:
    """One event. `edition` is the year it is for: CPT 2028 is released in 2027; FY 2028 begins in 2027."""

    key: str
    update: Update
    edition: int
    when: Dated


def recurring(year: int) -> Iterator[Recurring]:
    """Every event with an expected day in `year`, by kind."""
    yield _slot(f"cpt_effective_{year}", Update.CPT_EFFECTIVE, year, date(year, 1, 1), "medlife")
    # 2025: September 11; 2026: September 9. Data files came by the end of August.
    yield _window(f"cpt_release_{year}", Update.CPT_RELEASE, year + 1, _september(year), CPT_RELEASE_PATTERN)
    for month, name in ((1, "jan"), (7, "jul")):
        key = f"cat3_release_{name}_{year}"
        yield _slot(key, Update.CATEGORY_III_RELEASE, year, date(year, month, 1), "mira")
    for update, source in ((Update.PLA, "amcoding"), (Update.HCPCS, "clv_hcpcs"), (Update.NCCI, "fcso_ncci")):
        for month in _QUARTERS:
            yield _slot(f"{update}_{year}_{month:02}", update, year, date(year, month, 1), source)
    for month in _QUARTERS[1:]:
        key = f"immun_{year}_{month:02}"
        yield _slot(key, Update.IMMUNIZATION, year, date(year, month, 1), "ama_immun")
    yield _slot(f"icd_apr{year}", Update.ICD_APRIL, year, date(year, 4, 1), "hhs_icd")
    yield _slot(f"icd_fy{year + 1}", Update.ICD_OCTOBER, year + 1, date(year, 10, 1), "clv_icd")
    yield from _fee_schedule(year)


def recurring_of(key: str) -> Recurring | None:
    """The event with this key, or None."""
    years = {int(number) for number in re.findall(r"[0-9]{4}", key)}
    near = sorted(years | {year - 1 for year in years if year > 1})
    return next((event for year in near for event in recurring(year) if event.key == key), None)


def _fee_schedule(year: int) -> Iterator[Recurring]:
    # No source states a day for the proposed rule. July is customary, so the window is the whole month.
    proposed = (date(year, 7, 1), date(year, 7, 10), date(year, 7, 31))
    # 'By November 1' (mcd_pfs). The 2026 rule was in the Federal Register on November 5, 2025 (fr_2026pfs).
    final = (date(year, 10, 30), date(year, 11, 1), date(year, 11, 7))
    yield _window(f"pfs_proposed_{year + 1}", Update.PFS_PROPOSED, year + 1, proposed, PROPOSED_PATTERN)
    yield _window(f"pfs_final_{year + 1}", Update.PFS_FINAL, year + 1, final, FINAL_PATTERN)
    yield _slot(f"pfs_effective_{year}", Update.PFS_EFFECTIVE, year, date(year, 1, 1), "mcd_pfs")


def _september(year: int) -> tuple[date, date, date]:
    return date(year, 8, 25), date(year, 9, 8), date(year, 9, 20)


def _slot(key: str, update: Update, edition: int, day: date, source: str) -> Recurring:
    return _window(key, update, edition, (day, day, day), f"{FIXED}{source}")


def _window(key: str, update: Update, edition: int, days: tuple[date, date, date], source: str) -> Recurring:
    if stated := shipped_dates().get(f"code:{key}"):
        return Recurring(key, update, edition, stated.dated(source))
    return Recurring(key, update, edition, Dated(*days, confirmed=False, rule=source))
