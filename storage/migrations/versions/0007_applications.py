"""Code applications, their supporting documents, and their events, which triggers protect

Revises: 0006
Created: 2026-11-22
"""

import sqlalchemy as sa
from alembic import op

import storage.types

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_SQLITE = (
    """CREATE TRIGGER application_event_no_update BEFORE UPDATE ON application_event
    BEGIN SELECT RAISE(ABORT, 'application_event is append-only'); END""",
    """CREATE TRIGGER application_event_no_delete BEFORE DELETE ON application_event
    WHEN NOT EXISTS (SELECT 1 FROM application_purge WHERE workspace = OLD.workspace)
    BEGIN SELECT RAISE(ABORT, 'application_event is append-only'); END""",
    # INSERT OR REPLACE would delete the row without running the trigger above.
    """CREATE TRIGGER application_event_no_replace BEFORE INSERT ON application_event
    WHEN EXISTS (SELECT 1 FROM application_event WHERE workspace = NEW.workspace
    AND application = NEW.application AND seq = NEW.seq)
    BEGIN SELECT RAISE(ABORT, 'application_event is append-only'); END""",
)
_POSTGRES = (
    """CREATE FUNCTION application_event_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF TG_OP = 'DELETE' AND EXISTS (SELECT 1 FROM application_purge WHERE workspace = OLD.workspace)
    THEN RETURN OLD; END IF;
    RAISE EXCEPTION 'application_event is append-only'; END $$""",
    """CREATE TRIGGER application_event_append_only BEFORE UPDATE OR DELETE ON application_event
    FOR EACH ROW EXECUTE FUNCTION application_event_refuse()""",
)


