"""How often each modifier stands at each code: what a payer's own statistics see first."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from bot.domain.codes.cpt.grammar import BilledCode

_USUAL_WORDS = "26 TC LT RT 50 GP GO GN CQ CO QW 95 93 GT JZ JW AS 80 81 82 AA QK QX QY QZ"
USUAL = frozenset(_USUAL_WORDS.split())
"""Modifiers that a service carries by its nature: a high share of them says nothing by itself."""

FEWEST_LINES = 10
"""Below that many lines of a code a share is chance."""


@dataclass(frozen=True, slots=True)
class ModifierShare:
    """Of `lines` lines of `code`, `with_it` carry `modifier`."""

    code: str
    modifier: str
    lines: int
    with_it: int

    @property
    def share(self) -> float:
        """0 to 1."""
        return self.with_it / self.lines

    @property
    def usual(self) -> bool:
        """Whether the modifier says by nature how a service was given, and often has to stand there."""
        return self.modifier in USUAL


class Shares:
    """Counts while the lines go by."""

    def __init__(self) -> None:
        self._lines: Counter[str] = Counter()
        self._with: Counter[tuple[str, str]] = Counter()

    def add(self, billed: Iterable[BilledCode]) -> None:
        """Count some lines."""
        for each in billed:
            code = each.procedure.code
            self._lines[code] += 1
            for modifier in each.modifiers:
                self._with[code, modifier] += 1

    def all(self) -> tuple[ModifierShare, ...]:
        """Every code and modifier that met, most lines with it first."""
        found = (ModifierShare(code, m, self._lines[code], n) for (code, m), n in self._with.items())
        return tuple(sorted(found, key=lambda s: (-s.with_it, s.code, s.modifier)))


def flagged(shares: Iterable[ModifierShare], over: float) -> tuple[ModifierShare, ...]:
    """Those above the share `over` (0 to 1) on enough lines to tell; those that are usual come last."""
    high = [s for s in shares if s.share > over and s.lines >= FEWEST_LINES]
    return tuple(sorted(high, key=lambda s: (s.usual, -s.share, s.code, s.modifier)))
