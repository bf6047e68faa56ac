"""Accepted licenses, fetched files, the daily check for new editions

Revises: 0012
Created: 2026-12-01
"""

import sqlalchemy as sa
from alembic import op

import storage.types

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def _ordered(length: int) -> sa.types.TypeEngine[str]:
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "license_acceptance",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("license", sa.String(length=32), nullable=False),
        sa.Column("accepted_by", sa.String(length=80), nullable=False),
        sa.Column("accepted_at", storage.types.UtcDateTime(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_license_acceptance")),
    )
    op.create_index(
        "ix_license_acceptance_workspace_accepted_at", "license_acceptance", ["workspace", "accepted_at"]
    )
    op.create_table(
        "fetched_file",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("url", _ordered(500), nullable=False),
        sa.Column("code_set", sa.String(length=40), nullable=False),
        sa.Column("edition", sa.String(length=100), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("etag", sa.String(length=200), nullable=False),
        sa.Column("last_modified", sa.String(length=64), nullable=False),
        sa.Column("fetched_at", storage.types.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "url", name=op.f("pk_fetched_file")),
    )
    op.create_table(
        "fetch_schedule",
        sa.Column("workspace", _ordered(32), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("changed_by", sa.String(length=32), nullable=False),
        sa.Column("changed_at", storage.types.UtcDateTime(), nullable=False),
        sa.Column("looked_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("workspace", name=op.f("pk_fetch_schedule")),
    )


def downgrade() -> None:
    op.drop_table("fetch_schedule")
    op.drop_table("fetched_file")
    op.drop_index("ix_license_acceptance_workspace_accepted_at", table_name="license_acceptance")
    op.drop_table("license_acceptance")
