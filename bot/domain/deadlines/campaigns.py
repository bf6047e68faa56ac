"""Update campaigns for January 1 and October 1: one checklist and a few posts instead of many reminders."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

POSTS = (60, 30, 14, 7, 1, 0, -14)
"""Days before the effective day for posts after the opening post. The last one asks for the first denials."""
LONGEST = 122
"""The longest campaign in days: September 1 to January 1. July 1 to October 1 is shorter."""


class CampaignItem(StrEnum):
    """Checklist items, in order."""

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
    """The update that takes effect on `day`. Its checklist opens on `opens`."""

    day: date
    opens: date

    @property
    def key(self) -> str:
        """`campaign:2027-01-01`. The reminder uses the same key."""
        return f"campaign:{self.day.isoformat()}"

    @property
    def posts(self) -> tuple[int, ...]:
        """Days before the effective day on which to post. The first one opens the checklist."""
        return ((self.day - self.opens).days, *POSTS)


@dataclass(frozen=True, slots=True)
class ItemState:
    """State of one item in one channel. `owner` is None until someone takes it. `done_by` is visible to all."""

    item: CampaignItem
    owner: str | None = None
    done_by: str | None = None
    done_at: datetime | None = None


def campaign_on(day: date) -> Campaign | None:
    """The campaign that takes effect on `day`: January 1 (opens September 1) or October 1 (opens July 1).

    Else None.
    """
    if (day.month, day.day) == (1, 1):
        return Campaign(day, date(day.year - 1, 9, 1))
    if (day.month, day.day) == (10, 1):
        return Campaign(day, date(day.year, 7, 1))
    return None


def campaign_of(key: str) -> Campaign | None:
    """The campaign with this key, or None."""
    kind, _, rest = key.partition(":")
    try:
        return campaign_on(date.fromisoformat(rest)) if kind == "campaign" and len(rest) == 10 else None
    except ValueError:
        return None


def open_campaigns(today: date) -> list[Campaign]:
    """Campaigns with an open checklist: from the opening to eight weeks after the effective day."""
    days = (date(today.year + y, month, 1) for y in (-1, 0, 1) for month in (1, 10))
    found = [c for day in days if (c := campaign_on(day))]
    return [c for c in found if c.opens <= today and (today - c.day).days <= 56]


def checklist(kept: Mapping[CampaignItem, ItemState]) -> list[ItemState]:
    """Every item in order with its saved state."""
    return [kept.get(item, ItemState(item)) for item in CampaignItem]