def _ordered(length: int) -> sa.types.TypeEngine[str]:
    return sa.String(length=length).with_variant(sa.String(length=length, collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "application",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("owner", sa.String(length=32), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=True),
        sa.Column("material", sa.Text(), nullable=True),
        sa.Column("stage", sa.String(length=40), nullable=False),
        sa.Column("phase", sa.String(length=20), nullable=False),
        sa.Column("is_over", sa.Boolean(), nullable=False),
        sa.Column("visited", sa.String(length=100), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.String(length=32), nullable=False),
        sa.Column("created_at", storage.types.UtcDateTime(), nullable=False),
        sa.Column("changed_at", storage.types.UtcDateTime(), nullable=False),
        sa.Column("submitted_at", storage.types.UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("workspace", "number", name=op.f("pk_application")),
    )
    op.create_index(
        op.f("ix_application_workspace_is_over_changed_at"),
        "application",
        ["workspace", "is_over", "changed_at"],
        unique=False,
    )

    op.create_table(
        "application_desk",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.Column("literature_minimum", sa.Integer(), nullable=True),
        sa.Column("minimum_by", sa.String(length=32), nullable=True),
        sa.Column("minimum_at", storage.types.UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("workspace", name=op.f("pk_application_desk")),
    )
    op.create_table(
        "application_purge",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.Column("at", storage.types.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", name=op.f("pk_application_purge")),
    )
    op.create_table(
        "application_code",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("application", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("category", sa.String(length=10), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("stage", sa.String(length=40), nullable=False),
        sa.Column("stage_since", storage.types.UtcDateTime(), nullable=False),
        sa.Column("target", sa.String(length=7), nullable=True),
        sa.Column("existing", sa.String(length=5), nullable=True),
        sa.Column("outcome", sa.String(length=40), nullable=True),
        sa.Column("outcome_on", sa.Date(), nullable=True),
        sa.Column("granted", sa.String(length=10), nullable=True),
        sa.Column("posted_on", sa.Date(), nullable=True),
        sa.Column("complete_by", sa.Date(), nullable=True),
        sa.Column("code", sa.String(length=5), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace", "application"],
            ["application.workspace", "application.number"],
            name=op.f("fk_application_code_workspace_application_application"),
        ),
        sa.PrimaryKeyConstraint("workspace", "application", "position", name=op.f("pk_application_code")),
    )
    op.create_table(
        "application_considered",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("application", sa.Integer(), nullable=False),
        sa.Column("code", _ordered(5), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.Column("at", storage.types.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace", "application"],
            ["application.workspace", "application.number"],
            name=op.f("fk_application_considered_workspace_application_application"),
        ),
        sa.PrimaryKeyConstraint("workspace", "application", "code", name=op.f("pk_application_considered")),
    )
    op.create_table(
        "application_event",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("application", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.Column("at", storage.types.UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("stage", sa.String(length=40), nullable=False),
        sa.Column("step", sa.String(length=100), nullable=True),
        sa.Column("about", sa.String(length=100), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("detail", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace", "application"],
            ["application.workspace", "application.number"],
            name=op.f("fk_application_event_workspace_application_application"),
        ),
        sa.PrimaryKeyConstraint("workspace", "application", "seq", name=op.f("pk_application_event")),
    )
    op.create_table(
        "application_evidence",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("application", sa.Integer(), nullable=False),
        sa.Column("entry", sa.String(length=60), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("link", sa.Text(), nullable=True),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.Column("at", storage.types.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace", "application"],
            ["application.workspace", "application.number"],
            name=op.f("fk_application_evidence_workspace_application_application"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_evidence")),
    )
    op.create_index(
        op.f("ix_application_evidence_workspace_application"),
        "application_evidence",
        ["workspace", "application"],
        unique=False,
    )

    op.create_table(
        "application_literature",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("application", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.Column("at", storage.types.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace", "application"],
            ["application.workspace", "application.number"],
            name=op.f("fk_application_literature_workspace_application_application"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_literature")),
    )
    op.create_index(
        op.f("ix_application_literature_workspace_application"),
        "application_literature",
        ["workspace", "application"],
        unique=False,
    )

    op.create_table(
        "application_member",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("application", sa.Integer(), nullable=False),
        sa.Column("member", _ordered(32), nullable=False),
        sa.Column("added_by", sa.String(length=32), nullable=False),
        sa.Column("added_at", storage.types.UtcDateTime(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace", "application"],
            ["application.workspace", "application.number"],
            name=op.f("fk_application_member_workspace_application_application"),
        ),
        sa.PrimaryKeyConstraint("workspace", "application", "member", name=op.f("pk_application_member")),
    )
    op.create_index(
        op.f("ix_application_member_workspace_member"),
        "application_member",
        ["workspace", "member"],
        unique=False,
    )

    op.create_table(
        "application_stakeholder",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("application", sa.Integer(), nullable=False),
        sa.Column("society", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("contacted_on", sa.Date(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.Column("at", storage.types.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace", "application"],
            ["application.workspace", "application.number"],
            name=op.f("fk_application_stakeholder_workspace_application_application"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_stakeholder")),
    )
    op.create_index(
        op.f("ix_application_stakeholder_workspace_application"),
        "application_stakeholder",
        ["workspace", "application"],
        unique=False,
    )

    op.create_table(
        "application_tick",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("application", sa.Integer(), nullable=False),
        sa.Column("entry", _ordered(60), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.Column("at", storage.types.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace", "application"],
            ["application.workspace", "application.number"],
            name=op.f("fk_application_tick_workspace_application_application"),
        ),
        sa.PrimaryKeyConstraint("workspace", "application", "entry", name=op.f("pk_application_tick")),
    )
    for statement in _SQLITE if op.get_bind().dialect.name == "sqlite" else _POSTGRES:
        op.execute(sa.DDL(statement))  # type: ignore[no-untyped-call]


def downgrade() -> None:
    for table in (
        "tick", "stakeholder", "member", "literature", "evidence", "event", "considered", "code", "purge", "desk",
    ):  # fmt: skip
        op.drop_table(f"application_{table}")
    op.drop_table("application")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION application_event_refuse()")
