"""Compute outbox changes after dates, stages or subscriptions change. Pure functions."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.deadlines.deadline import Deadline, days_left
from bot.domain.deadlines.delivery import Delivery, Status
from bot.domain.deadlines.local_time import local_day
from bot.domain.deadlines.planning import Firing, MessageContent, MessageKind, Occurrence, occurrence_id

_TELLING = frozenset({MessageKind.REMINDER, MessageKind.CAMPAIGN, MessageKind.CORRECTION})
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
    quiet: frozenset[tuple[str, str]]
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
    told = [row for row in rows if _key(row) not in open_rows and row.status is not Status.CANCELLED]
    wanted = {_key_of(o): o for o in _not_yet_told(planned, told)}
    corrections = {_key_of(o): o for o in _corrections(told, present)}
    overdue_or_new = {
        key: o for key, o in wanted.items() if key in open_rows or o.firing.at > present.now
    } | corrections
    gone = [row for key, row in open_rows.items() if key not in overdue_or_new and _replaceable(row)]
    late = {_key_of(o): o for o in _overtaken(gone, told, corrections.values(), present)}
    add = [o for key, o in (late | overdue_or_new).items() if key not in open_rows]
    refresh = [
        (open_rows[key].id, o.firing)
        for key, o in overdue_or_new.items()
        if key in open_rows and _differs(open_rows[key], o.firing)
    ]
    order = sorted(add, key=lambda o: (o.firing.at, o.firing.reminder, o.firing.occurrence, o.channel))
    return OutboxChanges(tuple(order), tuple(row.id for row in gone), tuple(refresh))


def _key(row: Delivery) -> Key:
    return row.channel, row.reminder, row.occurrence


def _key_of(occurrence: Occurrence) -> Key:
    return occurrence.channel, occurrence.firing.reminder, occurrence.firing.occurrence


def _replaceable(row: Delivery) -> bool:
    return row.kind not in (MessageKind.DEAD_LETTER, MessageKind.ARRIVAL)


def _differs(row: Delivery, firing: Firing) -> bool:
    moved = row.due_at != firing.at and row.kind is not MessageKind.CORRECTION
    return moved or row.told != firing.told


def _not_yet_told(planned: Iterable[Occurrence], told: Sequence[Delivery]) -> Iterator[Occurrence]:
    done = {_key(row) for row in told}
    leads = {
        (row.channel, d.key, row.told.lead): date.fromisoformat(row.occurrence[:10])
        for row in told
        if row.kind in (MessageKind.REMINDER, MessageKind.CAMPAIGN) and not row.occurrence.endswith("snoozed")
        for d in row.told.deadlines
    }
    for each in planned:
        if _key_of(each) not in done and not (leads and _was_told(each, leads)):
            yield each


def _was_told(each: Occurrence, leads: Mapping[tuple[str, str, int], date]) -> bool:
    firing = each.firing
    if firing.kind is MessageKind.DIGEST or firing.occurrence.endswith("snoozed"):
        return False
    day = date.fromisoformat(firing.occurrence[:10])
    lead = firing.told.lead
    days = [leads.get((each.channel, d.key, lead)) for d in firing.told.deadlines]
    return all(then is not None and not _is_news_again(then, day, lead) for then in days)


def _is_news_again(told_on: date, day: date, lead: int) -> bool:
    """Whether to post a lead again because its date moved later by more than half the lead.

    A two-week-old '30 days' is close enough next to the correction. A two-week-old 'today' is not.
    """
    return (day - told_on).days > abs(lead) / 2


def _corrections(told: Sequence[Delivery], present: Present) -> Iterator[Occurrence]:
    """One correction for each thread that announced a date that has since moved."""
    last: dict[tuple[str, str], tuple[str, Deadline]] = {}
    before: dict[tuple[str, str], int] = {}
    for row in sorted(told, key=lambda r: (r.due_at, r.id)):
        if row.kind in _TELLING and row.channel in present.zones:
            for d in row.told.deadlines:
                last[row.channel, d.key] = row.reminder, d
            before[row.channel, row.reminder] = before.get((row.channel, row.reminder), 0) + (
                row.kind is MessageKind.CORRECTION
            )
    wrong: dict[tuple[str, str], list[tuple[Deadline, Deadline]]] = {}
    for (channel, key), (reminder, then) in last.items():
        now = present.deadlines.get(key)
        if now and _has_moved(then, now, present.today(channel)) and (channel, reminder) not in present.quiet:
            wrong.setdefault((channel, reminder), []).append((then, now))
    for (channel, reminder), pairs in wrong.items():
        facts = MessageContent(tuple(now for _, now in pairs), 0, tuple(then for then, _ in pairs))
        occurrence = f"moved/{before[channel, reminder] + 1}"
        yield Occurrence(channel, Firing(reminder, occurrence, present.now, MessageKind.CORRECTION, facts))


def _has_moved(then: Deadline, now: Deadline, today: date) -> bool:
    if max(then.when.latest, now.when.latest) < today:
        return False
    a, b = then.when, now.when
    return (a.earliest, a.expected, a.latest, a.confirmed) != (b.earliest, b.expected, b.latest, b.confirmed)


def _overtaken(
    gone: Iterable[Delivery], told: Sequence[Delivery], corrected: Iterable[Occurrence], present: Present
) -> Iterator[Occurrence]:
    """Reminders to post now: the date moved closer, past a planned lead, and no correction announces it."""
    known = {(row.channel, d.key) for row in told if row.kind in _TELLING for d in row.told.deadlines}
    known |= {(o.channel, d.key) for o in corrected for d in o.firing.told.deadlines}
    for row in gone:
        if row.kind is not MessageKind.REMINDER or row.channel not in present.zones:
            continue
        today = present.today(row.channel)
        for then in row.told.deadlines:
            now = present.deadlines.get(then.key)
            if (
                now is None
                or (row.channel, then.key) in known
                or (row.channel, row.reminder) in present.quiet
            ):
                continue
            left = days_left(now.when, today)
            if _has_moved(then, now, today) and 0 <= left < row.told.lead:
                known.add((row.channel, then.key))
                firing = Firing(
                    now.key,
                    occurrence_id(today, left),
                    present.now,
                    MessageKind.REMINDER,
                    MessageContent((now,), left),
                )
                yield Occurrence(row.channel, firing)
