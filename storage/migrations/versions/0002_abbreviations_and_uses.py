"""A team's own abbreviations, and which codes it uses

Revises: 0001
Created: 2026-11-21
"""

import sqlalchemy as sa
from alembic import op

import storage.types

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def _ordered(length: int) -> sa.types.TypeEngine[str]:
    return sa.String(length=length).with_variant(sa.String(length=length, collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "abbreviation",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("short", _ordered(12), nullable=False),
        sa.Column("expansions", sa.JSON(), nullable=False),
        sa.Column("added_by", sa.String(length=32), nullable=False),
        sa.Column("added_at", storage.types.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "short", name=op.f("pk_abbreviation")),
    )
    op.create_table(
        "code_use",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("system", sa.String(length=40), nullable=False),
        sa.Column("code", _ordered(32), nullable=False),
        sa.Column("uses", sa.Integer(), nullable=False),
        sa.Column("last_used", storage.types.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "system", "code", name=op.f("pk_code_use")),
    )


def downgrade() -> None:
    op.drop_table("code_use")
    op.drop_table("abbreviation")
