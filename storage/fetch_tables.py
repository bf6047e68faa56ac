"""Tables for fetching: accepted licenses, fetched files, the daily check."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field

from storage.tables import Base, metadata
from storage.types import BIG_ID, UtcDateTime, ordered_text


class LicenseAcceptanceRow(Base, table=True):
    """A person's acceptance of a license for a workspace. Rows are only added."""

    __tablename__ = "license_acceptance"
    __table_args__ = (sa.Index(None, "workspace", "accepted_at"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=BIG_ID)
    workspace: str = Field(max_length=32)
    license: str = Field(max_length=32)
    accepted_by: str = Field(max_length=80)
    accepted_at: datetime = Field(sa_type=UtcDateTime)
    until: date


class FetchedFileRow(Base, table=True):
    """The file that was last fetched from an address and loaded."""

    __tablename__ = "fetched_file"

    workspace: str = Field(primary_key=True, max_length=32)
    url: str = Field(primary_key=True, sa_type=ordered_text(500))
    code_set: str = Field(max_length=40)
    edition: str = Field(max_length=100)
    sha256: str = Field(max_length=64)
    size: int = Field(sa_type=sa.BigInteger)
    etag: str = Field(max_length=200)
    last_modified: str = Field(max_length=64)
    fetched_at: datetime = Field(sa_type=UtcDateTime)


class FetchScheduleRow(Base, table=True):
    """Whether the running bot checks for new editions every day, for a workspace."""

    __tablename__ = "fetch_schedule"

    workspace: str = Field(primary_key=True, sa_type=ordered_text(32))
    enabled: bool
    changed_by: str = Field(max_length=32)
    changed_at: datetime = Field(sa_type=UtcDateTime)
    looked_on: date | None


LICENSE_ACCEPTANCE, FETCHED_FILE, FETCH_SCHEDULE = (
    metadata.tables[name] for name in ("license_acceptance", "fetched_file", "fetch_schedule")
)
