"""One line of Medicare's physician fee schedule, and its national payment.

Layout and letters: CMS's PPRRVU file and Claims Processing Manual, chapter 23, addendum (MPFSDB record layout). A
payment here is national: all cost indices are 1, without sequestration or site rules.
"""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Protocol

from bot.domain.codes.claim.edition import ReferenceEdition
from bot.domain.codes.fee_row import FeeRow
from bot.domain.codes.listing import Listing

_CENT = Decimal("0.01")


DELETED = frozenset("DFH")
"""Status letters of deleted codes (H: of modifiers), which stay in the file for a while."""


def fee_listing(fee: FeeRow) -> Listing:
    """The code as named in the fee schedule: only CMS's short descriptor (28 characters)."""
    return Listing(fee.code, short=fee.description)


class FeeTable(Protocol):
    """One year's (or quarter's) fee schedule."""

    @property
    def edition(self) -> ReferenceEdition: ...

    def find(self, code: str, modifier: str, on: date) -> FeeRow | None:
        """The row of (code, modifier) in force on `on`. An empty modifier means the whole service."""


@dataclass(frozen=True, slots=True)
class Payment:
    """Dollars, national, rounded to the cent; None if CMS gives no value for that setting."""

    nonfacility: Decimal | None
    facility: Decimal | None


def payment(fee: FeeRow) -> Payment | None:
    """(work + practice + malpractice, each times an index of 1) times the conversion factor.

    None if the schedule sets no price: only statuses A, R and T are paid by RVUs.
    """
    if fee.status not in PRICED:
        return None
    return Payment(
        None if fee.pe_non_facility_na else _dollars(total(fee, fee.pe_non_facility), fee.conversion_factor),
        None if fee.pe_facility_na else _dollars(total(fee, fee.pe_facility), fee.conversion_factor),
    )


def total(fee: FeeRow, practice: Decimal) -> Decimal:
    """RVUs with the practice expense of one setting: work + practice + malpractice."""
    return fee.work + practice + fee.malpractice


PRICED = frozenset("ART")
"""Status letters of services paid by RVUs."""


def _dollars(rvus: Decimal, factor: Decimal) -> Decimal:
    return (rvus * factor).quantize(_CENT, ROUND_HALF_UP)
