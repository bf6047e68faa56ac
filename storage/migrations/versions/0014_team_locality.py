"""The Medicare locality whose fees a workspace sees

Revises: 0013
Created: 2026-12-01
"""

import sqlalchemy as sa
from alembic import op

import storage.types

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "team_locality",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("locality", sa.String(length=7), nullable=False),
        sa.Column("chosen_by", sa.String(length=32), nullable=False),
        sa.Column("chosen_at", storage.types.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", name=op.f("pk_team_locality")),
    )


def downgrade() -> None:
    op.drop_table("team_locality")
