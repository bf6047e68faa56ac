"""All billing rules in one table, and the rules that the card of a code, a modifier or a place tells.

A card and a claim check read the same rows: what is not in the tables is said by neither.
"""

from collections.abc import Sequence
from functools import lru_cache

from bot.domain.codes.billing.index import RuleIndex
from bot.domain.codes.billing.rule import BillingRule, RuleKind, Severity
from bot.domain.codes.billing.tables.daily import DAILY
from bot.domain.codes.billing.tables.groups import MEDICARE
from bot.domain.codes.billing.tables.modifiers import CLASHES, FITS, SIDED
from bot.domain.codes.billing.tables.payers import PAYERS
from bot.domain.codes.billing.tables.places import PLACES_RULES
from bot.domain.codes.billing.tables.services import PROCEDURES_TOGETHER, TESTS_TOGETHER, THERAPY_TOGETHER
from bot.domain.codes.billing.tables.together import BEHAVIORAL_TOGETHER, VISITS_TOGETHER
from bot.domain.codes.billing.tables.visits import WITH_VISITS
from bot.domain.codes.cpt.procedure import MedicareRule, Procedure

BILLING_RULES: tuple[BillingRule, ...] = (
    *WITH_VISITS,
    *VISITS_TOGETHER,
    *BEHAVIORAL_TOGETHER,
    *THERAPY_TOGETHER,
    *TESTS_TOGETHER,
    *PROCEDURES_TOGETHER,
    *DAILY,
    *CLASHES,
    *FITS,
    *SIDED,
    *PLACES_RULES,
    *PAYERS,
)
RULE_INDEX = RuleIndex(BILLING_RULES)

_ON_CARDS = frozenset({
    RuleKind.NEEDS_25, RuleKind.NEEDS_MODIFIER, RuleKind.NEVER_TOGETHER, RuleKind.EXCLUSIVE, RuleKind.ONCE_A_DAY,
    RuleKind.GOES_WITH, RuleKind.SIDE_MISSING, RuleKind.SHARED_MINUTES, RuleKind.PAYER, RuleKind.CODE_NOT_HERE,
    RuleKind.CODE_IN_SETTING, RuleKind.MODIFIER_NEEDED_HERE,
})  # fmt: skip
_FIRST = {Severity.CONFLICT: 0, Severity.LOOK_AGAIN: 1, Severity.REMARK: 2}
_ONE_SIDED = frozenset({RuleKind.NEEDS_MODIFIER, RuleKind.GOES_WITH})
"""Kinds that concern the code that lacks something, not what stands beside it."""
_ABOUT_PLACES = frozenset({RuleKind.CODE_NOT_HERE, RuleKind.MODIFIER_NEEDED_HERE})


@lru_cache(maxsize=2048)
def rules_of(code: str) -> Sequence[BillingRule]:
    """The rules that a card of `code` tells, each sentence once: other codes, units, sides, payers, then places."""
    mine = {rule.says: rule for rule in BILLING_RULES if rule.kind in _ON_CARDS and _told_at(rule, code)}
    return tuple(sorted(mine.values(), key=lambda rule: (rule.kind in _ABOUT_PLACES, _FIRST[rule.severity])))


@lru_cache(maxsize=512)
def rules_of_modifier(modifier: str) -> Sequence[BillingRule]:
    """The rules that a card of `modifier` tells: what contradicts it, where it can't be, and what asks for it."""
    about = {rule.says: rule for rule in BILLING_RULES if modifier in rule.modifiers}
    wanted = {
        rule.says: rule
        for rule in BILLING_RULES
        if modifier in rule.instead and modifier not in rule.modifiers
    }
    return (*sorted(about.values(), key=lambda rule: _FIRST[rule.severity]), *wanted.values())


@lru_cache(maxsize=128)
def rules_of_place(place: str) -> Sequence[BillingRule]:
    """The rules that a claim with this place of service may break: codes and modifiers that can't be there."""
    found = (rule for rule in BILLING_RULES if rule.places)
    here = (RuleKind.CODE_NOT_HERE, RuleKind.MODIFIER_NOT_HERE)
    return tuple(
        rule for rule in found if (place not in rule.places if rule.kind in here else place in rule.places)
    )


def medicare_rules(procedure: Procedure) -> tuple[MedicareRule, ...]:
    """Where Medicare differs: the code's own notes, and the rules of the table that name Medicare as payer."""
    said = (rule for rule in rules_of(procedure.code) if is_medicare(rule))
    return (
        *(MedicareRule(rule.year, rule.says.removeprefix("Medicare ")) for rule in said),
        *procedure.medicare,
    )


def is_medicare(rule: BillingRule) -> bool:
    """Whether the rule says what Medicare takes or pays: a card tells those apart from the others."""
    return rule.kind is RuleKind.PAYER and rule.payer == MEDICARE


def _told_at(rule: BillingRule, code: str) -> bool:
    one_sided = rule.kind in _ONE_SIDED or bool(rule.carrying)
    return code in rule.codes if one_sided else rule.concerns(code)
