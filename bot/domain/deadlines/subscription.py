"""A channel's subscription: topics and schedule."""

import re
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from rapidfuzz import fuzz, process

from bot.domain.deadlines.deadline import Topic
from bot.domain.errors import CodeDeskError

DEFAULT_LEADS = (30, 14, 7, 2, 0)
MOST_LEADS, LONGEST_LEAD = 10, 366


@dataclass
class BadSchedule(CodeDeskError):
    """An invalid schedule. `field` names the invalid part: leads, hour, zone or digest."""

    field: str


@dataclass
class UnknownZone(BadSchedule):
    """No IANA zone has this name. `similar` is the likely one, or ''."""

    similar: str = ""


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a channel gets reminders: `leads` in days before, at `hour` (0-23) of an IANA `zone`.

    `digest` is the weekday (Monday is 0) of a weekly summary, or None. With `campaigns`, the January 1 and October 1
    updates are one campaign with a checklist instead of separate reminders. Raises BadSchedule.
    """

    topics: frozenset[Topic] = frozenset(Topic)
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
    """A channel's schedule. `by` is the user who changed it last; that user is notified of delivery failures."""

    channel: str
    by: str
    schedule: Schedule = field(default_factory=Schedule)
    paused: bool = False


_CUSTOMARY = {
    **dict.fromkeys(("eastern", "et", "est", "edt"), "America/New_York"),
    **dict.fromkeys(("central", "ct", "cst", "cdt"), "America/Chicago"),
    **dict.fromkeys(("mountain", "mt", "mdt"), "America/Denver"),
    **dict.fromkeys(("pacific", "pt", "pst", "pdt"), "America/Los_Angeles"),
    **dict.fromkeys(("alaska", "akst", "akdt"), "America/Anchorage"),
    **dict.fromkeys(("hawaii", "hst"), "Pacific/Honolulu"),
    "arizona": "America/Phoenix",
}
"""Common US names. IANA's `EST` and `MST` have no daylight saving time and are an hour off half the year."""
_AMBIGUOUS = {"mst": "America/Denver"}
"""Denver in winter, Phoenix all year."""


def zone_named(written: str) -> str:
    """The IANA zone with this name, in any case and with spaces: `america/new york`, `Eastern time`.

    Raises UnknownZone.
    """
    name = written.strip().replace(" ", "_")
    custom = re.sub(r"(_standard|_daylight)?_time$|^us/", "", name.lower())
    if custom in _CUSTOMARY:
        return _CUSTOMARY[custom]
    if custom in _AMBIGUOUS:
        raise UnknownZone("zone", _AMBIGUOUS[custom])
    if known_zone(name):
        return name
    known = {zone.lower(): zone for zone in available_timezones()}
    if name.lower() in known:
        return known[name.lower()]
    cities = {zone.lower().rpartition("/")[2]: zone for zone in sorted(known.values(), reverse=True)}
    similar = process.extractOne(
        name.lower().rpartition("/")[2], cities.keys(), scorer=fuzz.ratio, score_cutoff=75
    )
    raise UnknownZone("zone", cities[similar[0]] if similar else "")


def known_zone(name: str) -> bool:
    """Whether this is an IANA zone name."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True
