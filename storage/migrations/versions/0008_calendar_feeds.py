"""Calendar feeds, at most one for each workspace

Revises: 0007
Created: 2026-11-22
"""

import sqlalchemy as sa
from alembic import op

import storage.types

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "calendar_feed",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.Column("at", storage.types.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", name=op.f("pk_calendar_feed")),
    )
    op.create_index("uq_calendar_feed_digest", "calendar_feed", ["digest"], unique=True)


def downgrade() -> None:
    op.drop_index("uq_calendar_feed_digest", table_name="calendar_feed")
    op.drop_table("calendar_feed")
