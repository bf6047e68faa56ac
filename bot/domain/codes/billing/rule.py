"""Billing rules as data: what a rule says, where it comes from, and what on a claim breaks it.

A rule concerns codes, modifiers, units, places or payers. A code's card and the claim check read the same table
(rule_table). `says` is in our own plain words; `source` and `year` name the document that the rule is from.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from bot.domain.codes.claim.claim import ClaimSetting

_SPAN = re.compile(r"([0-9A-Z]{5})(?:-([0-9A-Z]{5}))?")
EYELIDS = ("E1", "E2", "E3", "E4")
FINGERS = tuple(f"F{n}" for n in "A123456789")
TOES = tuple(f"T{n}" for n in "A123456789")
CORONARY = ("LC", "LD", "LM", "RC", "RI")
SIDES = ("LT", "RT", "50", *EYELIDS, *FINGERS, *TOES)
"""Modifiers that name a side, an eyelid, a finger or a toe."""


class RuleKind(StrEnum):
    """How a rule is broken."""

    NEEDS_25 = "a visit without its modifier beside a procedure"
    NEEDS_MODIFIER = "one of `codes` beside one of `others`, without one of `unless`"
    NEVER_TOGETHER = "one of `codes` beside one of `others`"
    EXCLUSIVE = "two different codes of one group"
    ONCE_A_DAY = "more than `most` units, on one line or several"
    GOES_WITH = "one of `codes` and none of `others` on the claim"
    MODIFIERS_CLASH = "two of these modifiers on one line"
    MODIFIER_NOT_HERE = "a modifier at a place where it can't be"
    MODIFIER_NEEDED_HERE = "a code at a place without one of these modifiers"
    CODE_NOT_HERE = "a code at a place where it can't be"
    MODIFIER_NOT_ON = "a modifier on a code that can't take it"
    MODIFIER_ONLY_ON = "a modifier on a code that is none of `codes`"
    MODIFIER_IN_SETTING = "a modifier on a claim of another setting than `setting`"
    CODE_IN_SETTING = "a code on a claim of another setting than `setting`"
    SHARED_MINUTES = "an assistant's modifier on one of several lines whose minutes are counted together"
    SIDE_MISSING = "no side on a code that has one"
    PAYER = "a code that the named payer does not take"


BY_MODIFIER = frozenset({
    RuleKind.MODIFIERS_CLASH, RuleKind.MODIFIER_NOT_HERE, RuleKind.MODIFIER_NOT_ON, RuleKind.MODIFIER_ONLY_ON,
    RuleKind.MODIFIER_IN_SETTING,
})  # fmt: skip
"""Kinds that only a line with one of the rule's modifiers can break."""


BY_TWO_CODES = frozenset({RuleKind.NEEDS_25, RuleKind.NEEDS_MODIFIER, RuleKind.NEVER_TOGETHER})
"""Kinds that only a line of `codes` with a line of `others` can break."""


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
        return _holds(self.written, code)

    def __bool__(self) -> bool:
        return bool(self.written)


@lru_cache(maxsize=1024)
def _spans(written: str) -> tuple[tuple[str, str], ...]:
    return tuple((each[1], each[2] or each[1]) for each in _SPAN.finditer(written))


@lru_cache(maxsize=32768)
def _holds(written: str, code: str) -> bool:
    """Asked again and again for the same everyday codes, so it is kept."""
    shape = _shape(code)
    return any(low <= code <= high and _shape(low) == shape for low, high in _spans(written))


def _shape(code: str) -> tuple[int, bool, bool]:
    """So that 3074F does not lie between 10004 and 69990."""
    return len(code), code[:1].isdigit(), code[-1:].isdigit()


NO_CODES = CodeGroup("")


@dataclass(frozen=True, slots=True)
class BillingRule:
    """One rule. Which fields count depends on its kind.

    `unless` are modifiers that take a line out of it, `unless_with` codes whose presence on the claim does.
    `carrying`: the other line has to carry one of these modifiers. `payer` limits the rule to a named payer,
    `not_payer` to any other that is named. `instead` are codes or modifiers that may be meant.
    `beside` says in words what NEEDS_25 is about, so that a card can list all of it in one line. `until_pairs`: the
    rule stands in for NCCI's file, and is silent where that is loaded whole.
    """

    kind: RuleKind
    says: str
    source: str
    year: int
    codes: CodeGroup = NO_CODES
    others: CodeGroup = NO_CODES
    modifiers: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    unless_with: CodeGroup = NO_CODES
    carrying: tuple[str, ...] = ()
    instead: tuple[str, ...] = ()
    payer: str = ""
    not_payer: str = ""
    setting: ClaimSetting = ClaimSetting.PRACTITIONER
    most: int = 1
    severity: Severity = Severity.LOOK_AGAIN
    beside: str = ""
    until_pairs: bool = False

    def concerns(self, code: str) -> bool:
        """Whether a card of `code` tells it."""
        return code in self.codes or code in self.others


@dataclass(frozen=True, slots=True)
class BrokenRule:
    """A rule that a line breaks; `others` are the numbers of further lines, `modifiers` those that it is about.

    `severity` is how sure it is on this claim: the rule's own, or less where the claim leaves something open.
    """

    rule: BillingRule
    line: int
    others: tuple[int, ...] = ()
    modifiers: tuple[str, ...] = ()
    severity: Severity = Severity.LOOK_AGAIN
