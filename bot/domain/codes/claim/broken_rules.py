"""Which billing rules a claim breaks: one small check for each kind of rule."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from bot.domain.codes.billing.index import RuleIndex
from bot.domain.codes.billing.rule import SIDES, BillingRule, BrokenRule, RuleKind, Severity
from bot.domain.codes.claim.claim import Claim, ClaimLine
from bot.domain.codes.cpt.place_of_service import PLACES

MEDICARE = frozenset({"Medicare", "Railroad Medicare"})
"""Payers that follow the rules of original Medicare."""
_LIKE_MEDICARE = MEDICARE | {"Medicare Advantage", "Self-pay"}
"""Payers of whom a rule for 'payers other than Medicare' says nothing."""


@dataclass(frozen=True, slots=True)
class _Question:
    """The claim, its lines that published rules know, and the rules."""

    claim: Claim
    lines: tuple[ClaimLine, ...]
    index: RuleIndex


_Found = BrokenRule | None


def broken_rules(claim: Claim, index: RuleIndex) -> Iterator[BrokenRule]:
    """Every rule that the claim breaks, line by line; each line at most once for each rule."""
    lines = tuple(line for line in claim.lines if not line.own)
    question = _Question(claim, lines, index)
    for line in lines:
        misfits: set[str] = set()
        for rule, found in (*_by_itself(line, question), *_with_others(line, question)):
            if rule.kind in _ABOUT_FIT and misfits.issuperset(found.modifiers):
                continue  # one rule is enough to say that a modifier can't be there
            if rule.kind in _ABOUT_FIT:
                misfits.update(found.modifiers)
            if not rule.payer or claim.payer:
                yield found
            elif rule.severity is not Severity.REMARK:  # whose claim it is was not said
                yield replace(found, severity=Severity.REMARK)


def _by_itself(line: ClaimLine, question: _Question) -> Iterator[tuple[BillingRule, BrokenRule]]:
    """Rules about the code, its units, its modifiers and its place."""
    index = question.index
    for rule in (*index.of_code(line.code), *index.of_modifiers(line.modifiers)):
        if _excused(rule, line) or not _applies(rule, question.claim, line):
            continue
        if (found := _CHECKS[rule.kind](rule, line, question)) is not None:
            yield rule, found


def _with_others(line: ClaimLine, question: _Question) -> Iterator[tuple[BillingRule, BrokenRule]]:
    """Rules about the code and another one; each at the first line that breaks it."""
    told: set[int] = set()
    for other in question.lines:
        if other.code == line.code:
            continue
        for rule in question.index.of_two(line.code, other.code):
            never = rule.kind is RuleKind.NEVER_TOGETHER  # there a modifier on either line excuses both
            if id(rule) in told or _excused(rule, line) or (never and _excused(rule, other)):
                continue
            if _carries(rule, other) and _applies(rule, question.claim, line):
                told.add(id(rule))
                yield rule, _broken(rule, line, other)


def _applies(rule: BillingRule, claim: Claim, line: ClaimLine) -> bool:
    """Whether payer and place let the rule speak. A payer that was not named excludes nothing."""
    if rule.payer and claim.payer and claim.payer not in _payers(rule.payer):
        return False
    if rule.not_payer and (not claim.payer or claim.payer in _LIKE_MEDICARE):
        return False
    if rule.unless_with and any(each.code in rule.unless_with for each in claim.lines):
        return False
    return not rule.places or claim.place_of(line) in PLACES


def _payers(named: str) -> frozenset[str]:
    return MEDICARE if named in MEDICARE else frozenset({named})


def _broken(
    rule: BillingRule, line: ClaimLine, *others: ClaimLine, modifiers: tuple[str, ...] = ()
) -> BrokenRule:
    return BrokenRule(rule, line.number, tuple(each.number for each in others), modifiers, rule.severity)


def _carries(rule: BillingRule, other: ClaimLine) -> bool:
    return not rule.carrying or any(m in rule.carrying for m in other.modifiers)


def _exclusive(rule: BillingRule, line: ClaimLine, question: _Question) -> _Found:
    """A line behind another one of the group that has a different code."""
    for each in question.lines:
        if each is line:
            return None
        if each.code != line.code and each.code in rule.codes and not _excused(rule, each):
            return _broken(rule, line, each)
    return None


def _once(rule: BillingRule, line: ClaimLine, question: _Question) -> _Found:
    """Units of the day and side. Too many on one line are certain; several lines may be several sessions."""
    if line.units > rule.most:
        return _broken(rule, line)
    before = [
        each
        for each in question.lines
        if each.number < line.number
        and each.code == line.code
        and _sides(each) == _sides(line)
        and not _excused(rule, each)
    ]
    if before and line.units + sum(each.units for each in before) > rule.most:
        softer = Severity.LOOK_AGAIN if rule.severity is Severity.CONFLICT else rule.severity
        return BrokenRule(rule, line.number, (before[0].number,), (), softer)
    return None


def _sides(line: ClaimLine) -> frozenset[str]:
    return frozenset(m for m in line.modifiers if m in SIDES)


def _goes_with(rule: BillingRule, line: ClaimLine, question: _Question) -> _Found:
    if any(each.code in rule.others for each in question.lines):
        return None
    return _broken(rule, line)


def _clash(rule: BillingRule, line: ClaimLine, _: _Question) -> _Found:
    has = _of_rule(rule, line)
    return _broken(rule, line, modifiers=has) if len(has) > 1 else None


def _modifier_not_here(rule: BillingRule, line: ClaimLine, question: _Question) -> _Found:
    if question.claim.place_of(line) in rule.places or (rule.codes and line.code not in rule.codes):
        return None
    return _broken(rule, line, modifiers=_of_rule(rule, line))


def _modifier_needed_here(rule: BillingRule, line: ClaimLine, question: _Question) -> _Found:
    if question.claim.place_of(line) not in rule.places or _of_rule(rule, line):
        return None
    return _broken(rule, line)


def _code_not_here(rule: BillingRule, line: ClaimLine, question: _Question) -> _Found:
    return None if question.claim.place_of(line) in rule.places else _broken(rule, line)


def _not_on(rule: BillingRule, line: ClaimLine, _: _Question) -> _Found:
    return _broken(rule, line, modifiers=_of_rule(rule, line)) if line.code in rule.codes else None


def _only_on(rule: BillingRule, line: ClaimLine, _: _Question) -> _Found:
    return None if line.code in rule.codes else _broken(rule, line, modifiers=_of_rule(rule, line))


def _modifier_in_setting(rule: BillingRule, line: ClaimLine, question: _Question) -> _Found:
    if question.claim.setting is rule.setting:
        return None
    return _broken(rule, line, modifiers=_of_rule(rule, line))


def _code_in_setting(rule: BillingRule, line: ClaimLine, question: _Question) -> _Found:
    return None if question.claim.setting is rule.setting else _broken(rule, line)


def _shared_minutes(rule: BillingRule, line: ClaimLine, question: _Question) -> _Found:
    """An assistant's line beside a line of the same pool without the modifier."""
    mine = _of_rule(rule, line)
    if not mine:
        return None
    for each in question.lines:
        if each is not line and each.code in rule.codes and not _of_rule(rule, each):
            return _broken(rule, line, each, modifiers=mine)
    return None


