"""Reader of the HCPCS Level II list (CMS ANWEB): fixed-width text of 320 columns, or 48 columns as CSV or workbook.

Source of the columns: CMS, HCPCS Contractor Record layout.
"""

import re
from collections.abc import Iterator
from itertools import chain

from bot.codefiles import fields
from bot.codefiles.errors import Fault, UnreadableFile
from bot.codefiles.file_reading import FileReading, Skips, Unfit, batched, refuse_doubled
from bot.codefiles.lines import LONGEST, Lines
from bot.codefiles.streams import Stream
from bot.codefiles.tables import below, padded, table
from bot.domain.codes.file_rows import CodeRow, ModifierRow
from bot.domain.codes.files import FileForm, FileSource, SkipReason

HcpcsRow = CodeRow | ModifierRow
Record = dict[str, str]
Records = Iterator[tuple[int, Record]]

_CODE, _MODIFIER, _GOES_ON = "3", "7", ("4", "8")
_RECORD = re.compile(r"(?:[A-Z][0-9]{4}|   [0-9A-Z]{2})[0-9]{5}[3478]")
_WIDTH = 320
_LONG_ENDS, _ACTION = 91, 293
_LONGEST_PREAMBLE = 100
_PLACES = {
    "hcpc": (1, 5),
    "recid": (11, 11),
    "long description": (12, 91),
    "short description": (92, 119),
    "statute": (171, 180),
    "cov": (230, 230),
    "betos": (257, 259),
    "anest bu": (266, 268),
    "add dt": (269, 276),
    "act eff dt": (277, 284),
    "term dt": (285, 292),
    "action cd": (293, 293),
    "mult pi": (128, 128),
    **{f"price{n}": (118 + 2 * n, 119 + 2 * n) for n in range(1, 5)},
    **{f"xref{n}": (200 + 5 * n, 204 + 5 * n) for n in range(1, 6)},
    **{f"tos{n}": (260 + n, 260 + n) for n in range(1, 6)},
}
_DETAILS = {
    "coverage": ("cov",),
    "betos": ("betos",),
    "action": ("action cd",),
    "action_effective": ("act eff dt",),
    "type_of_service": tuple(f"tos{n}" for n in range(1, 6)),
    "pricing": tuple(f"price{n}" for n in range(1, 5)),
    "multiple_pricing": ("mult pi",),
    "statute": ("statute",),
    "anesthesia_units": ("anest bu",),
}


def read_hcpcs(stream: Stream, source: FileSource) -> FileReading[HcpcsRow]:
    """Codes and modifiers in printed order. Ended ones have their last day.

    Raises UnreadableFile, while its batches are read, for damaged or incomplete data.
    """
    skips = Skips()
    stream.seek(0)
    written = (
        _from_text(Lines(stream), skips) if source.form is FileForm.TEXT else _from_table(stream, source)
    )
    return FileReading(source, batched(_rows(_joined_up(written, skips), skips), skips), skips)


def is_record(line: str) -> bool:
    """Whether a line of text has the form of a HCPCS record."""
    return len(line) >= _LONG_ENDS and bool(_RECORD.match(line))


def is_heading(names: list[str]) -> bool:
    """Whether these header cells are those of the 48 columns."""
    return "hcpc" in names and "recid" in names and "long description" in names


def _from_table(stream: Stream, source: FileSource) -> Records:
    names, rows = below(table(stream, source.form), is_heading)
    for line, cells in rows:
        if any(cells):
            yield line, dict(zip(names, padded(cells, len(names)), strict=False))


def _from_text(lines: Lines, skips: Skips) -> Records:
    begun = False
    for number, line in lines:
        if is_record(line):
            begun = True
            lines.refuse_cut_off(len(line) >= (_LONG_ENDS if line[10] in _GOES_ON else _ACTION))
            yield number, _cut_up(line)
        else:
            _judge(number, line, begun, lines, skips)


def _joined_up(written: Records, skips: Skips) -> Records:
    """Records with their complete long description, which may continue in more records of the same code."""
    open_record: tuple[int, Record] | None = None
    for number, record in written:
        if record["recid"].strip() not in _GOES_ON:
            if open_record:
                yield open_record
            open_record = number, record
        elif open_record and open_record[1]["hcpc"] == record["hcpc"]:
            open_record[1]["long description"] += f" {record['long description']}"
            if len(open_record[1]["long description"]) > LONGEST:
                raise UnreadableFile(Fault.ENDLESS_LINE, number)
        else:
            skips.stray(number, SkipReason.STRAY)
    if open_record:
        yield open_record


def _judge(number: int, line: str, begun: bool, lines: Lines, skips: Skips) -> None:
    """Classify a line that is not a record: part of the preamble, blank, or damage."""
    if not line.strip():
        return
    if not begun:
        if number > _LONGEST_PREAMBLE:
            raise UnreadableFile(Fault.OTHER_KIND)
        return
    lines.refuse_cut_off(last_is_whole=False)
    skips.damaged(number, SkipReason.COLUMNS)


def _cut_up(line: str) -> Record:
    whole = line.ljust(_WIDTH)
    return {name: whole[first - 1 : last] for name, (first, last) in _PLACES.items()}


def _rows(records: Records, skips: Skips) -> Iterator[HcpcsRow]:
    seen: set[str] = set()
    for line, record in records:
        try:
            row = _row(record["recid"].strip(), record)
        except Unfit as error:
            skips.damaged(line, error.reason)
            continue
        key = row.code if isinstance(row, CodeRow) else row.modifier
        refuse_doubled(key, seen, line)
        yield row


def _row(kind: str, record: Record) -> HcpcsRow:
    long, short = (
        fields.required(record["long description"]),
        fields.text(record.get("short description", "")),
    )
    starts = fields.day_or_none(record.get("add dt", ""))
    ends = fields.day_or_none(record.get("term dt", ""))
    detail = {key: value for key, names in _DETAILS.items() if (value := _joined(record, names))}
    if kind == _MODIFIER:
        return ModifierRow(_modifier(record["hcpc"]), long, short, starts, ends, detail=detail)
    if kind != _CODE:
        raise Unfit(SkipReason.UNKNOWN)
    successors = tuple(chain.from_iterable(record.get(f"xref{n}", "").split() for n in range(1, 6)))
    return CodeRow(
        fields.hcpcs(record["hcpc"]),
        long,
        short,
        starts=starts,
        ends=ends,
        successors=successors,
        detail=detail,
    )


def _modifier(cell: str) -> str:
    written = cell.strip()
    if not (len(written) == 2 and written.isascii() and written.isalnum() and written == written.upper()):
        raise Unfit(SkipReason.NOT_A_CODE)
    return written


def _joined(record: Record, names: tuple[str, ...]) -> str:
    return fields.text(" ".join(record.get(name, "") for name in names))
