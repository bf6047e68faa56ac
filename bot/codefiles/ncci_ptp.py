"""Reader of NCCI procedure-to-procedure edits (CMS): tab-separated text, or the same table as CSV or workbook.

The text form comes in four files with 2.5 million rows in all, so its code is optimized for speed: lines are split in
blocks, and every distinct code, date and rationale is parsed once.
"""

from collections.abc import Callable, Iterator
from datetime import date
from typing import TypeVar

from bot.codefiles import fields
from bot.codefiles.errors import Fault, UnreadableFile
from bot.codefiles.file_reading import FileReading, Skips, Unfit, batched, fitting
from bot.codefiles.lines import LONGEST
from bot.codefiles.streams import Stream
from bot.codefiles.tables import from_first, padded, table
from bot.domain.codes.file_rows import PtpRow
from bot.domain.codes.files import FileForm, FileSource, SkipReason

_BLOCK = 1 << 20
_WIDTH = 7
_LONGEST_PREAMBLE = 100
_ROWS_OF_A_WHOLE_RELEASE = 1_000
_MOST_RATIONALES = 10_000
_INDICATORS = {"0": 0, "1": 1, "9": 9}
_BEFORE_1996 = {"": False, "*": True, " ": False}
Value = TypeVar("Value")


def read_ptp(stream: Stream, source: FileSource) -> FileReading[PtpRow]:
    """The pairs in printed order, including indicator 9; `PtpRow.ever_in_force` tells them apart.

    Raises UnreadableFile, while its batches are read, for damaged or incomplete data.
    """
    skips = Skips()
    if source.form is FileForm.TEXT:
        return FileReading(source, _PtpText(stream, skips).batches(), skips)
    rows = from_first(table(stream, source.form), lambda cells: _is_code(cells[0]))
    return FileReading(source, batched(fitting(rows, _pair, skips), skips), skips)


class _Memory(dict[str, Value]):
    """Caches the parsed value of each distinct field. Unfit values are not cached."""

    def __init__(self, parse: Callable[[str], Value], most: int = 1_000_000) -> None:
        super().__init__()
        self._parse = parse
        self._most = most

    def __missing__(self, written: str) -> Value:
        value = self._parse(written)
        if len(self) < self._most:
            self[written] = value
        return value


class _PtpText:
    """One pass over a tab-separated file."""

    def __init__(self, stream: Stream, skips: Skips) -> None:
        self._stream = stream
        self._skips = skips
        self._codes = _Memory(fields.procedure)
        self._days = _Memory(fields.day)
        self._deletions = _Memory(fields.day_or_none)
        self._rationales = _Memory(fields.text, _MOST_RATIONALES)
        self._line = 0
        self._rows = 0

    def batches(self) -> Iterator[list[PtpRow]]:
        self._stream.seek(0)
        rest = b""
        while block := self._stream.read(_BLOCK):
            lines, _newline, rest = (rest + block).rpartition(b"\n")
            if len(rest) > LONGEST:
                raise UnreadableFile(Fault.ENDLESS_LINE, self._line + lines.count(b"\n") + 2)
            if lines and (rows := self._read(lines)):
                yield rows
        last = self._last(rest)
        self._skips.finish(self._rows)
        if last:
            yield last

    def _read(self, block: bytes) -> list[PtpRow]:
        if b"\0" in block:
            raise UnreadableFile(Fault.DAMAGED, self._line + 1 + block[: block.index(b"\0")].count(b"\n"))
        codes, days, deletions, rationales = self._codes, self._days, self._deletions, self._rationales
        before = self._line
        rows: list[PtpRow] = []
        add, make = rows.append, tuple.__new__
        for number, line in enumerate(block.decode("latin-1").split("\n"), start=before + 1):
            try:
                one, two, star, begins, ends, indicator, why = line.split("\t")
                add(
                    make(
                        PtpRow,
                        (
                            codes[one],
                            codes[two],
                            days[begins],
                            deletions[ends],
                            _INDICATORS[indicator],
                            rationales[why],
                            _BEFORE_1996[star],
                        ),
                    )
                )
            except (Unfit, ValueError, KeyError):
                self._line = number
                self._look_again(line, rows)
        self._line = before + block.count(b"\n") + 1
        self._rows += len(rows)
        return rows

    def _look_again(self, line: str, rows: list[PtpRow]) -> None:
        """Parse a line again that did not look like a pair: it may have extra blanks or tabs."""
        cells = line.split("\t")
        while len(cells) > _WIDTH and not cells[-1].strip():
            cells.pop()
        try:
            if len(cells) < _WIDTH:
                raise Unfit(SkipReason.COLUMNS)
            rows.append(_pair(cells))
        except Unfit as error:
            self._judge(line, bool(self._rows or rows), error.reason)

    def _judge(self, line: str, begun: bool, reason: SkipReason) -> None:
        if not line.strip():
            return
        if len(line) > LONGEST:
            raise UnreadableFile(Fault.ENDLESS_LINE, self._line)
        if begun:
            self._skips.damaged(self._line, reason)
        elif self._line > _LONGEST_PREAMBLE:
            raise UnreadableFile(Fault.OTHER_KIND)

    def _last(self, rest: bytes) -> list[PtpRow]:
        """The row of a last line without a line end. A release that stops like that was cut off."""
        if not rest.strip(b"\x1a\r\n \t"):
            return []
        known = list(self._rationales.values())
        rows = self._read(rest)
        cut = not rows or any(w != rows[0].rationale and w.startswith(rows[0].rationale) for w in known)
        if cut or self._rows > _ROWS_OF_A_WHOLE_RELEASE:
            raise UnreadableFile(Fault.CUT_OFF, self._line)
        return rows


def _pair(cells: list[str]) -> PtpRow:
    if not _WIDTH - 1 <= len(cells) <= _WIDTH:  # spreadsheets omit an empty rationale
        raise Unfit(SkipReason.COLUMNS)
    _one, _two, star, begins, ends, indicator, why = (cell.strip(" ") for cell in padded(cells, _WIDTH))
    if indicator not in _INDICATORS or star not in _BEFORE_1996:
        raise Unfit(SkipReason.UNKNOWN)
    deletion: date | None = fields.day_or_none(ends)
    return PtpRow(
        fields.procedure_in_sheet(cells[0]),
        fields.procedure_in_sheet(cells[1]),
        fields.day(begins),
        deletion,
        _INDICATORS[indicator],
        fields.text(why),
        _BEFORE_1996[star],
    )


def _is_code(cell: str) -> bool:
    try:
        fields.procedure_in_sheet(cell)
    except Unfit:
        return False
    return True
