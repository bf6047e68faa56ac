"""Deadlines that get reminders, with dates that an admin confirmed or changed.

Keys: `panel:2027-02:app_deadline`, `panel:2027-02:meeting` (first day), `panel:2027-02:meeting_end`,
`pla:2027-04:pla_application`, `ruc:2027-04:ruc_meeting`, `code:hcpcs2_2027_04`, `app:A-12:additional_info_deadline`.
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
from bot.domain.deadlines.ruc import RucMilestone, ruc_meeting, ruc_meetings

ADMIN = "admin"
"""The rule name of a date that an admin entered."""
PUBLISHED = "published:"
"""The rule name of a date from a signed calendar begins with this; the day and the publisher follow."""
MEETING_END = "meeting_end"


class Topic(StrEnum):
    """Topics a channel can subscribe to."""

    PANEL = "panel"
    APPLICATIONS = "applications"
    CODE_SETS = "code_sets"


@dataclass(frozen=True, slots=True)
class Deadline:
    """One deadline.

    `kind` is a Milestone, Update or PlaMilestone. `about` is a meeting, quarter or application id, or a year.
    """

    key: str
    topic: Topic
    kind: str
    about: str
    when: Dated


@dataclass(frozen=True, slots=True)
class Publication:
    """Who published a calendar for all teams, and on which day."""

    by: str
    on: date


@dataclass(frozen=True, slots=True)
class Override:
    """A day that replaces the rule's: an admin entered it, or it was `published` for all teams.

    `confirmed`: a source states it; otherwise it is a better estimate.
    """

    key: str
    day: date
    confirmed: bool
    published: Publication | None = None

    @property
    def dated(self) -> Dated:
        """The day as a Dated. A published day's rule is `published:2026-12-01:NAME`."""
        if self.published is None:
            return exactly(self.day, ADMIN, confirmed=self.confirmed)
        rule = f"{PUBLISHED}{self.published.on.isoformat()}:{self.published.by}"
        return exactly(self.day, rule, confirmed=self.confirmed)


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
"""Panel milestones that channels get reminders for. The other milestones matter only to an application."""
_BEFORE_MEETING: tuple[str, ...] = (
    *(Milestone.APPLICATION, Milestone.PUBLIC_AGENDA, Milestone.ADVISOR_REVIEW),
    *(Milestone.ADDITIONAL_INFORMATION, Milestone.PANEL_MATERIALS, Milestone.NO_SUPPORT_NOTICE),
    Milestone.AGENDA_ITEM,
)
_AFTER_MEETING: tuple[str, ...] = (
    MEETING_END,
    Milestone.OUTCOME,
    Milestone.SUMMARY,
    Milestone.RECONSIDERATION,
)
_LEAST_YEAR, _MOST_YEAR = 2000, 2200


