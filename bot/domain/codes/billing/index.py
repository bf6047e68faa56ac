"""The billing rules by what they concern, so that a claim asks only those of its own codes and modifiers."""

from collections.abc import Iterable
from functools import lru_cache

from bot.domain.codes.billing.rule import BY_MODIFIER, BY_TWO_CODES, BillingRule


class RuleIndex:
    """Rules of a table, found by code and by modifier. Which rules a code has is worked out once and kept."""

    def __init__(self, rules: Iterable[BillingRule]) -> None:
        self.rules = tuple(rules)
        self._by_modifier: dict[str, list[BillingRule]] = {}
        for rule in self.rules:
            if rule.kind in BY_MODIFIER:
                for modifier in rule.modifiers:
                    self._by_modifier.setdefault(modifier, []).append(rule)
        self._by_two = tuple(rule for rule in self.rules if rule.kind in BY_TWO_CODES)
        self._alone = tuple(rule for rule in self.rules if rule.kind not in BY_MODIFIER | BY_TWO_CODES)
        self.of_code = lru_cache(maxsize=8192)(self._of_code)
        self.of_two = lru_cache(maxsize=65536)(self._of_two)

    def _of_code(self, code: str) -> tuple[BillingRule, ...]:
        """Rules that a line of `code` may break by itself or in its group, in the order of the table."""
        return tuple(rule for rule in self._alone if code in rule.codes)

    def _of_two(self, code: str, other: str) -> tuple[BillingRule, ...]:
        """Rules that a line of `code` may break because of a line of `other`."""
        return tuple(rule for rule in self._by_two if code in rule.codes and other in rule.others)

    def of_modifiers(self, modifiers: tuple[str, ...]) -> tuple[BillingRule, ...]:
        """Rules about modifiers that a line with these may break, each once."""
        found = {id(rule): rule for each in modifiers for rule in self._by_modifier.get(each, ())}
        return tuple(found.values())
