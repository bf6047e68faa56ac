"""The table of calendar feeds."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field

from storage.tables import Base, metadata
from storage.types import UtcDateTime


class CalendarFeedRow(Base, table=True):
    """One workspace's feed. Stores only the token's digest."""

    __tablename__ = "calendar_feed"
    __table_args__ = (sa.Index("uq_calendar_feed_digest", "digest", unique=True),)

    workspace: str = Field(primary_key=True, max_length=32)
    digest: str = Field(max_length=64)
    by: str = Field(max_length=32)
    at: datetime = Field(sa_type=UtcDateTime)


CALENDAR_FEED = metadata.tables["calendar_feed"]
