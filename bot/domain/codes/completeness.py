"""Judge whether a loaded list of codes is complete. Files have no count, so one cut between lines reads without errors.

The signs of a cut-off list: too few codes, missing series, an end that is not reached, or far fewer codes than the
edition before. If one of them applies, a code that the list lacks is not reported as invalid.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.domain.codes.releases import System

_SHARE_OF_THE_ONE_BEFORE = 0.9
"""A year adds and removes a few hundred codes in ten thousand; it never loses a tenth."""
_FEW_ROWS = 100
"""Handwritten lists may shrink by any amount."""


@dataclass(frozen=True, slots=True)
class Lack:
    """The content of a list that seems cut off: `count` codes, with `last` as the last one in order.

    `before` is the count of the edition before it, if this list has far fewer.
    """

    count: int
    last: str = ""
    before: int = 0


@dataclass(frozen=True, slots=True)
class _Whole:
    """What every complete list has: at least this many codes, codes of each series, and one at or after `reaches`."""

    fewest: int
    begin: frozenset[str]
    end: frozenset[str]
    reaches: str


_WHOLE: Mapping[System, _Whole] = {
    # Counted in CMS's list of 2019: 6,440 codes, A0021 to V5364. Series U was added in 2020; series D belongs
    # to the ADA.
    System.HCPCS: _Whole(5_000, frozenset("ABCEGHJKLMPQRSTV"), frozenset(), "V536"),
    # About 11,000 codes, up to 99607. Codes of Categories II and III and PLA end in a letter. The AMA sorts
    # 0001F before 00100, but a list with these after the numbers would lose them first if cut off.
    System.CPT: _Whole(8_000, frozenset("0123456789"), frozenset("FTU"), "996"),
}


def lack(system: System, codes: Iterable[str], before: int = 0) -> Lack | None:
    """The sign that `codes` are not a complete edition of `system`; None if there is none.

    `before` is the count of the edition before it, or 0 if none is loaded. Only CPT and HCPCS are judged.
    """
    whole = _WHOLE.get(system)
    if whole is None:
        return None
    every = list(codes)
    last = max(every, default="")
    if shrunk(len(every), before):
        return Lack(len(every), last, before)
    there = (
        len(every) >= whole.fewest
        and whole.begin <= {code[0] for code in every}
        and whole.end <= {code[-1] for code in every}
        and last >= whole.reaches
    )
    return None if there else Lack(len(every), last)


def shrunk(rows: int, before: int) -> bool:
    """Whether a file has far fewer rows than the edition `before` it of the same table."""
    return before >= _FEW_ROWS and rows < _SHARE_OF_THE_ONE_BEFORE * before
