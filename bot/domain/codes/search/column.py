"""The smallest parts of a question: a typed word as words of the vocabulary, and how each was come by."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

import numpy as np

from bot.domain.codes.search.arrays import F32, I32

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


@dataclass(slots=True)
class Column:
    """Words any of which fills one place of an alternative, each with how well it does (0 to 1)."""

    terms: I32
    weights: F32
    denied: bool
    readable: tuple[tuple[str, float, bool], ...] = ()  # words to look for phrases with, how surely, if alone
    readings: dict[int, Reading] = field(default_factory=dict)


def column(found: list[Found], said: str, denied: bool) -> Column:
    """The column of what a typed word may be."""
    return Column(
        np.array([f.term for f in found], np.int32),
        np.array([f.weight for f in found], np.float32),
        denied,
        tuple((f.word, f.weight * (GUESSED if f.how is How.PREFIX else 1.0), f.strong) for f in found),
        {f.term: Reading(said, f.word, f.how) for f in found if f.how is not None},
    )
