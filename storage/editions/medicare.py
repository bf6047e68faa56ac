"""Medicare's unit limits (MUE), add-on codes and fees."""

import sqlite3
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from pathlib import Path

import msgspec

from bot.domain.codes.claim.reference_data import AddOn, AddOnKind, Mai, Mue
from bot.domain.codes.edition_file import EditionKind, Holds
from bot.domain.codes.fee_row import FeeRow
from bot.domain.codes.file_rows import AddOnRow, MueRow
from bot.domain.codes.localities import Locality
from storage.editions.coded_table import CodedTable, create_table
from storage.editions.connect import OpenFile, write_edition


class _Primary(msgspec.Struct, frozen=True, array_like=True):
    """One row of the add-on file, stored under its add-on code."""

    kind: int
    primary: str | None
    effective: date
    deletion: date | None

    def holds(self, on: date) -> bool:
        """Whether the row is in force on `on`."""
        return self.effective <= on and (self.deletion is None or on <= self.deletion)


class SqliteUnits:
    """The MUE values of one setting and quarter."""

    __slots__ = ("__weakref__", "_limits")

    def __init__(self, file: OpenFile, rows: dict[str, int]) -> None:
        self._limits = CodedTable(file, "mue", Mue, rows["mue"])

    def limit(self, code: str) -> Mue | None:
        """The value of a code, or None if there is no row."""
        return self._limits.get(code)

    def __len__(self) -> int:
        return len(self._limits)


class SqliteAddOns:
    """One edition of the add-on code file."""

    __slots__ = ("__weakref__", "_primaries")

    def __init__(self, file: OpenFile, rows: dict[str, int]) -> None:
        self._primaries = CodedTable(file, "add_on", tuple[_Primary, ...], rows["add_on"])

    def primaries(self, code: str, on: date) -> AddOn | None:
        """The add-on's primary codes on `on`; None if no row lists `code` as an add-on that day."""
        rows = [row for row in self._primaries.get(code) or () if row.holds(on)]
        if not rows:
            return None
        primaries = tuple(sorted({row.primary for row in rows if row.primary}))
        return AddOn(code, AddOnKind(rows[0].kind), primaries)

    def __len__(self) -> int:
        return len(self._primaries)


class SqliteFees:
    """One edition of the fee schedule."""

    __slots__ = ("__weakref__", "_rows")

    def __init__(self, file: OpenFile, rows: dict[str, int]) -> None:
        self._rows = CodedTable(file, "fee", FeeRow, rows["fee"])

    def find(self, code: str, modifier: str) -> FeeRow | None:
        """The row of (code, modifier), or None. An empty modifier means the whole service."""
        return self._rows.get(code + modifier)

    def codes(self) -> Iterator[str]:
        """The codes of the schedule in order, each once. Rows for a modifier repeat their code."""
        return (code for code, _ in groupby(self._rows.codes(), key=lambda key: key[:_CODE]))

    def __iter__(self) -> Iterator[FeeRow]:
        """All rows, in order of code and modifier."""
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)


_CODE = 5
"""Characters of a code. The key of a row for one modifier has two more."""


class SqliteLocalities:
    """The localities of one edition."""

    __slots__ = ("__weakref__", "_localities")

    def __init__(self, file: OpenFile, rows: dict[str, int]) -> None:
        self._localities = CodedTable(file, "locality", Locality, rows["locality"])

    def get(self, key: str) -> Locality | None:
        """The locality with this key (contractor and locality number, seven digits), or None."""
        return self._localities.get(key)

    def __iter__(self) -> Iterator[Locality]:
        """All localities, in order of contractor and number."""
        return iter(self._localities)

    def __len__(self) -> int:
        return len(self._localities)


def write_localities(path: Path, localities: Iterable[Locality]) -> None:
    """Build the edition. Raises ValueError for a repeated locality."""
    rows = ((each.key, each) for each in localities)
    _write(path, EditionKind.LOCALITIES, Holds.LOCALITIES, "locality", rows)


def write_units(path: Path, rows: Iterable[MueRow]) -> None:
    """Build the edition. Raises ValueError for a repeated code or an unknown indicator."""
    limits = [(row.code, Mue(row.code, row.value, Mai(row.mai), row.rationale)) for row in rows]
    _write(path, EditionKind.UNITS, Holds.UNITS, "mue", limits)


def write_add_ons(path: Path, rows: Iterable[AddOnRow]) -> None:
    """Build the edition."""
    listed: dict[str, list[_Primary]] = {}
    for row in rows:
        one = _Primary(row.kind, row.primary, row.effective, row.deletion)
        listed.setdefault(row.add_on, []).append(one)
    _write(path, EditionKind.ADD_ONS, Holds.ADD_ONS, "add_on", listed.items())


def write_fees(path: Path, rows: Iterable[FeeRow]) -> None:
    """Build the edition. Raises ValueError for a repeated code and modifier."""
    _write(path, EditionKind.FEES, Holds.FEES, "fee", ((row.code + row.modifier, row) for row in rows))


def _write(
    path: Path, kind: EditionKind, holds: Holds, table: str, values: Iterable[tuple[str, object]]
) -> None:
    def fill(connection: sqlite3.Connection) -> dict[str, int]:
        return {table: create_table(connection, table, values)}

    write_edition(path, kind, (holds,), fill)
