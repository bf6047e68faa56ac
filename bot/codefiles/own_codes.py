"""Reader of a team's own codes: a table with a header that names its columns, in any order."""

import re
from collections.abc import Iterable, Iterator
from datetime import date

from bot.codefiles import fields
from bot.codefiles.errors import Fault, UnreadableFile
from bot.codefiles.file_reading import FileReading, Skips, Unfit, batched, fitting
from bot.codefiles.streams import Stream
from bot.codefiles.tables import below, padded, table
from bot.domain.codes.file_rows import CodeRow
from bot.domain.codes.files import FileSource, SkipReason

MOST_ROWS = 100_000
"""More than the number of billable ICD-10-CM codes. Without a limit, an index of 1.4 million made-up codes was
unfinished after five minutes and 0.9 GB."""
_COLUMNS = {
    "code": ("code", "codes", "our code", "local code"),
    "name": ("name", "description", "long description", "desc", "title"),
    "short": ("short", "short name", "short description"),
    "starts": ("starts", "start", "start date", "effective", "effective date", "from", "valid from"),
    "ends": ("ends", "end", "end date", "termination date", "term date", "until", "valid to", "to"),
    "system": ("system", "code system", "code set"),
}
_FORM = re.compile(r"[0-9A-Z][0-9A-Z.\-]{1,14}")
_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_SLASHED = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4}|[0-9]{2})")


def is_heading(names: list[str]) -> bool:
    """Whether these header cells name a code and a name."""
    return _column(names, "code") is not None and _column(names, "name") is not None


def read_own(stream: Stream, source: FileSource) -> FileReading[CodeRow]:
    """The codes in file order. Rejects a repeated code. Raises UnreadableFile while batches are read."""
    skips = Skips()
    names, rows = below(table(stream, source.form), is_heading)
    places = {key: _column(names, key) for key in _COLUMNS}

    def row(cells: list[str]) -> CodeRow:
        full = padded(cells, len(names))
        return _row({key: "" if place is None else full[place] for key, place in places.items()})

    kept = at_most(fitting(rows, row, skips, key=lambda row: row.code))
    return FileReading(source, batched(kept, skips), skips)


def at_most(rows: Iterable[CodeRow]) -> Iterator[CodeRow]:
    """The rows. Raises UnreadableFile after MOST_ROWS of them."""
    for count, row in enumerate(rows, start=1):
        if count > MOST_ROWS:
            raise UnreadableFile(Fault.TOO_MANY)
        yield row


def _column(names: list[str], key: str) -> int | None:
    return next((names.index(name) for name in _COLUMNS[key] if name in names), None)


def _row(cells: dict[str, str]) -> CodeRow:
    code = cells["code"].strip().upper()
    if not _FORM.fullmatch(code):
        raise Unfit(SkipReason.NOT_A_CODE)
    starts, ends = _day_or_none(cells["starts"]), _day_or_none(cells["ends"])
    if starts and ends and ends < starts:
        raise Unfit(SkipReason.NOT_A_DATE)
    system = fields.text(cells["system"])
    return CodeRow(
        code,
        fields.required(cells["name"]),
        fields.text(cells["short"]),
        starts=starts,
        ends=ends,
        detail={"system": system} if system else {},
    )


def _day_or_none(cell: str) -> date | None:
    """Parse 2026-02-03, 2/3/2026 (month first) or 20260203."""
    written = cell.strip()
    if not written:
        return None
    if found := _ISO.match(written):
        return fields.calendar_day(*(int(part) for part in found.groups()))
    if found := _SLASHED.fullmatch(written):
        month, number, year = (int(part) for part in found.groups())
        return fields.calendar_day(year + 2000 if year < 100 else year, month, number)
    return fields.day(written)
