"""Suggest codes for a mistyped procedure code."""

import re
from collections.abc import Collection

from rapidfuzz.distance import OSA

from bot.domain.codes.cpt.grammar import read_billed, read_code
from bot.domain.codes.cpt.modifier_forms import is_modifier
from bot.domain.codes.cpt.problems import MistypedCode, Slip

_DIGIT_FOR = str.maketrans("OQDILSBZG", "000115826")
_BEHIND = re.compile(r"([0-9A-Z]{5})[^0-9A-Z]+[0-9A-Z]+")
_MOST = 3


def mistyped(token: str, known: Collection[str]) -> MistypedCode:
    """The problem with `token`, and up to three suggestions from `known`, the loaded codes."""
    written = token.upper()
    slip, guesses = _rewritten(written)
    if slip is Slip.OTHER:
        slip = _length(written)
        guesses = _nearest(written, known)
    return MistypedCode(written, tuple(dict.fromkeys(guesses))[:_MOST], slip)


def looks_meant_as_code(token: str) -> bool:
    """Whether an invalid token is more likely a code than a word: mostly digits, few letters."""
    digits = sum(c.isdigit() for c in token)
    return token.isascii() and digits >= 3 and digits * 2 >= len(token.replace("-", "")) and len(token) >= 4


def _rewritten(written: str) -> tuple[Slip, tuple[str, ...]]:
    """Codes of a valid form that the token becomes by one simple repair."""
    joined = re.sub(r"[^0-9A-Z]", "", written)
    if re.fullmatch(r"[0-9]{3}[FTUMA]", joined):
        return Slip.DROPPED_ZERO, (f"0{joined}",)
    if joined != written and read_code(joined):
        return Slip.SPLIT, (joined,)
    if glued := _glued(joined):
        return Slip.GLUED, (glued,)
    if (behind := _BEHIND.fullmatch(written)) and read_code(behind[1]):
        return Slip.BEHIND, (behind[1],)
    guesses = tuple(filter(read_code, _lookalikes(joined)))
    return (Slip.LOOKALIKE, guesses) if guesses else (Slip.OTHER, ())


def _glued(joined: str) -> str | None:
    """`9714059` and `97140GP59` with dashes before their modifiers."""
    code, pairs = joined[:5], re.findall("..", joined[5:])
    if len(joined) not in (7, 9, 11, 13) or not read_code(code):
        return None
    if not (joined.isdigit() or all(map(is_modifier, pairs))):
        return None
    return str(read_billed("-".join((code, *pairs))))


def _lookalikes(written: str) -> list[str]:
    """The token with digits for similar-looking letters, fewest changes first."""
    if len(written) != 5 or sum(c.isdigit() for c in written) < 2:
        return []
    readings = (
        written.translate(_DIGIT_FOR),
        written[:4].translate(_DIGIT_FOR) + written[4],
        written[0] + written[1:].translate(_DIGIT_FOR),
    )
    return sorted(readings, key=lambda reading: sum(a != b for a, b in zip(reading, written, strict=True)))


def _length(written: str) -> Slip:
    if not re.fullmatch(r"[0-9A-Z]+", written):
        return Slip.OTHER
    return Slip.TOO_SHORT if len(written) < 5 else Slip.TOO_LONG if len(written) > 5 else Slip.OTHER


def _nearest(written: str, known: Collection[str]) -> tuple[str, ...]:
    """Known codes one typo away: a character added, missing, different, or two swapped."""
    near = ((OSA.distance(written, code, score_cutoff=1), code) for code in known)
    found = (code for distance, code in near if distance <= 1)
    return tuple(sorted(found, key=lambda code: (not code.startswith(written), code)))
