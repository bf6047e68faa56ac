"""What a fresh install knows of today, and of the past, without any download."""

import random
import re
from datetime import date
from pathlib import Path

import pytest

from bot.codefiles.shipped import shipped_addenda, shipped_spans
from bot.domain.codes.edition_file import Holds
from bot.domain.codes.icd.order_addenda import AddendumAction, AddendumRow
from bot.domain.codes.releases import PUBLIC, System
from bot.domain.text import clean
from bot.services.claims.check_claim import NothingLoaded
from bot.services.library.code_library import CodeLibrary
from bot.services.ports.request_context import RequestContext
from handlers.claim import command as claim_command
from handlers.icd.command import answer
from handlers.views.plain import as_text
from tests.e2e.conftest import installed
from tests.services.loaded_library import library_of

TODAY = date(2026, 12, 1)
REQUEST = RequestContext("T1", "U1", TODAY)
_ROWS = shipped_addenda().rows
_CODE = re.compile(r"\b[A-Z][0-9][0-9A-Z](?:\.[0-9A-Z]{1,4})?\b")


@pytest.fixture(scope="module")
def library(prepared: Path) -> CodeLibrary:
    """As the first start leaves it."""
    return library_of(installed(prepared), prepared / "editions", history=shipped_spans)


def _codes(action: AddendumAction) -> set[str]:
    return {row.code for row in _ROWS if row.action is action and row.billable}


NEW = sorted(_codes(AddendumAction.ADD) - _codes(AddendumAction.DELETE))
GONE = sorted(_codes(AddendumAction.DELETE))


def _row(code: str) -> AddendumRow:
    return next(row for row in _ROWS if row.code == code and row.action is AddendumAction.ADD)


def test_today_is_answered_from_fy2027_with_notes_and_the_index(library: CodeLibrary) -> None:
    """And each edition says what it holds."""
    book = library.diagnoses(None, TODAY, PUBLIC).table

    assert book
    assert (book.release.edition, book.release.notes) == ("FY2027", "April 2026")
    assert {Holds.NAMES, Holds.VALIDITY, Holds.NOTES, Holds.INDEX} <= book.holds
    assert {r.edition for r in library.releases() if r.system is System.ICD10CM} == {"FY2027", "April 2026"}


async def test_all_190_new_codes_are_billable_today_by_their_new_names(library: CodeLibrary) -> None:
    """None of them in September."""
    assert len(NEW) == 190
    for code in NEW:
        card = as_text(await answer(code, REQUEST, code_library=library))
        assert card.startswith(f"{code}  {_row(code).name}  · billable"), code
        before = as_text(await answer(f"{code} on 2026-09-30", REQUEST, code_library=library))
        assert "billable on" not in before
        assert "not in this list yet" in before, code


async def test_300_codes_by_chance_are_billable_today(library: CodeLibrary) -> None:
    """Of those that the Medicare code editor has in force."""
    spans = shipped_spans()
    current = [code for code in spans.starting("") if spans.days(code)[-1].last == spans.through]
    assert len(current) == 74_879
    for code in random.Random(2027).sample(current, 300):
        assert "  · billable\n" in as_text(await answer(code, REQUEST, code_library=library)), code


async def test_all_30_gone_codes_name_their_successors(library: CodeLibrary) -> None:
    """In `/icd` and in a claim: codes that are billable today."""
    book = library.diagnoses(None, TODAY, PUBLIC).table
    assert book
    assert len(GONE) == 30
    for code in GONE:
        card = as_text(await answer(code, REQUEST, code_library=library))
        checked = await claim_command.answer(
            clean(f"99213 dx {code}"), REQUEST, code_library=library, reference=NothingLoaded()
        )
        for text in (card, as_text(checked)):
            named = {found for found in _CODE.findall(text) if found != code}
            assert any((d := book.get(found)) and d.billable for found in named), (code, text)
            assert re.search(r"Sep 30, 2026|Oct 1, 2026", text), (code, text)


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("plantar fasciitis", "M67.A09"),
        ("plantar fasciitis on 2026-09-01", "M72.2"),
        ("brugada syndrome", "I49.81"),
        ("lynch syndrome", "QA1.71"),
        ("heartburn", "R12"),
    ],
)
async def test_words_are_searched_in_the_edition_of_the_day(
    library: CodeLibrary, question: str, first: str
) -> None:
    """New names are found, and old ones on old days."""
    assert as_text(await answer(question, REQUEST, code_library=library)).startswith(first)
