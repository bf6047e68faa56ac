"""Every other kind in each form that it is published in."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from itertools import repeat

import pytest

from bot.codefiles.errors import Fault, UnreadableFile
from bot.codefiles.own_codes import MOST_ROWS, at_most
from bot.domain.codes.fee_row import FeeRow
from bot.domain.codes.file_rows import (
    AddOnRow,
    ChangeRow,
    CodeRow,
    Conversion,
    DescriptorRow,
    ModifierRow,
    MueRow,
)
from bot.domain.codes.files import FileForm, FileKind, Licence, Variant
from tests.codefiles import layouts_cpt as ours
from tests.codefiles.layouts import (
    PTP_PREAMBLE,
    SHARED,
    csv_of,
    mue_cells,
    needs_shared,
    read_all,
    text,
    workbook,
)


def test_the_order_file_tells_headers_from_billable_codes() -> None:
    """Codes come with their dots, names in the letters of Europe."""
    source, rows, _skipped = read_all("icd10cm_order_2026.txt", ours.ORDER)

    assert (source.kind, source.edition, source.effective) == (
        FileKind.ICD10CM_ORDER,
        "FY2026",
        date(2025, 10, 1),
    )
    assert rows == [
        CodeRow("Z99", "Kite mishaps", "Kite mishaps", billable=False),
        CodeRow("Z99.0", "Kite mishap, first, M\xe9ni\xe8re type", "Kite mishap, 1st"),
        CodeRow("Z99.XX1A", "Kite mishap, other", "Kite mishap, oth"),
    ]


def test_an_april_edition_begins_in_april() -> None:
    """It is the name alone that says so."""
    source, _rows, _skipped = read_all("icd10cm-order-April-2026.txt", ours.ORDER)

    assert (source.effective, source.ends) == (date(2026, 4, 1), date(2026, 9, 30))


def test_a_name_that_tells_nothing_gives_no_date() -> None:
    """Whoever loads it is asked; nobody guesses."""
    source, _rows, _skipped = read_all("download", ours.CODES)

    assert (source.kind, source.edition, source.effective) == (FileKind.ICD10CM_CODES, "", None)


@needs_shared
def test_the_codes_of_2024_are_read_whole() -> None:
    """74,044 billable codes."""
    content = (SHARED / "icd10cm_2024" / "icd10cm-codes-2024.txt").read_bytes()
    _source, rows, skipped = read_all("icd10cm-codes-2024.txt", content)

    assert len(rows) == content.count(b"\n") == 74_044
    assert skipped == []


@needs_shared
def test_every_excerpt_of_2026_is_recognised_and_read() -> None:
    """The first rows of the real releases, of which five kinds are at hand."""
    found = {}
    for path in sorted((SHARED / "excerpts_2026").glob("*.excerpt*")):
        source, rows, skipped = read_all(path.name, path.read_bytes())
        assert skipped == []
        found[source.kind] = len(rows), source.edition

    assert found == {
        FileKind.HCPCS: (7, "2026 Q4"),
        FileKind.MUE: (3, "2026 Q3"),
        FileKind.FEES: (2, "2026 Q3"),
        FileKind.PTP: (5, "2026 Q3"),
        FileKind.ICD10CM_ORDER: (9, "FY2026"),
    }


CONVERSIONS = [
    Conversion("Z99.01", "Z99.813", date(2024, 10, 1)),
    Conversion("Z99.8", "Z99.813", date(2024, 10, 1)),
    Conversion("Z84.040A", "Z97.01XA", date(2023, 4, 1)),
    Conversion("Z02.101-Z02.106", "Z02.151", date(2017, 10, 1)),
    Conversion("Z02.109", "Z02.151", date(2017, 10, 1)),
    Conversion("", "Z55.0", date(2023, 4, 1)),
]


def test_the_conversion_table_names_what_was_there_before() -> None:
    """A year is October 1 of that year; a range stays as printed; dates may be a spreadsheet's days."""
    tabbed = text(*("\t".join(str(cell) for cell in row) for row in ours.CONVERSION_ROWS))

    assert read_all("x.xlsx", workbook(ours.CONVERSION_ROWS))[1] == CONVERSIONS
    assert read_all("x.txt", tabbed)[1] == CONVERSIONS


def test_the_change_list_tells_codes_from_modifiers() -> None:
    """Both stand in one table."""
    source, rows, _skipped = read_all(
        "HCPC2026_OCT_Trans_Alpha.xlsx", workbook(ours.CHANGE_ROWS, [["Action"]])
    )

    assert (source.kind, source.effective) == (FileKind.HCPCS_CHANGES, date(2026, 10, 1))
    assert rows == [
        ChangeRow("ZA", "ADD", "Invented mod", "Invented modifier", modifier=True),
        ChangeRow("Q9901", "DISC", "Sled ride", "Invented ride by sled"),
    ]


