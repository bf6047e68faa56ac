"""An NCCI pair in words."""

from bot.domain.codes.claim.finding import PairHit
from bot.domain.codes.claim.reference_data import Indicator
from handlers.views.blocks import code


def pair_words(hit: PairHit) -> str:
    """Which is paid, and whether a modifier lets both through."""
    pair = hit.pair
    columns = f"{code(pair.column2)} is column 2 of {code(pair.column1)}"
    if pair.indicator is Indicator.NEVER:
        return f"{columns}, indicator 0: no modifier lets both be paid."
    if hit.modifier:
        return f"{columns}, indicator 1."
    return f"{columns}, indicator 1: a modifier only if truly distinct. {instead(hit)}"


def instead(hit: PairHit) -> str:
    """Modifiers that would bypass the pair, if they are true."""
    wrong = f" {', '.join(map(code, hit.wrong))} does not count here." if hit.wrong else ""
    if hit.visit:
        return f"A visit takes {code('25')} (or {code('24')}, {code('57')}), never {code('59')}.{wrong}"
    return (
        f"If true: {code('XE')} {code('XS')} {code('XP')} {code('XU')} or {code('59')}, or the side.{wrong}"
    )


def bypass_words(hit: PairHit) -> str:
    """The modifier that stands there has to be true."""
    better = (
        f" Where one fits, {code('XE')} {code('XS')} {code('XP')} {code('XU')} say more."
        if hit.modifier == "59"
        else ""
    )
    return f"{code(hit.modifier or '')} bypasses it: it has to be true and in the note.{better}"
