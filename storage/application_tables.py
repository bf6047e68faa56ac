"""Tables of code applications. Events are permanent: triggers reject updates and deletes."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from storage.event_guards import guard
from storage.tables import Base, metadata
from storage.types import BIG_ID, UtcDateTime, ordered_text


def _of_application() -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["workspace", "application"], ["application.workspace", "application.number"]
    )


class ApplicationSettingsRow(Base, table=True):
    """Per-workspace values: the last number used, and the number of articles the Smart App form requires."""

    __tablename__ = "application_desk"

    workspace: str = Field(primary_key=True, max_length=32)
    last_number: int
    literature_minimum: int | None
    minimum_by: str | None = Field(max_length=32)
    minimum_at: datetime | None = Field(sa_type=UtcDateTime)


class ApplicationRow(Base, table=True):
    """One application. `stage` and `phase` are the leading code's. `is_over` is stored for lists."""

    __tablename__ = "application"
    __table_args__ = (sa.Index(None, "workspace", "is_over", "changed_at"),)

    workspace: str = Field(primary_key=True, max_length=32)
    number: int = Field(primary_key=True)
    title: str = Field(sa_type=sa.Text)
    owner: str = Field(max_length=32)
    channel: str | None = Field(max_length=32)
    material: str | None = Field(sa_type=sa.Text)
    stage: str = Field(max_length=40)
    phase: str = Field(max_length=20)
    is_over: bool
    visited: str = Field(max_length=100)
    version: int
    created_by: str = Field(max_length=32)
    created_at: datetime = Field(sa_type=UtcDateTime)
    changed_at: datetime = Field(sa_type=UtcDateTime)
    submitted_at: datetime | None = Field(sa_type=UtcDateTime)


class ApplicationCodeRow(Base, table=True):
    """A requested code of an application."""

    __tablename__ = "application_code"
    # These indexes include the application and can answer filters by stage or target alone.
    __table_args__ = (
        _of_application(),
        sa.Index(None, "workspace", "stage", "application"),
        sa.Index(None, "workspace", "target", "application"),
    )

    workspace: str = Field(primary_key=True, max_length=32)
    application: int = Field(primary_key=True)
    position: int = Field(primary_key=True)
    category: str = Field(max_length=10)
    kind: str = Field(max_length=10)
    stage: str = Field(max_length=40)
    stage_since: datetime = Field(sa_type=UtcDateTime)
    target: str | None = Field(max_length=7)
    existing: str | None = Field(max_length=5)
    outcome: str | None = Field(max_length=40)
    outcome_on: date | None
    granted: str | None = Field(max_length=10)
    posted_on: date | None
    complete_by: date | None
    code: str | None = Field(max_length=5)
    valuation: str | None = Field(max_length=20)


class ApplicationMemberRow(Base, table=True):
    """A named member of an application other than its owner."""

    __tablename__ = "application_member"
    __table_args__ = (_of_application(), sa.Index(None, "workspace", "member", "application"))

    workspace: str = Field(primary_key=True, max_length=32)
    application: int = Field(primary_key=True)
    member: str = Field(primary_key=True, sa_type=ordered_text(32))
    added_by: str = Field(max_length=32)
    added_at: datetime = Field(sa_type=UtcDateTime)
    signed_on: date | None


class ApplicationTickRow(Base, table=True):
    """A checked checklist entry."""

    __tablename__ = "application_tick"
    __table_args__ = (_of_application(),)

    workspace: str = Field(primary_key=True, max_length=32)
    application: int = Field(primary_key=True)
    entry: str = Field(primary_key=True, sa_type=ordered_text(60))
    by: str = Field(max_length=32)
    at: datetime = Field(sa_type=UtcDateTime)


class ApplicationEvidenceRow(Base, table=True):
    """A note or link under a checklist entry."""

    __tablename__ = "application_evidence"
    __table_args__ = (_of_application(), sa.Index(None, "workspace", "application"))

    id: int | None = Field(default=None, primary_key=True, sa_type=BIG_ID)
    workspace: str = Field(max_length=32)
    application: int
    entry: str = Field(max_length=60)
    text: str | None = Field(sa_type=sa.Text)
    link: str | None = Field(sa_type=sa.Text)
    by: str = Field(max_length=32)
    at: datetime = Field(sa_type=UtcDateTime)


