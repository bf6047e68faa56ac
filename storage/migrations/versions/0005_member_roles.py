"""Roles in a workspace

Revises: 0004
Created: 2026-11-21
"""

import sqlalchemy as sa
from alembic import op

import storage.types

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def _ordered(length: int) -> sa.types.TypeEngine[str]:
    return sa.String(length=length).with_variant(sa.String(length=length, collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "member_role",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("user", _ordered(32), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.Column("at", storage.types.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "user", name=op.f("pk_member_role")),
    )


def downgrade() -> None:
    op.drop_table("member_role")
