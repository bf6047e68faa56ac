"""Billing rules and terms as data: cards and the claim check read the same rules."""
