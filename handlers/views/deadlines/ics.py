"""Deadlines as an iCalendar file (RFC 5545): one all-day event on the stated or likely day, its window in the text."""

import html
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from hashlib import sha256

from icalendar import Calendar, Event

from bot.domain.deadlines.deadline import Deadline
from bot.services.ports.reminders import EventRevision
from handlers.views.dates import day
from handlers.views.deadlines.day_words import is_known, rule, span, sureness
from handlers.views.deadlines.words import named

_PRODUCT = "-//CodeDesk//Deadlines//EN"
_HOST = "codedesk"
_DAY = timedelta(days=1)
_AGAIN = timedelta(hours=12)
_TTL = "PT12H"
"""X-PUBLISHED-TTL is no iCalendar property, so the library would not write a duration in its form."""
NAME = "CodeDesk deadlines"


def event_contents(deadlines: Iterable[Deadline]) -> dict[str, str]:
    """A digest of what each event says, by key: another digest means another revision."""
    return {d.key: sha256(repr((d.when, _summary(d))).encode()).hexdigest() for d in deadlines}


def calendar_bytes(
    deadlines: Iterable[Deadline], now: datetime, revisions: Mapping[str, EventRevision] | None = None
) -> bytes:
    """A file for import and subscription. An event keeps its UID when its date moves, and its SEQUENCE grows."""
    held = Calendar()
    held.add("prodid", _PRODUCT)
    held.add("version", "2.0")
    held.add("calscale", "GREGORIAN")
    held.add("method", "PUBLISH")
    held.add("x-wr-calname", NAME)
    held.add("refresh-interval", _AGAIN, parameters={"value": "DURATION"})
    held.add("x-published-ttl", _TTL)
    for deadline in deadlines:
        held.add_component(_event(deadline, (revisions or {}).get(deadline.key, EventRevision(0, now))))
    return bytes(held.to_ical())


def _event(deadline: Deadline, revision: EventRevision) -> Event:
    when = deadline.when
    event = Event()
    event.add("uid", f"{deadline.key}@{_HOST}")
    event.add("dtstamp", revision.changed_at)
    event.add("last-modified", revision.changed_at)
    event.add("sequence", revision.sequence)
    event.add("dtstart", when.expected)
    event.add("dtend", when.expected + _DAY)
    event.add("summary", _summary(deadline))
    event.add("description", _description(deadline))
    event.add("status", "CONFIRMED" if is_known(when) else "TENTATIVE")
    event.add("transp", "TRANSPARENT")
    event.add("categories", [deadline.topic.replace("_", " ")])
    return event


def _summary(deadline: Deadline) -> str:
    return _plain(named(deadline)) + ("" if is_known(deadline.when) else " (likely day, est.)")


def _description(deadline: Deadline) -> str:
    when = deadline.when
    if is_known(when):
        return f"{_plain(sureness(when)).capitalize()}."
    window = f" (possible {span(when)})" if when.is_window else ""
    return f"Likely {day(when.expected)}{window}, estimated: {rule(when.rule)}. No source states the day yet."


def _plain(text: str) -> str:
    return html.unescape(text).replace("\u2060", "")
