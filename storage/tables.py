"""The tables. Every row has a workspace; `*` is public.

Rows of loaded files are the exception. They are shared, and a release of the workspace is the permission to see them.
"""

from datetime import date, datetime
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from storage.partial_indexes import partial_index
from storage.types import BIG_ID, UtcDateTime, ordered_text

_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(SQLModel):
    """The base of all tables. Every constraint has a name, because migrations on SQLite can't change unnamed ones."""

    metadata: ClassVar[sa.MetaData] = sa.MetaData(naming_convention=_NAMES)


class ContentRow(Base, table=True):
    """The rows of one loaded file. They are stored once for all workspaces that load it.

    Only a workspace's releases decide whether it may see the rows. `complete`: one of its releases was published.
    Only then may another release share it.
    """

    __tablename__ = "content"
    __table_args__ = (sa.Index(None, "digest", "system"),)

    id: int | None = Field(default=None, primary_key=True)
    digest: str = Field(max_length=128)
    system: str = Field(max_length=40)
    rows: int
    complete: bool


class ReleaseRow(Base, table=True):
    """An edition of a code system, and a workspace's license for its rows. Hidden until it is `visible`."""

    __tablename__ = "release"
    __table_args__ = (
        # Two loaders may stage the same edition; the database allows only one to be visible.
        partial_index("uq_release_visible", "workspace", "system", "edition", where="visible", unique=True),
        sa.Index(None, "content_id"),
        # Ids are never reused: an index built for one release must not answer for another.
        {"sqlite_autoincrement": True},
    )

    id: int | None = Field(default=None, primary_key=True)
    workspace: str = Field(max_length=32)
    system: str = Field(max_length=40)
    edition: str = Field(max_length=100)
    effective: date
    ends: date | None
    source: str = Field(sa_type=sa.Text)
    content_id: int = Field(foreign_key="content.id")
    visible: bool
    loaded_at: datetime = Field(sa_type=UtcDateTime)
    notes: str | None = Field(default=None, max_length=100)


class StoredCodeRow(Base, table=True):
    """One row of a content. A code with several date ranges has several rows."""

    __tablename__ = "code"
    __table_args__ = (sa.Index(None, "content_id", "code"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=BIG_ID)
    content_id: int = Field(foreign_key="content.id", ondelete="CASCADE")
    code: str = Field(sa_type=ordered_text(32))
    name: str = Field(sa_type=sa.Text)
    billable: bool
    starts: date | None
    ends: date | None
    # JSON as text, not JSONB, to read it back exactly as written, including key order and numbers.
    detail: dict[str, Any] = Field(sa_type=sa.JSON)


class NcciPairRow(Base, table=True):
    """One row of an NCCI procedure-to-procedure table. A quarter has 2.5 million of them.

    `number` counts the rows of a content from 1, so rows are added, read and deleted in key order. Days are stored as
    date.toordinal() numbers, which a driver handles in half the time of dates. There is no foreign key: PostgreSQL
    would check the parent for every row, a third of a load's time. A row is added in the transaction that counts it
    in its content, and a content is deleted after its last row.
    """

    __tablename__ = "ncci_pair"
    __table_args__ = ({"sqlite_with_rowid": False},)

    content_id: int = Field(primary_key=True)
    number: int = Field(primary_key=True)
    column1: str = Field(sa_type=ordered_text(5))
    column2: str = Field(sa_type=ordered_text(5))
    effective: int
    deletion: int | None
    indicator: int
    prior_to_1996: bool
    rationale: str = Field(sa_type=sa.Text)


class GenerationRow(Base, table=True):
    """A counter that increases with every change to what is visible. One row, of the public workspace."""

    __tablename__ = "generation"

    workspace: str = Field(primary_key=True, max_length=32)
    value: int = Field(sa_type=sa.BigInteger)


class SeenRow(Base, table=True):
    """A processed delivery from Slack."""

    __tablename__ = "seen"
    __table_args__ = (sa.Index(None, "workspace", "at"),)

    workspace: str = Field(primary_key=True, max_length=32)
    key: str = Field(primary_key=True, max_length=255)
    at: datetime = Field(sa_type=UtcDateTime)


class InstallationRow(Base, table=True):
    """Where the app is installed; `bot_token` is encrypted."""

    __tablename__ = "installation"

    workspace: str = Field(primary_key=True, max_length=32)
    bot_token: str = Field(sa_type=sa.Text)
    bot_user_id: str = Field(max_length=32)
    installed_at: datetime = Field(sa_type=UtcDateTime)
    installed_by: str = Field(max_length=32)


class AbbreviationRow(Base, table=True):
    """A workspace's expansions of an abbreviation, likeliest first."""

    __tablename__ = "abbreviation"

    workspace: str = Field(primary_key=True, max_length=32)
    short: str = Field(primary_key=True, sa_type=ordered_text(12))
    expansions: list[str] = Field(sa_type=sa.JSON)
    added_by: str = Field(max_length=32)
    added_at: datetime = Field(sa_type=UtcDateTime)


class CodeUseRow(Base, table=True):
    """How often a workspace used a code. Users are not stored."""

    __tablename__ = "code_use"

    workspace: str = Field(primary_key=True, max_length=32)
    system: str = Field(primary_key=True, max_length=40)
    code: str = Field(primary_key=True, sa_type=ordered_text(32))
    uses: int
    last_used: datetime = Field(sa_type=UtcDateTime)


metadata = Base.metadata
CONTENT, RELEASE, CODE, NCCI_PAIR, GENERATION, SEEN, INSTALLATION, ABBREVIATION, CODE_USE = (
    metadata.tables[name]
    for name in (
        "content",
        "release",
        "code",
        "ncci_pair",
        "generation",
        "seen",
        "installation",
        "abbreviation",
        "code_use",
    )
)
