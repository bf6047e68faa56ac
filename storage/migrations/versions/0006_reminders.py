"""Deadlines entered by admins, subscriptions, application targets, marks, checklists, and the outbox

Revises: 0005
Created: 2026-11-21
"""

import sqlalchemy as sa
from alembic import op

import storage.types

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def _ordered(length: int) -> sa.types.TypeEngine[str]:
    return sa.String(length=length).with_variant(sa.String(length=length, collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "application_aim",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("ref", _ordered(32), nullable=False),
        sa.Column("stage", sa.String(length=40), nullable=False),
        sa.Column("target", sa.String(length=7), nullable=True),
        sa.Column("pla", sa.Boolean(), nullable=False),
        sa.Column("returned", sa.Date(), nullable=True),
        sa.Column("complete_by", sa.Date(), nullable=True),
        sa.Column("summary_posted", sa.Date(), nullable=True),
        sa.Column("channel", sa.String(length=32), nullable=True),
        sa.PrimaryKeyConstraint("workspace", "ref", name=op.f("pk_application_aim")),
    )
    op.create_table(
        "campaign_item",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("campaign", sa.String(length=32), nullable=False),
        sa.Column("item", sa.String(length=32), nullable=False),
        sa.Column("owner", sa.String(length=32), nullable=True),
        sa.Column("done_by", sa.String(length=32), nullable=True),
        sa.Column("done_at", storage.types.UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("workspace", "channel", "campaign", "item", name=op.f("pk_campaign_item")),
    )
    op.create_table(
        "deadline_override",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.Column("at", storage.types.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadline_override")),
    )
    op.create_index(
        op.f("ix_deadline_override_workspace_key"), "deadline_override", ["workspace", "key"], unique=False
    )
    op.create_table(
        "delivery",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("reminder", sa.String(length=100), nullable=False),
        sa.Column("occurrence", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.Column("due_at", storage.types.UtcDateTime(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("next_at", storage.types.UtcDateTime(), nullable=True),
        sa.Column("holder", sa.String(length=40), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("suspect", sa.Boolean(), nullable=False),
        sa.Column("marker", sa.String(length=40), nullable=True),
        sa.Column("first_sent_at", storage.types.UtcDateTime(), nullable=True),
        sa.Column("thread", sa.String(length=32), nullable=True),
        sa.Column("posted_ts", sa.String(length=32), nullable=True),
        sa.Column("posted_at", storage.types.UtcDateTime(), nullable=True),
        sa.Column("reason", sa.String(length=32), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
    )
    op.create_index(
        "ix_delivery_next",
        "delivery",
        ["next_at", "id"],
        unique=False,
        sqlite_where=sa.text("next_at IS NOT NULL"),
        postgresql_where=sa.text("next_at IS NOT NULL"),
    )
    op.create_index(op.f("ix_delivery_status_posted_at"), "delivery", ["status", "posted_at"], unique=False)
    op.create_index(
        "uq_delivery_occurrence", "delivery", ["workspace", "channel", "reminder", "occurrence"], unique=True
    )
    op.create_table(
        "reminder_mark",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("reminder", sa.String(length=100), nullable=False),
        sa.Column("what", sa.String(length=16), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.Column("at", storage.types.UtcDateTime(), nullable=False),
        sa.Column("until", storage.types.UtcDateTime(), nullable=True),
        sa.Column("assignee", sa.String(length=32), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder_mark")),
    )
    op.create_index(
        op.f("ix_reminder_mark_workspace_channel_reminder"),
        "reminder_mark",
        ["workspace", "channel", "reminder"],
        unique=False,
    )
    op.create_table(
        "reminder_settings",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("uncertainty", sa.String(length=16), nullable=False),
        sa.Column("planned_through", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("workspace", name=op.f("pk_reminder_settings")),
    )
    op.create_table(
        "reminder_subscription",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("channel", _ordered(32), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.Column("topics", sa.JSON(), nullable=False),
        sa.Column("leads", sa.JSON(), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("weekdays_only", sa.Boolean(), nullable=False),
        sa.Column("digest", sa.Integer(), nullable=True),
        sa.Column("campaigns", sa.Boolean(), nullable=False),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "channel", name=op.f("pk_reminder_subscription")),
    )


def downgrade() -> None:
    op.drop_table("reminder_subscription")
    op.drop_table("reminder_settings")
    op.drop_index(op.f("ix_reminder_mark_workspace_channel_reminder"), table_name="reminder_mark")
    op.drop_table("reminder_mark")
    op.drop_index("uq_delivery_occurrence", table_name="delivery")
    op.drop_index(op.f("ix_delivery_status_posted_at"), table_name="delivery")
    op.drop_index(
        "ix_delivery_next",
        table_name="delivery",
        sqlite_where=sa.text("next_at IS NOT NULL"),
        postgresql_where=sa.text("next_at IS NOT NULL"),
    )
    op.drop_table("delivery")
    op.drop_index(op.f("ix_deadline_override_workspace_key"), table_name="deadline_override")
    op.drop_table("deadline_override")
    op.drop_table("campaign_item")
    op.drop_table("application_aim")
