"""HCPCS Level II in its three forms: codes, modifiers, last days, successors, descriptions that go on."""

import re
from collections import Counter
from dataclasses import replace
from datetime import date

import pytest

from bot.codefiles.errors import Fault, UnreadableFile
from bot.domain.codes.file_rows import ChangeRow, CodeRow, ModifierRow
from bot.domain.codes.files import FileForm, FileKind, Licence, SkipReason
from tests.codefiles.layouts import (
    HCPCS_HEADER,
    HCPCS_PREAMBLE,
    HCPCS_ROWS,
    HCPCS_TEXT,
    SHARED,
    csv_of,
    hcpcs_line,
    needs_shared,
    read_all,
    text,
    workbook,
)

REAL = SHARED / "hcpcs_2019"


def test_the_text_form_gives_codes_and_modifiers_whole() -> None:
    """A description that goes on in the next line is one description; an ended code keeps its last day."""
    source, rows, skipped = read_all("HCPC2019_CONTR_ANWEB.txt", HCPCS_TEXT)

    assert (source.kind, source.form, source.licence) == (FileKind.HCPCS, FileForm.TEXT, Licence.PUBLIC)
    assert [row.modifier for row in rows if isinstance(row, ModifierRow)] == ["ZA", "ZB"]
    codes = {row.code: row for row in rows if isinstance(row, CodeRow)}
    assert list(codes) == ["Q9901", "Q9902", "Q9903"]
    assert codes["Q9902"].long == "Invented ride by sled, each mile, with two dogs or more"
    assert (codes["Q9901"].ends, codes["Q9901"].successors) == (date(2010, 12, 31), ("Q9902",))
    assert codes["Q9903"].detail["betos"] == "O1A"
    assert skipped == []


@pytest.mark.parametrize("preamble", [0, 7, 10])
def test_csv_and_workbook_give_the_same_rows_as_the_text(preamble: int) -> None:
    """The header stands on row 0, 7 or 10, and blank rows may follow."""
    rows = [["notice"]] * preamble + [HCPCS_HEADER, *HCPCS_ROWS] + [[""] * 48] * 3
    expected = read_all("a.txt", HCPCS_TEXT)[1]

    assert read_all("a.csv", csv_of(rows))[1] == expected
    assert read_all("a.xlsx", workbook(rows))[1] == expected


def test_a_continuation_that_belongs_to_no_code_is_told_by_line() -> None:
    """It is left out, not joined to a stranger."""
    _source, rows, skipped = read_all(
        "a.txt", text(*HCPCS_PREAMBLE, hcpcs_line("Q9904", "4", "of what?"), *one())
    )

    assert len(rows) == 1
    assert [(s.line, s.reason) for s in skipped] == [(9, SkipReason.STRAY)]


def one() -> list[str]:
    """A single good record."""
    return [hcpcs_line("Q9901", "3", "Invented ride by sled", "Sled ride")]


@pytest.mark.parametrize(
    ("content", "fault", "line"),
    [
        (HCPCS_TEXT[: HCPCS_TEXT.index(b"Q9903") + 100], Fault.CUT_OFF, 15),
        (text(*HCPCS_PREAMBLE, *one(), *one()), Fault.DOUBLED, 10),
        (
            text(*HCPCS_PREAMBLE, *one(), *([hcpcs_line("Q9901", "4", "w " * 40)] * 900)),
            Fault.ENDLESS_LINE,
            818,
        ),
        (HCPCS_TEXT + b"half a line\r\n", Fault.DAMAGED, 16),
        (text(*HCPCS_PREAMBLE, hcpcs_line("Q9901", "3", "x", added="20021301")), Fault.DAMAGED, 9),
        (HCPCS_TEXT + b"\0\0\0\n", Fault.DAMAGED, 16),
        (text(*HCPCS_PREAMBLE, *one()) + b"x" * 70_000, Fault.ENDLESS_LINE, 10),
    ],
)
def test_a_damaged_list_is_refused_with_its_line(content: bytes, fault: Fault, line: int) -> None:
    """Cut off, doubled, or with rows that the layout cannot have: nothing of it is used."""
    with pytest.raises(UnreadableFile) as refused:
        read_all("HCPC2019_CONTR_ANWEB.txt", content)

    assert (refused.value.fault, refused.value.line) == (fault, line)


@needs_shared
def test_the_list_of_2019_is_read_whole() -> None:
    """Counted by record type in the file itself: every code, every modifier, every last day."""
    content = (REAL / "HCPC2019_CONTR_ANWEB.txt").read_bytes()
    lines = [line for line in content.decode("latin-1").split("\r\n") if re.match(r".{5}\d{5}[3478]", line)]
    kinds = Counter(line[10] for line in lines)
    ended = Counter(line[10] for line in lines if line[284:292].strip())

    _source, rows, skipped = read_all("HCPC2019_CONTR_ANWEB.txt", content)

    codes = [row for row in rows if isinstance(row, CodeRow)]
    modifiers = [row for row in rows if isinstance(row, ModifierRow)]
    assert (len(codes), len(modifiers)) == (kinds["3"], kinds["7"]) == (6_440, 360)
    assert sum(row.ends is not None for row in codes) == ended["3"] == 506
    assert sum(row.ends is not None for row in modifiers) == ended["7"] == 9
    assert skipped == []


@needs_shared
def test_the_workbook_of_2019_says_what_the_text_says() -> None:
    """All but the date of the last action, missing there for 115 old codes, and one type of service of two."""
    _source, from_text, _skipped = read_all("a.txt", (REAL / "HCPC2019_CONTR_ANWEB.txt").read_bytes())
    _source, from_workbook, skipped = read_all("a.xlsx", (REAL / "HCPC2019_CONTR_ANWEB.xlsx").read_bytes())
    differing = [(a, b) for a, b in zip(from_text, from_workbook, strict=True) if a != b]

    assert len(from_workbook) == 6_800
    assert len(differing) == 117
    for one_, other in differing:
        assert isinstance(one_, CodeRow)
        assert isinstance(other, CodeRow)
        assert replace(one_, detail={}) == replace(other, detail={})
        unlike = {key for key, value in one_.detail.items() if value != other.detail.get(key)}
        assert unlike <= {"action_effective", "type_of_service"}
    assert skipped == []


@needs_shared
def test_the_change_list_of_2019_names_each_code_once() -> None:
    """6,800 lines, as many as the list has codes and modifiers; its first sheet goes by kind of change."""
    source, rows, _skipped = read_all("x.xlsx", (REAL / "HCPC2019_Trans_Alpha.xlsx").read_bytes())
    changes = Counter(row.change for row in rows if isinstance(row, ChangeRow))

    assert source.kind is FileKind.HCPCS_CHANGES
    assert sum(changes.values()) == 6_800
    assert changes["No Change"] > changes["ADD"] > 0


@needs_shared
@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("hcpcs_2019/HCPC2019_CONTR_ANWEB.txt", Fault.CUT_OFF),
        ("hcpcs_2019/HCPC2019_CONTR_ANWEB.xlsx", Fault.BROKEN_ZIP),
        ("icd10cm_2024/icd10cm-codes-2024.txt", Fault.CUT_OFF),
    ],
)
def test_half_of_a_real_release_is_refused(name: str, fault: Fault) -> None:
    """A download that broke off in the middle."""
    content = (SHARED / name).read_bytes()

    with pytest.raises(UnreadableFile) as refused:
        read_all(name, content[: len(content) // 2 + 7])

    assert refused.value.fault is fault
