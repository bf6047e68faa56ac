"""Dates as cards write them."""

from datetime import date

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day(on: date) -> str:
    """`21 Nov 2026`: reads the same on both sides of the ocean."""
    return f"{on.day} {_MONTHS[on.month - 1]} {on.year}"


def dated(line: str, on: date | None) -> str:
    """The canonical command line with its date of service, if it names one."""
    return f"{line} on {on.isoformat()}" if on else line