@pytest.mark.parametrize(
    ("setting", "variant"),
    [
        ("Practitioner", Variant.PRACTITIONER),
        ("Outpatient Hospital", Variant.OUTPATIENT),
        ("DME Supplier", Variant.DME),
    ],
)
def test_the_header_of_mue_tells_which_of_three_it_is(setting: str, variant: Variant) -> None:
    """The notice before it may run over several lines, the header over two."""
    for name, content in (("x.csv", csv_of(mue_cells(setting))), ("x.xlsx", workbook(mue_cells(setting)))):
        source, rows, _skipped = read_all(name, content)

        assert (source.kind, source.variant, source.licence) == (FileKind.MUE, variant, Licence.AMA)
        assert rows == [
            MueRow("99901", 1, 2, "Invented rationale"),
            MueRow("0990T", 4, 3, "Invented rationale"),
            MueRow("Q9901", 0, 1, "CMS Policy"),
        ]


ADD_ONS = [
    AddOnRow(1, "99905", "99901", date(2013, 4, 1), None),
    AddOnRow(1, "99905", "99902", date(2013, 4, 1), date(2024, 12, 31)),
    AddOnRow(2, "0991T", None, date(2020, 1, 1), None),
]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("AOC_V2026Q2-MCR.xlsx", workbook(ours.ADD_ON_ROWS)),
        ("AOC_V2026Q2-MCR.csv", csv_of(ours.ADD_ON_ROWS)),
        ("AOC_V2026Q2-MCR.txt", ours.ADD_ON_TEXT),
    ],
)
def test_add_on_pairs_end_with_the_first_of_their_ends(name: str, content: bytes) -> None:
    """CCCCC means that the contractor says beside what; dates count the days of the year."""
    source, rows, _skipped = read_all(name, content)

    assert (source.kind, source.edition, source.effective) == (FileKind.ADD_ON, "2026 Q2", date(2026, 4, 1))
    assert rows == ADD_ONS


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("PPRRVU2026_Jul_nonQPP.csv", csv_of(ours.FEE_ROWS)),
        ("PPRRVU2026_Jul_nonQPP.xlsx", workbook(ours.FEE_ROWS)),
        ("PPRRVU2026_Jul_nonQPP.txt", ours.FEE_TEXT),
    ],
)
def test_fees_are_read_by_position_in_every_form(name: str, content: bytes) -> None:
    """Amounts are exact, whatever the form."""
    source, rows, _skipped = read_all(name, content)
    flying, mending, imaging = rows

    assert (source.kind, source.variant, source.effective) == (
        FileKind.FEES,
        Variant.NON_QPP,
        date(2026, 7, 1),
    )
    assert isinstance(flying, FeeRow)
    assert isinstance(mending, FeeRow)
    assert isinstance(imaging, FeeRow)
    assert (flying.work, flying.pe_non_facility, flying.pe_facility, flying.malpractice) == tuple(
        map(Decimal, ("1.10", "3.39", "0.41", "0.18"))
    )
    assert (flying.total_non_facility, flying.total_facility) == (Decimal("4.67"), Decimal("1.69"))
    assert (flying.pctc, flying.global_days, flying.pre, flying.intra) == (
        "0",
        "000",
        Decimal("0.1"),
        Decimal("0.8"),
    )
    assert (flying.multiple_procedure, flying.bilateral, flying.assistant) == ("2", "1", "1")
    assert flying.conversion_factor == Decimal("33.4009")
    assert (mending.modifier, mending.pe_non_facility_na, mending.pe_facility_na) == ("26", True, False)
    assert (mending.total_non_facility, mending.endoscopic_base, mending.supervision) == (
        Decimal("102.11"),
        "99901",
        "01",
    )
    assert (imaging.code, imaging.status, imaging.global_days) == ("0990T", "C", "YYY")


def test_a_workbook_of_fees_may_have_turned_codes_into_numbers() -> None:
    """`00100` taken for 100 is still 00100, and global days 0 are 000."""
    row: Sequence[str | int | float] = [
        100,
        "",
        "INVENTED",
        "J",
        "",
        0,
        0,
        "",
        0,
        "",
        0,
        0,
        0,
        0,
        0,
        0.1,
        0.8,
        0.1,
    ]
    rows: list[Sequence[str | int | float]] = [
        *ours.FEE_NOTICES,
        ours.FEE_HEADER,
        [*row, 9, 9, 9, 9, 9, "", "", 33.4009, 9, 0, 99, 0, 0, 0],
    ]

    (found,) = read_all("PPRRVU26_JAN.xlsx", workbook(rows))[1]

    assert isinstance(found, FeeRow)
    assert (found.code, found.global_days, found.supervision) == ("00100", "000", "09")
    assert (found.pre, found.conversion_factor) == (Decimal("0.1"), Decimal("33.4009"))


