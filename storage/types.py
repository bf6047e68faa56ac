"""Column types that SQLite and PostgreSQL share."""

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine


class UtcDateTime(TypeDecorator[datetime]):
    """An instant. Naive values raise ValueError. Results are time zone aware, in UTC.

    SQLite has no time zones, so it stores the UTC wall time.
    """

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The value for the driver."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a datetime without time zone is not stored")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """The value for the domain."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


# SQLite assigns row numbers itself only if the key is an INTEGER, which has 64 bits there.
BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def ordered_text(length: int) -> TypeEngine[Any]:
    """Text that both databases sort by code point, as Python does, regardless of the server's collation."""
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")
