"""Extra data for reminder messages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.domain.deadlines.campaigns import ItemState
from bot.domain.deadlines.marks import ReminderState
from bot.services.reminders.arrived_codes import ArrivedCodes
from bot.services.reminders.campaign_codes import CampaignCodes


@dataclass(frozen=True, slots=True)
class DeadlineFacts:
    """Reminder states by reminder, checklists and codes by campaign, and applications by target meeting.

    `arrived`: of a message about fetched code sets.
    """

    states: Mapping[str, ReminderState] = field(default_factory=dict)
    aims: Mapping[str, Sequence[str]] = field(default_factory=dict)
    checklists: Mapping[str, Sequence[ItemState]] = field(default_factory=dict)
    codes: Mapping[str, CampaignCodes] = field(default_factory=dict)
    arrived: ArrivedCodes | None = None


NO_FACTS = DeadlineFacts()
