"""The billing rules of one code, modifier or place, as its card tells them: the same table that `/claim` checks."""

from collections.abc import Iterable

from bot.domain.codes.billing.rule import BillingRule, RuleKind
from bot.domain.codes.billing.rule_table import is_medicare, rules_of, rules_of_modifier, rules_of_place
from handlers.views.blocks import esc

_MOST_CODES, _MOST_SERVICES = 3, 6
_TWO_CODES = (RuleKind.NEVER_TOGETHER, RuleKind.EXCLUSIVE)


def rule_lines(of: str, *, medicare: bool = False) -> tuple[str, ...]:
    """Each rule of a code in one line with its document and year.

    What Medicare takes is told by medicare_lines, or here where `medicare` asks for it.

    The modifier that a visit takes beside other services comes first, all of those services in one line.
    """
    rules = [rule for rule in rules_of(of) if medicare or not is_medicare(rule)]
    lines = [_line(rule, of) for rule in rules if rule.kind is not RuleKind.NEEDS_25]
    return (*_visit_lines(rules, of), *lines)


def modifier_rule_lines(modifier: str) -> tuple[str, ...]:
    """The rules about a modifier: what contradicts it, where it can't be, and what asks for it."""
    rules = rules_of_modifier(modifier)
    visits = [rule for rule in rules if rule.kind is RuleKind.NEEDS_25]
    lines = [_about_modifier(rule, modifier) for rule in rules if rule.kind is not RuleKind.NEEDS_25]
    return (*((_asked_for(visits),) if visits else ()), *lines)


def place_rule_lines(place: str) -> tuple[str, ...]:
    """The rules that a claim with this place of service may break."""
    return tuple(f"{_what(rule)}: {esc(rule.says)} {_source((rule,))}" for rule in rules_of_place(place))


def _visit_lines(rules: Iterable[BillingRule], of: str) -> tuple[str, ...]:
    """25 on the visit, as the visit's card and the card of what stands with it tell it."""
    visits = [rule for rule in rules if rule.kind is RuleKind.NEEDS_25]
    own = [rule for rule in visits if of in rule.codes]
    beside = [rule for rule in visits if of not in rule.codes]
    found = [_asked_for(own)] if own else []
    if beside:
        found.append(f"a visit of its own on the same day takes 25 on the visit {_source(beside)}")
    return tuple(found)


def _asked_for(visits: list[BillingRule]) -> str:
    named = list(dict.fromkeys(rule.beside for rule in visits))
    more = ", and more" if len(named) > _MOST_SERVICES else ""
    what = f"{', '.join(named[:_MOST_SERVICES])}{more}"
    documents = "; ".join(
        dict.fromkeys(
            part.split(",")[0] for rule in visits for part in rule.source.split("; ") if part[0].isupper()
        )
    )
    year = max(rule.year for rule in visits)
    return f"takes 25, and a note that stands on its own, on the day of {what} ({esc(documents)}, {year})"


def _line(rule: BillingRule, of: str) -> str:
    return f"{_with(rule, of)}{esc(rule.says)} {_source((rule,))}"


def _source(rules: Iterable[BillingRule]) -> str:
    """`(NCCI Policy Manual, ch. 11; CPT, 2026)`"""
    rules = tuple(rules)
    documents = "; ".join(dict.fromkeys(part for rule in rules for part in rule.source.split("; ")))
    return f"({esc(documents)}, {max(rule.year for rule in rules)})"


def _with(rule: BillingRule, of: str) -> str:
    """`with 99211: `, where the rule is about other codes."""
    if rule.kind not in _TWO_CODES:
        return ""
    group = rule.codes if rule.kind is RuleKind.EXCLUSIVE or of in rule.others else rule.others
    named = [each for each in group.written.split() if each != of]
    if any(each in rule.says for each in named[:_MOST_CODES]):
        return ""  # the sentence names them itself
    more = ", ..." if len(named) > _MOST_CODES else ""
    return f"with {', '.join(named[:_MOST_CODES])}{more}: " if named else ""


def _about_modifier(rule: BillingRule, modifier: str) -> str:
    others = [each for each in rule.modifiers if each != modifier]
    if rule.kind is RuleKind.MODIFIERS_CLASH and others:
        return f"not with {', '.join(others[:5])}: {esc(rule.says)} {_source((rule,))}"
    return f"{_what(rule, with_modifiers=False)}{esc(rule.says)} {_source((rule,))}"


def _what(rule: BillingRule, *, with_modifiers: bool = True) -> str:
    """What a rule speaks of: its modifiers, or its first codes."""
    if rule.modifiers and with_modifiers and rule.kind is RuleKind.MODIFIER_NOT_HERE:
        return " ".join(rule.modifiers)
    named = rule.codes.written.split()
    more = " ..." if len(named) > _MOST_CODES else ""
    words = f"{' '.join(named[:_MOST_CODES])}{more}"
    if with_modifiers:
        return words
    return f"on {words}: " if named and rule.kind is RuleKind.MODIFIER_NOT_ON else ""
