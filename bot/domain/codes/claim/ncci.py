"""NCCI procedure-to-procedure edits: can these lines be paid together, according to the quarter's file?

Source: CMS's PTP files and the NCCI Policy Manual, chapter 1 (E). A pair is looked up in both column orders.
"""

from collections.abc import Iterator
from datetime import date
from itertools import combinations

from bot.domain.codes.claim.claim import ClaimLine
from bot.domain.codes.claim.context import Context
from bot.domain.codes.claim.em_visits import is_visit
from bot.domain.codes.claim.finding import ClaimFinding, ClaimRule, ClaimVerdict, PairHit
from bot.domain.codes.claim.reference_data import Indicator, NcciPair, PairTable

DISTINCT = frozenset({"59", "XE", "XS", "XP", "XU"})
ON_VISITS = frozenset({"24", "25", "57"})
_ANATOMIC_WORDS = """
    E1 E2 E3 E4 FA F1 F2 F3 F4 F5 F6 F7 F8 F9 TA T1 T2 T3 T4 T5 T6 T7 T8 T9 LT RT LC LD RC LM RI
"""
ANATOMIC = frozenset(_ANATOMIC_WORDS.split())
_OTHERS = frozenset({"27", "58", "78", "79", "91"})
BYPASSING = DISTINCT | ON_VISITS | ANATOMIC | _OTHERS
"""The NCCI-associated modifiers, which bypass a pair with indicator 1."""
EITHER_LINE_SINCE = date(2019, 7, 1)
"""Before this day, Medicare accepted 59 and the X modifiers only on the column 2 line."""


def findings(context: Context) -> Iterator[ClaimFinding]:
    """One finding for each two lines whose codes are a pair in force. It is on the column 2 line."""
    table = context.reference.pairs
    if table is None:
        return
    pairs = table.among({line.code for line in context.claim.lines}, context.on)
    if not pairs:
        return
    for first, second in combinations(context.claim.lines, 2):
        pair = pairs.get((first.code, second.code)) or pairs.get((second.code, first.code))
        if pair and pair.in_force(context.on):
            yield _finding(pair, first, second, table, context.on)


def either_order(table: PairTable, one: str, other: str, on: date) -> NcciPair | None:
    """The pair of two codes in force on `on`, whichever is column 1."""
    for columns in ((one, other), (other, one)):
        pair = table.find(*columns, on)
        if pair and pair.in_force(on):
            return pair
    return None


def _finding(pair: NcciPair, first: ClaimLine, second: ClaimLine, table: PairTable, on: date) -> ClaimFinding:
    paid, unpaid = (first, second) if first.code == pair.column1 else (second, first)
    hit = hit_of(pair, paid, unpaid, on)
    return ClaimFinding(
        ClaimRule.PAIRS,
        verdict(hit, paid, unpaid),
        hit,
        table.edition,
        line=unpaid.number,
        others=(paid.number,),
    )


def hit_of(pair: NcciPair, paid: ClaimLine, unpaid: ClaimLine, on: date) -> PairHit:
    """The pair with the modifier that bypasses it, if one of the two lines has a valid one."""
    standing = {m: None for line in (unpaid, paid) for m in line.modifiers if m in BYPASSING}
    visit = is_visit(paid.billed.procedure) or is_visit(unpaid.billed.procedure)
    counting = [m for m in standing if any(_counts(m, line, line is paid, on) for line in (unpaid, paid))]
    if visit:  # the side of a procedure does not make the visit a separate service
        counting = [m for m in counting if m not in ANATOMIC]
    bypass = counting[0] if counting and pair.indicator is Indicator.WITH_MODIFIER else None
    return PairHit(pair, bypass, visit, tuple(m for m in standing if m not in counting))


def _counts(modifier: str, line: ClaimLine, column1: bool, on: date) -> bool:
    """24, 25 and 57 count only on a visit; 59 and X on anything except a visit."""
    if modifier not in line.modifiers:
        return False
    if modifier in ON_VISITS:
        return is_visit(line.billed.procedure)
    if modifier in DISTINCT:
        return not is_visit(line.billed.procedure) and not (column1 and on < EITHER_LINE_SINCE)
    return True


def verdict(hit: PairHit, paid: ClaimLine, unpaid: ClaimLine) -> ClaimVerdict:
    """Indicator 0: a conflict. Indicator 1: look again, unless a plausible modifier bypasses it."""
    if hit.pair.indicator is Indicator.NEVER:
        return ClaimVerdict.CONFLICT
    if hit.modifier is None or same_place(hit.modifier, paid, unpaid):
        return ClaimVerdict.LOOK_AGAIN
    return ClaimVerdict.NO_PROBLEM


def same_place(modifier: str, paid: ClaimLine, unpaid: ClaimLine) -> bool:
    """Whether an anatomic modifier is the same on both lines. It bypasses the pair only if the sites differ."""
    return modifier in ANATOMIC and modifier in paid.modifiers and modifier in unpaid.modifiers
