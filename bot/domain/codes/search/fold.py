"""Families: codes that differ only by side share a line, led by the best of them."""

from collections.abc import Callable, Sequence
from typing import NamedTuple


class Chosen(NamedTuple):
    """A document that answers, its score, and its place among all that were scored."""

    doc: int
    score: float
    at: int


def folded(chosen: Sequence[Chosen], family: Callable[[int], int]) -> list[list[Chosen]]:
    """`chosen` (best first) in lines of one family each: a line stands where its best member stood."""
    lines: dict[int, list[Chosen]] = {}
    for one in chosen:
        lines.setdefault(family(one.doc), []).append(one)
    return list(lines.values())
