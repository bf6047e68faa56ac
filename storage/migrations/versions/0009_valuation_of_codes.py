"""Valuation status of requested codes; covering indexes for boards and lists

Revises: 0008
Created: 2026-11-22
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_BY_STAGE = "ix_application_code_workspace_stage_application"
_BY_TARGET = "ix_application_code_workspace_target_application"
_BY_MEMBER = "ix_application_member_workspace_member"


def upgrade() -> None:
    op.add_column("application_code", sa.Column("valuation", sa.String(length=20), nullable=True))
    op.create_index(_BY_STAGE, "application_code", ["workspace", "stage", "application"], unique=False)
    op.create_index(_BY_TARGET, "application_code", ["workspace", "target", "application"], unique=False)
    op.drop_index(_BY_MEMBER, table_name="application_member")
    op.create_index(
        f"{_BY_MEMBER}_application",
        "application_member",
        ["workspace", "member", "application"],
        unique=False,
    )


def downgrade() -> None:
    op.drop_index(f"{_BY_MEMBER}_application", table_name="application_member")
    op.create_index(_BY_MEMBER, "application_member", ["workspace", "member"], unique=False)
    op.drop_index(_BY_TARGET, table_name="application_code")
    op.drop_index(_BY_STAGE, table_name="application_code")
    op.drop_column("application_code", "valuation")
