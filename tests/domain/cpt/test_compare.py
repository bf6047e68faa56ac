"""Codes side by side."""

from bot.domain.codes.billing.rule_table import medicare_rules
from bot.domain.codes.cpt.compare import compare
from bot.domain.codes.cpt.starter import STARTER


def test_two_visits_are_told_apart_by_their_minutes() -> None:
    """99214 needs ten more than 99213; what they share is said once."""
    comparison = compare((STARTER["99213"], STARTER["99214"]))

    assert comparison.minutes_apart == 10
    assert not comparison.same_timing
    assert set(comparison.shared_traps) == set(STARTER["99213"].traps)
    assert [side.traps for side in comparison.sides] == [(), ()]


def test_each_side_keeps_what_is_its_own() -> None:
    """97140 and 97530 count the same way, and trip billers each in its own way."""
    comparison = compare((STARTER["97140"], STARTER["97530"]))

    assert comparison.same_timing
    assert all(side.traps for side in comparison.sides)
    assert comparison.shared_medicare == medicare_rules(STARTER["97140"])
    assert not set(comparison.sides[0].traps) & set(comparison.shared_traps)


def test_codes_of_different_kinds_share_no_minutes() -> None:
    """A visit and a therapy unit are not minutes apart."""
    comparison = compare((STARTER["99213"], STARTER["97140"]))

    assert comparison.minutes_apart is None
    assert not comparison.same_timing
    assert not comparison.same_group