@pytest.mark.parametrize(
    ("content", "kind", "first"),
    [
        (
            ours.LONG,
            FileKind.CPT_LONG,
            CodeRow("99901", "Invented kite flying, therapeutic, each 15 minutes"),
        ),
        (ours.MEDIUM, FileKind.CPT_MEDIUM, CodeRow("99901", "INVENTED KITE FLYING THERAPEUTIC EA 15 MIN")),
        (ours.SHORT, FileKind.CPT_SHORT, CodeRow("99901", short="KITE FLYING EA 15 MIN")),
        (
            ours.CONSUMER,
            FileKind.CPT_CONSUMER,
            DescriptorRow("99901", "1000001", "Flying kites, in quarters of an hour, for health"),
        ),
        (
            ours.CLINICIAN,
            FileKind.CPT_CLINICIAN,
            DescriptorRow("99901", "1000001", "Kite flying, first way", "1"),
        ),
    ],
)
def test_licensed_cpt_files_are_known_without_their_names(
    content: bytes, kind: FileKind, first: object
) -> None:
    """They are for the workspace that is licensed for them."""
    source, rows, skipped = read_all("download (3).txt", content)

    assert (source.kind, source.licence) == (kind, Licence.AMA)
    assert rows[0] == first
    assert len(rows) >= 2
    assert skipped == []


def test_modifiers_are_read_from_running_text() -> None:
    """A paragraph of several lines is one modifier; the same one may stand under two headings."""
    source, rows, _skipped = read_all("MODUL.txt", ours.MODIFIERS)

    assert source.kind is FileKind.CPT_MODIFIERS
    assert [(row.modifier, row.group) for row in rows if isinstance(row, ModifierRow)] == [
        ("21", "CPT"),
        ("28", "CPT"),
        ("P1", "Anesthesia physical status"),
        ("P2", "Anesthesia physical status"),
        ("28", "Hospital outpatient and ambulatory surgery"),
        ("9P", "Category II"),
        ("ZA", "HCPCS Level II"),
        ("ZB", "HCPCS Level II"),
    ]
    assert rows[0] == ModifierRow("21", "Invented Service: words that go on in a second line.", group="CPT")


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_team_lists_its_own_codes_in_any_table(separator: str) -> None:
    """Columns are found by their names; dates as people write them."""
    lines = [
        "Description,Code,Ends,Starts",
        "Our own kite visit,kite1,12/31/2026,2026-01-01",
        "Mending,KITE2,,",
    ]
    source, rows, _skipped = read_all("ours.csv", text(*(line.replace(",", separator) for line in lines)))

    assert (source.kind, source.licence) == (FileKind.OWN_CODES, Licence.OWN)
    assert rows == [
        CodeRow("KITE1", "Our own kite visit", starts=date(2026, 1, 1), ends=date(2026, 12, 31)),
        CodeRow("KITE2", "Mending"),
    ]


def test_a_team_that_lists_a_code_twice_is_told_the_line() -> None:
    """Which of the two is meant nobody knows."""
    with pytest.raises(UnreadableFile) as refused:
        read_all("ours.csv", ours.OWN + b"KITE1,Again,,,\r\n")

    assert (refused.value.fault, refused.value.line) == (Fault.DOUBLED, 4)


def test_a_list_written_by_hand_need_not_end_its_last_line() -> None:
    """Only releases always do."""
    assert len(read_all("ours.csv", ours.OWN.rstrip())[1]) == 2


def test_the_form_is_told() -> None:
    """Text, CSV or workbook, whatever the name ends in."""
    assert read_all("x.txt", csv_of(mue_cells("DME Supplier")))[0].form is FileForm.CSV


def test_one_pair_below_notices_without_tabs_is_an_ncci_file_all_the_same() -> None:
    """Spreadsheets leave trailing tabs out, and a team's excerpt may hold a single pair."""
    bare = [line.rstrip("\t") for line in PTP_PREAMBLE]
    source, rows, _skipped = read_all("x.txt", text(*bare, "97530\t97140\t\t20200101\t*\t1\tInvented"))

    assert source.kind is FileKind.PTP
    assert len(rows) == 1


def test_modifiers_may_be_a_list_below_the_notice_of_the_ama() -> None:
    """Without that notice two characters and a tab are anything: states, say."""
    listed = ("59\tInvented distinct service", "P1\tInvented health", "GP\tInvented plan")
    source, rows, _skipped = read_all("MODUL.txt", text(ours.AMA_NOTICE, "", *listed))

    assert source.kind is FileKind.CPT_MODIFIERS
    assert [row.modifier for row in rows if isinstance(row, ModifierRow)] == ["59", "P1", "GP"]
    with pytest.raises(UnreadableFile):
        read_all("MODUL.txt", text(*listed))


def test_a_list_of_ones_own_has_an_end() -> None:
    """A million codes would keep the machine busy for long, and nobody has them."""
    row = CodeRow("X1001", "Back school")

    assert sum(1 for _ in at_most(repeat(row, MOST_ROWS))) == MOST_ROWS
    with pytest.raises(UnreadableFile) as error:
        sum(1 for _ in at_most(repeat(row)))
    assert error.value.fault is Fault.TOO_MANY
