"""What the fee schedule pays nationally. All numbers are invented."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.codes.fees import payment, total
from tests.fakes_claim import fee


def test_the_payment_is_the_total_times_the_conversion_factor() -> None:
    """0.43 + 0.40 + 0.01 in the office, 0.30 for practice expense in a facility."""
    paid = payment(fee("97140"))

    assert paid is not None
    assert (paid.nonfacility, paid.facility) == (Decimal("28.06"), Decimal("24.72"))


def test_a_place_without_a_value_has_no_payment() -> None:
    """'NA' in the file is not nought."""
    paid = payment(replace(fee("97140"), pe_facility_na=True))

    assert paid is not None
    assert paid.facility is None


def test_a_status_that_is_not_paid_by_rvus_has_no_price() -> None:
    """B is bundled, whatever its RVUs say."""
    assert payment(fee("97010", "B")) is None
    assert payment(fee("97140", "R")) is not None


@given(st.decimals("0", "50", places=2), st.decimals("20", "60", places=4))
def test_money_is_rounded_to_the_cent(work: Decimal, factor: Decimal) -> None:
    """Half a cent up, never more than half a cent away."""
    row = replace(fee("97140"), work=work, conversion_factor=factor)
    paid = payment(row)

    assert paid is not None
    assert paid.nonfacility is not None
    assert abs(paid.nonfacility - total(row, row.pe_non_facility) * factor) <= Decimal("0.005")
