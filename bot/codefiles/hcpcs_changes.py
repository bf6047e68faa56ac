"""Reader of the HCPCS Level II change list (CMS Trans_Alpha): which codes are new, ended, or reworded.

Column names differ from year to year: HCPCS, HCPC/MOD or HCPC; Type of change or ACTION CD.
"""

from bot.codefiles import fields
from bot.codefiles.file_reading import FileReading, Skips, Unfit, batched, fitting
from bot.codefiles.streams import Stream
from bot.codefiles.tables import below, padded, table
from bot.domain.codes.file_rows import ChangeRow
from bot.domain.codes.files import FileSource, SkipReason

_CHANGE = ("type of change", "action cd", "action code")


def is_heading(names: list[str]) -> bool:
    """Whether these header cells are those of a change list. The list of codes also has record ids."""
    return bool(names) and names[0].startswith("hcpc") and "recid" not in names and _change(names) is not None


def _change(names: list[str]) -> int | None:
    return next((names.index(name) for name in _CHANGE if name in names), None)


def read_changes(stream: Stream, source: FileSource) -> FileReading[ChangeRow]:
    """The lines in printed order, including 'No Change'. Raises UnreadableFile while its batches are read."""
    skips = Skips()
    names, rows = below(table(stream, source.form), is_heading)
    change = _change(names) or 0
    width = max(4, change + 1)
    return FileReading(
        source, batched(fitting(rows, lambda cells: _row(padded(cells, width), change), skips), skips), skips
    )


def _row(cells: list[str], change: int) -> ChangeRow:
    code = cells[0].strip()
    is_modifier = len(code) == 2
    if is_modifier and not (code.isascii() and code.isalnum()):
        raise Unfit(SkipReason.NOT_A_CODE)
    short, long = [cell for number, cell in enumerate(cells) if number not in (0, change)][:2]
    return ChangeRow(
        code if is_modifier else fields.hcpcs(code),
        fields.required(cells[change]),
        fields.text(short),
        fields.text(long),
        is_modifier,
    )
