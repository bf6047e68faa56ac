"""A date as far as it is known: the day that a source states, or a window computed by a named rule."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Self

from dateutil.relativedelta import relativedelta


@dataclass(frozen=True, slots=True)
class Dated:
    """`earliest` <= `expected` <= `latest`; `confirmed` only where a source or an admin states the day.

    An estimate is shown with the word and its `rule`; reminders count from `earliest`, and nothing is ever
    closed because an estimate has passed.
    """

    earliest: date
    expected: date
    latest: date
    confirmed: bool
    rule: str

    @property
    def counts_from(self) -> date:
        """The day that lead times are counted from: an estimate may turn out to be its earliest day."""
        return self.earliest

    @property
    def is_window(self) -> bool:
        """Whether more than one day is possible."""
        return self.earliest != self.latest

    def within(self, first: date, last: date) -> bool:
        """Whether any day of the window lies between `first` and `last`, both inclusive."""
        return self.earliest <= last and self.latest >= first

    def by_days(self, rule: str, days: int, spread: tuple[int, int] | None = None) -> "Dated":
        """An estimate `days` after this date; `spread` are the least and most days ever seen."""
        low, high = spread or (days, days)
        return Dated(
            self.earliest + timedelta(days=min(low, days)),
            self.expected + timedelta(days=days),
            self.latest + timedelta(days=max(high, days)),
            confirmed=False,
            rule=rule,
        )

    def by_months(self, rule: str, months: int) -> "Dated":
        """An estimate `months` after this date; a day that the month lacks becomes its last."""
        step = relativedelta(months=months)
        return Dated(
            self.earliest + step, self.expected + step, self.latest + step, confirmed=False, rule=rule
        )

    def named(self, rule: str) -> Self:
        """The same days under another rule's name."""
        return replace(self, rule=rule)


def exactly(day: date, rule: str, *, confirmed: bool) -> Dated:
    """One day and no window: stated (`confirmed`), or a fixed slot that nobody has stated for this year."""
    return Dated(day, day, day, confirmed, rule)
