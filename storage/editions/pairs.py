"""NCCI pairs: one row a pair, and its terms (days, indicator, rationale) by number.

2.5 million rows have some thousand different terms. They are kept once and read at the first question.
"""

import sqlite3
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import count
from pathlib import Path

import numpy as np

from bot.domain.codes.claim.reference_data import Indicator, NcciPair
from bot.domain.codes.edition_file import EditionKind, Holds
from bot.domain.codes.file_rows import PtpRow
from storage.editions.connect import OpenFile, write_edition

_CREATE = (
    "CREATE TABLE term (id INTEGER PRIMARY KEY, effective, deletion, indicator, rationale)",
    "CREATE TABLE pair (column1, column2, term, PRIMARY KEY (column1, column2, term)) WITHOUT ROWID",
)
_FIND = "SELECT term FROM pair WHERE column1 = ? AND column2 = ?"
_ALL = "SELECT column1, column2, term FROM pair ORDER BY column1, column2"
_TERMS = "SELECT effective, deletion, indicator, rationale FROM term ORDER BY id"
_INDICATORS = {int(indicator): indicator for indicator in Indicator}
_NOT_APPLICABLE = int(Indicator.NOT_APPLICABLE)
_LENGTH = 5
_Terms = tuple[int, int | None, int, str]
_RowTerms = tuple[date, date | None, int, str]


class SqlitePairs:
    """All pairs of one edition, current and past. Any thread may ask."""

    __slots__ = ("_connection", "_file", "_rows", "_terms")

    def __init__(self, file: OpenFile, rows: int) -> None:
        self._file = file
        self._connection = file.connection
        self._rows = rows
        self._terms: list[_Terms] = []

    def __len__(self) -> int:
        return self._rows

    def find(self, column1: str, column2: str, on: date) -> NcciPair | None:
        """The row with exactly these columns that is in force on `on`, else None."""
        try:
            found = self._connection.execute(_FIND, (column1, column2)).fetchall()
        except UnicodeEncodeError:
            return None
        except sqlite3.Error:
            raise self._file.found_damaged() from None
        if not found:
            return None
        day, terms = on.toordinal(), self._all_terms()
        return next((_pair(column1, column2, terms[t]) for (t,) in found if _holds(terms[t], day)), None)

    def __iter__(self) -> Iterator[NcciPair]:
        """Every row, in order of its columns."""
        terms = self._all_terms()
        for column1, column2, term in self._connection.execute(_ALL):
            yield _pair(column1, column2, terms[term])

    def _all_terms(self) -> list[_Terms]:
        if not self._terms:
            try:
                self._terms = self._connection.execute(_TERMS).fetchall()
            except sqlite3.Error:
                raise self._file.found_damaged() from None
        return self._terms


class PairBuilder:
    """Takes rows as they come, in any order, and writes the edition at the end. Twelve bytes a row until then."""

    def __init__(self) -> None:
        self._codes: dict[str, int] = defaultdict(count().__next__)
        self._terms: dict[_RowTerms, int] = defaultdict(count().__next__)
        self._ones, self._twos, self._of = array("I"), array("I"), array("I")

    def add(self, rows: Sequence[PtpRow]) -> None:
        """Some rows."""
        if not rows:
            return
        ones, twos, since, ends, indicators, rationales, _ = zip(*rows, strict=True)
        self._ones.extend(map(self._codes.__getitem__, ones))
        self._twos.extend(map(self._codes.__getitem__, twos))
        self._of.extend(map(self._terms.__getitem__, zip(since, ends, indicators, rationales, strict=True)))

    def write(self, path: Path) -> None:
        """The edition at `path`, whole or not at all. Raises ValueError for a code that is not of five characters."""
        if any(len(code) != _LENGTH or not code.isascii() for code in self._codes):
            raise ValueError("code")
        write_edition(path, EditionKind.PAIRS, (Holds.PAIRS,), self._fill)

    def _fill(self, connection: sqlite3.Connection) -> dict[str, int]:
        for statement in _CREATE:
            connection.execute(statement)
        connection.executemany(
            "INSERT INTO term VALUES (?, ?, ?, ?, ?)", map(_term_row, self._terms, count())
        )
        inserted = connection.executemany("INSERT OR IGNORE INTO pair VALUES (?, ?, ?)", self._sorted())
        return {"pair": max(inserted.rowcount, 0), "term": len(self._terms)}

    def _sorted(self) -> Iterable[tuple[str, str, int]]:
        """The rows in order of their key: SQLite appends them, instead of looking for the place of each."""
        codes = sorted(self._codes)
        ranks = np.empty(len(codes), np.uint32)
        ranks[[self._codes[code] for code in codes]] = np.arange(len(codes), dtype=np.uint32)
        ones, twos = ranks[np.frombuffer(self._ones, np.uint32)], ranks[np.frombuffer(self._twos, np.uint32)]
        terms = np.frombuffer(self._of, np.uint32)
        order = np.lexsort((terms, twos, ones))
        one, two, term = (part[order].tolist() for part in (ones, twos, terms))
        return zip(map(codes.__getitem__, one), map(codes.__getitem__, two), term, strict=True)


def _term_row(terms: _RowTerms, number: int) -> tuple[int, int, int | None, int, str]:
    effective, deletion, indicator, rationale = terms
    return number, effective.toordinal(), deletion.toordinal() if deletion else None, indicator, rationale


def _holds(terms: _Terms, day: int) -> bool:
    effective, deletion, indicator, _ = terms
    return effective <= day and indicator != _NOT_APPLICABLE and (deletion is None or day <= deletion)


def _pair(column1: str, column2: str, terms: _Terms) -> NcciPair:
    effective, deletion, indicator, rationale = terms
    return NcciPair(
        column1,
        column2,
        date.fromordinal(effective),
        date.fromordinal(deletion) if deletion is not None else None,
        _INDICATORS[indicator],
        rationale,
    )
