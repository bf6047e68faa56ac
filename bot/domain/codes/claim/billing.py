"""The billing rules over a claim, and whether its place of service is one. Rules: billing.rule_table."""

from collections.abc import Iterator

from bot.domain.codes.billing.rule import BrokenRule, RuleKind, Severity
from bot.domain.codes.billing.rule_table import BILLING_RULES
from bot.domain.codes.claim.broken_rules import broken_rules
from bot.domain.codes.claim.claim import ClaimLine
from bot.domain.codes.claim.context import Context
from bot.domain.codes.claim.finding import Authority, ClaimFinding, ClaimRule, ClaimVerdict, WrongPlace
from bot.domain.codes.claim.ncci import either_order
from bot.domain.codes.cpt.modifier_fit import doubts
from bot.domain.codes.cpt.place_of_service import PLACES

_VERDICTS = {
    Severity.CONFLICT: ClaimVerdict.CONFLICT,
    Severity.LOOK_AGAIN: ClaimVerdict.LOOK_AGAIN,
    Severity.REMARK: ClaimVerdict.NO_PROBLEM,
}
_NO_EXTRA_GLOBAL = ("XXX", "ZZZ", "YYY", "MMM")


def findings(context: Context) -> Iterator[ClaimFinding]:
    """One finding for each broken rule that no closer source has told already."""
    yield from _place(context)
    lines = {line.number: line for line in context.claim.lines}
    for broken in broken_rules(context.claim, BILLING_RULES):
        line = lines[broken.line]
        if not _told_by_modifiers(broken, line, context) and not _told_by_file(broken, line, lines, context):
            yield ClaimFinding(
                ClaimRule.BILLING,
                _VERDICTS[broken.rule.severity],
                broken,
                Authority.BILLING,
                line=line.number,
                others=broken.others,
            )


def _place(context: Context) -> Iterator[ClaimFinding]:
    place = context.claim.place
    if not place or not context.claim.lines:
        return
    known = PLACES.get(place)
    if known is None or (known.since and context.on < known.since):
        detail = WrongPlace(place, known.since if known else None)
        yield ClaimFinding(ClaimRule.PLACE, ClaimVerdict.CONFLICT, detail, Authority.PLACES, line=1)


def _told_by_modifiers(broken: BrokenRule, line: ClaimLine, context: Context) -> bool:
    """Whether the check of modifiers doubts the same ones already."""
    if not broken.modifiers or broken.rule.kind is not RuleKind.MODIFIER_NOT_ON:
        return False
    doubted = {
        d.modifier for d in doubts(line.billed.procedure, line.modifiers, context.reference.find(line.code))
    }
    return doubted >= set(broken.modifiers)


def _told_by_file(broken: BrokenRule, line: ClaimLine, lines: dict[int, ClaimLine], context: Context) -> bool:
    """Whether a loaded file answers: an NCCI pair of the two lines, or global days that ask for no 25."""
    if broken.rule.kind not in (RuleKind.NEEDS_25, RuleKind.NEVER_TOGETHER, RuleKind.EXCLUSIVE):
        return False
    other, table = lines[broken.others[0]], context.reference.pairs
    if table is not None and either_order(table, line.code, other.code, context.on):
        return True
    if broken.rule.kind is not RuleKind.NEEDS_25 or not context.reference.fees:
        return False
    fee = context.reference.fees.find(other.code, "", context.on)
    return fee is not None and fee.global_days in _NO_EXTRA_GLOBAL and "10004" <= other.code <= "69990"
