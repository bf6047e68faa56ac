"""NCCI pairs: one row for each pair. Its terms (days, indicator, rationale) are stored by number.

2.5 million rows have about a thousand distinct terms. They are stored once and read with the first query. A pair is
stored as one number: each code has five characters, which makes a number below 36 to the fifth. Two text columns
would take a third more time and space.
"""

import re
import sqlite3
from array import array
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
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
    "CREATE TABLE pair (codes INTEGER, term INTEGER, PRIMARY KEY (codes, term)) WITHOUT ROWID",
)
_FIND = "SELECT term FROM pair WHERE codes = ?"
_SOME = "SELECT codes, term FROM pair WHERE codes IN ({})"
_AT_ONCE = 500
"""Parameters of one query."""
_ALL = "SELECT codes, term FROM pair ORDER BY codes"
_TERMS = "SELECT effective, deletion, indicator, rationale FROM term ORDER BY id"
_INDICATORS = {int(indicator): indicator for indicator in Indicator}
_NOT_APPLICABLE = int(Indicator.NOT_APPLICABLE)
_CODE = re.compile(r"[0-9A-Z]{5}", re.ASCII)
_LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_BITS = 26
_NO_CODE = -1
_MOST_KEPT = 4096
_Terms = tuple[int, int | None, int, str]
_RowTerms = tuple[date, date | None, int, str]


class SqlitePairs:
    """All pairs of one edition, current and past. Thread-safe."""

    __slots__ = ("__weakref__", "_connection", "_file", "_numbers", "_rows", "_terms")

    def __init__(self, file: OpenFile, rows: int) -> None:
        self._file = file
        self._connection = file.connection
        self._rows = rows
        self._terms: list[_Terms] = []
        self._numbers: dict[str, int] = {}

    def __len__(self) -> int:
        return self._rows

    def find(self, column1: str, column2: str, on: date) -> NcciPair | None:
        """The row with exactly these columns that is in force on `on`, else None."""
        one, two = self._numbers.get(column1), self._numbers.get(column2)
        if one is None or two is None:
            one, two = self._number(column1), self._number(column2)
        if one < 0 or two < 0:
            return None
        try:
            found = self._connection.execute(_FIND, (one << _BITS | two,)).fetchall()
        except sqlite3.Error:
            raise self._file.found_damaged() from None
        if not found:
            return None
        day, terms = on.toordinal(), self._all_terms()
        return next((_pair(column1, column2, terms[t]) for (t,) in found if _holds(terms[t], day)), None)

    def among(self, codes: Collection[str], on: date) -> dict[tuple[str, str], NcciPair]:
        """All pairs of any two of `codes` that are in force on `on`, by their columns. One query for a usual claim."""
        numbers = {code: self._numbers.get(code) or self._number(code) for code in codes}
        known = [(code, number) for code, number in numbers.items() if number >= 0]
        keys = {one << _BITS | two: (a, b) for a, one in known for b, two in known if a != b}
        asked, found = list(keys), list[tuple[int, int]]()
        try:
            for start in range(0, len(asked), _AT_ONCE):
                part = asked[start : start + _AT_ONCE]
                found += self._connection.execute(_SOME.format(", ".join("?" * len(part))), part)
        except sqlite3.Error:
            raise self._file.found_damaged() from None
        if not found:
            return {}
        day, terms = on.toordinal(), self._all_terms()
        return {keys[key]: _pair(*keys[key], terms[t]) for key, t in found if _holds(terms[t], day)}

    def __iter__(self) -> Iterator[NcciPair]:
        """Every row, in order of its columns."""
        terms = self._all_terms()
        for codes, term in self._connection.execute(_ALL):
            yield _pair(_code_of(codes >> _BITS), _code_of(codes & (1 << _BITS) - 1), terms[term])

    def _number(self, code: str) -> int:
        """Cached, because a claim looks up each of its codes repeatedly."""
        if len(self._numbers) >= _MOST_KEPT:
            self._numbers.clear()
        found = self._numbers[code] = _number_of(code)
        return found

    def _all_terms(self) -> list[_Terms]:
        if not self._terms:
            try:
                self._terms = self._connection.execute(_TERMS).fetchall()
            except sqlite3.Error:
                raise self._file.found_damaged() from None
        return self._terms


class PairBuilder:
    """Takes rows in any order, and writes the edition at the end. Uses twelve bytes a row until then."""

    def __init__(self) -> None:
        self._codes: dict[str, int] = defaultdict(count().__next__)
        self._terms: dict[_RowTerms, int] = defaultdict(count().__next__)
        self._ones, self._twos, self._of = array("I"), array("I"), array("I")

    def add(self, rows: Sequence[PtpRow]) -> None:
        """Add some rows."""
        if not rows:
            return
        ones, twos, since, ends, indicators, rationales, _ = zip(*rows, strict=True)
        self._ones.extend(map(self._codes.__getitem__, ones))
        self._twos.extend(map(self._codes.__getitem__, twos))
        self._of.extend(map(self._terms.__getitem__, zip(since, ends, indicators, rationales, strict=True)))

    def write(self, path: Path) -> None:
        """Write the edition at `path`, completely or not at all.

        Raises ValueError for a code without five characters.
        """
        if any(_number_of(code) < 0 for code in self._codes):
            raise ValueError("code")
        write_edition(path, EditionKind.PAIRS, (Holds.PAIRS,), self._fill)

    def _fill(self, connection: sqlite3.Connection) -> dict[str, int]:
        for statement in _CREATE:
            connection.execute(statement)
        connection.executemany(
            "INSERT INTO term VALUES (?, ?, ?, ?, ?)", map(_term_row, self._terms, count())
        )
        inserted = connection.executemany("INSERT OR IGNORE INTO pair VALUES (?, ?)", self._sorted())
        return {"pair": max(inserted.rowcount, 0), "term": len(self._terms)}

    def _sorted(self) -> Iterable[tuple[int, int]]:
        """The rows in key order, so that SQLite appends them instead of searching for each row's place."""
        numbers = np.array([_number_of(code) for code in self._codes], np.int64)
        ones, twos = (
            numbers[np.frombuffer(self._ones, np.uint32)],
            numbers[np.frombuffer(self._twos, np.uint32)],
        )
        codes, terms = (ones << _BITS) | twos, np.frombuffer(self._of, np.uint32)
        order = np.lexsort((terms, codes))
        return zip(codes[order].tolist(), terms[order].tolist(), strict=True)


def _number_of(code: str) -> int:
    """A code as a number that sorts like the text; below 0 for any other text."""
    return int(code, len(_LETTERS)) if _CODE.fullmatch(code) else _NO_CODE


def _code_of(number: int) -> str:
    """The code for a number from `_number_of`."""
    letters = ""
    while len(letters) < 5:
        number, letter = divmod(number, len(_LETTERS))
        letters = _LETTERS[letter] + letters
    return letters


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
