"""Small files of our own in the real layouts: invented codes and words, columns as published."""

import zipfile
from collections.abc import Iterable, Mapping
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from bot.codefiles.code_files import OpenedFiles, open_files
from bot.codefiles.icd10cm_addenda import read_addenda
from bot.domain.codes.files import FileKind, FileSource, Skipped

SHARED = Path(__file__).parents[2] / ".." / "shared" / "data"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the published files are not at hand")


def read_all(name: str, content: bytes) -> tuple[FileSource, list[object], list[Skipped]]:
    """The one file in `content`: what it says of itself, its rows, and what was left out."""
    (found,) = read_each(name, content)
    return found


def read_each(
    name: str, content: bytes, opening: OpenedFiles | None = None
) -> list[tuple[FileSource, list[object], list[Skipped]]]:
    """All files in `content`, read to their ends. XML has its own readers and comes without rows; addenda are whole."""
    found = []
    for file in open_files([(name, content)], opening):
        if file.source.form.name == "XML":
            found.append((file.source, list[object](), list[Skipped]()))
            continue
        if file.source.kind is FileKind.ICD10CM_ADDENDA:
            found.append((file.source, list[object](read_addenda(file.stream).rows), list[Skipped]()))
            continue
        reading = file.read()
        rows = [row for batch in reading.batches for row in batch]
        found.append((reading.source, rows, reading.skipped.listed))
    return found


def text(*lines: str, end: str = "\r\n") -> bytes:
    """Lines as published, each with its end."""
    return "".join(line + end for line in lines).encode("cp1252")


def csv_of(rows: Iterable[Iterable[str]]) -> bytes:
    """Rows as CSV, quoted where they must be."""
    quoted = (
        ",".join(f'"{c.replace(chr(34), chr(34) * 2)}"' if set(c) & set(',"\n') else c for c in row)
        for row in rows
    )
    return text(*quoted)


def hcpcs_line(
    code: str,
    kind: str,
    long: str,
    short: str = "",
    *,
    sequence: str = "00100",
    added: str = "20020701",
    ended: str = "",
    successor: str = "",
    action: str = "N",
) -> str:
    """One record of 320 columns."""
    line = list(" " * 320)
    cells = {1: f"{code:>5}", 6: sequence, 11: kind, 12: long}
    if kind in "37":
        cells |= {92: short, 120: "00", 205: successor, 230: "C", 257: "O1A", 261: "D"}
        cells |= {269: added, 277: added, 285: ended, 293: action}
    for start, cell in cells.items():
        line[start - 1 : start - 1 + len(cell)] = cell
    return "".join(line)[:320]


HCPCS_PREAMBLE = (
    "***Disclaimers\t\t",
    "\t\t",
    "*Inclusion means nothing.\xa0\t",
    "",
    "\t",
    "*Brands.\xa0",
    "",
    "",
)
HCPCS_TEXT = text(
    *HCPCS_PREAMBLE,
    hcpcs_line("ZA", "7", "Invented modifier, ended", "Invented mod", ended="20041231"),
    hcpcs_line("ZB", "7", "Invented modifier whose words go", "Long mod"),
    hcpcs_line("ZB", "8", "on in a second line", sequence="00200"),
    hcpcs_line("Q9901", "3", "Invented ride by sled", "Sled ride", ended="20101231", successor="Q9902"),
    hcpcs_line("Q9902", "3", "Invented ride by sled, each mile, with", "Sled mile", action="A"),
    hcpcs_line("Q9902", "4", "two dogs or more", sequence="00200")[:316],
    hcpcs_line("Q9903", "3", "Invented ride by raft", "Raft ride"),
)
HCPCS_HEADER = (  # noqa: SIM905 - to be held against the published header
    "HCPC,SEQNUM,RECID,LONG DESCRIPTION,SHORT DESCRIPTION,PRICE1,PRICE2,PRICE3,PRICE4,MULT_PI,CIM1,CIM2,CIM3,"
    "MCM1,MCM2,MCM3,STATUTE,LABCERT1,LABCERT2,LABCERT3,LABCERT4,LABCERT5,LABCERT6,LABCERT7,LABCERT8,XREF1,XREF2,"
    "XREF3,XREF4,XREF5,COV,ASC_GRP,ASC_DT,OPPS,OPPS_PI,OPPS_DT,PROCNOTE,BETOS,TOS1,TOS2,TOS3,TOS4,TOS5,ANEST_BU,"
    "ADD DT,ACT EFF DT,TERM DT,ACTION CD"
).split(",")


