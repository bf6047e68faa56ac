"""Readers of ICD-10-CM as plain lists (CMS): order file, codes file, and the conversion table (NCHS)."""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from bot.codefiles import fields
from bot.codefiles.errors import Fault, UnreadableFile
from bot.codefiles.file_reading import FileReading, Skips, Unfit, batched, refuse_doubled
from bot.codefiles.lines import Lines
from bot.codefiles.streams import Stream
from bot.codefiles.tables import Table, below, padded, table
from bot.domain.codes.file_rows import CodeRow, Conversion
from bot.domain.codes.files import FileSource, SkipReason

_CODE = r"[A-Z][0-9A][0-9AB][0-9A-Z ]{4}"
_ORDER = re.compile(rf"[0-9]{{5}} {_CODE} [01] .{{60}} \S")
_CODES = re.compile(rf"{_CODE} \S")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_SLASHED = re.compile(r"([0-9]{1,2})[/-]([0-9]{1,2})[/-]([0-9]{2}|[0-9]{4})")
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_SERIAL = re.compile(r"[0-9]{5}")
_SPREADSHEET_BEGINS = date(1899, 12, 30)
_NEW_YEAR_MONTH = 10
_ROWS_FOR_ONE_REMARK = 20
_NONE = ("none", "n/a", "na", "new code", "no previous")
_ONE_OR_RANGE = re.compile(r"([A-Z][0-9A-Z.]{2,8})(?:\s*(?:-|–|through|to)\s*([A-Z0-9.]{1,8}))?")
_BETWEEN = re.compile(r"[;,\n]|\band\b|\bor\b|\+|&")


def is_order_line(line: str) -> bool:
    """Whether this is a line of the order file: number, code, flag, short, long."""
    return bool(_ORDER.match(line))


def is_codes_line(line: str) -> bool:
    """Whether this is a line of the codes file: a code in seven columns, then its description."""
    return bool(_CODES.match(line))


def is_conversion_heading(names: list[str]) -> bool:
    """Whether these header cells are those of the conversion table."""
    return any(n.startswith("current code") for n in names) and any(
        n.startswith("previous code") for n in names
    )


def read_order(stream: Stream, source: FileSource) -> FileReading[CodeRow]:
    """Every code and header in tabular order. Raises UnreadableFile while its batches are read."""
    return _read(stream, source, _ordered)


def read_codes(stream: Stream, source: FileSource) -> FileReading[CodeRow]:
    """The billable codes. Raises UnreadableFile while its batches are read."""
    return _read(stream, source, lambda line: CodeRow(_code(line[:7]), fields.required(line[8:])))


def read_conversions(stream: Stream, source: FileSource) -> FileReading[Conversion]:
    """One row for each pair of new code and previous code. Raises UnreadableFile while its batches are read."""
    skips = Skips()
    names, rows = below(table(stream, source.form), is_conversion_heading)
    columns = _columns(names)
    return FileReading(source, batched(_converted(rows, len(names), columns, skips), skips), skips)


def _converted(rows: Table, width: int, columns: tuple[int, int, int], skips: Skips) -> Iterator[Conversion]:
    """Parse the table's rows. It is made by hand and contains remarks; with too many of them, it counts as damaged."""
    read = 0
    for line, cells in rows:
        if not any(cell.strip() for cell in cells):
            continue
        try:
            conversions = _conversions(padded(cells, width), columns)
        except Unfit as error:
            skips.stray(line, error.reason)
            continue
        read += 1
        yield from conversions
    if skips.total * _ROWS_FOR_ONE_REMARK > read:
        raise UnreadableFile(Fault.DAMAGED, skips.listed[0].line)


def _read(stream: Stream, source: FileSource, parse: Callable[[str], CodeRow]) -> FileReading[CodeRow]:
    skips = Skips()
    stream.seek(0)
    lines = Lines(stream)
    return FileReading(source, batched(_once(lines, parse, skips), skips), skips)


def _once(lines: Lines, parse: Callable[[str], CodeRow], skips: Skips) -> Iterator[CodeRow]:
    seen: set[str] = set()
    for number, line in lines:
        if not line.strip():
            continue
        try:
            row = parse(line)
        except Unfit as error:
            lines.refuse_cut_off(last_is_whole=False)
            skips.damaged(number, error.reason)
            continue
        lines.refuse_cut_off(last_is_whole=len(row.long) >= len(row.short))
        refuse_doubled(row.code, seen, number)
        yield row


def _ordered(line: str) -> CodeRow:
    if not is_order_line(line):
        raise Unfit(SkipReason.COLUMNS)
    return CodeRow(
        _code(line[6:13]),
        fields.required(line[77:]),
        fields.required(line[16:76]),
        billable=line[14] == "1",
    )


def _code(cell: str) -> str:
    """A code padded to its columns. A value with a blank inside is not a code."""
    return fields.diagnosis(cell.rstrip())


def _columns(names: list[str]) -> tuple[int, int, int]:
    starts = ("current code", "effective", "previous code")
    found = [next((n for n, name in enumerate(names) if name.startswith(start)), None) for start in starts]
    new, begins, old = found
    if new is None or begins is None or old is None:
        raise UnreadableFile(Fault.OTHER_KIND)
    return new, begins, old


def _conversions(cells: list[str], columns: tuple[int, int, int]) -> list[Conversion]:
    new, begins, old = (cells[column] for column in columns)
    effective = _effective(begins)
    code = fields.diagnosis(new)
    return [Conversion(before, code, effective) for before in _before(old)]


def _effective(cell: str) -> date:
    """A year means October 1 of that year. Otherwise it is a date, or a spreadsheet's day number."""
    written = cell.strip()
    if _YEAR.fullmatch(written):
        return fields.calendar_day(int(written), _NEW_YEAR_MONTH, 1)
    if found := _ISO.match(written):
        return fields.calendar_day(*(int(part) for part in found.groups()))
    if found := _SLASHED.fullmatch(written):
        month, day, year = (int(part) for part in found.groups())
        return fields.calendar_day(year + 2000 if year < 100 else year, month, day)
    if _SERIAL.fullmatch(written):
        return _SPREADSHEET_BEGINS + timedelta(days=int(written))
    raise Unfit(SkipReason.NOT_A_DATE)


def _before(cell: str) -> list[str]:
    """The previous codes. They are separated by commas or similar; a range stays one value, as printed."""
    written = fields.text(cell)
    if not written or written.lower().rstrip(".").startswith(_NONE):
        return [""]
    found = [one for part in _BETWEEN.split(written) if (one := _one(part.strip(" \"'.()")))]
    if not found:
        raise Unfit(SkipReason.NOT_A_CODE)
    return list(dict.fromkeys(found))


def _one(part: str) -> str:
    found = _ONE_OR_RANGE.fullmatch(part)
    if not found:
        return ""
    first = fields.diagnosis(found[1])
    if not found[2]:
        return first
    last = found[2] if len(found[2]) >= 3 and found[2][0].isalpha() else first[: -len(found[2])] + found[2]
    return f"{first}-{fields.diagnosis(last)}"
