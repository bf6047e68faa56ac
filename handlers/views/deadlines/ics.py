"""Deadlines as an iCalendar file (RFC 5545): all-day events; windows span days; estimates are tentative."""

import html
from collections.abc import Iterable
from datetime import datetime, timedelta

from icalendar import Calendar, Event

from bot.domain.deadlines.deadline import Deadline
from handlers.views.dates import day
from handlers.views.deadlines.words import named, plain_days, sureness

_PRODUCT = "-//CodeDesk//Deadlines//EN"
_HOST = "codedesk"
_DAY = timedelta(days=1)
_AGAIN = timedelta(hours=12)
NAME = "CodeDesk deadlines"


def calendar_bytes(deadlines: Iterable[Deadline], now: datetime) -> bytes:
    """A file for import and subscription. An event keeps its UID when its date moves."""
    held = Calendar()
    held.add("prodid", _PRODUCT)
    held.add("version", "2.0")
    held.add("method", "PUBLISH")
    held.add("x-wr-calname", NAME)
    held.add("refresh-interval", _AGAIN, parameters={"value": "DURATION"})
    held.add("x-published-ttl", _AGAIN)
    for deadline in deadlines:
        held.add_component(_event(deadline, now))
    return bytes(held.to_ical())


def _event(deadline: Deadline, now: datetime) -> Event:
    when = deadline.when
    event = Event()
    event.add("uid", f"{deadline.key}@{_HOST}")
    event.add("dtstamp", now)
    event.add("dtstart", when.earliest)
    event.add("dtend", when.latest + _DAY)
    event.add("summary", _plain(named(deadline)) + ("" if when.confirmed else " (estimated)"))
    event.add("description", f"{_plain(plain_days(when))}, {sureness(when)}.{_expected(deadline)}")
    event.add("status", "CONFIRMED" if when.confirmed else "TENTATIVE")
    event.add("transp", "TRANSPARENT")
    event.add("categories", [deadline.topic.replace("_", " ")])
    return event


def _expected(deadline: Deadline) -> str:
    when = deadline.when
    return f" Expected on {day(when.expected)}; reminders count from the first day." if when.is_window else ""


def _plain(text: str) -> str:
    return html.unescape(text).replace("\u2060", "")
