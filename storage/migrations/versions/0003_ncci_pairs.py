"""NCCI pairs in a table of their own

Revises: 0002
Created: 2026-11-21
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def _ordered(length: int) -> sa.types.TypeEngine[str]:
    return sa.String(length=length).with_variant(sa.String(length=length, collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "ncci_pair",
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("column1", _ordered(5), nullable=False),
        sa.Column("column2", _ordered(5), nullable=False),
        sa.Column("effective", sa.Integer(), nullable=False),
        sa.Column("deletion", sa.Integer(), nullable=True),
        sa.Column("indicator", sa.Integer(), nullable=False),
        sa.Column("prior_to_1996", sa.Boolean(), nullable=False),
        sa.Column("rationale", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("release_id", "number", name=op.f("pk_ncci_pair")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    # Delete their releases too: without its rows, a release would answer that no pair is known.
    op.execute("DELETE FROM release WHERE id IN (SELECT DISTINCT release_id FROM ncci_pair)")
    op.drop_table("ncci_pair")
