"""NCHS's conversion tables as a mapped book: which ICD-10-CM codes came in place of one, and when."""

from collections.abc import Iterable
from pathlib import Path

from bot.books.container import Contents, Kind, open_container
from bot.books.tables import Table, write_tables
from bot.domain.codes.editions import Gathered
from bot.domain.codes.file_rows import Conversion


class MappedConversions:
    """One edition of the table, asked by the code that was there before."""

    __slots__ = ("_by_old", "contents")

    def __init__(self, contents: Contents) -> None:
        """Raises UnusableBook."""
        self.contents = contents
        self._by_old = Table(contents, "old", tuple[Conversion, ...])

    def instead_of(self, code: str) -> tuple[Conversion, ...]:
        """The codes that came in its place, oldest first; none where the table names none.

        Rows that print a range of old codes name no single one, and are not asked.
        """
        return self._by_old.get(code) or ()


def write_conversions(path: Path, gathered: Gathered, rows: Iterable[Conversion]) -> None:
    """Build the book at `path`."""
    by_old: dict[str, list[Conversion]] = {}
    for row in rows:
        if row.old and "-" not in row.old:
            by_old.setdefault(row.old, []).append(row)
    kept = ((old, tuple(sorted(rows, key=lambda r: (r.effective, r.new)))) for old, rows in by_old.items())
    write_tables(path, Kind.CONVERSIONS, gathered, {"old": kept})


def open_conversions(path: Path, *, verify: bool = False) -> MappedConversions:
    """Map the table at `path`. Raises UnusableBook."""
    return MappedConversions(open_container(path, Kind.CONVERSIONS, verify=verify))
