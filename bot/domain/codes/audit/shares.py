"""How often each modifier is used with each code. Payers notice such statistics first."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from bot.domain.codes.cpt.grammar import BilledCode

_USUAL_WORDS = "26 TC LT RT 50 GP GO GN CQ CO QW 95 93 GT JZ JW AS 80 81 82 AA QK QX QY QZ"
USUAL = frozenset(_USUAL_WORDS.split())
"""Modifiers that describe the service itself. A high rate of them is normal."""

FEWEST_LINES = 10
"""With fewer lines of a code, its rate is not significant."""


@dataclass(frozen=True, slots=True)
class ModifierShare:
    """The rate of a modifier: `with_it` of the `lines` lines of `code` have `modifier`."""

    code: str
    modifier: str
    lines: int
    with_it: int

    @property
    def share(self) -> float:
        """The rate, 0 to 1."""
        return self.with_it / self.lines

    @property
    def usual(self) -> bool:
        """Whether the modifier describes how a service was given, so that a high rate is normal."""
        return self.modifier in USUAL


class Shares:
    """Counts modifiers while lines are read."""

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
        """Every combination of code and modifier, the one with the most lines first."""
        found = (ModifierShare(code, m, self._lines[code], n) for (code, m), n in self._with.items())
        return tuple(sorted(found, key=lambda s: (-s.with_it, s.code, s.modifier)))


def flagged(shares: Iterable[ModifierShare], over: float) -> tuple[ModifierShare, ...]:
    """Those above the rate `over` (0 to 1) with enough lines to be significant. Usual modifiers come last."""
    high = [s for s in shares if s.share > over and s.lines >= FEWEST_LINES]
    return tuple(sorted(high, key=lambda s: (s.usual, -s.share, s.code, s.modifier)))
