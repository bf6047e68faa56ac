"""The smallest parts of a query: a typed word as words of the vocabulary, and how each was derived."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

GUESSED = 0.97  # a phrase of the tables based on an incomplete word


class How(StrEnum):
    """How a word or phrase of the query was read, if not as it stands."""

    ABBREVIATION = "abbreviation"
    LAY = "lay"
    SYNONYM = "synonym"
    TYPO = "typo"
    PREFIX = "prefix"
    SPELLING = "spelling"
    JOINED = "joined"
    SPLIT = "split"
    PARTS = "parts"


@dataclass(frozen=True, slots=True)
class WordReading:
    """`said` in the query was read as `meant`."""

    said: str
    meant: str
    how: How


class TermMatch(NamedTuple):
    """A word of the vocabulary that a typed word may mean. `how` is None if it is the word or a form of it.

    `strong`: certain enough to form a phrase of the tables alone.
    """

    term: int
    word: str
    weight: float
    how: How | None = None
    strong: bool = True


class TermMatches(NamedTuple):
    """Words that can fill one place of an alternative, each with its quality (0 to 1).

    `stems` are theirs, each as certain as its most certain word; `surest` is the first of the most certain words, and
    `mass` is the weight of that word. `kinds` are the stems for matching phrases of the tables, with their certainty
    and whether they are strong. `read_otherwise`: whether any of the words neither is nor begins with the typed one.
    """

    said: str
    denied: bool
    found: Sequence[TermMatch]
    terms: Sequence[int]
    weights: Sequence[float]
    stems: Mapping[int, float]
    surest: int
    mass: float
    kinds: Mapping[str, tuple[float, bool]]
    read_otherwise: bool

    def met_by(self, terms: Set[int]) -> WordReading | None:
        """How the most certain of its words in `terms` was derived; None if there is none, or it is the word itself."""
        here = [
            (w, t, n) for n, (t, w) in enumerate(zip(self.terms, self.weights, strict=True)) if t in terms
        ]
        return self.reading(max(here)[2]) if here else None

    def reading(self, at: int) -> WordReading | None:
        """How its n-th word was derived; None if it is the word itself."""
        one = self.found[at]
        return None if one.how is None else WordReading(self.said, one.word, one.how)

    def likeliest(self) -> WordReading | None:
        """How its most certain word was derived."""
        return self.reading(self.weights.index(max(self.weights)))
