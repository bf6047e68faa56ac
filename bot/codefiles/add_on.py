"""Reader of NCCI add-on code edits (CMS): a workbook or delimited table with a header, or fixed-width text without one.

The columns of the fixed-width text are assumed to be in the workbook's order. CMS's own description of it was not
available.
"""

import re
from collections.abc import Iterator
from datetime import date

from bot.codefiles import fields
from bot.codefiles.errors import Fault, UnreadableFile
from bot.codefiles.file_reading import FileReading, Skips, Unfit, batched, fitting
from bot.codefiles.lines import Lines
from bot.codefiles.streams import Stream
from bot.codefiles.tables import Table, below, padded, table
from bot.domain.codes.file_rows import AddOnRow
from bot.domain.codes.files import FileForm, FileSource, SkipReason

_CONTRACTOR = "CCCCC"
_NO_DATE = ("", "0000000", "9999999", "9999365")
_PROCEDURE = r"[0-9A-Z][0-9]{3}[0-9A-Z]"
_DAY = r"(?:[0-9]{7}|[ *]{7})"
_RECORD = re.compile(
    rf"([123])\s?({_PROCEDURE})\s?({_DAY})\s?({_PROCEDURE}|{_CONTRACTOR})\s?({_DAY})\s?([0-9]{{7}})(?:\s?({_DAY}))?(?:\s|$)"
)
_COLUMNS = {
    "kind": ("aoc edit type", "edit type", "type"),
    "add_on": ("add-on code", "aoc", "addon code"),
    "add_on_ends": ("aoc deldt", "aoc del dt", "add-on code deletion date"),
    "primary": ("primary code",),
    "primary_ends": ("primary code deldt", "primary code del dt", "primary code deletion date"),
    "begins": ("aoc edit effdt", "aoc edit eff dt", "effective date", "edit effective date"),
    "ends": ("aoc edit deldt", "aoc edit del dt", "deletion date", "edit deletion date"),
}


def is_heading(names: list[str]) -> bool:
    """Whether these header cells are those of the add-on table."""
    return all(_column(names, key) is not None for key in ("kind", "add_on", "primary", "begins"))


def is_record(line: str) -> bool:
    """Whether a line of text has the form of an add-on record."""
    return bool(_RECORD.match(line))


def read_add_on(stream: Stream, source: FileSource) -> FileReading[AddOnRow]:
    """The pairs in printed order. Raises UnreadableFile while its batches are read."""
    skips = Skips()
    rows = _text(stream, skips) if source.form is FileForm.TEXT else _tabled(table(stream, source.form))
    return FileReading(source, batched(fitting(rows, _row, skips), skips), skips)


def _tabled(rows: Table) -> Table:
    names, rest = below(rows, is_heading)
    places = [_column(names, key) for key in _COLUMNS]
    for line, cells in rest:
        full = padded(cells, len(names))
        yield line, ["" if place is None else full[place] for place in places] if any(cells) else []


def _column(names: list[str], key: str) -> int | None:
    """The index of a column. Headers may end in '(julian)' or a note."""
    bare = [name.replace("(julian)", "").replace("julian", "").strip() for name in names]
    return next((bare.index(name) for name in _COLUMNS[key] if name in bare), None)


def _text(stream: Stream, skips: Skips) -> Iterator[tuple[int, list[str]]]:
    stream.seek(0)
    lines = Lines(stream)
    begun = False
    for number, line in lines:
        found = _RECORD.match(line)
        if found:
            begun = True
            yield number, [cell or "" for cell in found.groups()]
        elif begun and line.strip():
            skips.damaged(number, SkipReason.COLUMNS)
        elif not begun and number > 100:
            raise UnreadableFile(Fault.OTHER_KIND)
        lines.refuse_cut_off(last_is_whole=found is not None)


def _row(cells: list[str]) -> AddOnRow:
    kind, add_on, add_on_ends, primary, primary_ends, begins, ends = cells
    if kind.strip() not in ("1", "2", "3"):
        raise Unfit(SkipReason.UNKNOWN)
    ended = [day for cell in (add_on_ends, primary_ends, ends) if (day := _day_or_none(cell))]
    return AddOnRow(
        int(kind),
        fields.procedure_in_sheet(add_on),
        None if primary.strip().upper() in ("", _CONTRACTOR) else fields.procedure_in_sheet(primary),
        fields.ordinal_day(begins),
        min(ended, default=None),
    )


def _day_or_none(cell: str) -> date | None:
    return None if cell.strip(" *\xa0") in _NO_DATE else fields.ordinal_day(cell)
