"""Plan which messages to post, where and when, from deadlines and schedules. Pure functions.

An occurrence is identified by (workspace, reminder, occurrence, channel). `reminder` is its subject: a deadline key,
`codes:2027-04-01` for all code sets of one day, `campaign:2027-01-01`, or `digest`. `occurrence` is its local date
and lead: `2027-01-04/30`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from bot.domain.deadlines.campaigns import Campaign, campaign_on
from bot.domain.deadlines.deadline import REMINDED, Deadline, Topic
from bot.domain.deadlines.leads import leads_of
from bot.domain.deadlines.local_time import instant, local_day
from bot.domain.deadlines.marks import ReminderState
from bot.domain.deadlines.offsets import Milestone
from bot.domain.deadlines.subscription import Schedule, Subscription
from bot.domain.deadlines.workdays import working_day_after, working_day_before

DIGEST = "digest"
ARRIVAL = "arrival"
AT_ONCE = "/now"
"""The occurrence of a message that is not planned ahead ends with this. Replanning leaves it alone."""
DIGEST_DAYS = 30
_SATURDAY = 5
_MILESTONES = frozenset(str(milestone) for milestone in Milestone)


class MessageKind(StrEnum):
    """The kind of message."""

    REMINDER = "reminder"
    CAMPAIGN = "campaign"
    DIGEST = "digest"
    CORRECTION = "correction"
    DEAD_LETTER = "dead_letter"
    ARRIVAL = "arrival"  # code sets that were fetched
    OPENING = "opening"  # the running checklist, posted to a channel that has just subscribed
    DIRECT = "direct"  # a reminder of a channel, for one person
    NUDGE = "nudge"  # days that somebody has to find out, for one person


UNTHREADED = frozenset(
    {
        *(MessageKind.DIGEST, MessageKind.DEAD_LETTER, MessageKind.ARRIVAL),
        *(MessageKind.DIRECT, MessageKind.NUDGE),
    }
)
"""Kinds whose later messages do not stand under the first one."""


@dataclass(frozen=True, slots=True)
class MessageContent:
    """The content of a message: deadlines as known at planning time, and the lead in days before (negative: after).

    For a correction, `before` holds the dates announced earlier, in the order of `deadlines`.
    """

    deadlines: tuple[Deadline, ...]
    lead: int
    before: tuple[Deadline, ...] = ()


@dataclass(frozen=True, slots=True)
class Firing:
    """One scheduled message, independent of channel. `at` is in UTC."""

    reminder: str
    occurrence: str
    at: datetime
    kind: MessageKind
    content: MessageContent


class Occurrence(NamedTuple):
    """One message in one channel."""

    channel: str
    firing: Firing


class Window(NamedTuple):
    """A time range. `after` is exclusive, `until` is inclusive."""

    after: datetime
    until: datetime

    def contains(self, at: datetime) -> bool:
        """Whether the instant is in the range."""
        return self.after < at <= self.until


States = Mapping[tuple[str, str], ReminderState]
"""Reminder states by (channel, reminder)."""


def plan(
    deadlines: Iterable[Deadline],
    subscriptions: Iterable[Subscription],
    window: Window,
    states: States | None = None,
    only_in: Mapping[str, str] | None = None,
) -> list[Occurrence]:
    """Every message due in `window`, for each subscription.

    Paused channels get none. `only_in` maps an application's ref to the one channel that may get its reminders. Other
    applications go to every channel subscribed to them. A channel without a subscription gets no reminders, even for
    its own applications.
    """
    all_deadlines, confined = tuple(deadlines), only_in or {}
    planned: list[Occurrence] = []
    for subscription in subscriptions:
        if subscription.paused:
            continue
        channel_deadlines = _for_channel(all_deadlines, subscription.channel, confined)
        found = _firings(channel_deadlines, subscription.schedule, window)
        mine = _after_marks(subscription.channel, found, states or {})
        mine += _snooze_end_messages(subscription, channel_deadlines, states or {}, window)
        planned += mine if subscription.paused_until is None else _after_pause(subscription, mine)
    return planned


def _after_pause(subscription: Subscription, planned: Iterable[Occurrence]) -> list[Occurrence]:
    return [o for o in planned if subscription.tells_at(o.firing.at)]


def firings(deadlines: tuple[Deadline, ...], schedule: Schedule, window: Window) -> list[Firing]:
    """Messages of one schedule, earliest first. If two leads fall on the same day, the shorter one is used."""
    reminded = [d for d in deadlines if d.topic in schedule.topics and is_reminded(d)]
    made = {
        f.reminder + f.occurrence[:10]: f for f in _lead_firings(reminded, schedule) if window.contains(f.at)
    }
    found = [*made.values(), *_digests(reminded, schedule, window)]
    return sorted(found, key=lambda f: (f.at, f.reminder, f.occurrence))


_firings = lru_cache(maxsize=64)(firings)  # most channels of a workspace use the default schedule


def occurrence_id(day: date, lead: int) -> str:
    """`2027-01-04/30`: the local day and the lead."""
    return f"{day.isoformat()}/{lead}"


def arrival_id(first: int, last: int) -> str:
    """`12-31`: the numbers of the releases that arrived together."""
    return f"{first}-{last}"


def arrival_numbers(occurrence: str) -> tuple[int, int]:
    """The first and last number in an `arrival_id`."""
    first, _, last = occurrence.partition("-")
    return int(first), int(last)


def is_reminded(deadline: Deadline) -> bool:
    """Whether channels are told of it. Some Panel milestones matter only to an application."""
    return deadline.topic is not Topic.PANEL or deadline.kind not in _MILESTONES or deadline.kind in REMINDED


def _for_channel(
    deadlines: tuple[Deadline, ...], channel: str, only_in: Mapping[str, str]
) -> tuple[Deadline, ...]:
    if not only_in:
        return deadlines
    return tuple(
        d for d in deadlines if d.topic is not Topic.APPLICATIONS or only_in.get(d.about, channel) == channel
    )


def _lead_firings(deadlines: Sequence[Deadline], schedule: Schedule) -> Iterator[Firing]:
    """Yield the longest lead first: for two leads on the same day, the later (shorter) one overwrites the other."""
    for reminder, about in grouped(deadlines, campaigns=schedule.campaigns):
        counts_from = about[0].when.counts_from
        campaign = campaign_on(counts_from) if reminder.startswith("campaign:") else None
        kind = MessageKind.CAMPAIGN if campaign else MessageKind.REMINDER
        for lead in sorted(campaign.posts, reverse=True) if campaign else leads_of(about, schedule.leads):
            day = counts_from - timedelta(days=lead)
            if schedule.weekdays_only:
                day = _on_working_day(day, lead, campaign)
            at = instant(day, schedule.hour, schedule.zone)
            yield Firing(reminder, occurrence_id(day, lead), at, kind, MessageContent(about, lead))


def _on_working_day(day: date, lead: int, campaign: Campaign | None) -> date:
    """Move a post off a weekend or a federal holiday: to the working day before it, or after it for follow-ups.

    A campaign's effective day never moves.
    """
    if campaign is None or lead > 0:
        return working_day_before(day)
    return day if lead == 0 else working_day_after(day)


def grouped(deadlines: Sequence[Deadline], *, campaigns: bool) -> Iterator[tuple[str, tuple[Deadline, ...]]]:
    """Group deadlines that share a message: code sets of the same day. Every other deadline gets its own."""
    alone = [d for d in deadlines if d.topic is not Topic.CODE_SETS or d.when.is_window]
    for deadline in alone:
        yield deadline.key, (deadline,)
    by_day = sorted((d for d in deadlines if d.topic is Topic.CODE_SETS and not d.when.is_window), key=_day)
    for day, together in groupby(by_day, key=_day):
        campaign = campaign_on(day) if campaigns else None
        yield campaign.key if campaign else f"codes:{day.isoformat()}", tuple(together)


def _day(deadline: Deadline) -> date:
    return deadline.when.counts_from


def _digests(deadlines: Sequence[Deadline], schedule: Schedule, window: Window) -> Iterator[Firing]:
    if schedule.digest is None:
        return
    day = local_day(window.after, schedule.zone) - timedelta(days=7)  # a holiday may have put it off
    day += timedelta(days=(schedule.digest - day.weekday()) % 7)
    while (at := instant(day, schedule.hour, schedule.zone)) <= window.until:
        last = day + timedelta(days=DIGEST_DAYS)
        ahead = tuple(d for d in deadlines if d.when.latest >= day and d.when.earliest <= last)
        on = working_day_after(day) if schedule.weekdays_only and day.weekday() < _SATURDAY else day
        if window.contains(at := instant(on, schedule.hour, schedule.zone)):
            yield Firing(DIGEST, occurrence_id(on, 0), at, MessageKind.DIGEST, MessageContent(ahead, 0))
        day += timedelta(days=7)


def _after_marks(channel: str, found: Iterable[Firing], states: States) -> list[Occurrence]:
    """Drop messages for reminders that are done or still snoozed."""
    if not states:
        return [Occurrence(channel, firing) for firing in found]
    return [
        Occurrence(channel, f) for f in found if not _is_silenced(states.get((channel, f.reminder)), f.at)
    ]


def _is_silenced(state: ReminderState | None, at: datetime) -> bool:
    if state is None:
        return False
    until = state.snoozed.until if state.snoozed else None
    return state.done is not None or (until is not None and at <= until)


def _snooze_end_messages(
    subscription: Subscription, deadlines: tuple[Deadline, ...], states: States, window: Window
) -> Iterator[Occurrence]:
    """Messages due when a snooze ends."""
    if not any(channel == subscription.channel and state.snoozed for (channel, _), state in states.items()):
        return
    reminded = [d for d in deadlines if d.topic in subscription.schedule.topics and is_reminded(d)]
    for reminder, about in grouped(reminded, campaigns=subscription.schedule.campaigns):
        state = states.get((subscription.channel, reminder))
        until = state.snoozed.until if state and state.snoozed else None
        if until is not None and window.contains(until):
            day = local_day(until, subscription.schedule.zone)
            content = MessageContent(about, (about[0].when.counts_from - day).days)
            kind = MessageKind.CAMPAIGN if reminder.startswith("campaign:") else MessageKind.REMINDER
            yield Occurrence(
                subscription.channel, Firing(reminder, f"{day.isoformat()}/snoozed", until, kind, content)
            )
