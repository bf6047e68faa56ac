"""NCCI pairs as a mapped file: four bytes a row, so that a quarter's 2.5 million take ten megabytes.

Codes are numbers into a sorted list, rows stand by column 1, then column 2, then first day; what else a row says
(its days, indicator, rationale) is one of some thousand combinations, kept once. A pair is found by three bisections.
"""

from bisect import bisect_left
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from bot.books.container import BookKind, Contents, open_container
from bot.books.edition_of import edition_of
from bot.books.errors import BookFault, UnusableBook
from bot.books.packed import key_of, number_of
from bot.domain.codes.claim.edition import ReferenceEdition
from bot.domain.codes.claim.reference_data import Indicator, NcciPair

_INDICATORS = {int(indicator): indicator for indicator in Indicator}
WIDTH = 5
NEVER_ENDS = 0  # as an ordinal: no deletion date


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
        self.edition: ReferenceEdition = edition_of(contents.gathered)
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

    def find(self, column1: str, column2: str, on: date) -> NcciPair | None:
        """The row with exactly these columns that is in force on `on`, else None."""
        one, two = self._numbers.get(column1, _NOT_KEPT), self._numbers.get(column2, _NOT_KEPT)
        if _NOT_KEPT in (one, two):
            one, two = self._number(column1), self._number(column2)
        if one is None or two is None:
            return None
        end = self._begins[one + 1]
        at = bisect_left(self._column2, two, self._begins[one], end)
        if at == end or self._column2[at] != two:
            return None
        day = on.toordinal()
        while at < end and self._column2[at] == two:
            terms = self._terms[at]
            if self._holds(terms, day):
                return self._pair(column1, column2, terms)
            at += 1
        return None

    def __iter__(self) -> Iterator[NcciPair]:
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
        if len(code) != WIDTH or not code.isascii():
            return None
        key = number_of(code)
        at = bisect_left(self._codes, key)
        return at if at < len(self._codes) and self._codes[at] == key else None

    def _holds(self, terms: int, day: int) -> bool:
        if self._since[terms] > day or self._indicator[terms] == int(Indicator.NOT_APPLICABLE):
            return False
        return self._ends[terms] == NEVER_ENDS or day <= self._ends[terms]

    def _pair(self, column1: str, column2: str, terms: int) -> NcciPair:
        ends = self._ends[terms]
        return NcciPair(
            column1,
            column2,
            date.fromordinal(self._since[terms]),
            date.fromordinal(ends) if ends != NEVER_ENDS else None,
            _INDICATORS[self._indicator[terms]],
            self.contents.words[self._rationale[terms]],
        )


_MOST_KEPT = 512
_NOT_KEPT = -1


def open_pairs(path: Path, *, verify: bool = False) -> MappedPairs:
    """Map the pairs at `path`. Raises UnusableBook."""
    return MappedPairs(open_container(path, BookKind.PAIRS, verify=verify))


def _numbers(part: memoryview, rows: int) -> memoryview:
    """Two bytes or four for each row, as many as were needed."""
    return part.cast("H" if len(part) == 2 * rows else "I")
