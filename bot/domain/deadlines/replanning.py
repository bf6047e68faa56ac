"""Compute outbox changes after dates, stages or subscriptions change. Pure functions."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.domain.deadlines.deadline import Deadline, days_left
from bot.domain.deadlines.delivery import Delivery, Status
from bot.domain.deadlines.local_time import local_day
from bot.domain.deadlines.planning import (
    AT_ONCE,
    Firing,
    MessageContent,
    MessageKind,
    Occurrence,
    occurrence_id,
)

_ANNOUNCING = frozenset({MessageKind.REMINDER, MessageKind.CAMPAIGN, MessageKind.CORRECTION})
_STILL_OPEN = frozenset({Status.DUE, Status.CLAIMED})
Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class OutboxChanges:
    """Outbox changes: `add` new messages, `cancel` rows by id, `refresh` rows by id with new content and time."""

    add: tuple[Occurrence, ...]
    cancel: tuple[int, ...]
    refresh: tuple[tuple[int, Firing], ...]


@dataclass(frozen=True, slots=True)
class Present:
    """The current state: every deadline by key, and the time zones of channels that get reminders."""

    deadlines: Mapping[str, Deadline]
    zones: Mapping[str, str]
    done: frozenset[tuple[str, str]]
    """(channel, reminder) pairs that are done."""
    now: datetime

    def today(self, channel: str) -> date:
        """The channel's local date."""
        return local_day(self.now, self.zones[channel])


def changes(planned: Iterable[Occurrence], rows: Sequence[Delivery], present: Present) -> OutboxChanges:
    """Compare planned messages with the outbox `rows` (open ones, and those posted within the last year).

    A posted message is not posted again or withdrawn. If its date is now wrong, a correction is added. Rows that a
    worker is posting right now count as posted.
    """
    open_rows = {_key(row): row for row in rows if row.status in _STILL_OPEN and not row.suspect}
    posted = [row for row in rows if _key(row) not in open_rows and row.status is not Status.CANCELLED]
    wanted = {_key_of(o): o for o in _not_yet_posted(planned, posted)}
    corrections = {_key_of(o): o for o in _corrections(posted, present)}
    overdue_or_new = {
        key: o for key, o in wanted.items() if key in open_rows or o.firing.at > present.now
    } | corrections
    outdated = [row for key, row in open_rows.items() if key not in overdue_or_new and _replaceable(row)]
    overdue_or_new |= {_key_of(o): o for o in _passed_by_edit(wanted.values(), outdated, present)}
    missed_leads = {_key_of(o): o for o in _missed_leads(outdated, posted, corrections.values(), present)}
    add = [o for key, o in (missed_leads | overdue_or_new).items() if key not in open_rows]
    refresh = [
        (open_rows[key].id, o.firing)
        for key, o in overdue_or_new.items()
        if key in open_rows and _differs(open_rows[key], o.firing)
    ]
    order = sorted(add, key=lambda o: (o.firing.at, o.firing.reminder, o.firing.occurrence, o.channel))
    return OutboxChanges(tuple(order), tuple(row.id for row in outdated), tuple(refresh))


def _passed_by_edit(
    wanted: Iterable[Occurrence], outdated: Sequence[Delivery], present: Present
) -> Iterator[Occurrence]:
    """Messages whose new time is already over when an edit cancels the row for their old time: they are due now.

    The same channel, deadline and lead, so nothing is posted that was not planned before the edit too.
    """
    lost = {(row.channel, d.key, row.content.lead) for row in outdated for d in row.content.deadlines}
    digests = {row.channel for row in outdated if row.kind is MessageKind.DIGEST}
    for occurrence in wanted:
        channel, firing = occurrence
        if firing.at > present.now:
            continue
        about = {(channel, d.key, firing.content.lead) for d in firing.content.deadlines}
        if about & lost or (firing.kind is MessageKind.DIGEST and channel in digests):
            yield Occurrence(channel, replace(firing, at=present.now))


def _key(row: Delivery) -> Key:
    return row.channel, row.reminder, row.occurrence


def _key_of(occurrence: Occurrence) -> Key:
    return occurrence.channel, occurrence.firing.reminder, occurrence.firing.occurrence


def _replaceable(row: Delivery) -> bool:
    at_once = row.kind is MessageKind.OPENING or row.occurrence.endswith(AT_ONCE)
    return row.kind not in (MessageKind.DEAD_LETTER, MessageKind.ARRIVAL) and not at_once


