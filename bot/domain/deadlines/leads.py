"""How many days before a deadline a channel is told of it."""

from collections.abc import Sequence

from bot.domain.deadlines.dated import Dated
from bot.domain.deadlines.deadline import MEETING_END, Deadline
from bot.domain.deadlines.offsets import Milestone
from bot.domain.deadlines.pla import PlaMilestone
from bot.domain.deadlines.recurring import Update

AWAITED: frozenset[str] = frozenset(
    {
        *(Milestone.PUBLIC_AGENDA, Milestone.ADVISOR_REVIEW, Milestone.PANEL_MATERIALS),
        *(Milestone.NO_SUPPORT_NOTICE, Milestone.AGENDA_ITEM, Milestone.OUTCOME, Milestone.SUMMARY),
        *(PlaMilestone.RELEASE, Update.CPT_RELEASE, Update.PFS_PROPOSED, Update.PFS_FINAL, MEETING_END),
    }
)
"""Events that others bring about. Nothing can be missed before them, so they are told on their day alone."""
DERIVED: frozenset[str] = frozenset(
    {
        *(Milestone.ADVISOR_REVIEW, Milestone.ADDITIONAL_INFORMATION, Milestone.PANEL_MATERIALS),
        *(Milestone.NO_SUPPORT_NOTICE, Milestone.AGENDA_ITEM, Milestone.WITHDRAWAL, Milestone.OUTCOME),
        MEETING_END,
    }
)
"""Dates that hang on the meeting's days by an AMA rule. Nobody publishes them; entering the meeting settles them."""


def leads_of(about: Sequence[Deadline], leads: Sequence[int]) -> tuple[int, ...]:
    """The leads of one reminder, longest first: days before the likely day.

    An event that is only awaited gets the shortest lead. A window gets a note on its first day as well, unless it is
    awaited and hangs on the meeting. Without `leads` there is no message at all.
    """
    if not leads:
        return ()
    awaited = all(d.kind in AWAITED for d in about)
    chosen = {min(leads)} if awaited else set(leads)
    if about[0].when.is_open_window and not (awaited and about[0].kind in DERIVED):
        chosen.add(opening_lead(about[0].when))
    return tuple(sorted(chosen, reverse=True))


def last_leads(about: Sequence[Deadline], leads: Sequence[int]) -> tuple[int, ...]:
    """The leads of the last two messages before a deadline, longest first."""
    return leads_of(about, leads)[-2:]


def opening_lead(when: Dated) -> int:
    """Days from a window's first day to its likely day."""
    return (when.expected - when.earliest).days