def hcpcs_cells(code: str, kind: str, long: str, short: str = "", **more: str) -> list[str]:
    """One row of 48 columns; `more` by column name with underscores."""
    cells = dict.fromkeys(HCPCS_HEADER, "")
    cells |= {"HCPC": f"{code:>5}", "SEQNUM": "0010", "RECID": kind, "LONG DESCRIPTION": long}
    if kind in "37":
        cells |= {"SHORT DESCRIPTION": short, "PRICE1": "00", "COV": "C", "BETOS": "O1A", "TOS1": "D"}
        cells |= {"ADD DT": "20020701", "ACT EFF DT": "20020701", "ACTION CD": "N"}
    return list((cells | more).values())


HCPCS_ROWS = [
    hcpcs_cells("ZA", "7", "Invented modifier, ended", "Invented mod", **{"TERM DT": "20041231"}),
    hcpcs_cells("ZB", "7", "Invented modifier whose words go on in a second line", "Long mod"),
    hcpcs_cells(
        "Q9901", "3", "Invented ride by sled", "Sled ride", **{"TERM DT": "20101231", "XREF1": "Q9902"}
    ),
    hcpcs_cells("Q9902", "3", "Invented ride by sled, each mile, with", "Sled mile", **{"ACTION CD": "A"}),
    hcpcs_cells("Q9902", "4", "two dogs or more"),
    hcpcs_cells("Q9903", "3", "Invented ride by raft", "Raft ride"),
]

PTP_PREAMBLE = (
    "CPT only copyright 2025 American Medical Association.  All rights reserved.\t\t\t\t\t\t",
    "Column1/Column2 Edits\t\t\t\t\t\t",
    "Column 1\tColumn 2\t*=in existence\tEffective\tDeletion\tModifier\tPTP Edit Rationale",
    "\t\tprior to 1996\tDate\tDate\t0=not allowed\t",
    "\t\t\t\t*=no data\t1=allowed\t",
    "\t\t\t\t\t9=not applicable\t",
)
PTP_ROWS = (
    "99901\t99902\t*\t19960101\t*\t0\tInvented rationale",
    "99901\t99903\t\t20220101\t20231231\t1\tInvented rationale",
    "99901\tG9990\t\t20220101\t20220101\t9\tAnother invented rationale",
    "9990T\t99904\t\t20180701\t*\t1\tAnother invented rationale",
)
PTP_TEXT = text(*PTP_PREAMBLE, *PTP_ROWS)

MUE_NOTICE = "Invented notice of the American Medical Association.\n\nOf several lines."


def mue_cells(setting: str) -> list[list[str]]:
    """The rows of an MUE table, notice and all."""
    heading = [
        "HCPCS/\nCPT Code",
        f"{setting} Services MUE Values",
        "MUE Adjudication Indicator",
        "MUE Rationale",
    ]
    return [
        [MUE_NOTICE, "", "", ""],
        heading,
        ["99901", "1", "2 Date of Service Edit: Policy", "Invented rationale"],
        ["0990T", "4", "3 Date of Service Edit: Clinical", "Invented rationale"],
        ["Q9901", "0", "1 Line Edit", "CMS Policy"],
    ]


def workbook(*sheets: Iterable[Iterable[str | int | float]], extra: Mapping[str, bytes] = {}) -> bytes:
    """A workbook as spreadsheets write them: shared strings, styled empty cells left out, numbers as numbers."""
    strings: dict[str, int] = {}
    held = BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, rows in enumerate(sheets, start=1):
            body = "".join(_row(n, row, strings) for n, row in enumerate(rows, start=1))
            archive.writestr(
                f"xl/worksheets/sheet{number}.xml",
                f'<?xml version="1.0"?><worksheet xmlns="x"><sheetData>{body}</sheetData></worksheet>',
            )
        shared = "".join(f'<si><t xml:space="preserve">{escape(s)}</t></si>' for s in strings)
        archive.writestr("xl/sharedStrings.xml", f'<?xml version="1.0"?><sst xmlns="x">{shared}</sst>')
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
        for name, content in extra.items():
            archive.writestr(name, content)
    return held.getvalue()


def _row(number: int, cells: Iterable[str | int | float], strings: dict[str, int]) -> str:
    written = "".join(_cell(f"{_letters(n)}{number}", cell, strings) for n, cell in enumerate(cells))
    return f'<row r="{number}">{written}</row>'


def _cell(place: str, cell: str | int | float, strings: dict[str, int]) -> str:
    if cell == "":
        return f'<c r="{place}" s="1"/>'
    if isinstance(cell, str):
        return f'<c r="{place}" t="s"><v>{strings.setdefault(cell, len(strings))}</v></c>'
    return f'<c r="{place}"><v>{cell}</v></c>'


def _letters(column: int) -> str:
    return chr(65 + column) if column < 26 else chr(64 + column // 26) + chr(65 + column % 26)


def zipped(members: Mapping[str, bytes]) -> bytes:
    """A zip of these members."""
    held = BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return held.getvalue()
