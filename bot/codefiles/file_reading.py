"""What every reader of rows hands out, and how many bad rows a file may have before it is no longer trusted."""

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
    """A row that its layout cannot have. Never leaves bot.codefiles."""

    def __init__(self, reason: SkipReason) -> None:
        super().__init__(reason)
        self.reason = reason


class Skips:
    """The rows left out so far: the first thousand with their lines, and how many there were in all.

    A published file may hold a slip or two; one row in a thousand, and 25 at most, are passed over and told.
    Beyond that it is damaged, and its first bad line is named.
    """

    def __init__(self) -> None:
        self.listed: list[Skipped] = []
        self.total = 0
        self._damaged: list[int] = []

    def stray(self, line: int, reason: SkipReason) -> None:
        """A row of a sort that the layout is known to have and nobody needs."""
        self.total += 1
        if len(self.listed) < _LISTED:
            self.listed.append(Skipped(line, reason))

    def damaged(self, line: int, reason: SkipReason) -> None:
        """A row that the layout cannot have. Raises UnreadableFile once there are too many."""
        self.stray(line, reason)
        self._damaged.append(line)
        if len(self._damaged) > _MOST_DAMAGED:
            raise UnreadableFile(Fault.DAMAGED, self._damaged[0])

    def finish(self, rows: int) -> None:
        """All has been read. Raises UnreadableFile where too large a share was bad, or nothing was there."""
        if len(self._damaged) * _ROWS_FOR_ONE_DAMAGED > rows:
            raise UnreadableFile(Fault.DAMAGED, self._damaged[0])
        if not rows:
            raise UnreadableFile(Fault.EMPTY)


@dataclass(frozen=True, slots=True)
class FileReading(Generic[Row_co]):
    """One file being read: `batches` is consumed once and may raise UnreadableFile up to its very end.

    `skipped` fills while the batches come, and is complete after the last.
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
    """The rows that `parse` accepts; those it calls Unfit are counted as damaged. Blank rows are passed over.

    Where rows have a `key`, one that comes twice is a damaged file: UnreadableFile.
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
    """Remember `key`; raises UnreadableFile where it has been seen."""
    if key in seen:
        raise UnreadableFile(Fault.DOUBLED, line, near=key)
    seen.add(key)


def batched(rows: Iterable[Row], skips: Skips) -> Iterator[list[Row]]:
    """`rows` in lists of about two thousand; at the end `skips` decides whether all of it can be trusted."""
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
