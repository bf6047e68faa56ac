"""Billing rules as data: what a rule says, where it comes from, and what on a claim breaks it.

A rule concerns codes, modifiers, units, places or payers. A code's card and the claim check read the same table
(billing_rule_table). `says` is in our own plain words; `source` and `year` name the document that the rule is from.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from bot.domain.codes.claim.claim import Claim, ClaimLine

_ALWAYS = frozenset[str]()
_SPAN = re.compile(r"([0-9A-Z]{5})(?:-([0-9A-Z]{5}))?")
SIDES = (
    "LT",
    "RT",
    "50",
    "E1",
    "E2",
    "E3",
    "E4",
    *(f"F{n}" for n in "A123456789"),
    *(f"T{n}" for n in "A123456789"),
)
"""Modifiers that name a side, an eyelid, a finger or a toe."""


class RuleKind(StrEnum):
    """How a rule is broken."""

    NEEDS_25 = "a visit without its modifier beside a procedure"
    NEVER_TOGETHER = "one of `codes` beside one of `others`"
    EXCLUSIVE = "two different codes of one group"
    ONCE_A_DAY = "more than one unit or line"
    MODIFIERS_CLASH = "two of these modifiers on one line"
    MODIFIER_NOT_HERE = "a modifier at a place where it can't be"
    MODIFIER_NEEDED_HERE = "a code at a place without one of these modifiers"
    MODIFIER_NOT_ON = "a modifier on a code that can't take it"
    SIDE_MISSING = "no side on a code that has one"
    PAYER = "a code that the named payer does not take"


class Severity(StrEnum):
    """How sure a broken rule makes a denial: a conflict, or something to look at again, or a remark."""

    CONFLICT = "conflict"
    LOOK_AGAIN = "look again"
    REMARK = "remark"


@dataclass(frozen=True, slots=True)
class CodeGroup:
    """Codes by spans within one first letter or length: '99202-99215 G0438'."""

    written: str

    def __contains__(self, code: str) -> bool:
        return any(low <= code <= high for low, high in _spans(self.written))

    def __bool__(self) -> bool:
        return bool(self.written)


@lru_cache(maxsize=512)
def _spans(written: str) -> tuple[tuple[str, str], ...]:
    return tuple((each[1], each[2] or each[1]) for each in _SPAN.finditer(written))


@dataclass(frozen=True, slots=True)
class BillingRule:
    """One rule. Which fields count depends on its kind; `unless` are modifiers that take a line out of it.

    `payer` limits the rule to a named payer; `not_payer` to any other that is named. `instead` are codes or
    modifiers that may be meant.
    """

    kind: RuleKind
    says: str
    source: str
    year: int
    codes: CodeGroup = CodeGroup("")
    others: CodeGroup = CodeGroup("")
    modifiers: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    instead: tuple[str, ...] = ()
    payer: str = ""
    not_payer: str = ""
    severity: Severity = Severity.LOOK_AGAIN

    def concerns(self, code: str) -> bool:
        """Whether a card of `code` tells it."""
        return code in self.codes or code in self.others


@dataclass(frozen=True, slots=True)
class BrokenRule:
    """A rule that a line breaks; `others` are the numbers of further lines, `modifiers` those that it is about."""

    rule: BillingRule
    line: int
    others: tuple[int, ...] = ()
    modifiers: tuple[str, ...] = ()


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
