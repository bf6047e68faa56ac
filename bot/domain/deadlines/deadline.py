"""Deadlines that reminders hang on, with what an admin has confirmed or changed in place of the rules.

Keys: `panel:2027-02:app_deadline`, `panel:2027-02:meeting` (its first day), `panel:2027-02:meeting_end`,
`pla:2027-04:pla_application`, `code:hcpcs2_2027_04`, `app:A-12:additional_info_deadline`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import partial

from bot.domain.deadlines.calendar import Meeting, meeting, meetings
from bot.domain.deadlines.dated import Dated, exactly
from bot.domain.deadlines.offsets import Milestone, milestone
from bot.domain.deadlines.pla import PlaMilestone, pla_quarter, pla_quarters
from bot.domain.deadlines.recurring import recurring, recurring_of

ADMIN = "admin"
"""The rule of a date that an admin has entered."""
MEETING_END = "meeting_end"


class Topic(StrEnum):
    """What a channel can subscribe to."""

    PANEL = "panel"
    APPLICATIONS = "applications"
    CODE_SETS = "code_sets"


@dataclass(frozen=True, slots=True)
class Deadline:
    """`kind`: a Milestone, Update or PlaMilestone. `about`: a meeting, quarter or application by id, or a year."""

    key: str
    topic: Topic
    kind: str
    about: str
    when: Dated


@dataclass(frozen=True, slots=True)
class Override:
    """What an admin entered: the day, and whether a source states it (else it is a better estimate)."""

    key: str
    day: date
    confirmed: bool

    @property
    def dated(self) -> Dated:
        """The day as a date."""
        return exactly(self.day, ADMIN, confirmed=self.confirmed)


REMINDED = frozenset(
    {
        Milestone.APPLICATION,
        Milestone.PUBLIC_AGENDA,
        Milestone.ADDITIONAL_INFORMATION,
        Milestone.MEETING,
        Milestone.SUMMARY,
        Milestone.RECONSIDERATION,
    }
)
"""Milestones that a channel on the Panel's deadlines is told of; the others matter to an application alone."""
_LEAST_YEAR, _MOST_YEAR = 2000, 2200


class Calendar:
    """Every date by rule, with a workspace's overrides in their place."""

    def __init__(self, overrides: Mapping[str, Override] | None = None) -> None:
        self._overrides = dict(overrides or {})

    def meeting(self, id_: str) -> Meeting:
        """The meeting with the days that an admin entered. Raises ValueError for an id that cannot be."""
        found = meeting(id_)
        start = self.entered(f"panel:{id_}:{Milestone.MEETING}", found.start)
        end = found.end
        if start != found.start:
            end = replace(start, confirmed=False, rule="pattern").by_days("pattern", 2)
        return replace(found, start=start, end=self.entered(f"panel:{id_}:{MEETING_END}", end))

    def milestone(
        self, id_: str, which: Milestone, *, returned: date | None = None, summary_posted: date | None = None
    ) -> Dated | None:
        """A meeting's milestone; None where nothing is known of it. Raises ValueError for an id that cannot be.

        `summary_posted` is the actual posting, where an application knows of it and no admin has entered it.
        """
        posted = self._overrides.get(f"panel:{id_}:{Milestone.SUMMARY}")
        actual = posted.day if posted and posted.confirmed else summary_posted
        by_rule = milestone(which, self.meeting(id_), returned=returned, summary_posted=actual)
        key = f"panel:{id_}:{which}"
        if which is Milestone.MEETING or key not in self._overrides:
            return by_rule
        return self._overrides[key].dated

    def panel(self, first: date, last: date) -> Iterator[Deadline]:
        """All milestones of meetings, and PLA's application deadlines, that may lie between two days."""
        for each in meetings(_year(first) - 1, _year(last) + 1):
            for which in Milestone:
                when = self.milestone(each.id, which)
                if when and when.within(first, last):
                    yield Deadline(f"panel:{each.id}:{which}", Topic.PANEL, which, each.id, when)
        for quarter in pla_quarters(_year(first), _year(last) + 1):
            key = f"pla:{quarter.id}:{PlaMilestone.APPLICATION}"
            when = self.entered(key, quarter.application)
            if when.within(first, last):
                yield Deadline(key, Topic.PANEL, PlaMilestone.APPLICATION, quarter.id, when)

    def updates(self, first: date, last: date) -> Iterator[Deadline]:
        """All code-set events that may lie between two days."""
        for year in range(_year(first) - 1, _year(last) + 2):
            for event in recurring(year):
                key = f"code:{event.key}"
                when = self.entered(key, event.when)
                if when.within(first, last):
                    yield Deadline(key, Topic.CODE_SETS, event.update, str(event.edition), when)

    def between(self, first: date, last: date) -> list[Deadline]:
        """Panel and code sets together, the earliest first."""
        return in_order([*self.panel(first, last), *self.updates(first, last)])

    def by_key(self, key: str) -> Deadline | None:
        """The deadline of a key of the Panel, PLA or a code set; None for any other text."""
        look = {"panel": self._of_panel, "pla": self._of_pla, "code": self._of_code}
        kind, _, rest = key.partition(":")
        try:
            return look[kind](key, rest) if kind in look else None
        except ValueError:
            return None

    def entered(self, key: str, by_rule: Dated) -> Dated:
        """What an admin entered under `key`, or else what the rule says."""
        return self._overrides[key].dated if key in self._overrides else by_rule

    def _of_panel(self, key: str, rest: str) -> Deadline | None:
        id_, _, kind = rest.partition(":")
        make = partial(Deadline, key, Topic.PANEL, kind, id_)
        if kind == MEETING_END:
            return make(self.meeting(id_).end)
        when = self.milestone(id_, Milestone(kind))
        return make(when) if when else None

    def _of_pla(self, key: str, rest: str) -> Deadline | None:
        id_, _, kind = rest.partition(":")
        quarter = pla_quarter(id_)
        by_rule = {
            PlaMilestone.APPLICATION: quarter.application,
            PlaMilestone.RELEASE: quarter.release,
            PlaMilestone.EFFECTIVE: quarter.effective,
        }[PlaMilestone(kind)]
        return Deadline(key, Topic.PANEL, kind, id_, self.entered(key, by_rule))

    def _of_code(self, key: str, rest: str) -> Deadline | None:
        event = recurring_of(rest)
        if event is None:
            return None
        return Deadline(key, Topic.CODE_SETS, event.update, str(event.edition), self.entered(key, event.when))


def in_order(deadlines: list[Deadline]) -> list[Deadline]:
    """The earliest first; on one day, by key."""
    return sorted(deadlines, key=lambda d: (d.when.earliest, d.when.expected, d.key))


def days_left(when: Dated, today: date) -> int:
    """Days from `today` to the day that reminders count from; negative once that has passed."""
    return (when.counts_from - today) // timedelta(days=1)


def _year(day: date) -> int:
    return min(max(day.year, _LEAST_YEAR + 1), _MOST_YEAR)
