"""Published dates, revisions of calendar events, and pauses that end by themselves

Revises: 0014
Created: 2026-12-01
"""

import sqlalchemy as sa
from alembic import op

import storage.types

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "published_date",
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("publisher", sa.String(length=60), nullable=False),
        sa.Column("published", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_published_date")),
    )
    op.create_table(
        "calendar_event",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("content", sa.String(length=64), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("changed_at", storage.types.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "key", name=op.f("pk_calendar_event")),
    )
    with op.batch_alter_table("reminder_subscription") as table:
        table.add_column(sa.Column("paused_until", sa.Date(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("reminder_subscription") as table:
        table.drop_column("paused_until")
    op.drop_table("calendar_event")
    op.drop_table("published_date")
