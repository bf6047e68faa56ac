"""Families: codes that differ only by side share a line, led by the best of them."""

from collections.abc import Sequence
from typing import NamedTuple

from bot.domain.codes.search.arrays import I32


class Chosen(NamedTuple):
    """A document that answers, its score, and the row of the text that it was found by."""

    doc: int
    score: float
    row: int


def folded(chosen: Sequence[Chosen], families: I32) -> list[list[Chosen]]:
    """`chosen` (best first) in lines of one family each: a line stands where its best member stood."""
    lines: dict[int, list[Chosen]] = {}
    numbers = families[[one.doc for one in chosen]].tolist() if chosen else []
    for family, one in zip(numbers, chosen, strict=True):
        lines.setdefault(family, []).append(one)
    return list(lines.values())
