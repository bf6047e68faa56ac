"""Zips as downloaded, and as an attacker would make them."""

import struct
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from bot.codefiles.code_files import OpenedFiles, open_files
from bot.codefiles.errors import Fault, UnreadableFile
from bot.codefiles.recognize import recognise
from bot.domain.codes.files import FileForm, FileKind
from tests.codefiles import layouts_cpt as ours
from tests.codefiles.all_kinds import ALL
from tests.codefiles.invented import INVENTED_TABULAR
from tests.codefiles.layouts import (
    HCPCS_HEADER,
    HCPCS_ROWS,
    HCPCS_TEXT,
    PTP_TEXT,
    csv_of,
    read_each,
    workbook,
    zipped,
)

SHEET = "xl/worksheets/sheet1.xml"
HEADER = "Code,Name\r\nKITE1,Kite\r\n"


def refused(content: bytes, name: str = "download.zip") -> UnreadableFile:
    """Why it is refused."""
    with pytest.raises(UnreadableFile) as error:
        read_each(name, content)
    return error.value


def sheet(body: str, strings: str = "") -> bytes:
    """A workbook of this sheet."""
    members = {SHEET: f'<?xml version="1.0"?><worksheet><sheetData>{body}</sheetData></worksheet>'.encode()}
    return zipped(members | ({"xl/sharedStrings.xml": strings.encode()} if strings else {}))


def test_every_kind_has_an_example() -> None:
    """What is not in ALL is neither damaged, nor zipped, nor loaded by any test."""
    there = {recognise(name, BytesIO(content)) for name, content in ALL.items()}

    assert sorted(kind.name for kind in set(FileKind) - there) == [], (
        "add a small file to tests/codefiles/all_kinds.py"
    )


@pytest.mark.parametrize("name", ALL)
def test_every_kind_is_recognised_whatever_its_name(name: str) -> None:
    """The same kind under its own name and under none."""
    assert recognise("", BytesIO(ALL[name])) is recognise(name, BytesIO(ALL[name]))


def test_a_zip_is_read_as_downloaded() -> None:
    """Code files in folders and in a zip inside; what else is in it is named, not read."""
    opening = OpenedFiles()
    content = zipped(
        {
            "HCPCS/HCPC2026_OCT_ANWEB.txt": HCPCS_TEXT,
            "HCPCS/HCPC2026_recordlayout.txt": b"Positions and lengths\r\n",
            "HCPCS/readme.pdf": b"%PDF-1.4\0\0",
            "NCCI/ccipra-v322r0-f1.zip": zipped({"ccipra-v322r0-f1.TXT": PTP_TEXT}),
            "tabular.xml": INVENTED_TABULAR,
        }
    )

    found = [
        (source.kind, source.name, len(rows)) for source, rows, _ in read_each("x.zip", content, opening)
    ]

    assert found == [
        (FileKind.HCPCS, "HCPC2026_OCT_ANWEB.txt", 5),
        (FileKind.ICD10CM_TABULAR, "tabular.xml", 0),
        (FileKind.PTP, "ccipra-v322r0-f1.TXT", 4),
    ]
    assert opening.passed_over == ["HCPC2026_recordlayout.txt", "readme.pdf"]


def test_a_table_in_several_forms_is_read_once() -> None:
    """Zips of CMS hold the same table as text, CSV and workbook; fees are best as CSV, add-ons as workbook."""
    opening = OpenedFiles()
    content = zipped(
        {
            "HCPC2026_OCT_ANWEB.txt": HCPCS_TEXT,
            "HCPC2026_OCT_ANWEB.xlsx": workbook([HCPCS_HEADER, *HCPCS_ROWS]),
            "PPRRVU2026_Jul_QPP.txt": ours.FEE_TEXT,
            "PPRRVU2026_Jul_QPP.csv": csv_of(ours.FEE_ROWS),
            "AOC_V2026Q2-MCR.txt": ours.ADD_ON_TEXT,
            "AOC_V2026Q2-MCR.xlsx": workbook(ours.ADD_ON_ROWS),
        }
    )

    assert [(source.kind, source.form) for source, _, _ in read_each("x.zip", content, opening)] == [
        (FileKind.HCPCS, FileForm.TEXT),
        (FileKind.FEES, FileForm.CSV),
        (FileKind.ADD_ON, FileForm.XLSX),
    ]
    assert len(opening.passed_over) == 3


def test_names_in_a_zip_lead_nowhere() -> None:
    """Nothing is written, so a name that climbs out of its folder is only a name."""
    ((source, _rows, _skipped),) = read_each(
        "x.zip", zipped({"../../etc/..\\ccipra-v322r0-f1.TXT": PTP_TEXT})
    )

    assert source.name == "ccipra-v322r0-f1.TXT"


def test_a_file_on_disk_is_read_and_a_missing_one_told(tmp_path: Path) -> None:
    """Paths serve as well as bytes."""
    path = tmp_path / "ours.csv"
    path.write_bytes(ours.OWN)

    assert [file.source.kind for file in open_files([path])] == [FileKind.OWN_CODES]
    with pytest.raises(UnreadableFile) as error:
        list(open_files([tmp_path / "gone.zip"]))
    assert error.value.fault is Fault.NOT_FOUND


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    """A member that unpacks to hundreds of times its size; many that do together; a zip far down in zips."""
    bomb = zipped({"codes.txt": b" " * (8 << 20)})

    assert refused(bomb).fault is Fault.BOMB
    assert refused(zipped({"inner.zip": bomb})).fault is Fault.BOMB
    assert refused(zipped({f"{n}.txt": b"x" for n in range(201)})).fault is Fault.CROWDED
    crowd = zipped({f"{n}.txt": b"x" for n in range(190)})
    assert refused(zipped({f"{n}.zip": crowd for n in range(9)})).fault is Fault.CROWDED
    assert refused(zipped({"a.zip": zipped({"b.zip": zipped({"c.csv": ours.OWN})})})).fault is Fault.TOO_DEEP


