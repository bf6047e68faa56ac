"""The billing rules of one code, as its card tells them: the same table that `/claim` checks."""

from bot.domain.codes.billing.rule import BillingRule, RuleKind
from bot.domain.codes.billing.rule_table import rules_of
from handlers.views.blocks import esc

_MOST_CODES = 3


def rule_lines(of: str, told: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Each rule in one line with its document and year; sentences that stand on the card already are left out."""
    return tuple(_line(rule, of) for rule in rules_of(of) if rule.says not in told)


def _line(rule: BillingRule, of: str) -> str:
    return f"{_whom(rule, of)}{esc(rule.says)} ({esc(rule.source)}, {rule.year})"


def _whom(rule: BillingRule, of: str) -> str:
    """`with 99211: `, where the rule is about other codes."""
    if rule.kind is RuleKind.PAYER and rule.payer:
        return f"{rule.payer}: " if rule.payer not in rule.says else ""
    if rule.kind not in (RuleKind.NEVER_TOGETHER, RuleKind.EXCLUSIVE):
        return ""
    group = rule.codes if rule.kind is RuleKind.EXCLUSIVE or of in rule.others else rule.others
    named = [each for each in group.written.split() if each != of]
    more = ", ..." if len(named) > _MOST_CODES else ""
    return f"with {', '.join(named[:_MOST_CODES])}{more}: " if named else ""
