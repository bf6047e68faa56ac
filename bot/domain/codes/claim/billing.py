"""The billing rules over a claim, and whether its place of service is one. Rules: billing.rule_table."""

from collections.abc import Iterator

from bot.domain.codes.billing.rule import BrokenRule, RuleKind, Severity
from bot.domain.codes.billing.rule_table import RULE_INDEX
from bot.domain.codes.claim.add_ons import known as add_on
from bot.domain.codes.claim.broken_rules import broken_rules
from bot.domain.codes.claim.claim import ClaimLine
from bot.domain.codes.claim.context import Context
from bot.domain.codes.claim.finding import Authority, ClaimFinding, ClaimRule, ClaimVerdict, WrongPlace
from bot.domain.codes.claim.ncci import either_order
from bot.domain.codes.cpt.place_of_service import PLACES

_VERDICTS = {
    Severity.CONFLICT: ClaimVerdict.CONFLICT,
    Severity.LOOK_AGAIN: ClaimVerdict.LOOK_AGAIN,
    Severity.REMARK: ClaimVerdict.NO_PROBLEM,
}
_NO_EXTRA_GLOBAL = ("XXX", "ZZZ", "YYY", "MMM")


def findings(context: Context) -> Iterator[ClaimFinding]:
    """One finding for each broken rule that no closer source has told already."""
    yield from _places(context)
    lines = {line.number: line for line in context.claim.lines}
    for broken in broken_rules(context.claim, RULE_INDEX):
        line = lines[broken.line]
        if not any(told(broken, line, lines, context) for told in _TOLD):
            yield ClaimFinding(
                ClaimRule.BILLING,
                _VERDICTS[broken.severity],
                broken,
                Authority.BILLING,
                line=line.number,
                others=broken.others,
            )


def _places(context: Context) -> Iterator[ClaimFinding]:
    """Each place of service that is not assigned, or not yet on the date, at the first line that has it."""
    seen: set[str] = set()
    for line in context.claim.lines:
        place = context.claim.place_of(line)
        if not place or place in seen:
            continue
        seen.add(place)
        known = PLACES.get(place)
        if known is None or (known.since and context.on < known.since):
            detail = WrongPlace(place, known.since if known else None)
            yield ClaimFinding(
                ClaimRule.PLACE, ClaimVerdict.CONFLICT, detail, Authority.PLACES, line=line.number
            )


_Lines = dict[int, ClaimLine]


def _told_by_modifiers(broken: BrokenRule, line: ClaimLine, _: _Lines, context: Context) -> bool:
    """Whether the check of modifiers asks for a plan of care already, or an add-on's 51 is told there."""
    if broken.rule.instead == _PLANS:
        return not context.claim.payer
    return broken.modifiers == ("51",) and add_on(line, context) is not None


def _told_by_pair(broken: BrokenRule, line: ClaimLine, lines: _Lines, context: Context) -> bool:
    """Whether a loaded file answers: an NCCI pair of the two lines, or global days that ask for no 25."""
    kind, table = broken.rule.kind, context.reference.pairs
    if kind not in (RuleKind.NEEDS_25, RuleKind.NEVER_TOGETHER, RuleKind.EXCLUSIVE):
        return False
    if broken.rule.until_pairs and table is not None and table.whole:
        return True
    other = lines[broken.others[0]]
    if table is not None and either_order(table, line.code, other.code, context.on):
        return True
    if kind is not RuleKind.NEEDS_25 or not context.reference.fees:
        return False
    fee = context.reference.fees.find(other.code, "", context.on)
    return fee is not None and fee.global_days in _NO_EXTRA_GLOBAL and "10004" <= other.code <= "69990"


def _told_by_limit(broken: BrokenRule, line: ClaimLine, _: _Lines, context: Context) -> bool:
    """Whether the loaded MUE value allows the units of a rule that is not certain by itself."""
    table = context.reference.units
    if broken.rule.kind is not RuleKind.ONCE_A_DAY or broken.severity is Severity.CONFLICT or table is None:
        return False
    limit = table.limit(line.code, context.claim.setting)
    return limit is not None and line.units <= limit.value


_PLANS = ("GP", "GO", "GN")
_TOLD = (_told_by_modifiers, _told_by_pair, _told_by_limit)