class Calendar:
    """All deadline dates: rules, replaced by the workspace's overrides."""

    def __init__(self, overrides: Mapping[str, Override] | None = None) -> None:
        self._overrides = dict(overrides or {})

    def meeting(self, id_: str) -> Meeting:
        """The meeting, with any days an admin entered. Raises ValueError for an invalid id."""
        found = meeting(id_)
        start = self.with_override(f"panel:{id_}:{Milestone.MEETING}", found.start)
        end = found.end
        if start != found.start:
            end = replace(start, confirmed=False, rule="pattern").by_days("pattern", 2)
        return replace(found, start=start, end=self.with_override(f"panel:{id_}:{MEETING_END}", end))

    def milestone(
        self, id_: str, which: Milestone, *, returned: date | None = None, summary_posted: date | None = None
    ) -> Dated | None:
        """A meeting's milestone, or None if unknown. Raises ValueError for an invalid id.

        `summary_posted` is the actual posting day known to an application. A day an admin confirmed takes precedence.
        """
        posted = self._overrides.get(f"panel:{id_}:{Milestone.SUMMARY}")
        actual = posted.day if posted and posted.confirmed else summary_posted
        by_rule = milestone(which, self.meeting(id_), returned=returned, summary_posted=actual)
        key = f"panel:{id_}:{which}"
        if which is Milestone.MEETING or key not in self._overrides:
            return by_rule
        return self._overrides[key].dated

    def panel(self, first: date, last: date) -> Iterator[Deadline]:
        """Panel milestones, PLA application deadlines and RUC meetings that may fall between two days, inclusive."""
        for panel_meeting in meetings(_year(first) - 1, _year(last) + 1):
            for which in Milestone:
                when = self.milestone(panel_meeting.id, which)
                if when and when.within(first, last):
                    yield Deadline(
                        f"panel:{panel_meeting.id}:{which}", Topic.PANEL, which, panel_meeting.id, when
                    )
        for quarter in pla_quarters(_year(first), _year(last) + 1):
            key = f"pla:{quarter.id}:{PlaMilestone.APPLICATION}"
            when = self.with_override(key, quarter.application)
            if when.within(first, last):
                yield Deadline(key, Topic.PANEL, PlaMilestone.APPLICATION, quarter.id, when)
        for ruc in ruc_meetings(_year(first), _year(last)):
            key = f"ruc:{ruc.id}:{RucMilestone.MEETING}"
            when = self.with_override(key, ruc.start)
            if when.within(first, last):
                yield Deadline(key, Topic.PANEL, RucMilestone.MEETING, ruc.id, when)

    def updates(self, first: date, last: date) -> Iterator[Deadline]:
        """Code set events that may fall between two days, inclusive."""
        for year in range(_year(first) - 1, _year(last) + 2):
            for event in recurring(year):
                key = f"code:{event.key}"
                when = self.with_override(key, event.when)
                if when.within(first, last):
                    yield Deadline(key, Topic.CODE_SETS, event.update, str(event.edition), when)

    def between(self, first: date, last: date) -> list[Deadline]:
        """Panel and code set deadlines together, earliest first."""
        return in_order([*self.panel(first, last), *self.updates(first, last)])

    def by_key(self, key: str) -> Deadline | None:
        """The Panel, PLA or code set deadline with this key, or None."""
        finders = {
            "panel": self._panel_deadline,
            "pla": self._pla_deadline,
            "ruc": self._ruc_deadline,
            "code": self._code_set_deadline,
        }
        kind, _, rest = key.partition(":")
        try:
            return finders[kind](key, rest) if kind in finders else None
        except ValueError:
            return None

    def with_override(self, key: str, by_rule: Dated) -> Dated:
        """The date an admin entered under `key`, or else the rule's date."""
        return self._overrides[key].dated if key in self._overrides else by_rule

    def _panel_deadline(self, key: str, rest: str) -> Deadline | None:
        id_, _, kind = rest.partition(":")
        make = partial(Deadline, key, Topic.PANEL, kind, id_)
        if kind == MEETING_END:
            return make(self.meeting(id_).end)
        when = self.milestone(id_, Milestone(kind))
        return make(when) if when else None

    def _pla_deadline(self, key: str, rest: str) -> Deadline | None:
        id_, _, kind = rest.partition(":")
        quarter = pla_quarter(id_)
        by_rule = {
            PlaMilestone.APPLICATION: quarter.application,
            PlaMilestone.RELEASE: quarter.release,
            PlaMilestone.EFFECTIVE: quarter.effective,
        }[PlaMilestone(kind)]
        return Deadline(key, Topic.PANEL, kind, id_, self.with_override(key, by_rule))

    def _ruc_deadline(self, key: str, rest: str) -> Deadline | None:
        id_, _, kind = rest.partition(":")
        when = self.with_override(key, ruc_meeting(id_).start)
        return Deadline(key, Topic.PANEL, RucMilestone(kind), id_, when)

    def _code_set_deadline(self, key: str, rest: str) -> Deadline | None:
        event = recurring_of(rest)
        if event is None:
            return None
        return Deadline(
            key, Topic.CODE_SETS, event.update, str(event.edition), self.with_override(key, event.when)
        )


def in_order(deadlines: list[Deadline]) -> list[Deadline]:
    """Sort by the likely day, then by key."""
    return sorted(deadlines, key=lambda d: (d.when.expected, d.when.earliest, d.key))


def days_left(when: Dated, today: date) -> int:
    """Days from `today` to the stated or likely day. Negative once it has passed."""
    return (when.counts_from - today) // timedelta(days=1)


def contradicting_date(key: str, day: date, calendar: Calendar) -> Deadline | None:
    """The first or last day of the meeting that contradicts `day`, for example because `day` must come before it.

    None if `day` fits, or if the key is not a meeting date.
    """
    kind, _, rest = key.partition(":")
    id_, _, which = rest.partition(":")
    start = calendar.by_key(f"panel:{id_}:{Milestone.MEETING}")
    end = calendar.by_key(f"panel:{id_}:{MEETING_END}")
    if kind != "panel" or start is None or end is None:
        return None
    if which == Milestone.MEETING:
        return end if end.when.rule == ADMIN and day > end.when.latest else None
    late = which in _BEFORE_MEETING and day > start.when.latest
    early = which in _AFTER_MEETING and day < start.when.earliest
    return start if late or early else None


def _year(day: date) -> int:
    return min(max(day.year, _LEAST_YEAR + 1), _MOST_YEAR)