class ApplicationStakeholderRow(Base, table=True):
    """A society contacted before submission."""

    __tablename__ = "application_stakeholder"
    __table_args__ = (_of_application(), sa.Index(None, "workspace", "application"))

    id: int | None = Field(default=None, primary_key=True, sa_type=BIG_ID)
    workspace: str = Field(max_length=32)
    application: int
    society: str = Field(sa_type=sa.Text)
    role: str = Field(sa_type=sa.Text)
    contacted_on: date
    answer: str | None = Field(sa_type=sa.Text)
    by: str = Field(max_length=32)
    at: datetime = Field(sa_type=UtcDateTime)


class ApplicationLiteratureRow(Base, table=True):
    """An article of the literature list. `detail` has the attributes the form requires."""

    __tablename__ = "application_literature"
    __table_args__ = (_of_application(), sa.Index(None, "workspace", "application"))

    id: int | None = Field(default=None, primary_key=True, sa_type=BIG_ID)
    workspace: str = Field(max_length=32)
    application: int
    title: str = Field(sa_type=sa.Text)
    detail: dict[str, Any] = Field(sa_type=sa.JSON)
    by: str = Field(max_length=32)
    at: datetime = Field(sa_type=UtcDateTime)


class ApplicationConsideredRow(Base, table=True):
    """An existing code that was considered, and why it does not fit."""

    __tablename__ = "application_considered"
    __table_args__ = (_of_application(),)

    workspace: str = Field(primary_key=True, max_length=32)
    application: int = Field(primary_key=True)
    code: str = Field(primary_key=True, sa_type=ordered_text(5))
    why: str = Field(sa_type=sa.Text)
    by: str = Field(max_length=32)
    at: datetime = Field(sa_type=UtcDateTime)


class ApplicationEventRow(Base, table=True):
    """An event, numbered within its application. Rows are only added."""

    __tablename__ = "application_event"
    __table_args__ = (_of_application(),)

    workspace: str = Field(primary_key=True, max_length=32)
    application: int = Field(primary_key=True)
    seq: int = Field(primary_key=True)
    kind: str = Field(max_length=20)
    by: str = Field(max_length=32)
    at: datetime = Field(sa_type=UtcDateTime)
    version: int
    source: str = Field(max_length=40)
    stage: str = Field(max_length=40)
    step: str | None = Field(max_length=100)
    about: str | None = Field(max_length=100)
    note: str | None = Field(sa_type=sa.Text)
    detail: dict[str, Any] | None = Field(sa_type=sa.JSON)


class ApplicationCardRow(Base, table=True):
    """A posted card: `shows` is the newest event it shows, `told` the newest event in its thread.

    `held_until`: until then one process draws it, or Slack has asked to wait.
    """

    __tablename__ = "application_card"
    __table_args__ = (_of_application(), sa.Index(None, "workspace", "application"))

    workspace: str = Field(primary_key=True, max_length=32)
    channel: str = Field(primary_key=True, max_length=32)
    ts: str = Field(primary_key=True, max_length=32)
    application: int
    shows: int
    told: int
    drawn_on: date
    held_until: datetime | None = Field(sa_type=UtcDateTime)


class ApplicationPurgeRow(Base, table=True):
    """A purge in progress. A workspace's events can be deleted only while its row exists here.

    The purge adds and removes the row in one transaction, so no one else sees it.
    """

    __tablename__ = "application_purge"

    workspace: str = Field(primary_key=True, max_length=32)
    by: str = Field(max_length=32)
    at: datetime = Field(sa_type=UtcDateTime)


_NAMES = (
    "application_desk", "application", "application_code", "application_member", "application_tick",
    "application_evidence", "application_stakeholder", "application_literature", "application_considered",
    "application_event", "application_card", "application_purge",
)  # fmt: skip
(
    SETTINGS,
    APPLICATION,
    CODE,
    MEMBER,
    TICK,
    EVIDENCE,
    STAKEHOLDER,
    LITERATURE,
    CONSIDERED,
    EVENT,
    CARD,
    PURGE,
) = (metadata.tables[name] for name in _NAMES)
guard(EVENT)
