"""The result of every row reader, and the limit of bad rows above which a file is not trusted."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from bot.codefiles.errors import Fault, UnreadableFile
from bot.domain.codes.files import FileSource, Skipped, SkipReason

Row = TypeVar("Row")
Row_co = TypeVar("Row_co", covariant=True)

_LISTED = 1_000
_MOST_DAMAGED = 25
_ROWS_FOR_ONE_DAMAGED = 1_000
_BATCH = 2_000


class Unfit(Exception):
    """A row that its layout does not allow. Never leaves bot.codefiles."""

    def __init__(self, reason: SkipReason) -> None:
        super().__init__(reason)
        self.reason = reason


class Skips:
    """The skipped rows so far: the first thousand with their line numbers, and the total.

    A published file may have a few errors. One row in a thousand, at most 25, is skipped and reported. Beyond that
    the file counts as damaged, and the error names its first bad line.
    """

    def __init__(self) -> None:
        self.listed: list[Skipped] = []
        self.total = 0
        self._damaged: list[int] = []

    def stray(self, line: int, reason: SkipReason) -> None:
        """Skip a valid row of a type that is not needed."""
        self.total += 1
        if len(self.listed) < _LISTED:
            self.listed.append(Skipped(line, reason))

    def damaged(self, line: int, reason: SkipReason) -> None:
        """Skip a row that the layout does not allow. Raises UnreadableFile if there are too many."""
        self.stray(line, reason)
        self._damaged.append(line)
        if len(self._damaged) > _MOST_DAMAGED:
            raise UnreadableFile(Fault.DAMAGED, self._damaged[0])

    def finish(self, rows: int) -> None:
        """Check at the end of the file. Raises UnreadableFile if too many rows were bad, or there were none."""
        if len(self._damaged) * _ROWS_FOR_ONE_DAMAGED > rows:
            raise UnreadableFile(Fault.DAMAGED, self._damaged[0])
        if not rows:
            raise UnreadableFile(Fault.EMPTY)


@dataclass(frozen=True, slots=True)
class FileReading(Generic[Row_co]):
    """One file being read. `batches` is consumed once, and may raise UnreadableFile up to the last row.

    `skipped` is filled while the batches are read, and is complete after the last one.
    """

    source: FileSource
    batches: Iterator[Sequence[Row_co]]
    skipped: Skips


def fitting(
    table: Iterable[tuple[int, list[str]]],
    parse: Callable[[list[str]], Row],
    skips: Skips,
    key: Callable[[Row], str] | None = None,
) -> Iterator[Row]:
    """The rows that `parse` accepts. Rows that raise Unfit count as damaged. Blank rows are skipped.

    If rows have a `key`, a repeated key means a damaged file and raises UnreadableFile.
    """
    seen: set[str] = set()
    for line, cells in table:
        if not any(cell.strip() for cell in cells):
            continue
        try:
            row = parse(cells)
        except Unfit as error:
            skips.damaged(line, error.reason)
            continue
        if key:
            refuse_doubled(key(row), seen, line)
        yield row


def refuse_doubled(key: str, seen: set[str], line: int) -> None:
    """Add `key` to `seen`. Raises UnreadableFile if it is already there."""
    if key in seen:
        raise UnreadableFile(Fault.DOUBLED, line, near=key)
    seen.add(key)


def batched(rows: Iterable[Row], skips: Skips) -> Iterator[list[Row]]:
    """Yield `rows` in lists of about two thousand. At the end, `skips` decides whether the file can be trusted."""
    batch: list[Row] = []
    count = 0
    for row in rows:
        batch.append(row)
        if len(batch) == _BATCH:
            count += _BATCH
            yield batch
            batch = []
    skips.finish(count + len(batch))
    if batch:
        yield batch
