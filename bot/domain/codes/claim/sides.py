"""Side against side: what the modifiers of a line say, and what its diagnoses say.

Source: ICD-10-CM Official Guidelines I.B.13; the HCPCS modifiers LT, RT, 50, E1-E4, FA-F9, TA-T9.
"""

from collections.abc import Iterator

from bot.domain.codes.claim.claim import Line
from bot.domain.codes.claim.context import Context
from bot.domain.codes.claim.finding import Authority, Finding, OtherSide, Rule, Verdict
from bot.domain.codes.diagnosis import Diagnosis
from bot.domain.codes.icd.neighbours import Side, other_sides, side

_LEFT_WORDS = "LT E1 E2 FA F1 F2 F3 F4 TA T1 T2 T3 T4"
_RIGHT_WORDS = "RT E3 E4 F5 F6 F7 F8 F9 T5 T6 T7 T8 T9"
SAYS: dict[str, Side] = {
    **dict.fromkeys(_LEFT_WORDS.split(), Side.LEFT),
    **dict.fromkeys(_RIGHT_WORDS.split(), Side.RIGHT),
    "50": Side.BILATERAL,
}
_OPPOSITE = {Side.LEFT: Side.RIGHT, Side.RIGHT: Side.LEFT}


def findings(context: Context) -> Iterator[Finding]:
    """At most one for each line: its modifiers say one side, and no diagnosis that it points to agrees."""
    if context.books.diagnoses is None:
        return
    for line in context.claim.lines:
        said = {SAYS[m] for m in line.modifiers if m in SAYS}
        if len(said) == 1 and (found := _mismatch(line, said.pop(), context)):
            yield found


def _mismatch(line: Line, said: Side, context: Context) -> Finding | None:
    pointed = (context.diagnosis(position) for position in context.pointed(line))
    named = [(d, s) for d in pointed if d and (s := _sided(d, context))]
    sides = {s for _, s in named}
    if not named or said in sides or Side.BILATERAL in sides:
        return None
    if said is Side.BILATERAL:
        return None if {Side.LEFT, Side.RIGHT} <= sides else _finding(line, said, *named[0], context)
    against = [(d, s) for d, s in named if s is _OPPOSITE[said]] or named
    return _finding(line, said, *against[0], context)


def _sided(diagnosis: Diagnosis, context: Context) -> Side | None:
    """The side that a diagnosis names; 'unspecified' counts only where the same exists for a side."""
    named, book = side(diagnosis), context.books.diagnoses
    if named is Side.UNSPECIFIED and not (book and other_sides(diagnosis, book)):
        return None
    return named


def _finding(line: Line, said: Side, diagnosis: Diagnosis, named: Side, context: Context) -> Finding:
    """The opposite side is a conflict; an unspecified one, or one side for both, asks for a look."""
    book = context.books.diagnoses
    same = next((d.code for s, d in other_sides(diagnosis, book) if s is said), None) if book else None
    modifiers = tuple(m for m in line.modifiers if m in SAYS)
    verdict = Verdict.CONFLICT if named is _OPPOSITE.get(said) else Verdict.LOOK_AGAIN
    detail = OtherSide(said, modifiers, diagnosis.code, named, same)
    return Finding(Rule.SIDES, verdict, detail, Authority.LATERALITY, line=line.number)
