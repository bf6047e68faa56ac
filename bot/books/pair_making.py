"""How the book of NCCI pairs (pair_book) is made. Apart from it, because only whoever makes one needs numpy."""

from array import array
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from itertools import count
from pathlib import Path

import numpy as np

from bot.books.container import BookKind, write_container
from bot.books.packed import number_of
from bot.books.pair_book import NEVER_ENDS, WIDTH
from bot.domain.codes.editions import Gathered
from bot.domain.codes.file_rows import PtpRow

_Terms = tuple[date, date | None, int, str]
_SMALL = 1 << 16


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
        if any(len(code) != WIDTH or not code.isascii() for code in self._codes):
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
            "ends": np.array([t[1].toordinal() if t[1] else NEVER_ENDS for t in terms], np.int32),
            "indicator": np.array([t[2] for t in terms], np.uint8),
            "rationale": np.array([numbered[t[3]] for t in terms], np.uint16),
        }
        packed = {name: (len(part), part.tobytes()) for name, part in parts.items()}
        write_container(path, BookKind.PAIRS, gathered, packed, tuple(rationales))


def _narrow(numbers: np.ndarray, most: int) -> np.ndarray:
    return numbers.astype(np.uint16 if most <= _SMALL else np.uint32)
