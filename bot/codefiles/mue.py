"""Reader of Medically Unlikely Edits (CMS), CSV or workbook: practitioner, outpatient hospital, DME supplier."""

from bot.codefiles import fields
from bot.codefiles.file_reading import FileReading, Skips, Unfit, batched, fitting
from bot.codefiles.streams import Stream
from bot.codefiles.tables import below, padded, table
from bot.domain.codes.file_rows import MueRow
from bot.domain.codes.files import FileSource, SkipReason, Variant

_SETTINGS = (("practitioner", Variant.PRACTITIONER), ("outpatient", Variant.OUTPATIENT), ("dme", Variant.DME))
_INDICATORS = ("1", "2", "3")


def is_heading(names: list[str]) -> bool:
    """Whether these header cells are those of an MUE table."""
    return len(names) >= 3 and "cpt code" in names[0] and "mue value" in names[1] and "mue" in names[2]


def setting(names: list[str]) -> Variant | None:
    """Which of the three tables it is, from its header."""
    return next((variant for word, variant in _SETTINGS if word in names[1]), None)


def read_mue(stream: Stream, source: FileSource) -> FileReading[MueRow]:
    """The rows in printed order. Raises UnreadableFile while its batches are read."""
    skips = Skips()
    _names, rows = below(table(stream, source.form), is_heading)
    return FileReading(source, batched(fitting(rows, _row, skips, key=lambda row: row.code), skips), skips)


def heading_of(stream: Stream, source: FileSource) -> Variant | None:
    """The setting that the header row names."""
    names, _rows = below(table(stream, source.form), is_heading)
    return setting(names)


def _row(cells: list[str]) -> MueRow:
    code, value, indicator, why = padded(cells, 4)[:4]
    number = indicator.strip()[:1]
    if number not in _INDICATORS:
        raise Unfit(SkipReason.UNKNOWN)
    return MueRow(fields.procedure_in_sheet(code), fields.whole(value), int(number), fields.text(why))
