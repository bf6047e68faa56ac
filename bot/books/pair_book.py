"""NCCI pairs as a mapped file: four bytes a row, so that a quarter's 2.5 million take ten megabytes.

Codes are numbers into a sorted list, rows stand by column 1, then column 2, then first day; what else a row says
(its days, indicator, rationale) is one of some thousand combinations, kept once. A pair is found by three bisections.
"""

from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import count
from pathlib import Path

import numpy as np

from bot.books.container import Contents, Kind, open_container, write_container
from bot.books.edition_of import edition_of
from bot.books.errors import BookFault, UnusableBook
from bot.books.packed import key_of, number_of
from bot.domain.codes.claim.books import Indicator, Pair
from bot.domain.codes.claim.edition import Edition
from bot.domain.codes.editions import Gathered
from bot.domain.codes.file_rows import PtpRow

_Terms = tuple[date, date | None, int, str]
_SMALL = 1 << 16
_INDICATORS = {int(indicator): indicator for indicator in Indicator}
_NEVER_ENDS = 0  # as an ordinal: no deletion date


class MappedPairs:
    """All pairs of one edition, current and past. Safe to ask from several threads."""

    __slots__ = (
        "_begins",
        "_codes",
        "_column2",
        "_ends",
        "_indicator",
        "_numbers",
        "_rationale",
        "_since",
        "_terms",
        "contents",
        "edition",
        "whole",
    )

    def __init__(self, contents: Contents) -> None:
        """Raises UnusableBook where a part is missing."""
        self.contents = contents
        self._numbers: dict[str, int | None] = {}
        self.edition: Edition = edition_of(contents.gathered)
        self.whole = contents.gathered.whole
        parts = contents.parts
        try:
            self._codes = parts["codes"][0].cast("Q")
            self._begins = parts["begins"][0].cast("I")
            self._column2 = _numbers(*parts["column2"])
            self._terms = _numbers(*parts["terms"])
            self._since, self._ends = parts["since"][0].cast("i"), parts["ends"][0].cast("i")
            self._indicator, self._rationale = parts["indicator"][0], parts["rationale"][0].cast("H")
        except (KeyError, TypeError):
            raise UnusableBook(BookFault.DAMAGED) from None

    def __len__(self) -> int:
        return self.contents.parts["column2"][1]

    def find(self, column1: str, column2: str, on: date) -> Pair | None:
        """The row with exactly these columns that is in force on `on`, else None."""
        two = self._number(column2)
        one = self._number(column1) if two is not None else None
        if one is None or two is None:
            return None
        end = self._begins[one + 1]
        at = bisect_left(self._column2, two, self._begins[one], end)
        day = on.toordinal()
        while at < end and self._column2[at] == two:
            terms = self._terms[at]
            if self._holds(terms, day):
                return self._pair(column1, column2, terms)
            at += 1
        return None

    def __iter__(self) -> Iterator[Pair]:
        """Every row, in order of its columns."""
        for one in range(len(self._codes)):
            for at in range(self._begins[one], self._begins[one + 1]):
                column1, column2 = key_of(self._codes[one]), key_of(self._codes[self._column2[at]])
                yield self._pair(column1, column2, self._terms[at])

    def _number(self, code: str) -> int | None:
        """The place of a code in the list; the last few hundred are kept, for a claim asks each of its codes again."""
        kept = self._numbers.get(code, _NOT_KEPT)
        if kept != _NOT_KEPT:
            return kept
        if len(self._numbers) >= _MOST_KEPT:
            self._numbers.clear()
        found = self._numbers[code] = self._looked_up(code)
        return found

    def _looked_up(self, code: str) -> int | None:
        if len(code) != _WIDTH or not code.isascii():
            return None
        key = number_of(code)
        at = bisect_left(self._codes, key)
        return at if at < len(self._codes) and self._codes[at] == key else None

    def _holds(self, terms: int, day: int) -> bool:
        if self._since[terms] > day or self._indicator[terms] == int(Indicator.NOT_APPLICABLE):
            return False
        return self._ends[terms] == _NEVER_ENDS or day <= self._ends[terms]

    def _pair(self, column1: str, column2: str, terms: int) -> Pair:
        ends = self._ends[terms]
        return Pair(
            column1,
            column2,
            date.fromordinal(self._since[terms]),
            date.fromordinal(ends) if ends != _NEVER_ENDS else None,
            _INDICATORS[self._indicator[terms]],
            self.contents.words[self._rationale[terms]],
        )


_WIDTH = 5
_MOST_KEPT = 512
_NOT_KEPT = -1


class PairsMaker:
    """Takes rows in as they come, in any order, and writes the book at the end. About a microsecond a row."""

    def __init__(self) -> None:
        self._codes: dict[str, int] = defaultdict(count().__next__)
        self._terms: dict[_Terms, int] = defaultdict(count().__next__)
        self._ones, self._twos, self._says = array("I"), array("I"), array("I")

    def add(self, rows: Sequence[PtpRow]) -> None:
        """Some rows. Raises ValueError for a code that is not of five characters."""
        if not rows:
            return
        ones, twos, since, ends, indicators, rationales, _ = zip(*rows, strict=True)
        self._ones.extend(map(self._codes.__getitem__, ones))
        self._twos.extend(map(self._codes.__getitem__, twos))
        self._says.extend(map(self._terms.__getitem__, zip(since, ends, indicators, rationales, strict=True)))

    def write(self, path: Path, gathered: Gathered) -> None:
        """The book at `path`, whole or not at all."""
        if any(len(code) != _WIDTH or not code.isascii() for code in self._codes):
            raise ValueError
        places = {code: place for place, code in enumerate(sorted(self._codes))}
        ranks = np.array([places[code] for code in self._codes], np.uint32)
        terms = list(self._terms)
        ones, twos = ranks[np.frombuffer(self._ones, np.uint32)], ranks[np.frombuffer(self._twos, np.uint32)]
        says = np.frombuffer(self._says, np.uint32)
        since = np.array([t[0].toordinal() for t in terms], np.int32)
        order = np.lexsort((since[says], twos, ones)) if terms else np.array([], np.int64)
        rationales = sorted({t[3] for t in terms})
        numbered = {words: number for number, words in enumerate(rationales)}
        parts: dict[str, np.ndarray] = {
            "codes": np.array([number_of(code) for code in places], np.uint64),
            "begins": np.searchsorted(ones[order], np.arange(len(places) + 1)).astype(np.uint32),
            "column2": _narrow(twos[order], len(places)),
            "terms": _narrow(says[order], len(terms)),
            "since": since,
            "ends": np.array([t[1].toordinal() if t[1] else _NEVER_ENDS for t in terms], np.int32),
            "indicator": np.array([t[2] for t in terms], np.uint8),
            "rationale": np.array([numbered[t[3]] for t in terms], np.uint16),
        }
        packed = {name: (len(part), part.tobytes()) for name, part in parts.items()}
        write_container(path, Kind.PAIRS, gathered, packed, tuple(rationales))


def open_pairs(path: Path, *, verify: bool = False) -> MappedPairs:
    """Map the pairs at `path`. Raises UnusableBook."""
    return MappedPairs(open_container(path, Kind.PAIRS, verify=verify))


def _narrow(numbers: np.ndarray, most: int) -> np.ndarray:
    return numbers.astype(np.uint16 if most <= _SMALL else np.uint32)


def _numbers(part: memoryview, rows: int) -> memoryview:
    """Two bytes or four for each row, as many as were needed."""
    return part.cast("H" if len(part) == 2 * rows else "I")
