"""Direct messages about reminders: to whom something is assigned, and to those who find out an estimated day.

A direct message is an outbox row whose channel is the person. Its reminder names the channel that it belongs to:
`for:C1:panel:2027-02:meeting`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from bot.domain.deadlines.campaigns import CampaignItem, ItemState
from bot.domain.deadlines.deadline import Deadline, Topic
from bot.domain.deadlines.leads import DERIVED, last_leads
from bot.domain.deadlines.local_time import instant, local_day
from bot.domain.deadlines.planning import (
    Firing,
    MessageContent,
    MessageKind,
    Occurrence,
    States,
    Window,
    is_reminded,
    occurrence_id,
)
from bot.domain.deadlines.subscription import Subscription
from bot.domain.deadlines.workdays import working_day_after

NUDGE = "nudge"
EVERYWHERE = ""
"""In place of a channel: a mark that holds in the whole workspace."""
_FOR = "for:"
_MONDAY = timedelta(days=7)
_LAST_CAMPAIGN_LEADS = (1, 0)

Items = Mapping[tuple[str, str], Mapping[CampaignItem, ItemState]]
"""Checklist items by channel and campaign."""


@dataclass(frozen=True, slots=True)
class People:
    """Whom direct messages go to: the workspace's admins, and the owners of checklist items.

    `only_in` maps an application's ref to the one channel that may know of it.
    """

    admins: tuple[str, ...] = ()
    items: Items = field(default_factory=dict)
    only_in: Mapping[str, str] = field(default_factory=dict)


def for_channel(channel: str, reminder: str) -> str:
    """The reminder of a direct message: `for:C1:campaign:2027-01-01`."""
    return f"{_FOR}{channel}:{reminder}"


def channel_and_reminder(direct: str) -> tuple[str, str] | None:
    """The channel and its reminder that a direct message is about; None for any other reminder."""
    if not direct.startswith(_FOR):
        return None
    channel, _, reminder = direct.removeprefix(_FOR).partition(":")
    return (channel, reminder) if channel and reminder else None


def passed_mark(key: str) -> str:
    """The reminder under which somebody says that a deadline's day has passed: `day:panel:2027-02:meeting`."""
    return f"day:{key}"


def has_passed(deadline: Deadline, states: States) -> bool:
    """Whether somebody said so, while no source has stated the day."""
    state = states.get((EVERYWHERE, passed_mark(deadline.key)))
    return deadline.when.is_open_window and state is not None and state.done is not None


def direct_messages(
    planned: Iterable[Occurrence], subscriptions: Sequence[Subscription], states: States, people: People
) -> Iterator[Occurrence]:
    """One for each owner of something open, with the last two messages before its day."""
    schedules = {s.channel: s.schedule for s in subscriptions}
    for channel, firing in planned:
        content, owners = firing.content, _owners(channel, firing, states, people.items)
        if not owners or not content.deadlines or channel not in schedules:
            continue
        is_campaign = firing.kind is MessageKind.CAMPAIGN
        leads = (
            _LAST_CAMPAIGN_LEADS if is_campaign else last_leads(content.deadlines, schedules[channel].leads)
        )
        if content.lead in leads:
            for owner in owners:
                reminder = for_channel(channel, firing.reminder)
                direct = Firing(reminder, firing.occurrence, firing.at, MessageKind.DIRECT, content)
                yield Occurrence(owner, direct)


def _owners(channel: str, firing: Firing, states: States, items: Items) -> list[str]:
    """Who is assigned, and who has taken an item that is open."""
    if firing.kind not in (MessageKind.REMINDER, MessageKind.CAMPAIGN):
        return []
    state = states.get((channel, firing.reminder))
    assigned = state.assigned.assignee if state and state.assigned else None
    open_items = [i for i in items.get((channel, firing.reminder), {}).values() if i.done_at is None]
    return sorted({owner for owner in (assigned, *(i.owner for i in open_items)) if owner})


def nudges(
    deadlines: Sequence[Deadline],
    subscriptions: Sequence[Subscription],
    window: Window,
    states: States,
    people: People,
) -> Iterator[Occurrence]:
    """Each Monday while a day that somebody publishes is not known: one message for each owner and admin.

    It lists the windows that are open. The owner is who is assigned, else who subscribed the channel. An application
    with a channel of its own is named to its owners alone.
    """
    telling = [s for s in subscriptions if not s.paused and s.schedule.leads]
    if not telling:
        return
    open_windows = [d for d in deadlines if d.when.is_open_window and d.kind not in DERIVED]
    whom = {d.key: _askers(d, telling, states, people) for d in open_windows}
    schedule = telling[0].schedule
    day = local_day(window.after, schedule.zone)
    day -= timedelta(days=day.weekday() + 7)
    while (monday := instant(day, schedule.hour, schedule.zone)) <= window.until:
        on = working_day_after(day) if schedule.weekdays_only else day
        at = monday if on == day else instant(on, schedule.hour, schedule.zone)
        asked = [d for d in open_windows if d.when.earliest < on <= d.when.latest and on != d.when.expected]
        if window.contains(at):
            for person in sorted({each for d in asked for each in whom[d.key]}):
                content = MessageContent(tuple(d for d in asked if person in whom[d.key]), 0)
                yield Occurrence(person, Firing(NUDGE, occurrence_id(on, 0), at, MessageKind.NUDGE, content))
        day += _MONDAY


def _askers(
    deadline: Deadline,
    subscriptions: Sequence[Subscription],
    states: States,
    people: People,
) -> frozenset[str]:
    own = people.only_in.get(deadline.about) if deadline.topic is Topic.APPLICATIONS else None
    told = [
        s
        for s in subscriptions
        if deadline.topic in s.schedule.topics and is_reminded(deadline) and own in (None, s.channel)
    ]
    owners = {_owner(s, deadline, states) for s in told}
    return frozenset(owners | set(people.admins) if told and own is None else owners)


def _owner(subscription: Subscription, deadline: Deadline, states: States) -> str:
    state = states.get((subscription.channel, deadline.key))
    assigned = state.assigned.assignee if state and state.assigned else None
    return assigned or subscription.by
