"""Where in a question the words of a phrase of the tables stand, as typed or by an abbreviation."""

from collections.abc import Sequence
from typing import NamedTuple

SHORT = 0.97  # a phrase of which an abbreviation is a part

Where = dict[str, tuple[int, float, bool]]
"""Stems by the position of the word that has them, how surely, and whether it may make a phrase alone."""


class Short(NamedTuple):
    """An abbreviation at a position and the stems of one of its meanings."""

    at: int
    stems: frozenset[str]


def placed(key: Sequence[str], where: Where, short: Sequence[Short]) -> tuple[tuple[int, ...], float] | None:
    """The positions that a phrase takes and how surely its words were read; None where a word of it is not asked.

    Words that stand in the question only by an abbreviation count if all that it means is in the phrase.
    """
    missing = {k for k in key if k not in where}
    used = _used(set(key), missing, short) if missing else []
    by_short = frozenset[str]().union(*(one.stems for one in used))
    if not missing <= by_short:
        return None
    read = [where[k] for k in key if k not in by_short]
    positions = {position for position, _, _ in read} | {one.at for one in used}
    if len(positions) != len(read) + len(used) or (len(key) == 1 and not (read and read[0][2])):
        return None
    sure = min([weight for _, weight, _ in read], default=1.0) * (SHORT if used else 1.0)
    return tuple(sorted(positions)), sure


def _used(key: set[str], missing: set[str], short: Sequence[Short]) -> list[Short]:
    """The abbreviations that bring what is missing, each in one of its meanings."""
    by_place: dict[int, Short] = {}
    for one in short:
        if one.stems <= key and one.stems & missing:
            by_place.setdefault(one.at, one)
    return list(by_place.values())
