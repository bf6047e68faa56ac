"""The billing rules by what they concern, so that a claim asks only those of its own codes and modifiers."""

from collections.abc import Iterable
from functools import lru_cache

from bot.domain.codes.billing.rule import BY_MODIFIER, BillingRule


class RuleIndex:
    """Rules of a table, found by code and by modifier. Which rules a code has is worked out once and kept."""

    def __init__(self, rules: Iterable[BillingRule]) -> None:
        self.rules = tuple(rules)
        self._by_modifier: dict[str, list[BillingRule]] = {}
        for rule in self.rules:
            if rule.kind in BY_MODIFIER:
                for modifier in rule.modifiers:
                    self._by_modifier.setdefault(modifier, []).append(rule)
        self.of_code = lru_cache(maxsize=8192)(self._of_code)

    def _of_code(self, code: str) -> tuple[BillingRule, ...]:
        """Rules that a line of `code` may break by itself or beside others, in the order of the table."""
        return tuple(rule for rule in self.rules if rule.kind not in BY_MODIFIER and code in rule.codes)

    def of_modifiers(self, modifiers: tuple[str, ...]) -> tuple[BillingRule, ...]:
        """Rules about modifiers that a line with these may break, each once."""
        found = {id(rule): rule for each in modifiers for rule in self._by_modifier.get(each, ())}
        return tuple(found.values())
