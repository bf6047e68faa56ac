"""Application cards posted in channels, and what each of them shows

Revises: 0009
Created: 2026-11-26
"""

import sqlalchemy as sa
from alembic import op

import storage.types

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "application_card",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("ts", sa.String(length=32), nullable=False),
        sa.Column("application", sa.Integer(), nullable=False),
        sa.Column("shows", sa.Integer(), nullable=False),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.Column("drawn_on", sa.Date(), nullable=False),
        sa.Column("held_until", storage.types.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace", "application"],
            ["application.workspace", "application.number"],
            name=op.f("fk_application_card_workspace_application_application"),
        ),
        sa.PrimaryKeyConstraint("workspace", "channel", "ts", name=op.f("pk_application_card")),
    )
    op.create_index(
        "ix_application_card_workspace_application", "application_card", ["workspace", "application"], unique=False
    )


def downgrade() -> None:
    op.drop_index("ix_application_card_workspace_application", table_name="application_card")
    op.drop_table("application_card")
