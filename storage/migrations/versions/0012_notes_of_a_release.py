"""The edition that a release's notes come from, if they are not its own

Revises: 0011
Created: 2026-12-01
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("release", sa.Column("notes", sa.String(length=100), nullable=True))


def downgrade() -> None:
    op.drop_column("release", "notes")
