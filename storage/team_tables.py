"""Tables of a team's data about codes: watched codes and notes."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field

from storage.tables import Base, metadata
from storage.types import UtcDateTime, ordered_text


class WatchedCodeRow(Base, table=True):
    """A code that a workspace watches, and the user who added it."""

    __tablename__ = "watched_code"

    workspace: str = Field(primary_key=True, max_length=32)
    system: str = Field(primary_key=True, max_length=40)
    code: str = Field(primary_key=True, sa_type=ordered_text(32))
    by: str = Field(max_length=32)
    at: datetime = Field(sa_type=UtcDateTime)


class CodeNoteRow(Base, table=True):
    """A workspace's note on a code; `payer` is empty if it applies to every payer."""

    __tablename__ = "code_note"

    workspace: str = Field(primary_key=True, max_length=32)
    system: str = Field(primary_key=True, max_length=40)
    code: str = Field(primary_key=True, sa_type=ordered_text(32))
    payer: str = Field(primary_key=True, sa_type=ordered_text(40))
    text: str = Field(sa_type=sa.Text)
    by: str = Field(max_length=32)
    at: datetime = Field(sa_type=UtcDateTime)


class TeamLocalityRow(Base, table=True):
    """The Medicare locality of a workspace: contractor and locality number, seven digits."""

    __tablename__ = "team_locality"

    workspace: str = Field(primary_key=True, max_length=32)
    locality: str = Field(max_length=7)
    chosen_by: str = Field(max_length=32)
    chosen_at: datetime = Field(sa_type=UtcDateTime)


WATCHED_CODE, CODE_NOTE = (metadata.tables[name] for name in ("watched_code", "code_note"))
TEAM_LOCALITY = metadata.tables["team_locality"]
