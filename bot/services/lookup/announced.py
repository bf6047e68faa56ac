"""Announced changes to a year's CPT."""

from bot.codefiles.announced_codes import announcements
from bot.domain.codes.cpt.announced import CodeAnnouncement


def announced_in(year: int) -> tuple[CodeAnnouncement, ...]:
    """The announcements whose change begins in `year`, in file order."""
    return tuple(each for each in announcements() if each.day.year == year)
