"""Dates as cards write them."""

from datetime import date

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day(on: date) -> str:
    """`Nov 21, 2026`"""
    return f"{short_day(on)}, {on.year}"


def short_day(on: date) -> str:
    """`Nov 21`, where the year is plain from what stands around it."""
    return f"{_MONTHS[on.month - 1]} {on.day}"


def dated(line: str, on: date | None) -> str:
    """The canonical command line with its date of service, if it names one."""
    return f"{line} on {on.isoformat()}" if on else line
