"""Which edition a link names, and which one must be in force."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.codes.fetching.editions import Cadence, current_edition, edition_in, quarter, revision_in

YEARLY, QUARTERLY = Cadence.FISCAL_YEAR, Cadence.QUARTERLY


@pytest.mark.parametrize(
    ("cadence", "text", "name"),
    [
        (YEARLY, "2027-code-descriptions-tabular-order.zip", "FY2027"),
        (YEARLY, "april-1-2026-code-tables-tabular-index.zip", "April 2026"),
        (YEARLY, "2024-code-descriptions-tabular-order-updated-02/01/2024.zip", "FY2024"),
        (YEARLY, "icd10cm-Code Descriptions-2026.zip", "FY2026"),
        (QUARTERLY, "rvu26d.zip", "2026 Q4"),
        (QUARTERLY, "rvu26c-updated-06-30-2026.zip", "2026 Q3"),
        (QUARTERLY, "rvu25a-updated-01/10/2025.zip", "2025 Q1"),
        (QUARTERLY, "october-2026-alpha-numeric-hcpcs-file.zip", "2026 Q4"),
        (QUARTERLY, "hcpc2026_jul_anweb_06172026.zip", "2026 Q3"),
        (QUARTERLY, "medicare-ncci-2026q3-practitioner-ptp-edits-ccipra-v322r0-f1.zip", "2026 Q3"),
        (QUARTERLY, "ccioph-v330r0-f2.zip", "2027 Q1"),
        (QUARTERLY, "medicare-ncci-2026-q4-dme-supplier-services-mue-table.zip", "2026 Q4"),
        (QUARTERLY, "Add-On Code Edits for Medicare Effective 07012026", "2026 Q3"),
        (QUARTERLY, "MCR_MUE_DMESupplierServices_Eff_07-01-2026", "2026 Q3"),
    ],
)
def test_a_files_name_says_which_edition_it_is(cadence: Cadence, text: str, name: str) -> None:
    """As CMS and CDC have written them."""
    found = edition_in(cadence, text)

    assert found
    assert found.name == name


def test_the_day_of_a_revision_is_no_edition() -> None:
    """'Updated June 30' is still July's file."""
    assert edition_in(QUARTERLY, "mue-table-updated-06-30-2026.zip") is None


def test_the_newest_revision_of_an_edition_is_told_by_its_update_and_its_number() -> None:
    """Revision r1 follows r0, and an update follows what it updates."""
    assert revision_in("rvu26c-updated-06-30-2026.zip") > revision_in("rvu26c.zip")
    assert revision_in("ccipra-v322r1-f1.zip") > revision_in("ccipra-v322r0-f1.zip")
    assert revision_in("a-updated-10/02/2026.zip") > revision_in("a-updated-09/30/2026.zip")
    assert revision_in("2026-code-descriptions-tabular-order-updated.zip") > revision_in(
        "2026-code-descriptions-tabular-order.zip"
    )


@pytest.mark.parametrize(
    ("cadence", "today", "name"),
    [
        (YEARLY, date(2026, 9, 30), "FY2026"),
        (YEARLY, date(2026, 10, 1), "FY2027"),
        (YEARLY, date(2027, 4, 2), "FY2027"),
        (QUARTERLY, date(2026, 12, 31), "2026 Q4"),
        (QUARTERLY, date(2027, 1, 1), "2027 Q1"),
    ],
)
def test_the_calendar_says_which_edition_must_be_in_force(cadence: Cadence, today: date, name: str) -> None:
    """ICD-10-CM's April update is optional; everything else comes by quarter."""
    assert current_edition(cadence, today).name == name


@given(st.integers(2015, 2089), st.integers(1, 4))
def test_every_quarters_names_are_read_back(year: int, number: int) -> None:
    """Each way in which CMS writes a quarter."""
    month = ("january", "april", "july", "october")[number - 1]
    texts = [
        f"rvu{year % 100}{'abcd'[number - 1]}.zip",
        f"x-{year}q{number}-y",
        f"{month}-{year}-file.zip",
    ]

    assert {edition_in(QUARTERLY, text) for text in texts} == {quarter(year, number)}


@given(st.text())
def test_no_text_stops_the_reader(text: str) -> None:
    """Pages hold anything."""
    edition_in(YEARLY, text)
    edition_in(QUARTERLY, text)
    revision_in(text)
