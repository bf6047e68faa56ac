"""Targets of an application: a CPT Editorial Panel meeting, or a quarter for PLA.

The Panel meets three times a year (winter, spring, fall): `2027-02`, `2027-05`, `2027-09`, the ids in
panel_calendar.json. Most dates are estimates. A meeting counts as over only after its whole window.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date

from bot.domain.applications.errors import NotATarget, TargetInThePast
from bot.domain.text import clean

_MEETS = (2, 5, 9)
_FALL = 10  # the fall meeting has run into October (September 30 to October 2, 2021)
_MONTHS = {name.lower(): month for month, name in enumerate(calendar.month_abbr) if name}
_MEETING = re.compile(r"(?P<year>20\d\d)-(?P<month>\d\d)")
_NAMED = re.compile(r"(?P<name>[a-z]{3})[a-z]*\.? (?P<year>20\d\d)")
_QUARTER = re.compile(r"(?P<year>20\d\d)[ -]?q(?P<quarter>[1-4])|q(?P<quarter2>[1-4])[ -]?(?P<year2>20\d\d)")


@dataclass(frozen=True, slots=True, order=True)
class PanelMeeting:
    """A meeting, by the year and month in its id."""

    year: int
    month: int

    @property
    def id(self) -> str:
        """`2027-02`."""
        return f"{self.year}-{self.month:02d}"

    @property
    def last_day(self) -> date:
        """The last day the meeting may be held, for any estimated date."""
        month = _FALL if self.month == 9 else self.month
        return date(self.year, month, calendar.monthrange(self.year, month)[1])


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """A quarter of the PLA calendar."""

    year: int
    quarter: int

    @property
    def id(self) -> str:
        """`2027-Q2`."""
        return f"{self.year}-Q{self.quarter}"

    @property
    def last_day(self) -> date:
        """The quarter's last day."""
        return date(self.year, self.quarter * 3, calendar.monthrange(self.year, self.quarter * 3)[1])


Target = PanelMeeting | Quarter


def parse_target(text: str, *, quarterly: bool) -> Target:
    """Parse `2027-05` or `May 2027`; with `quarterly`, `2027-Q2` or `Q2 2027`. Raises NotATarget.

    October means the fall meeting, which has September's id.
    """
    written = clean(text).lower()
    if quarterly:
        if found := _QUARTER.fullmatch(written):
            return Quarter(int(found["year"] or found["year2"]), int(found["quarter"] or found["quarter2"]))
        raise NotATarget(clean(text)[:40], quarterly)
    if found := _MEETING.fullmatch(written):
        month = int(found["month"])
    elif found := _NAMED.fullmatch(written):
        month = _MONTHS.get(found["name"], 0)
    else:
        raise NotATarget(clean(text)[:40], quarterly)
    month = 9 if month == _FALL else month
    if month not in _MEETS:
        raise NotATarget(clean(text)[:40], quarterly)
    return PanelMeeting(int(found["year"]), month)


def target_of(id_: str) -> Target:
    """The target of a stored id. Raises NotATarget for any other text."""
    return parse_target(id_, quarterly="Q" in id_)


def ahead(target: Target, today: date) -> Target:
    """Return `target`. Raises TargetInThePast if it is over on `today`."""
    if target.last_day < today:
        raise TargetInThePast(target.id, today)
    return target


def next_targets(today: date, *, quarterly: bool, count: int = 6) -> tuple[Target, ...]:
    """The next `count` targets that are not over, soonest first. Forms offer these."""
    years = range(today.year, today.year + count + 2)
    targets: list[Target]
    if quarterly:
        targets = [Quarter(y, q) for y in years for q in (1, 2, 3, 4)]
    else:
        targets = [PanelMeeting(y, m) for y in years for m in _MEETS]
    return tuple(target for target in targets if target.last_day >= today)[:count]
