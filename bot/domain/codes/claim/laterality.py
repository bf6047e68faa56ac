"""Compare the sides in a line's modifiers with those in its diagnoses.

Source: ICD-10-CM Official Guidelines I.B.13; the HCPCS modifiers LT, RT, 50, E1-E4, FA-F9, TA-T9.
"""

from collections.abc import Iterator

from bot.domain.codes.claim.claim import ClaimLine
from bot.domain.codes.claim.context import Context
from bot.domain.codes.claim.finding import Authority, ClaimFinding, ClaimRule, ClaimVerdict, OtherSide
from bot.domain.codes.diagnosis import Diagnosis
from bot.domain.codes.icd.neighbours import Laterality, other_sides, side

_LEFT_WORDS = "LT E1 E2 FA F1 F2 F3 F4 TA T1 T2 T3 T4"
_RIGHT_WORDS = "RT E3 E4 F5 F6 F7 F8 F9 T5 T6 T7 T8 T9"
SAYS: dict[str, Laterality] = {
    **dict.fromkeys(_LEFT_WORDS.split(), Laterality.LEFT),
    **dict.fromkeys(_RIGHT_WORDS.split(), Laterality.RIGHT),
    "50": Laterality.BILATERAL,
}
_OPPOSITE = {Laterality.LEFT: Laterality.RIGHT, Laterality.RIGHT: Laterality.LEFT}


def findings(context: Context) -> Iterator[ClaimFinding]:
    """At most one for each line: its modifiers mean one side, and no diagnosis that it points to agrees."""
    if context.reference.diagnoses is None:
        return
    for line in context.claim.lines:
        said = {SAYS[m] for m in line.modifiers if m in SAYS}
        if len(said) == 1 and (found := _mismatch(line, said.pop(), context)):
            yield found


def _mismatch(line: ClaimLine, said: Laterality, context: Context) -> ClaimFinding | None:
    pointed = (context.diagnosis(position) for position in context.pointed(line))
    named = [(d, s) for d in pointed if d and (s := _sided(d, context))]
    sides = {s for _, s in named}
    if not named or said in sides or Laterality.BILATERAL in sides:
        return None
    if said is Laterality.BILATERAL:
        return (
            None if {Laterality.LEFT, Laterality.RIGHT} <= sides else _finding(line, said, *named[0], context)
        )
    against = [(d, s) for d, s in named if s is _OPPOSITE[said]] or named
    return _finding(line, said, *against[0], context)


def _sided(diagnosis: Diagnosis, context: Context) -> Laterality | None:
    """The side that a diagnosis names. 'Unspecified' counts only if the same diagnosis exists with a side."""
    named, table = side(diagnosis), context.reference.diagnoses
    if named is Laterality.UNSPECIFIED and not (table and other_sides(diagnosis, table)):
        return None
    return named


def _finding(
    line: ClaimLine, said: Laterality, diagnosis: Diagnosis, named: Laterality, context: Context
) -> ClaimFinding:
    """The opposite side is a conflict. An unspecified side, or one side for both, needs a second look."""
    table = context.reference.diagnoses
    same = next((d.code for s, d in other_sides(diagnosis, table) if s is said), None) if table else None
    modifiers = tuple(m for m in line.modifiers if m in SAYS)
    verdict = ClaimVerdict.CONFLICT if named is _OPPOSITE.get(said) else ClaimVerdict.LOOK_AGAIN
    detail = OtherSide(said, modifiers, diagnosis.code, named, same)
    return ClaimFinding(ClaimRule.SIDES, verdict, detail, Authority.LATERALITY, line=line.number)
