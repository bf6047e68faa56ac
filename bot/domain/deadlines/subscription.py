"""A channel's subscription: topics and schedule."""

from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.domain.deadlines.deadline import Topic
from bot.domain.deadlines.local_time import instant
from bot.domain.errors import CodeDeskError

DEFAULT_LEADS = (30, 7, 1, 0)
DEFAULT_TOPICS = frozenset({Topic.APPLICATIONS, Topic.CODE_SETS})
"""Panel milestones are for those who ask. An application that aims at a meeting brings that meeting's own dates."""
MOST_LEADS, LONGEST_LEAD = 10, 366


@dataclass
class BadSchedule(CodeDeskError):
    """An invalid schedule. `field` names the invalid part: leads, hour, zone or digest."""

    field: str


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a channel gets reminders: `leads` in days before, at `hour` (0-23) of an IANA `zone`.

    `digest` is the weekday (Monday is 0) of a weekly summary, or None. With `campaigns`, the January 1 and October 1
    updates are one campaign with a checklist instead of separate reminders. Raises BadSchedule.
    """

    topics: frozenset[Topic] = DEFAULT_TOPICS
    leads: tuple[int, ...] = DEFAULT_LEADS
    hour: int = 9
    zone: str = "America/New_York"
    weekdays_only: bool = True
    digest: int | None = None
    campaigns: bool = True

    def __post_init__(self) -> None:
        if len(self.leads) > MOST_LEADS or not all(0 <= lead <= LONGEST_LEAD for lead in self.leads):
            raise BadSchedule("leads")
        if not 0 <= self.hour <= 23:
            raise BadSchedule("hour")
        if self.digest is not None and not 0 <= self.digest <= 6:
            raise BadSchedule("digest")
        if not known_zone(self.zone):
            raise BadSchedule("zone")


@dataclass(frozen=True, slots=True)
class Subscription:
    """A channel's schedule. `by` is the user who changed it last; that user is notified of delivery failures.

    `paused` lasts until somebody goes on. `paused_until` is the local day on which a pause ends by itself.
    """

    channel: str
    by: str
    schedule: Schedule = field(default_factory=Schedule)
    paused: bool = False
    paused_until: date | None = None

    def is_paused(self, now: datetime) -> bool:
        """Whether the channel is told nothing at this instant."""
        return self.paused or (self.paused_until is not None and now < self._resumes())

    def tells_at(self, at: datetime) -> bool:
        """Whether a message planned for this instant is posted. A pause with an end silences the days before it."""
        return not self.paused and (self.paused_until is None or at >= self._resumes())

    def _resumes(self) -> datetime:
        return instant(self.paused_until or date.min, 0, self.schedule.zone)


def known_zone(name: str) -> bool:
    """Whether this is an IANA zone name."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True
