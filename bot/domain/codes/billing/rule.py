"""Billing rules as data: what a rule says, where it comes from, and what on a claim breaks it.

A rule concerns codes, modifiers, units, places or payers. A code's card and the claim check read the same table
(rule_table). `says` is in our own plain words; `source` and `year` name the document that the rule is from.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

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
