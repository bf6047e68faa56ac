"""`/icd` and `/claim` for days of which no edition is loaded, and for codes that have ended."""

from datetime import date

import pytest

from bot.codefiles.shipped import shipped_spans
from bot.domain.codes.file_rows import CodeRow
from bot.domain.codes.icd.code_list import diagnoses_of
from bot.domain.codes.releases import Release, System
from bot.services.claims.check_claim import NothingLoaded
from bot.services.library.code_library import CodeLibrary
from bot.services.ports.request_context import RequestContext
from handlers.claim import command as claim_command
from handlers.icd.command import answer
from handlers.views.plain import as_text
from tests.fakes_diagnoses import MemoryDiagnoses, april_diagnoses, october_diagnoses

REQUEST = RequestContext("T1", "U1", date(2026, 12, 1))
INSTALL = CodeLibrary([april_diagnoses(), october_diagnoses()], history=shipped_spans)
_ORDER = Release(System.ICD10CM, "FY2027 order", date(2026, 10, 1), date(2027, 9, 30), "order.txt")
_CODES = [CodeRow(code, f"Invented {code}") for code in ("M54.50", "M51.360")]
LIST_ALONE = CodeLibrary([MemoryDiagnoses(_ORDER, (), diagnoses_of(_CODES))])


async def icd(text: str, library: CodeLibrary = INSTALL) -> str:
    """The card as text."""
    return as_text((await answer(text, REQUEST, code_library=library)).checked())


async def claim(text: str, library: CodeLibrary = INSTALL) -> str:
    """The same of `/claim`."""
    card = await claim_command.answer(text, REQUEST, code_library=library, reference=NothingLoaded())
    return as_text(card.checked())


async def test_today_is_answered_from_fy2027_and_says_where_its_notes_come_from() -> None:
    """Once, in the small print."""
    card = await icd("M67.A01")

    assert card.startswith("M67.A01  Plantar fasciitis, right foot  · billable")
    assert card.count("names and validity FY2027, notes April 2026") == 1
    assert "ended" not in card


async def test_september_is_answered_from_april_s_edition() -> None:
    """Both editions stay."""
    assert "not in this list yet" in await icd("M67.A01 on 2026-09-01")
    assert "M72.2  Plantar fascial fibromatosis  · billable" in await icd("M72.2 on 2026-09-01")
    assert "Also called: Plantar fasciitis" in await icd("M72.2 on 2026-09-01")
    assert "Also called: Plantar fasciitis" not in await icd("M72.2")


async def test_a_day_after_the_april_update_says_that_the_update_is_not_loaded() -> None:
    """FY2027 is in force until September 30, 2027, but April 1 may change it."""
    assert "not loaded: the Apr 1, 2027 update" in await icd("M54.50 on 2027-04-01")
    assert "update" not in await icd("M54.50 on 2027-03-31")


async def test_a_past_day_is_answered_with_its_days_and_what_followed() -> None:
    """By Medicare's code editor list; its name from an edition that has it."""
    card = await icd("M54.5 on 2021-09-30")

    assert "M54.5  Low back pain  · billable on Sep 30, 2021" in card
    assert "Billable from Oct 1, 2015 to Sep 30, 2021" in card
    assert "M54.50  Low back pain, unspecified" in card
    assert "Medicare's code editor list" in card
    assert "not billable on Oct 15, 2025" in await icd("M54.5 on 2025-10-15")


async def test_a_retired_code_without_a_name_is_answered_by_its_days_and_successors() -> None:
    """No loaded edition has T81.32XA."""
    card = await icd("T81.32XA on 2024-01-15")
    now = await icd("T81.32XA")

    assert "T81.32XA  · billable on Jan 15, 2024" in card
    assert "T81.320A" in card
    assert "No loaded edition has its name." in card
    assert "not billable" in now
    assert "T81.320A" in now


async def test_codes_together_on_a_past_day_are_not_checked_against_notes() -> None:
    """Each is said to be billable or not; the notes of that year are not loaded."""
    card = await icd("M54.50 M51.360 together on 2025-10-15")

    assert card.count("billable on Oct 15, 2025") == 2
    assert "Excludes notes: not loaded for this date" in card
    assert "No problem found" not in card


async def test_before_october_2015_it_is_icd_9() -> None:
    """Said instead of 'not loaded'."""
    assert "ICD-9-CM" in await icd("M54.50 on 2015-09-30")
    assert "ICD-9-CM" in await claim("99213 dx M54.50 on 2015-09-30")


async def test_after_the_last_list_nothing_is_said() -> None:
    """Neither an edition nor a list answers for October 2027."""
    assert "is not loaded" in await icd("M54.50 on 2027-10-01")


async def test_a_plain_list_s_codes_are_not_said_to_go_together() -> None:
    """It has no Excludes notes."""
    together, line = (
        await icd("M54.50 M51.360 together", LIST_ALONE),
        await claim("99213 M54.50 M51.360", LIST_ALONE),
    )

    for card in (together, line):
        assert "Excludes notes: not loaded for this date" in card
    assert "No problem found in the Excludes notes" not in together
    assert "Excludes notes," not in line
    assert "Look again" in await icd("M54.50 M51.360 together")


@pytest.mark.parametrize(
    ("code", "now"),
    [("T52.8X1A", "T52.891A"), ("S23.420A", "S43.60XA"), ("I42.0", "I42.00"), ("Z87.890", "Z87.8901")],
)
async def test_a_code_that_ended_with_september_names_what_is_billed_now(code: str, now: str) -> None:
    """In `/icd` and in a claim."""
    card, line = await icd(code), await claim(f"99213 dx {code}")

    assert now in card
    assert "Sep 30, 2026" in card or "Oct 1, 2026" in card
    assert now in line
    assert "conflict" in line
