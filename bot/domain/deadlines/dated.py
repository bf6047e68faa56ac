"""A date with its certainty: a stated day, or a window estimated by a named rule."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Self

from dateutil.relativedelta import relativedelta

FIXED = "fixed:"
"""The rule of a day that is the same each year begins with this; the name of the source follows."""


@dataclass(frozen=True, slots=True)
class Dated:
    """`earliest` <= `expected` <= `latest`. `confirmed` is True only if a source or an admin states the day.

    `expected` is the likely day; lead times count from it. An estimate is labeled as one and shows its `rule`. An
    estimate that has passed never closes anything. A day that is the same each year (a quarter's first day, October
    1) is not an estimate; its rule begins with `FIXED`.
    """

    earliest: date
    expected: date
    latest: date
    confirmed: bool
    rule: str

    @property
    def counts_from(self) -> date:
        """The day that lead times count from: the stated day, or the likely one."""
        return self.expected

    @property
    def is_fixed(self) -> bool:
        """Whether the day is the same each year by rule, and no estimate."""
        return self.rule.startswith(FIXED)

    @property
    def is_open_window(self) -> bool:
        """Whether somebody still has to find out the day: several are possible and none is stated."""
        return self.is_window and not self.confirmed

    @property
    def is_window(self) -> bool:
        """Whether more than one day is possible."""
        return self.earliest != self.latest

    def within(self, first: date, last: date) -> bool:
        """Whether any day of the window is between `first` and `last`, inclusive."""
        return self.earliest <= last and self.latest >= first

    def by_days(self, rule: str, days: int, spread: tuple[int, int] | None = None) -> "Dated":
        """An estimate `days` after this date. `spread` is the smallest and largest offset seen, in days."""
        low, high = spread or (days, days)
        return Dated(
            self.earliest + timedelta(days=min(low, days)),
            self.expected + timedelta(days=days),
            self.latest + timedelta(days=max(high, days)),
            confirmed=False,
            rule=rule,
        )

    def by_months(self, rule: str, months: int) -> "Dated":
        """An estimate `months` after this date. A day that the month lacks becomes its last day."""
        step = relativedelta(months=months)
        return Dated(
            self.earliest + step, self.expected + step, self.latest + step, confirmed=False, rule=rule
        )

    def named(self, rule: str) -> Self:
        """The same days under another rule name."""
        return replace(self, rule=rule)


def exactly(day: date, rule: str, *, confirmed: bool) -> Dated:
    """A single day without a window. `confirmed` if stated; otherwise a customary fixed day."""
    return Dated(day, day, day, confirmed, rule)
