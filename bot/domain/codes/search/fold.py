"""Families: codes that differ only by side share a line, led by the best of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.codes.search.arrays import I32

LEAST_OF_LEADER = 0.55  # what scores less than this share of its leader is named last, not left out


@dataclass(frozen=True, slots=True)
class Chosen:
    """A document that answers, its score, and the text that it was found by."""

    doc: int
    score: float
    text: int


def folded(chosen: Sequence[Chosen], families: I32) -> list[list[Chosen]]:
    """`chosen` (best first) in lines of one family each: a line stands where its best member stood."""
    lines: dict[int, list[Chosen]] = {}
    for one in chosen:
        lines.setdefault(int(families[one.doc]), []).append(one)
    return list(lines.values())
