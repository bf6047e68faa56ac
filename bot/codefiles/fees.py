"""Reader of the physician fee schedule's relative value file (CMS PPRRVU): CSV, workbook or fixed-width text.

Columns are found by position, because header names repeat. Source: CMS, RVUPUF record layout of the year.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from bot.codefiles import fields
from bot.codefiles.errors import Fault, UnreadableFile
from bot.codefiles.file_reading import FileReading, Skips, Unfit, batched, fitting
from bot.codefiles.lines import Lines
from bot.codefiles.streams import Stream
from bot.codefiles.tables import below, padded, table
from bot.domain.codes.fee_row import FeeRow
from bot.domain.codes.files import FileForm, FileSource, SkipReason

_WIDTH = 32
_LEAST = 26  # up to the conversion factor
_RECORD = re.compile(r"[0-9A-Z][0-9]{3}[0-9A-Z](?:[0-9A-Z ]{2}).{50}[A-Z][ .0-9+]")
_FACTOR = re.compile(r"[0-9 ]{3}\.[0-9]{2,4}")
_TEXT_LEAST = 140
_PREAMBLE = "HDR"
_TRAILER = "TRL"
_MODIFIER = re.compile(r"[0-9A-Z]{2}|")
_GLOBALS = re.compile(r"[0-9A-Z]{3}|")
_PLACES = (
    (1, 5), (6, 7), (8, 57), (58, 58), (59, 59), (60, 65), (66, 72), (73, 74), (75, 81), (82, 83), (84, 89),
    (90, 96), (97, 102), (103, 103), (104, 106), (107, 109), (110, 112), (113, 115), (116, 116), (117, 117),
    (118, 118), (119, 119), (120, 120), (0, 0), (128, 132), (133, 140), (142, 143), (144, 144), (145, 147),
    (151, 157), (158, 164), (165, 171),
)  # fmt: skip


def is_heading(names: list[str]) -> bool:
    """Whether these header cells are those of the last header row."""
    return names[:3] == ["hcpcs", "mod", "description"] and len(names) >= _LEAST and "factor" in names


def is_record(line: str) -> bool:
    """Whether a line of text has the form of a fee schedule record."""
    return len(line) >= _TEXT_LEAST and bool(_RECORD.match(line)) and bool(_FACTOR.search(line[132:140]))


def read_fees(stream: Stream, source: FileSource) -> FileReading[FeeRow]:
    """One row for each code and modifier. Raises UnreadableFile while its batches are read."""
    skips = Skips()
    rows = (
        _text(stream, skips)
        if source.form is FileForm.TEXT
        else below(table(stream, source.form), is_heading)[1]
    )
    once = fitting(rows, _row, skips, key=lambda row: f"{row.code}-{row.modifier}")
    return FileReading(source, batched(once, skips), skips)


def _text(stream: Stream, skips: Skips) -> Iterator[tuple[int, list[str]]]:
    stream.seek(0)
    lines = Lines(stream)
    begun = False
    for number, line in lines:
        if is_record(line):
            begun = True
            lines.refuse_cut_off(last_is_whole=len(line) >= _PLACES[-4][1])
            yield number, [line[first - 1 : last] if first else "" for first, last in _PLACES]
        elif begun and line.strip() and not line.startswith((_PREAMBLE, _TRAILER)):
            lines.refuse_cut_off(last_is_whole=False)
            skips.damaged(number, SkipReason.COLUMNS)
        elif not begun and number > 100:
            raise UnreadableFile(Fault.OTHER_KIND)


def _row(written: list[str]) -> FeeRow:
    if len(written) < _LEAST:
        raise Unfit(SkipReason.COLUMNS)
    cells = padded(written, _WIDTH)
    plain = [cell.strip() for cell in cells]
    if len(plain[3]) != 1 or not plain[3].isalpha():
        raise Unfit(SkipReason.UNKNOWN)
    return FeeRow(
        code=fields.procedure_in_sheet(cells[0]),
        modifier=_fitting(_MODIFIER, plain[1]),
        description=fields.text(cells[2]),
        status=plain[3],
        work=fields.decimal(cells[5]),
        pe_non_facility=fields.decimal(cells[6]),
        pe_non_facility_na=_na(plain[7]),
        pe_facility=fields.decimal(cells[8]),
        pe_facility_na=_na(plain[9]),
        malpractice=fields.decimal(cells[10]),
        total_non_facility=fields.decimal(cells[11]),
        total_facility=fields.decimal(cells[12]),
        pctc=_indicator(plain[13]),
        global_days=_fitting(_GLOBALS, plain[14].zfill(3) if plain[14].isdigit() else plain[14]),
        pre=fields.decimal(cells[15]),
        intra=fields.decimal(cells[16]),
        post=fields.decimal(cells[17]),
        multiple_procedure=_indicator(plain[18]),
        bilateral=_indicator(plain[19]),
        assistant=_indicator(plain[20]),
        co_surgeon=_indicator(plain[21]),
        team=_indicator(plain[22]),
        pricing=_indicator(plain[23]),
        endoscopic_base=fields.procedure(plain[24].zfill(5)) if plain[24] else "",
        conversion_factor=_positive(cells[25]),
        supervision=_indicator(plain[26].zfill(2) if plain[26] else ""),
        calculation_flag=_indicator(plain[27]),
        imaging_family=_indicator(plain[28]),
        opps_pe_non_facility=fields.decimal(cells[29]),
        opps_pe_facility=fields.decimal(cells[30]),
        opps_malpractice=fields.decimal(cells[31]),
    )  # fmt: skip


def _fitting(form: re.Pattern[str], cell: str) -> str:
    if not form.fullmatch(cell):
        raise Unfit(SkipReason.UNKNOWN)
    return cell


def _indicator(cell: str) -> str:
    """An indicator of one to three characters."""
    if len(cell) > 3 or not (cell.isalnum() or not cell) or not cell.isascii():
        raise Unfit(SkipReason.UNKNOWN)
    return cell


def _na(cell: str) -> bool:
    if cell not in ("", "NA"):
        raise Unfit(SkipReason.UNKNOWN)
    return cell == "NA"


def _positive(cell: str) -> Decimal:
    amount = fields.decimal(cell)
    if amount <= 0:
        raise Unfit(SkipReason.NOT_A_NUMBER)
    return amount
