"""The public files that ship with CodeDesk: whole, as their sources are, and what they make."""

import hashlib
import re
from functools import cache
from pathlib import Path

import pytest

from bot.codefiles.icd10cm_index import read_index
from bot.codefiles.installed import ADDENDA, INDEX_FILES
from bot.codefiles.shipped import SPANS, SPANS_THROUGH, shipped, shipped_addenda, shipped_spans
from bot.domain.codes.diagnosis import Diagnosis
from bot.domain.codes.icd.apply_addenda import apply_addenda
from tests.fakes_diagnoses import april_tabular

PROVENANCE = Path(__file__).parents[2] / "bot" / "data" / "icd10cm" / "README.md"
FY2027_BILLABLE = "acdd1a22ffadad4c79e0a9aa03a07a61db41d4ce00f1fcdc849ce0e5f77ca403"
"""Of the dotless billable codes, sorted and joined by newlines; the Medicare code editor v44 names the same ones."""


@cache
def fy2027() -> dict[str, Diagnosis]:
    """The edition that the install makes."""
    tabular = april_tabular()
    return {d.code: d for d in apply_addenda(tabular.diagnoses, tabular.blocks, shipped_addenda())}


@pytest.mark.parametrize("name", [ADDENDA, SPANS, *INDEX_FILES.values()])
def test_each_file_is_the_one_that_its_source_publishes(name: str) -> None:
    """Size and checksum stand beside it."""
    row = next(line for line in PROVENANCE.read_text().splitlines() if f"`{name}`" in line)
    found = re.search(r"([0-9,]+) \| `([0-9a-f]{64})`", row)
    content = shipped(name)

    assert found
    assert (len(content), hashlib.sha256(content).hexdigest()) == (int(found[1].replace(",", "")), found[2])


def test_fy2027_has_exactly_the_published_codes() -> None:
    """98,403 rows; every billable code is the one that two strangers found."""
    made = fy2027()
    billable = sorted(code.replace(".", "") for code, d in made.items() if d.billable)

    assert (len(made), len(billable)) == (98_403, 74_879)
    assert hashlib.sha256("\n".join(billable).encode()).hexdigest() == FY2027_BILLABLE


def test_every_code_of_fy2027_stands_in_its_place() -> None:
    """Above and below agree, and every section and chapter is there."""
    made, blocks = fy2027(), {b.id for b in april_tabular().blocks}

    assert all(d.section in blocks and d.chapter in blocks for d in made.values())
    for d in made.values():
        assert all(made[child].parent == d.code for child in d.children), d.code
        assert d.parent is None or d.code in made[d.parent].children, d.code
        assert d.billable is not bool(d.children), d.code
        assert not d.sevenths or len(d.sevenths) == len(d.children), d.code


@pytest.mark.parametrize(
    ("code", "parent", "section", "chapter"),
    [
        ("M67.A01", "M67.A0", "M65-M67", "13"),
        ("K6A.01", "K6A.0", "K65-K68", "11"),
        ("QA1.792", "QA1.79", "QA0", "17"),
        ("T52.891A", "T52.891", "T51-T65", "19"),
        ("O31.40X0", "O31.40", "O30-O48", "15"),
        ("M86.8X11", "M86.8X1", "M86-M90", "13"),
    ],
)
def test_new_codes_stand_below_their_parents(code: str, parent: str, section: str, chapter: str) -> None:
    """In the chapter where a coder looks for them."""
    d = fy2027()[code]

    assert (d.billable, d.parent, d.section, d.chapter) == (True, parent, section, chapter)


def test_new_codes_with_an_encounter_take_their_7th_character_and_others_have_none() -> None:
    """A, D and S below T52.891; M86.8X1's last digit is a side."""
    made = fy2027()

    assert "".join(s.character for s in made["T52.891"].sevenths) == "ADS"
    assert made["M86.8X1"].sevenths == ()
    assert made["M86.8X11"].seventh is None


def test_the_code_editor_s_list_agrees_with_both_editions() -> None:
    """Billable in April 2026 and in FY2027 are the same codes by either source."""
    spans = shipped_spans()
    october = {d.code for d in fy2027().values() if d.billable}
    april = {d.code for d in april_tabular().diagnoses if d.billable}

    assert all(spans.days(code)[-1].last == SPANS_THROUGH for code in october)
    assert {code for code in april if spans.days(code)[-1].last != SPANS_THROUGH} == april - october
    assert len(april - october) == 30


@pytest.mark.parametrize("name", INDEX_FILES.values())
def test_the_index_is_of_fy2025(name: str) -> None:
    """As the answers say."""
    assert read_index(shipped(name)).version == "2025"
