"""Tables of deadlines, reminders and calendar feeds."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from storage.partial_indexes import partial_index
from storage.tables import Base
from storage.types import BIG_ID, UtcDateTime, ordered_text


class DeadlineOverrideRow(Base, table=True):
    """A date that an admin entered, or (without a day) withdrew. Rows are only added."""

    __tablename__ = "deadline_override"
    __table_args__ = (sa.Index(None, "workspace", "key"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=BIG_ID)
    workspace: str = Field(max_length=32)
    key: str = Field(max_length=100)
    day: date | None
    confirmed: bool
    by: str = Field(max_length=32)
    at: datetime = Field(sa_type=UtcDateTime)


class ReminderSubscriptionRow(Base, table=True):
    """A channel's topics and schedule."""

    __tablename__ = "reminder_subscription"

    workspace: str = Field(primary_key=True, max_length=32)
    channel: str = Field(primary_key=True, sa_type=ordered_text(32))
    by: str = Field(max_length=32)
    topics: list[str] = Field(sa_type=sa.JSON)
    leads: list[int] = Field(sa_type=sa.JSON)
    hour: int
    zone: str = Field(max_length=64)
    weekdays_only: bool
    digest: int | None
    campaigns: bool
    paused: bool
    paused_until: date | None


class ApplicationAimRow(Base, table=True):
    """What reminders need about an application: its stage and its target meeting or quarter."""

    __tablename__ = "application_aim"

    workspace: str = Field(primary_key=True, max_length=32)
    ref: str = Field(primary_key=True, sa_type=ordered_text(32))
    stage: str = Field(max_length=40)
    target: str | None = Field(max_length=7)
    pla: bool
    returned: date | None
    complete_by: date | None
    summary_posted: date | None
    channel: str | None = Field(max_length=32)


class ReminderMarkRow(Base, table=True):
    """Done, reopened, snoozed, assigned. Rows are only added."""

    __tablename__ = "reminder_mark"
    __table_args__ = (sa.Index(None, "workspace", "channel", "reminder"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=BIG_ID)
    workspace: str = Field(max_length=32)
    channel: str = Field(max_length=32)
    reminder: str = Field(max_length=100)
    what: str = Field(max_length=16)
    by: str = Field(max_length=32)
    at: datetime = Field(sa_type=UtcDateTime)
    until: datetime | None = Field(sa_type=UtcDateTime)
    assignee: str | None = Field(max_length=32)


class CampaignItemRow(Base, table=True):
    """The state of one campaign item in one channel."""

    __tablename__ = "campaign_item"

    workspace: str = Field(primary_key=True, max_length=32)
    channel: str = Field(primary_key=True, max_length=32)
    campaign: str = Field(primary_key=True, max_length=32)
    item: str = Field(primary_key=True, max_length=32)
    owner: str | None = Field(max_length=32)
    done_by: str | None = Field(max_length=32)
    done_at: datetime | None = Field(sa_type=UtcDateTime)


class ReminderSettingsRow(Base, table=True):
    """A workspace's reminder settings. Planners also lock this row, to run one at a time per workspace."""

    __tablename__ = "reminder_settings"

    workspace: str = Field(primary_key=True, max_length=32)
    uncertainty: str = Field(max_length=16)
    planned_through: date | None


class DeliveryRow(Base, table=True):
    """A message to deliver. `next_at` is when a worker may take it; for a held row, when its lease ends."""

    __tablename__ = "delivery"
    __table_args__ = (
        # A message exists once, even if it is planned again. The index also serves thread lookups.
        sa.Index("uq_delivery_occurrence", "workspace", "channel", "reminder", "occurrence", unique=True),
        partial_index("ix_delivery_next", "next_at", "id", where="next_at IS NOT NULL"),
        sa.Index(None, "status", "posted_at"),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=BIG_ID)
    workspace: str = Field(max_length=32)
    channel: str = Field(max_length=32)
    reminder: str = Field(max_length=100)
    occurrence: str = Field(max_length=40)
    kind: str = Field(max_length=16)
    told: dict[str, Any] = Field(sa_type=sa.JSON)
    due_at: datetime = Field(sa_type=UtcDateTime)
    status: str = Field(max_length=16)
    next_at: datetime | None = Field(sa_type=UtcDateTime)
    holder: str | None = Field(max_length=40)
    attempts: int
    suspect: bool
    marker: str | None = Field(max_length=40)
    first_sent_at: datetime | None = Field(sa_type=UtcDateTime)
    thread: str | None = Field(max_length=32)
    posted_ts: str | None = Field(max_length=32)
    posted_at: datetime | None = Field(sa_type=UtcDateTime)
    reason: str | None = Field(max_length=32)


class CalendarFeedRow(Base, table=True):
    """One workspace's feed. Stores only the token's digest."""

    __tablename__ = "calendar_feed"
    __table_args__ = (sa.Index("uq_calendar_feed_digest", "digest", unique=True),)

    workspace: str = Field(primary_key=True, max_length=32)
    digest: str = Field(max_length=64)
    by: str = Field(max_length=32)
    at: datetime = Field(sa_type=UtcDateTime)


class PublishedDateRow(Base, table=True):
    """A date of the signed calendar that was applied last. It holds for all workspaces."""

    __tablename__ = "published_date"

    key: str = Field(primary_key=True, max_length=100)
    day: date
    publisher: str = Field(max_length=60)
    published: date


class CalendarEventRow(Base, table=True):
    """How often an event of a workspace's calendar file has changed. `content` is a digest of what it last said."""

    __tablename__ = "calendar_event"

    workspace: str = Field(primary_key=True, max_length=32)
    key: str = Field(primary_key=True, max_length=100)
    content: str = Field(max_length=64)
    sequence: int
    changed_at: datetime = Field(sa_type=UtcDateTime)


_TABLES = Base.metadata.tables
OVERRIDE, SUBSCRIPTION, AIM, MARK, CAMPAIGN_ITEM, SETTINGS, DELIVERY, CALENDAR_FEED, PUBLISHED, EVENT = (
    _TABLES[name]
    for name in (
        "deadline_override",
        "reminder_subscription",
        "application_aim",
        "reminder_mark",
        "campaign_item",
        "reminder_settings",
        "delivery",
        "calendar_feed",
        "published_date",
        "calendar_event",
    )
)
