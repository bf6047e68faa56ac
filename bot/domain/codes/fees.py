"""One line of Medicare's physician fee schedule, and what it pays nationally.

Layout and letters: CMS's PPRRVU file and Claims Processing Manual, chapter 23, addendum (MPFSDB record layout).
A payment here is national: no locality's cost indices (all taken as 1), no sequestration, no site rules.
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
"""Status letters of codes (H: of modifiers) that were deleted and stay in the file for a while."""


def fee_listing(fee: FeeRow) -> Listing:
    """The code as the fee schedule names it: CMS's short descriptor (28 characters), nothing longer."""
    return Listing(fee.code, short=fee.description)


class FeeTable(Protocol):
    """One year's (or quarter's) fee schedule, open for asking."""

    @property
    def edition(self) -> ReferenceEdition: ...

    def find(self, code: str, modifier: str, on: date) -> FeeRow | None:
        """The row of (code, modifier) that holds on `on`; modifier '' is the whole service."""


@dataclass(frozen=True, slots=True)
class Payment:
    """Dollars, national, rounded to the cent; None where CMS gives no value for that place."""

    nonfacility: Decimal | None
    facility: Decimal | None


def payment(fee: FeeRow) -> Payment | None:
    """(work + practice + malpractice, each times an index of 1) times the conversion factor.

    None where the schedule sets no price at all: only statuses A, R and T are paid by RVUs.
    """
    if fee.status not in PRICED:
        return None
    return Payment(
        None if fee.pe_non_facility_na else _dollars(total(fee, fee.pe_non_facility), fee.conversion_factor),
        None if fee.pe_facility_na else _dollars(total(fee, fee.pe_facility), fee.conversion_factor),
    )


def total(fee: FeeRow, practice: Decimal) -> Decimal:
    """RVUs with the practice expense of one place: work + practice + malpractice."""
    return fee.work + practice + fee.malpractice


PRICED = frozenset("ART")
"""Status letters that are paid by RVUs."""


def _dollars(rvus: Decimal, factor: Decimal) -> Decimal:
    return (rvus * factor).quantize(_CENT, ROUND_HALF_UP)
