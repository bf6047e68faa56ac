"""NCCI pairs: four files of text, or the same as CSV or workbook; 2.5 million of them, so they stream."""

from datetime import date
from io import BytesIO

import pytest

from benchmarks.synthetic_ncci import write
from bot.codefiles.code_files import open_files
from bot.codefiles.errors import Fault, UnreadableFile
from bot.domain.codes.file_rows import PtpRow
from bot.domain.codes.files import FileForm, FileKind, Licence, SkipReason, Variant
from tests.codefiles.layouts import PTP_PREAMBLE, PTP_ROWS, PTP_TEXT, csv_of, read_all, text, workbook

TABLE = [line.split("\t") for line in (*PTP_PREAMBLE, *PTP_ROWS)]


def test_pairs_are_read_with_dates_and_indicator() -> None:
    """An asterisk is 'before 1996' in one column and 'no last day' in another."""
    source, rows, skipped = read_all("ccipra-v322r0-f2.TXT", PTP_TEXT)

    assert (source.kind, source.form, source.licence) == (FileKind.PTP, FileForm.TEXT, Licence.AMA)
    assert (source.variant, source.part, source.edition) == (Variant.PRACTITIONER, 2, "2026 Q3")
    assert (source.effective, source.ends) == (date(2026, 7, 1), date(2026, 9, 30))
    assert rows[0] == PtpRow("99901", "99902", date(1996, 1, 1), None, 0, "Invented rationale", True)
    assert rows[1] == PtpRow(
        "99901", "99903", date(2022, 1, 1), date(2023, 12, 31), 1, "Invented rationale", False
    )
    assert [row.ever_in_force for row in rows if isinstance(row, PtpRow)] == [True, True, False, True]
    assert skipped == []


def test_csv_and_workbook_give_the_same_pairs() -> None:
    """In a workbook dates and codes may stand as numbers."""
    numbers = [[int(c) if c.isdigit() and n > 5 else c for c in row] for n, row in enumerate(TABLE)]
    expected = read_all("a.txt", PTP_TEXT)[1]

    assert read_all("a.csv", csv_of(TABLE))[1] == expected
    assert read_all("a.xlsx", workbook(TABLE))[1] == expected
    assert read_all("a.xlsx", workbook(numbers))[1] == expected


@pytest.mark.parametrize(
    ("name", "variant"),
    [
        ("ccioph-v323r0-f1.TXT", Variant.OUTPATIENT),
        ("medicare-ncci-2026q3-practitioner-ptp-edits.txt", Variant.PRACTITIONER),
        ("pairs.txt", None),
    ],
)
def test_the_setting_is_told_by_the_name_alone(name: str, variant: Variant | None) -> None:
    """The content does not say whether it is for practitioners; where the name does not either, nobody guesses."""
    assert read_all(name, PTP_TEXT)[0].variant is variant


@pytest.mark.parametrize(
    ("content", "fault", "line"),
    [
        (PTP_TEXT[:-40], Fault.CUT_OFF, 10),
        (PTP_TEXT[:-8], Fault.CUT_OFF, 10),
        (text(*PTP_PREAMBLE, *PTP_ROWS, "99901\t99902\t\t20220101\t*\t1"), Fault.DAMAGED, 11),
        (text(*PTP_PREAMBLE, *PTP_ROWS, PTP_ROWS[0].replace("99902", "999O2")), Fault.DAMAGED, 11),
        (text(*PTP_PREAMBLE, *PTP_ROWS, PTP_ROWS[1].replace("20220101", "20220230")), Fault.DAMAGED, 11),
        (text(*PTP_PREAMBLE, *PTP_ROWS, PTP_ROWS[1].replace("\t1\t", "\t7\t")), Fault.DAMAGED, 11),
        (PTP_TEXT + b"9" * 70_000, Fault.ENDLESS_LINE, 11),
        (PTP_TEXT + b"99901\0\n", Fault.DAMAGED, 11),
        (text(*PTP_PREAMBLE), Fault.EMPTY, None),
    ],
)
def test_a_damaged_file_is_refused_with_its_line(content: bytes, fault: Fault, line: int | None) -> None:
    """A pair that is missing would be taken for a pair that is allowed."""
    with pytest.raises(UnreadableFile) as refused:
        read_all("ccipra-v322r0-f1.TXT", content)

    assert (refused.value.fault, refused.value.line) == (fault, line)


def test_one_slip_in_many_thousand_pairs_is_told_and_the_rest_is_used() -> None:
    """The line that could not be read is named."""
    held = BytesIO()
    write(held, 5_000)
    content = held.getvalue().replace(b"\t20220101\t", b"\t2022O101\t", 1)
    line = content[: content.index(b"2022O101")].count(b"\n") + 1

    _source, rows, skipped = read_all("ccipra-v322r0-f1.TXT", content)

    assert len(rows) == 4_999
    assert [(s.line, s.reason) for s in skipped] == [(line, SkipReason.NOT_A_DATE)]


def test_many_slips_are_a_damaged_file() -> None:
    """One in a thousand at most."""
    held = BytesIO()
    write(held, 5_000)

    with pytest.raises(UnreadableFile) as refused:
        read_all("ccipra-v322r0-f1.TXT", held.getvalue().replace(b"\t20220101\t", b"\t2022O101\t", 6))

    assert refused.value.fault is Fault.DAMAGED


def test_a_release_whose_last_line_stops_short_was_cut_off() -> None:
    """Of a file of thousands, the very last line end counts too: what came after it nobody knows."""
    held = BytesIO()
    write(held, 2_000)

    with pytest.raises(UnreadableFile) as refused:
        read_all("ccipra-v322r0-f1.TXT", held.getvalue().rstrip())

    assert refused.value.fault is Fault.CUT_OFF


def test_pairs_come_in_batches() -> None:
    """Nobody has to hold them all."""
    held = BytesIO()
    write(held, 60_000)
    files = open_files([("ccipra-v322r0-f1.TXT", held.getvalue())])

    sizes = [len(batch) for file in files for batch in file.read().batches]

    assert sum(sizes) == 60_000
    assert max(sizes) < 30_000
