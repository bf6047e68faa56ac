"""Update a workspace's outbox for its dates, subscriptions, applications and marks, in one transaction."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from bot.domain.deadlines.application_targets import Aim, deadlines_of
from bot.domain.deadlines.campaigns import LONGEST, POSTS
from bot.domain.deadlines.deadline import Calendar, Deadline
from bot.domain.deadlines.delivery import Delivery, DeliveryFailure, Status
from bot.domain.deadlines.people import People, direct_messages, has_passed, nudges
from bot.domain.deadlines.planning import MessageKind, Occurrence, Window, plan
from bot.domain.deadlines.replanning import Present, changes
from bot.domain.deadlines.subscription import Subscription
from bot.services.ports.database import UnitOfWork
from bot.services.ports.reminders import ReminderSettings, ReminderStore
from bot.services.reminders.channel_info import MOST_ADMINS
from bot.services.team.roles import admins_of

HORIZON = timedelta(days=62)
"""How far ahead rows are planned. Each day adds the next day's rows."""
_POSTED_SINCE = timedelta(days=400)
_MARGIN = timedelta(days=7)
"""Weekends and time zones move a message by less than this."""


@dataclass(frozen=True, slots=True)
class Replanned:
    """Number of messages added, cancelled and changed in place."""

    added: int = 0
    cancelled: int = 0
    changed: int = 0


async def replan(
    work: UnitOfWork, workspace: str, now: datetime, channels: Iterable[str] | None = None
) -> Replanned:
    """Replan these channels, or all. Call it in the transaction of the change. It does not commit.

    Direct messages are replanned with all channels only: their rows belong to persons.
    """
    store = work.reminders
    settings = await store.settings.lock(workspace)
    only = None if channels is None else frozenset(channels)
    subscriptions = [s for s in await store.subscriptions.all(workspace) if only is None or s.channel in only]
    calendar = Calendar(await store.overrides.all(workspace))
    rows = await store.outbox.planned(workspace, now - _POSTED_SINCE, only)
    if not subscriptions and not rows:  # no subscriptions, and no rows to cancel
        return (
            await _save_progress(store, workspace, settings, now, Replanned())
            if only is None
            else Replanned()
        )
    aims = await store.aims.all(workspace)
    window = _window(rows, now)
    deadlines = known_deadlines(calendar, aims, subscriptions, window)
    states = await store.marks.states(workspace)
    confined = {a.ref: a.channel for a in aims if a.channel}
    ahead = [d for d in deadlines if not has_passed(d, states)]
    planned = plan(ahead, subscriptions, window, states, confined)
    if only is None:
        people = await _people(work, workspace, planned, confined)
        planned += [
            *direct_messages(planned, subscriptions, states, people),
            *nudges(ahead, subscriptions, window, states, people),
        ]
    present = Present(
        deadlines=_by_key(deadlines, rows, calendar),
        zones={s.channel: s.schedule.zone for s in subscriptions if not s.is_paused(now)},
        done=frozenset(key for key, state in states.items() if state.done),
        now=now,
    )
    needed = changes(planned, rows, present)
    await store.outbox.cancel(workspace, needed.cancel, DeliveryFailure.REPLANNED)
    await store.outbox.refresh(workspace, needed.refresh)
    added = await store.outbox.add(workspace, needed.add)
    done = Replanned(added, len(needed.cancel), len(needed.refresh))
    return await _save_progress(store, workspace, settings, now, done) if only is None else done


async def _save_progress(
    store: ReminderStore, workspace: str, settings: ReminderSettings, now: datetime, done: Replanned
) -> Replanned:
    """Save how far ahead the whole workspace is planned."""
    through = (now + HORIZON).astimezone(UTC).date()
    if settings.planned_through != through:
        await store.settings.put(workspace, replace(settings, planned_through=through))
    return done


_EDITED_BACK = timedelta(days=4)
"""As far as a change of hour, zone or weekend rule can move a message back."""


async def _people(
    work: UnitOfWork, workspace: str, planned: Iterable[Occurrence], confined: Mapping[str, str]
) -> People:
    """Admins, and the checklists of campaigns that are planned."""
    running = {(o.channel, o.firing.reminder) for o in planned if o.firing.kind is MessageKind.CAMPAIGN}
    read = work.reminders.campaigns.items
    items = {(channel, key): await read(workspace, channel, key) for channel, key in sorted(running)}
    return People((await admins_of(work, workspace))[:MOST_ADMINS], items, confined)


def known_deadlines(
    calendar: Calendar, aims: Iterable[Aim], subscriptions: Iterable[Subscription], window: Window
) -> list[Deadline]:
    """Every deadline that one of the subscriptions could get in the window."""
    longest = max((lead for s in subscriptions for lead in s.schedule.leads), default=0)
    first = window.after.date() + timedelta(days=min(POSTS)) - _MARGIN
    last = window.until.date() + timedelta(days=max(longest, LONGEST)) + _MARGIN
    return [*calendar.between(first, last), *application_deadlines(aims, calendar)]


def application_deadlines(aims: Iterable[Aim], calendar: Calendar) -> list[Deadline]:
    """Deadlines of applications. One with an invalid target (written by another process, for example) has none."""
    found: list[Deadline] = []
    for aim in aims:
        try:
            found += deadlines_of(aim, calendar)
        except ValueError:
            continue
    return found


def _window(rows: Sequence[Delivery], now: datetime) -> Window:
    """Start at the oldest open message, so that overdue ones are not cancelled after downtime.

    At least _EDITED_BACK before now: an edit may move a message of today, or of a weekend, to a time that is over.
    """
    still_due = [row.due_at for row in rows if row.status in (Status.DUE, Status.CLAIMED)]
    return Window(min([now - _EDITED_BACK, *still_due]) - timedelta(seconds=1), now + HORIZON)


def _by_key(
    deadlines: Iterable[Deadline], rows: Iterable[Delivery], calendar: Calendar
) -> dict[str, Deadline]:
    known = {d.key: d for d in deadlines}
    for key in {d.key for row in rows for d in row.content.deadlines} - known.keys():
        if found := calendar.by_key(key):
            known[key] = found
    return known
