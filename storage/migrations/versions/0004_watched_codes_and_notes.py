"""Watched codes of a team, and its notes on codes

Revises: 0003
Created: 2026-11-21
"""

import sqlalchemy as sa
from alembic import op

import storage.types

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def _ordered(length: int) -> sa.types.TypeEngine[str]:
    return sa.String(length=length).with_variant(sa.String(length=length, collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "watched_code",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("system", sa.String(length=40), nullable=False),
        sa.Column("code", _ordered(32), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.Column("at", storage.types.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "system", "code", name=op.f("pk_watched_code")),
    )
    op.create_table(
        "code_note",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("system", sa.String(length=40), nullable=False),
        sa.Column("code", _ordered(32), nullable=False),
        sa.Column("payer", _ordered(40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.Column("at", storage.types.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "system", "code", "payer", name=op.f("pk_code_note")),
    )


def downgrade() -> None:
    op.drop_table("code_note")
    op.drop_table("watched_code")
