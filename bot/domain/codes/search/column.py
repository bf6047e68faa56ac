"""The smallest parts of a question: a typed word as words of the vocabulary, and how each was come by."""

from collections.abc import Sequence
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


@dataclass(frozen=True, slots=True)
class Reading:
    """`said` of the question was read as `meant`."""

    said: str
    meant: str
    how: How


class Found(NamedTuple):
    """A word of the vocabulary that a typed word may be; `how` is None where it is the word or a form of it.

    `strong`: sure enough to be a phrase of the tables by itself.
    """

    term: int
    word: str
    weight: float
    how: How | None = None
    strong: bool = True


@dataclass(frozen=True, slots=True)
class Column:
    """Words any of which fills one place of an alternative, each with how well it does (0 to 1).

    `stems` are theirs, each as sure as its surest word; `mass` is how much the surest word says.
    """

    said: str
    denied: bool
    found: Sequence[Found]
    terms: list[int]
    weights: list[float]
    stems: dict[int, float]
    mass: float

    @property
    def read_otherwise(self) -> bool:
        """Whether any of its words is neither the one that was typed nor begins with it."""
        return any(f.how is not None and f.how is not How.PREFIX for f in self.found)

    def reading(self, at: int) -> Reading | None:
        """How its n-th word was come by; None where it is the word itself."""
        one = self.found[at]
        return None if one.how is None else Reading(self.said, one.word, one.how)

    def likeliest(self) -> Reading | None:
        """How its surest word was come by."""
        return self.reading(self.weights.index(max(self.weights)))
