"""The smallest parts of a question: a typed word as words of the vocabulary, and how each was come by."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

GUESSED = 0.97  # a phrase of the tables that rests on an unfinished word


class How(StrEnum):
    """How a word or phrase of the question was read, where it was not taken as it stands."""

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
    """`said` of the question was read as `meant`."""

    said: str
    meant: str
    how: How


class TermMatch(NamedTuple):
    """A word of the vocabulary that a typed word may be; `how` is None where it is the word or a form of it.

    `strong`: sure enough to be a phrase of the tables by itself.
    """

    term: int
    word: str
    weight: float
    how: How | None = None
    strong: bool = True


class TermMatches(NamedTuple):
    """Words any of which fills one place of an alternative, each with how well it does (0 to 1).

    `stems` are theirs, each as sure as its surest word, `surest` the first of the surest; `mass` is how much the
    surest word says. `kinds` are the stems as phrases of the tables are met by: how surely, and whether strong.
    `read_otherwise`: whether any of its words is neither the one that was typed nor begins with it.
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
        """How the surest of its words among `terms` was come by; None where there is none, or it is the word."""
        here = [
            (w, t, n) for n, (t, w) in enumerate(zip(self.terms, self.weights, strict=True)) if t in terms
        ]
        return self.reading(max(here)[2]) if here else None

    def reading(self, at: int) -> WordReading | None:
        """How its n-th word was come by; None where it is the word itself."""
        one = self.found[at]
        return None if one.how is None else WordReading(self.said, one.word, one.how)

    def likeliest(self) -> WordReading | None:
        """How its surest word was come by."""
        return self.reading(self.weights.index(max(self.weights)))
