"""A team's own codes on a claim. They have any form, such as `KITE-1`, and may have modifiers: `KITE-1-GP`."""

from collections.abc import Callable, Collection

from bot.domain.codes.cpt.grammar import BilledCode, CodeKind, ProcedureCode
from bot.domain.codes.cpt.modifier_forms import may_modify

KnowsOwn = Callable[[str], bool]
"""Whether a code in upper case, of any form, is one of the team's own."""
_LONGEST_UNITS = 4


def read_own(token: str, knows_own: KnowsOwn, known: Collection[str]) -> BilledCode | None:
    """The own code in `token`, in any case. None for any other token, and for a number that may be units.

    `known` has the loaded modifiers.
    """
    if token.isdigit() and len(token) <= _LONGEST_UNITS:
        return None
    written, modifiers = token.upper(), list[str]()
    while not knows_own(written):
        written, dash, modifier = written.rpartition("-")
        if not dash or not may_modify(modifier, written, known):
            return None
        modifiers.insert(0, modifier)
    return BilledCode(ProcedureCode(written, CodeKind.OWN), tuple(dict.fromkeys(modifiers)))