def _side_missing(rule: BillingRule, line: ClaimLine, _: _Question) -> _Found:
    return None if any(m in SIDES for m in line.modifiers) else _broken(rule, line)


def _payer(rule: BillingRule, line: ClaimLine, _: _Question) -> _Found:
    return _broken(rule, line)


def misplaced_modifiers(line: ClaimLine, index: RuleIndex) -> frozenset[str]:
    """Those modifiers of a line of which a rule says that its code can't carry them."""
    question = _Question(Claim((line,)), (line,), index)
    return frozenset(
        modifier
        for rule in index.of_modifiers(line.modifiers)
        if rule.kind in _ABOUT_FIT and not _excused(rule, line)
        if (found := _CHECKS[rule.kind](rule, line, question))
        for modifier in found.modifiers
    )


_ABOUT_FIT = (RuleKind.MODIFIER_NOT_ON, RuleKind.MODIFIER_ONLY_ON)


def _of_rule(rule: BillingRule, line: ClaimLine) -> tuple[str, ...]:
    return tuple(m for m in line.modifiers if m in rule.modifiers)


def _excused(rule: BillingRule, line: ClaimLine) -> bool:
    return bool(rule.unless) and any(m in rule.unless for m in line.modifiers)


_CHECKS: dict[RuleKind, Callable[[BillingRule, ClaimLine, _Question], _Found]] = {
    RuleKind.EXCLUSIVE: _exclusive,
    RuleKind.ONCE_A_DAY: _once,
    RuleKind.GOES_WITH: _goes_with,
    RuleKind.MODIFIERS_CLASH: _clash,
    RuleKind.MODIFIER_NOT_HERE: _modifier_not_here,
    RuleKind.MODIFIER_NEEDED_HERE: _modifier_needed_here,
    RuleKind.CODE_NOT_HERE: _code_not_here,
    RuleKind.MODIFIER_NOT_ON: _not_on,
    RuleKind.MODIFIER_ONLY_ON: _only_on,
    RuleKind.MODIFIER_IN_SETTING: _modifier_in_setting,
    RuleKind.CODE_IN_SETTING: _code_in_setting,
    RuleKind.SHARED_MINUTES: _shared_minutes,
    RuleKind.SIDE_MISSING: _side_missing,
    RuleKind.PAYER: _payer,
}
