"""Whether a loaded list of codes is all of its edition: files carry no count, so one cut between two lines reads well.

The signs are those that a whole list cannot show: too few codes, series that are missing, an end that is not reached,
far fewer codes than the edition before it. Where one of them shows, nothing is said of codes that the list lacks.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.domain.codes.releases import System

_SHARE_OF_THE_ONE_BEFORE = 0.9
"""A year adds and takes some hundreds of codes in ten thousand; a tenth is never lost."""
_FEW_ROWS = 100
"""Lists that somebody wrote by hand shrink as they like."""


@dataclass(frozen=True, slots=True)
class Lack:
    """What a list that seems cut off holds: `count` codes, `last` the last of them in order.

    `before` are those of the edition before it, where it has far fewer than that.
    """

    count: int
    last: str = ""
    before: int = 0


@dataclass(frozen=True, slots=True)
class _Whole:
    """What every whole list has: so many codes, codes of each series, one at or after `reaches`."""

    fewest: int
    begin: frozenset[str]
    end: frozenset[str]
    reaches: str


_WHOLE: Mapping[System, _Whole] = {
    # Counted in CMS's list of 2019: 6,440 codes, A0021 to V5364. Series U came in 2020, D belongs to the ADA.
    System.HCPCS: _Whole(5_000, frozenset("ABCEGHJKLMPQRSTV"), frozenset(), "V536"),
    # Some 11,000 codes, to 99607; Categories II and III and PLA end in a letter. The AMA sorts 0001F before 00100,
    # but a list that has them behind the numbers is cut there first.
    System.CPT: _Whole(8_000, frozenset("0123456789"), frozenset("FTU"), "996"),
}


def lack(system: System, codes: Iterable[str], before: int = 0) -> Lack | None:
    """What tells that `codes` are not all of an edition of `system`; None where nothing does.

    `before` is how many the edition before it has, 0 where none is loaded. Only CPT and HCPCS are judged.
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
    """Whether a file has far fewer rows than the edition of the same table `before` it."""
    return before >= _FEW_ROWS and rows < _SHARE_OF_THE_ONE_BEFORE * before
