"""One line of Medicare's physician fee schedule, and what it pays nationally.

Layout and letters: CMS's PPRRVU file and Claims Processing Manual, chapter 23, addendum (MPFSDB record layout).
A payment here is national: no locality's cost indices (all taken as 1), no sequestration, no site rules.
"""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Protocol

from bot.domain.codes.claim.edition import Edition

_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Fee:
    """A code's relative values (RVUs) and policy letters; `modifier` is '', '26', 'TC' or '53'.

    The `_na` flags say that CMS gives no value for that place ('NA' in the file). Policy letters are kept as
    printed: `multiple`, `bilateral`, `assistant`, `co_surgeons`, `team`, `pctc`, `global_days`.
    """

    code: str
    status: str
    conversion_factor: Decimal
    work: Decimal
    practice_nonfacility: Decimal
    practice_facility: Decimal
    malpractice: Decimal
    modifier: str = ""
    description: str = ""
    nonfacility_na: bool = False
    facility_na: bool = False
    pctc: str = ""
    global_days: str = ""
    multiple: str = ""
    bilateral: str = ""
    assistant: str = ""
    co_surgeons: str = ""
    team: str = ""

    @property
    def total_nonfacility(self) -> Decimal:
        """RVUs in the office: work, practice expense there, and malpractice."""
        return self.work + self.practice_nonfacility + self.malpractice

    @property
    def total_facility(self) -> Decimal:
        """RVUs in a facility, where the practice bears fewer of the costs."""
        return self.work + self.practice_facility + self.malpractice


class FeeBook(Protocol):
    """One year's (or quarter's) fee schedule, open for asking."""

    @property
    def edition(self) -> Edition: ...

    def find(self, code: str, modifier: str, on: date) -> Fee | None:
        """The row of (code, modifier) that holds on `on`; modifier '' is the whole service."""


@dataclass(frozen=True, slots=True)
class Payment:
    """Dollars, national, rounded to the cent; None where CMS gives no value for that place."""

    nonfacility: Decimal | None
    facility: Decimal | None


def payment(fee: Fee) -> Payment | None:
    """(work + practice + malpractice, each times an index of 1) times the conversion factor.

    None where the schedule sets no price at all: only statuses A, R and T are paid by RVUs.
    """
    if fee.status not in _PRICED:
        return None
    return Payment(
        None if fee.nonfacility_na else _dollars(fee.total_nonfacility, fee.conversion_factor),
        None if fee.facility_na else _dollars(fee.total_facility, fee.conversion_factor),
    )


_PRICED = frozenset("ART")


def _dollars(rvus: Decimal, factor: Decimal) -> Decimal:
    return (rvus * factor).quantize(_CENT, ROUND_HALF_UP)
