"""Which billing rules a claim breaks: one small check for each kind of rule."""

from collections.abc import Iterator, Sequence

from bot.domain.codes.billing.rule import SIDES, BillingRule, BrokenRule, RuleKind
from bot.domain.codes.claim.claim import Claim, ClaimLine


def broken_rules(claim: Claim, rules: Sequence[BillingRule]) -> Iterator[BrokenRule]:
    """Every rule that the claim breaks, in the order of the table; each line once for each rule."""
    lines = tuple(line for line in claim.lines if not line.own)
    for rule in rules:
        if _applies(rule, claim):
            yield from _broken(rule, lines, claim)


def _applies(rule: BillingRule, claim: Claim) -> bool:
    if rule.payer:
        return claim.payer == rule.payer
    if rule.not_payer:
        return bool(claim.payer) and claim.payer != rule.not_payer
    return not rule.places or claim.place in rule.places or rule.kind is RuleKind.MODIFIER_NOT_HERE


def _broken(rule: BillingRule, lines: tuple[ClaimLine, ...], claim: Claim) -> Iterator[BrokenRule]:
    match rule.kind:
        case RuleKind.NEEDS_25 | RuleKind.NEVER_TOGETHER:
            yield from _two_groups(rule, lines)
        case RuleKind.EXCLUSIVE:
            yield from _exclusive(rule, lines)
        case RuleKind.ONCE_A_DAY:
            yield from _once(rule, lines)
        case _:
            for line in lines:
                if not _excused(rule, line) and (hit := _alone(rule, line, claim)) is not None:
                    yield BrokenRule(rule, line.number, modifiers=hit)


def _two_groups(rule: BillingRule, lines: tuple[ClaimLine, ...]) -> Iterator[BrokenRule]:
    """A line of `codes` that has no excuse, with the first line of `others`."""
    for line in lines:
        if line.code not in rule.codes or _excused(rule, line):
            continue
        other = next(
            (
                each
                for each in lines
                if each.code in rule.others and each.code != line.code and not _apart(rule, each)
            ),
            None,
        )
        if other is not None:
            yield BrokenRule(rule, line.number, (other.number,))


def _apart(rule: BillingRule, other: ClaimLine) -> bool:
    """NEVER_TOGETHER is excused by a modifier on either line."""
    return rule.kind is RuleKind.NEVER_TOGETHER and _excused(rule, other)


def _exclusive(rule: BillingRule, lines: tuple[ClaimLine, ...]) -> Iterator[BrokenRule]:
    first: ClaimLine | None = None
    for line in lines:
        if line.code not in rule.codes or _excused(rule, line):
            continue
        if first is None:
            first = line
        elif line.code != first.code:
            yield BrokenRule(rule, line.number, (first.number,))


def _once(rule: BillingRule, lines: tuple[ClaimLine, ...]) -> Iterator[BrokenRule]:
    """More units on a line; a second line is told by the rule of repeated lines."""
    for line in lines:
        if line.code in rule.codes and line.units > 1 and not _excused(rule, line):
            yield BrokenRule(rule, line.number)


def _alone(rule: BillingRule, line: ClaimLine, claim: Claim) -> tuple[str, ...] | None:
    """The modifiers that one line alone breaks the rule by; () where it does without one, None where it keeps it."""
    has = tuple(m for m in line.modifiers if m in rule.modifiers)
    match rule.kind:
        case RuleKind.MODIFIERS_CLASH:
            return has if len(has) > 1 else None
        case RuleKind.MODIFIER_NOT_HERE:
            return has if has and claim.place and claim.place not in rule.places else None
        case RuleKind.MODIFIER_NEEDED_HERE:
            return None if has or line.code not in rule.codes else ()
        case RuleKind.MODIFIER_NOT_ON:
            return has if has and line.code in rule.codes else None
        case RuleKind.SIDE_MISSING:
            return () if line.code in rule.codes and not any(m in SIDES for m in line.modifiers) else None
        case _:
            return () if line.code in rule.codes else None


def _excused(rule: BillingRule, line: ClaimLine) -> bool:
    return any(m in rule.unless for m in line.modifiers)
