"""The table of roles."""

from datetime import datetime

from sqlmodel import Field

from storage.tables import Base, metadata
from storage.types import UtcDateTime, ordered_text


class MemberRoleRow(Base, table=True):
    """One person's role. People without a row are members."""

    __tablename__ = "member_role"

    workspace: str = Field(primary_key=True, max_length=32)
    user: str = Field(primary_key=True, sa_type=ordered_text(32))
    role: str = Field(max_length=16)
    by: str = Field(max_length=32)
    at: datetime = Field(sa_type=UtcDateTime)


MEMBER_ROLE = metadata.tables["member_role"]