def _differs(row: Delivery, firing: Firing) -> bool:
    moved = row.due_at != firing.at and row.kind is not MessageKind.CORRECTION
    return moved or row.content != firing.content


def _not_yet_posted(planned: Iterable[Occurrence], posted: Sequence[Delivery]) -> Iterator[Occurrence]:
    done = {_key(row) for row in posted}
    leads = {
        (row.channel, d.key, row.content.lead): date.fromisoformat(row.occurrence[:10])
        for row in posted
        if row.kind in (MessageKind.REMINDER, MessageKind.CAMPAIGN) and not row.occurrence.endswith("snoozed")
        for d in row.content.deadlines
    }
    for occurrence in planned:
        if _key_of(occurrence) not in done and not (leads and _was_posted(occurrence, leads)):
            yield occurrence


def _was_posted(occurrence: Occurrence, leads: Mapping[tuple[str, str, int], date]) -> bool:
    firing = occurrence.firing
    if firing.kind is MessageKind.DIGEST or firing.occurrence.endswith("snoozed"):
        return False
    day = date.fromisoformat(firing.occurrence[:10])
    lead = firing.content.lead
    days = [leads.get((occurrence.channel, d.key, lead)) for d in firing.content.deadlines]
    return all(old is not None and not _is_news_again(old, day, lead) for old in days)


def _is_news_again(posted_on: date, day: date, lead: int) -> bool:
    """Whether to post a lead again because its date moved later by more than half the lead.

    A two-week-old '30 days' is close enough next to the correction. A two-week-old 'today' is not.
    """
    return (day - posted_on).days > abs(lead) / 2


def _corrections(posted: Sequence[Delivery], present: Present) -> Iterator[Occurrence]:
    """One correction for each thread that announced a date that has since moved."""
    last: dict[tuple[str, str], tuple[str, Deadline]] = {}
    before: dict[tuple[str, str], int] = {}
    for row in sorted(posted, key=lambda r: (r.due_at, r.id)):
        if row.kind in _ANNOUNCING and row.channel in present.zones:
            for d in row.content.deadlines:
                last[row.channel, d.key] = row.reminder, d
            before[row.channel, row.reminder] = before.get((row.channel, row.reminder), 0) + (
                row.kind is MessageKind.CORRECTION
            )
    wrong: dict[tuple[str, str], list[tuple[Deadline, Deadline]]] = {}
    for (channel, key), (reminder, old) in last.items():
        now = present.deadlines.get(key)
        if now and _has_moved(old, now, present.today(channel)) and (channel, reminder) not in present.done:
            wrong.setdefault((channel, reminder), []).append((old, now))
    for (channel, reminder), pairs in wrong.items():
        facts = MessageContent(tuple(now for _, now in pairs), 0, tuple(old for old, _ in pairs))
        occurrence = f"moved/{before[channel, reminder] + 1}"
        yield Occurrence(channel, Firing(reminder, occurrence, present.now, MessageKind.CORRECTION, facts))


def _has_moved(old: Deadline, now: Deadline, today: date) -> bool:
    if max(old.when.latest, now.when.latest) < today:
        return False
    a, b = old.when, now.when
    return (a.earliest, a.expected, a.latest, a.confirmed) != (b.earliest, b.expected, b.latest, b.confirmed)


def _missed_leads(
    outdated: Iterable[Delivery],
    posted: Sequence[Delivery],
    corrected: Iterable[Occurrence],
    present: Present,
) -> Iterator[Occurrence]:
    """Reminders to post now: the date moved closer, past a planned lead, and no correction announces it."""
    known = {(row.channel, d.key) for row in posted if row.kind in _ANNOUNCING for d in row.content.deadlines}
    known |= {(o.channel, d.key) for o in corrected for d in o.firing.content.deadlines}
    for row in outdated:
        if row.kind is not MessageKind.REMINDER or row.channel not in present.zones:
            continue
        today = present.today(row.channel)
        for old in row.content.deadlines:
            now = present.deadlines.get(old.key)
            if now is None or (row.channel, old.key) in known or (row.channel, row.reminder) in present.done:
                continue
            left = days_left(now.when, today)
            if _has_moved(old, now, today) and 0 <= left < row.content.lead:
                known.add((row.channel, old.key))
                firing = Firing(
                    now.key,
                    occurrence_id(today, left),
                    present.now,
                    MessageKind.REMINDER,
                    MessageContent((now,), left),
                )
                yield Occurrence(row.channel, firing)
