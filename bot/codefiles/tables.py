"""Read tables in any format (CSV, tab-separated text or workbook) as numbered rows of cells."""

import csv
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from itertools import islice
from typing import Literal

from bot.codefiles.errors import Fault, UnreadableFile
from bot.codefiles.lines import Lines
from bot.codefiles.streams import Stream
from bot.codefiles.xlsx import sheet_rows
from bot.domain.codes.files import FileForm

Table = Iterator[tuple[int, list[str]]]
_RARE_SEPARATORS = (("\t", 0.5), ("|", 0.8), (";", 0.8))  # notices above a short table may have no tab
_LINES_LOOKED_AT = 64
_LONGEST_PREAMBLE = 100


def table(stream: Stream, form: FileForm, *, quoted: bool = True) -> Table:
    """The rows of a table from its start. `quoted`: cells may be in quotation marks.

    Raises UnreadableFile, with the line, while it is read.
    """
    stream.seek(0)
    if form is FileForm.XLSX:
        return sheet_rows(stream)
    separator = _separator(stream)
    stream.seek(0)
    return _separated(Lines(stream), separator, csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE)


def named(cells: Iterable[str]) -> list[str]:
    """Normalize header cells for comparison: lower case, words separated by single spaces.

    >>> named(["HCPCS/\\nCPT Code", "AOC_Edit_Type"])
    ['hcpcs/ cpt code', 'aoc edit type']
    """
    return [" ".join(cell.replace("_", " ").lower().split()) for cell in cells]


def padded(cells: list[str], width: int) -> list[str]:
    """`cells` with empty ones added up to `width`, because spreadsheets omit trailing ones."""
    return cells + [""] * (width - len(cells)) if len(cells) < width else cells


def _separator(stream: Stream) -> str:
    """A tab if most lines have one; a bar or semicolon if nearly every line does (not after a comma); else a comma."""
    lines: list[str] = []
    with suppress(UnreadableFile):  # reading the table will raise the same error
        lines.extend(line for _number, line in islice(Lines(stream), _LINES_LOOKED_AT) if line.strip())
    for separator, share in _RARE_SEPARATORS:
        if sum(separator in line for line in lines) >= share * len(lines) > 0 and (
            separator != ";" or "," not in lines[0]
        ):
            return separator
    return ","


def _separated(lines: Lines, separator: str, quoting: Literal[0, 3]) -> Table:
    """Rows with the number of their last line. An unclosed quotation means that the file was cut off."""
    texts = (f"{line}\n" for _number, line in lines)
    rows = csv.reader(texts, delimiter=separator, quoting=quoting, strict=True)
    width = 0
    while True:
        try:
            cells = next(rows, None)
        except csv.Error:
            fault = Fault.CUT_OFF if lines.open_ended else Fault.DAMAGED
            raise UnreadableFile(fault, lines.count) from None
        if cells is None:
            return
        if any(cells):
            yield rows.line_num, cells
        if lines.open_ended:
            lines.refuse_cut_off(last_is_whole=len(cells) >= width)
        width = max(width, len(cells))


def from_first(rows: Table, is_data: Callable[[list[str]], bool]) -> Table:
    """The rows from the first one that `is_data` accepts. Notices and header rows before it are skipped.

    Raises UnreadableFile if none of the first hundred rows is data.
    """
    for line, cells in rows:
        if is_data(cells):
            yield line, cells
            yield from rows
            return
        if line > _LONGEST_PREAMBLE:
            raise UnreadableFile(Fault.OTHER_KIND)


def below(rows: Table, heading: Callable[[list[str]], bool]) -> tuple[list[str], Table]:
    """The header row's cells, normalized by `named`, and the rows below it.

    Raises UnreadableFile if none of the first hundred rows is such a header.
    """
    for line, cells in rows:
        if heading(names := named(cells)):
            return names, rows
        if line > _LONGEST_PREAMBLE:
            break
    raise UnreadableFile(Fault.OTHER_KIND)
