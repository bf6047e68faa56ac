"""Update campaigns: January 1 and October 1, each with a checklist and a few posts instead of many reminders."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

POSTS = (60, 30, 14, 7, 1, 0, -14)
"""Days before the day itself, after the post that opens the checklist; the last asks for the first denials."""
LONGEST = 122
"""From September 1 to January 1; from July 1 to October 1 it is less."""


class CampaignItem(StrEnum):
    """The checklist, in its order."""

    GET_RELEASE = "get_release"
    LOAD_RELEASE = "load_release"
    REVIEW_CHANGES = "review_changes"
    CHARGE_MASTER = "charge_master"
    FEE_SCHEDULE = "fee_schedule"
    TEMPLATES = "templates"
    PAYER_EDITS = "payer_edits"
    TRAINING = "training"
    OLD_DATES_OF_SERVICE = "old_dates_of_service"
    FIRST_DENIALS = "first_denials"


@dataclass(frozen=True, slots=True)
class Campaign:
    """The update that takes effect on `day`; its checklist is open from `opens` on."""

    day: date
    opens: date

    @property
    def key(self) -> str:
        """`campaign:2027-01-01`: the reminder's key too."""
        return f"campaign:{self.day.isoformat()}"

    @property
    def posts(self) -> tuple[int, ...]:
        """Days before the day itself on which the channel is told; the first one opens the checklist."""
        return ((self.day - self.opens).days, *POSTS)


@dataclass(frozen=True, slots=True)
class ItemState:
    """How far one item is in one channel. Nobody owns it until somebody takes it; all may see who did it."""

    item: CampaignItem
    owner: str | None = None
    done_by: str | None = None
    done_at: datetime | None = None


def campaign_on(day: date) -> Campaign | None:
    """The campaign of this very day: January 1 (open from September 1) or October 1 (open from July 1)."""
    if (day.month, day.day) == (1, 1):
        return Campaign(day, date(day.year - 1, 9, 1))
    if (day.month, day.day) == (10, 1):
        return Campaign(day, date(day.year, 7, 1))
    return None


def campaign_of(key: str) -> Campaign | None:
    """The campaign of a key; None for any other text."""
    kind, _, rest = key.partition(":")
    try:
        return campaign_on(date.fromisoformat(rest)) if kind == "campaign" and len(rest) == 10 else None
    except ValueError:
        return None


def open_campaigns(today: date) -> list[Campaign]:
    """Those whose checklist is open: from their opening to eight weeks after the day."""
    days = (date(today.year + y, month, 1) for y in (-1, 0, 1) for month in (1, 10))
    found = [c for day in days if (c := campaign_on(day))]
    return [c for c in found if c.opens <= today and (today - c.day).days <= 56]


def checklist(kept: Mapping[CampaignItem, ItemState]) -> list[ItemState]:
    """Every item in order, with what is kept of it."""
    return [kept.get(item, ItemState(item)) for item in CampaignItem]
