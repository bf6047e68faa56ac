"""What reminder messages show besides their deadlines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.domain.deadlines.campaigns import ItemState
from bot.domain.deadlines.marks import ReminderState
from bot.services.reminders.arrived_codes import ArrivedCodes
from bot.services.reminders.campaign_codes import CampaignCodes
from bot.services.reminders.day_files import DayFiles
from handlers.views.blocks import esc
from handlers.views.dates import day


@dataclass(frozen=True, slots=True)
class DeadlineFacts:
    """Reminder states by reminder, checklists and codes by campaign, and applications by target meeting.

    `files`: the public files of each day on which code sets change, by reminder. `arrived` belongs to a message about
    fetched code sets.
    """

    states: Mapping[str, ReminderState] = field(default_factory=dict)
    aims: Mapping[str, Sequence[str]] = field(default_factory=dict)
    checklists: Mapping[str, Sequence[ItemState]] = field(default_factory=dict)
    codes: Mapping[str, CampaignCodes] = field(default_factory=dict)
    files: Mapping[str, DayFiles] = field(default_factory=dict)
    arrived: ArrivedCodes | None = None


NO_FACTS = DeadlineFacts()


def state_lines(state: ReminderState) -> list[str]:
    """Who has done, snoozed or been assigned it."""
    lines = []
    if state.done:
        lines.append(f"*Done* by <@{esc(state.done.by)}>, {day(state.done.at.date())}")
    elif state.snoozed and state.snoozed.until:
        lines.append(f"*Snoozed* until {day(state.snoozed.until.date())} by <@{esc(state.snoozed.by)}>")
    if state.assigned and state.assigned.assignee:
        lines.append(f"*Assigned* to <@{esc(state.assigned.assignee)}> by <@{esc(state.assigned.by)}>")
    return lines
