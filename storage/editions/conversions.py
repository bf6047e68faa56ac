"""NCHS's conversion tables: which ICD-10-CM codes replaced a code, and when."""

import sqlite3
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

from bot.domain.codes.edition_file import EditionKind, Holds
from bot.domain.codes.file_rows import Conversion
from bot.domain.codes.icd.spans import is_span, spans
from storage.editions.coded_table import CodedTable, create_table
from storage.editions.connect import OpenFile, write_edition


class SqliteConversions:
    """One edition of the table, looked up by the old code."""

    __slots__ = ("__weakref__", "_by_old", "_ranges")

    def __init__(self, file: OpenFile, rows: dict[str, int]) -> None:
        kind = tuple[Conversion, ...]
        self._by_old = CodedTable(file, "conversion", kind, rows["conversion"])
        self._ranges = CodedTable(file, "conversion_range", kind, rows["conversion_range"])

    def instead_of(self, code: str) -> tuple[Conversion, ...]:
        """The codes that replaced it, oldest first; empty if the table names none.

        A row with a range of old codes (`H02.101-H02.106`) counts for each of them.
        """
        named = self._by_old.get(code) or ()
        ranged = [row for row in self._ranges.get(code[:1]) or () if spans(row.old, code)]
        if not ranged:
            return named
        return tuple(sorted({*named, *(replace(row, old=code) for row in ranged)}, key=_order))


def write_conversions(path: Path, rows: Iterable[Conversion]) -> None:
    """Build the edition at `path`."""
    by_old: dict[str, list[Conversion]] = {}
    by_letter: dict[str, list[Conversion]] = {}
    for row in rows:
        if is_span(row.old):
            by_letter.setdefault(row.old[:1], []).append(row)
        elif row.old:
            by_old.setdefault(row.old, []).append(row)

    def fill(connection: sqlite3.Connection) -> dict[str, int]:
        return {
            "conversion": create_table(connection, "conversion", _ordered(by_old)),
            "conversion_range": create_table(connection, "conversion_range", _ordered(by_letter)),
        }

    write_edition(path, EditionKind.CONVERSIONS, (Holds.SUCCESSORS,), fill)


def _ordered(rows: dict[str, list[Conversion]]) -> Iterable[tuple[str, tuple[Conversion, ...]]]:
    return ((key, tuple(sorted(found, key=_order))) for key, found in rows.items())


def _order(row: Conversion) -> tuple[date, str]:
    return row.effective, row.new
