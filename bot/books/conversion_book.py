"""NCHS's conversion tables as a mapped book: which ICD-10-CM codes came in place of one, and when."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

from bot.books.container import BookKind, Contents, open_container
from bot.books.tables import KeyTable, write_tables
from bot.domain.codes.editions import Gathered
from bot.domain.codes.file_rows import Conversion
from bot.domain.codes.icd.spans import is_span, spans


class MappedConversions:
    """One edition of the table, asked by the code that was there before."""

    __slots__ = ("_by_old", "_ranges", "contents")

    def __init__(self, contents: Contents) -> None:
        """Raises UnusableBook."""
        self.contents = contents
        self._by_old = KeyTable(contents, "old", tuple[Conversion, ...])
        self._ranges = KeyTable(contents, "ranges", tuple[Conversion, ...])

    def instead_of(self, code: str) -> tuple[Conversion, ...]:
        """The codes that came in its place, oldest first; none where the table names none.

        A row that prints a range of old codes (`H02.101-H02.106`) is told of each of them as of that one.
        """
        named = self._by_old.get(code) or ()
        ranged = [r for r in self._ranges.get(code[:1]) or () if spans(r.old, code)]
        if not ranged:
            return named
        return tuple(sorted({*named, *(replace(r, old=code) for r in ranged)}, key=_order))


def write_conversions(path: Path, gathered: Gathered, rows: Iterable[Conversion]) -> None:
    """Build the book at `path`."""
    by_old: dict[str, list[Conversion]] = {}
    by_letter: dict[str, list[Conversion]] = {}
    for row in rows:
        if is_span(row.old):
            by_letter.setdefault(row.old[:1], []).append(row)
        elif row.old:
            by_old.setdefault(row.old, []).append(row)
    tables = {"old": by_old, "ranges": by_letter}
    kept = {
        name: [(key, tuple(sorted(rows, key=_order))) for key, rows in table.items()]
        for name, table in tables.items()
    }
    write_tables(path, BookKind.CONVERSIONS, gathered, dict(kept))


def _order(row: Conversion) -> tuple[date, str]:
    return row.effective, row.new


def open_conversions(path: Path, *, verify: bool = False) -> MappedConversions:
    """Map the table at `path`. Raises UnusableBook."""
    return MappedConversions(open_container(path, BookKind.CONVERSIONS, verify=verify))