def test_a_directory_that_lies_about_sizes_is_refused() -> None:
    """Told to be smaller than it is, or of two gigabytes."""
    content = bytearray(zipped({"ours.csv": ours.OWN}))
    place = content.index(b"PK\x01\x02") + 24
    for size in (3, 1 << 31):
        struct.pack_into("<I", content, place, size)
        assert refused(bytes(content)).fault in (Fault.BROKEN_ZIP, Fault.BOMB)


def test_a_zip_that_broke_off_or_is_locked_is_refused() -> None:
    """Half a download has no directory; a password nobody asked for."""
    content = zipped({"ours.csv": ours.OWN})
    locked = bytearray(content)
    locked[content.index(b"PK\x01\x02") + 8] |= 1

    assert refused(content[: len(content) // 2]).fault is Fault.BROKEN_ZIP
    assert refused(bytes(locked)).fault is Fault.LOCKED


def test_a_zip_of_other_things_is_of_no_kind() -> None:
    """Pictures and letters."""
    assert (
        refused(zipped({"letter.txt": b"Dear all,\r\n", "picture.png": b"\x89PNG\0"})).fault
        is Fault.OTHER_KIND
    )


def test_a_damaged_member_is_named() -> None:
    """Which of many files it was, and the line."""
    error = refused(zipped({"ok.csv": ours.OWN, "ccipra-v322r0-f1.TXT": PTP_TEXT + b"half\r\n"}))

    assert (error.fault, error.line, error.member) == (Fault.DAMAGED, 11, "ccipra-v322r0-f1.TXT")


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (sheet('<row r="1"><c r="XFD1"><v>1</v></c></row>'), Fault.DAMAGED),
        (sheet('<row r="99999999"><c r="A1"><v>1</v></c></row>'), Fault.DAMAGED),
        (sheet('<row r="2"><c r="A2"><v>1</v></c></row><row r="1"/>'), Fault.DAMAGED),
        (
            sheet('<row r="1"><c r="A1" t="s"><v>7</v></c></row>', "<sst><si><t>x</t></si></sst>"),
            Fault.DAMAGED,
        ),
        (
            sheet('<row r="1"><c r="A1" t="s"><v>-1</v></c></row>', "<sst><si><t>x</t></si></sst>"),
            Fault.DAMAGED,
        ),
        (sheet(f'<row r="1"><c t="inlineStr"><is><t>{"ab" * 40_000}</t></is></c></row>'), Fault.ENDLESS_LINE),
        (sheet('<row r="1"><c r="A1"><v>1</v></c>'), Fault.SYNTAX),
        (sheet("", '<!DOCTYPE x [<!ENTITY a "b">]><sst><si><t>&a;</t></si></sst>'), Fault.DECLARATIONS),
        (zipped({SHEET: b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><worksheet/>'}), Fault.DECLARATIONS),
        (zipped({SHEET: b'<?xml version="1.0" encoding="no-such"?><worksheet/>'}), Fault.SYNTAX),
        (sheet('<row r="1"><c r="A1"><v>1</v></c></row>'), Fault.OTHER_KIND),
    ],
)
def test_a_hostile_workbook_is_refused(content: bytes, fault: Fault) -> None:
    """Cells at the end of the world, texts that are not there, entities, endless cells."""
    assert refused(content, "x.xlsx").fault is fault


def test_a_row_at_the_end_of_a_workbook_costs_nothing() -> None:
    """A library would have made a billion empty cells of it."""
    strings = "".join(f"<si><t>{word}</t></si>" for word in ("Code", "Name", "KITE1", "Kite"))
    rows = (
        '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'
        '<row r="1048576"><c r="A1048576" t="s"><v>2</v></c><c r="B1048576" t="s"><v>3</v></c></row>'
    )
    ((_source, found, _skipped),) = read_each("ours.xlsx", sheet(rows, f"<sst>{strings}</sst>"))

    assert len(found) == 1


def test_entities_in_a_tabular_list_are_left_to_its_reader_to_refuse() -> None:
    """It is recognised, and refused when it is read."""
    (file,) = open_files([("x.xml", b'<!DOCTYPE x [<!ENTITY a "b">]><ICD10CM.tabular/>')])

    assert file.source.kind is FileKind.ICD10CM_TABULAR


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", Fault.EMPTY),
        (b" \r\n ", Fault.EMPTY),
        (b"Dear all,\r\nno codes here.\r\n", Fault.OTHER_KIND),
        (b"<html><body>Not found</body></html>", Fault.WEB_PAGE),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, Fault.OTHER_KIND),
        (b"x" * 200_000, Fault.ENDLESS_LINE),
    ],
)
def test_what_is_no_code_file_is_refused(content: bytes, fault: Fault) -> None:
    """Nothing, a letter, the page of an error, an old workbook, an endless line."""
    assert refused(content, "x.txt").fault is fault


def test_a_stored_zip_is_as_good_as_a_packed_one() -> None:
    """Some downloads are not compressed."""
    held = BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("ours.csv", HEADER)

    assert len(read_each("x.zip", held.getvalue())) == 1
