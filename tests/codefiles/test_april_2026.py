"""The list that the install brings, counted; and held against the published lists where they are at hand."""

from pathlib import Path

import pytest

from bot.codefiles.errors import Fault, UnreadableFile
from bot.codefiles.icd10cm_tabular import Tabular
from bot.codefiles.installed import INSTALLED_ICD10CM, installed_tabular
from bot.domain.codes.diagnosis import Diagnosis
from tests.fakes_diagnoses import april_tabular

SHARED = Path(__file__).parents[2] / ".." / "shared" / "data" / "icd10cm_2024"
needs_lists = pytest.mark.skipif(not SHARED.is_dir(), reason="the published FY2024 list is not at hand")


@pytest.fixture(scope="module")
def tabular() -> Tabular:
    return april_tabular()


@pytest.fixture(scope="module")
def billable(tabular: Tabular) -> dict[str, Diagnosis]:
    return {d.code.replace(".", ""): d for d in tabular.diagnoses if d.billable}


def test_there_are_exactly_the_published_number_of_billable_codes(billable: dict[str, Diagnosis]) -> None:
    """74,719 in April 2026; 14,564 with a placeholder and 51,485 of full length among them."""
    assert len(billable) == 74_719
    assert sum("X" in code[3:6] for code in billable) == 14_564
    assert sum(len(code) == 7 for code in billable) == 51_485


def test_there_are_22_chapters_and_297_sections(tabular: Tabular) -> None:
    """Blocks are whole, and each section hangs on a chapter in the end."""
    parents = {block.id: block.parent for block in tabular.blocks}

    assert sum(parent is None for parent in parents.values()) == 22
    assert sum(parent is not None for parent in parents.values()) == 297
    assert all(parent is None or parent in parents for parent in parents.values())
    assert [parents[id_] for id_ in ("M50-M54", "C7A", "D3A", "B20")] == ["M40-M54", "C00-C96", "2", "1"]


def test_every_code_above_and_below_is_in_the_list(tabular: Tabular) -> None:
    """No button may lead to a code that is not there."""
    codes = {d.code for d in tabular.diagnoses}
    blocks = {b.id for b in tabular.blocks}

    assert all(d.parent is None or d.parent in codes for d in tabular.diagnoses)
    assert all(child in codes for d in tabular.diagnoses for child in d.children)
    assert all(d.section in blocks and d.chapter in blocks for d in tabular.diagnoses)


@pytest.mark.parametrize(
    ("code", "characters"),
    [
        ("S06.1X7", "A"),
        ("S06.1X8", "A"),
        ("S06.1X1", "ADS"),
        ("M1A.00", "01"),
        ("H40.111", "01234"),
        ("O31.01", "0123459"),
        ("M54.50", ""),
        ("S52.501", "ABCDEFGHJKMNPQRS"),
        ("S12.8", "ADS"),
        ("S12.000", "ABDGKS"),
        ("R40.211", "01234"),
        ("T07", "ADS"),
    ],
)
def test_codes_take_the_seventh_characters_that_are_theirs(
    tabular: Tabular, code: str, characters: str
) -> None:
    """Sets differ by category and below: gout has tophi, glaucoma stages, fractures sixteen encounters."""
    found = next(d for d in tabular.diagnoses if d.code == code)

    assert "".join(s.character for s in found.sevenths) == characters


def test_padding_reaches_the_seventh_place(billable: dict[str, Diagnosis]) -> None:
    """T07 takes three X, W21.89 one."""
    assert {"T07XXXA", "W2189XA", "S43421D", "E113211"} <= billable.keys()


def test_the_release_says_when_it_ends() -> None:
    """FY2027 began on 2026-10-01."""
    assert INSTALLED_ICD10CM.edition == "April 2026"
    assert (INSTALLED_ICD10CM.effective.isoformat(), str(INSTALLED_ICD10CM.ends)) == (
        "2026-04-01",
        "2026-09-30",
    )


def test_the_data_file_is_found_without_importing_its_package() -> None:
    """Importing it costs seconds and 193 MB."""
    import sys

    assert installed_tabular().is_file()
    assert "simple_icd_10_cm" not in sys.modules


def test_an_absent_data_file_is_a_typed_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """An install that lost its data says so."""
    monkeypatch.setattr("sys.path", [])
    monkeypatch.setattr("sys.meta_path", [])

    with pytest.raises(UnreadableFile) as missing:
        installed_tabular()

    assert missing.value.fault is Fault.NOT_FOUND


@needs_lists
def test_the_billable_codes_are_those_of_fy2024_with_the_published_changes(
    billable: dict[str, Diagnosis],
) -> None:
    """74,044 codes, 739 added, 64 gone: the same set, code by code."""
    old = {line[:7].strip() for line in (SHARED / "icd10cm-codes-2024.txt").read_text("latin-1").splitlines()}
    changes = [line.split() for line in (SHARED / "delta_FY2024_to_APR2026.tsv").read_text().splitlines()]
    added = {code for kind, code in changes if kind == "ADD"}
    gone = {code for kind, code in changes if kind == "GONE"}

    assert (len(old), len(added), len(gone)) == (74_044, 739, 64)
    assert billable.keys() == (old | added) - gone


@needs_lists
def test_expanded_names_are_those_that_were_published(billable: dict[str, Diagnosis]) -> None:
    """All but the few names that were reworded since FY2024 are the same, letter by letter."""
    lines = (SHARED / "icd10cm-codes-2024.txt").read_text("latin-1").splitlines()
    old = {line[:7].strip(): line[8:].strip() for line in lines}
    reworded = [code for code, name in old.items() if code in billable and billable[code].name != name]

    assert len(reworded) == 167
