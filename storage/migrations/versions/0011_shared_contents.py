"""The rows of a loaded file stored once, and shared by the releases of all workspaces that loaded it

Revises: 0010
Created: 2026-12-01

A content takes the id of the release that its rows were loaded for. Where several releases were made of the same
file, the newest one's rows stay for all of them.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

import storage.types

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

# Each release's content: that of the newest visible release of the same file and system with as many rows.
_CONTENT_OF = """
SELECT r.id AS release_id, CASE WHEN r.visible THEN (
  SELECT max(s.id) FROM {release} AS s
  WHERE s.digest = r.digest AND s.system = r.system AND s.rows = r.rows AND s.visible
) ELSE r.id END AS content_id
FROM {release} AS r
"""


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _upgrade_sqlite()
    else:
        _upgrade_postgresql()


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _downgrade_sqlite()
    else:
        _downgrade_postgresql()


# -- SQLite: tables are made anew, and filled from the old ones ------------------------------------------
def _upgrade_sqlite() -> None:
    _set_aside()
    _create_content()
    op.create_table(
        "release",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("system", sa.String(length=40), nullable=False),
        sa.Column("edition", sa.String(length=100), nullable=False),
        sa.Column("effective", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("content_id", sa.Integer(), nullable=False),
        sa.Column("visible", sa.Boolean(), nullable=False),
        sa.Column("loaded_at", storage.types.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["content_id"], ["content.id"], name=op.f("fk_release_content_id_content")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_release")),
        sqlite_autoincrement=True,
    )
    _create_release_indexes()
    op.create_index("ix_release_content_id", "release", ["content_id"])
    _create_code(
        sa.Column("content_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["content_id"], ["content.id"], name=op.f("fk_code_content_id_content"), ondelete="CASCADE"
        ),
    )
    _create_pairs(sa.Column("content_id", sa.Integer(), nullable=False), key="content_id")
    op.execute(f"CREATE TEMP TABLE content_of AS {_CONTENT_OF.format(release='old_release')}")
    op.execute(
        "INSERT INTO content (id, digest, system, rows, complete) SELECT id, digest, system, rows, visible"
        " FROM old_release WHERE id IN (SELECT content_id FROM content_of)"
    )
    op.execute(
        "INSERT INTO release (id, workspace, system, edition, effective, ends, source, content_id, visible, loaded_at)"
        " SELECT id, workspace, system, edition, effective, ends, source, content_id, visible, loaded_at"
        " FROM old_release JOIN content_of ON release_id = id"
    )
    op.execute(
        "INSERT INTO code (id, content_id, code, name, billable, starts, ends, detail)"
        " SELECT id, release_id, code, name, billable, starts, ends, detail FROM old_code"
        " WHERE release_id IN (SELECT id FROM content)"
    )
    op.execute(
        "INSERT INTO ncci_pair (content_id, number, column1, column2, effective, deletion, indicator,"
        " prior_to_1996, rationale) SELECT release_id, number, column1, column2, effective, deletion, indicator,"
        " prior_to_1996, rationale FROM old_ncci_pair WHERE release_id IN (SELECT id FROM content)"
        " ORDER BY release_id, number"
    )
    op.execute("DROP TABLE content_of")
    _keep_last_id()
    _drop_set_aside()


def _downgrade_sqlite() -> None:
    _set_aside()
    op.create_table(
        "release",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("system", sa.String(length=40), nullable=False),
        sa.Column("edition", sa.String(length=100), nullable=False),
        sa.Column("effective", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=128), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("visible", sa.Boolean(), nullable=False),
        sa.Column("loaded_at", storage.types.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_release")),
        sqlite_autoincrement=True,
    )
    _create_release_indexes()
    _create_code(
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["release_id"], ["release.id"], name=op.f("fk_code_release_id_release"), ondelete="CASCADE"
        ),
    )
    _create_pairs(
        sa.Column("release_id", sa.Integer(), nullable=False),
        key="release_id",
        workspace=sa.Column("workspace", sa.String(length=32), nullable=False),
    )
    op.execute(
        "INSERT INTO release (id, workspace, system, edition, effective, ends, source, digest, rows, visible,"
        " loaded_at) SELECT r.id, workspace, r.system, edition, effective, ends, source, digest, rows, visible,"
        " loaded_at FROM old_release AS r JOIN content ON content.id = content_id"
    )
    _fill_own_rows("old_release", "old_code", "old_ncci_pair")
    _keep_last_id()
    _drop_set_aside()
    op.drop_index("ix_content_digest_system", "content")
    op.drop_table("content")


def _set_aside() -> None:
    indexes = op.get_bind().exec_driver_sql(
        "SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
        " AND tbl_name IN ('release', 'code', 'ncci_pair')"
    )
    for name in indexes.scalars().all():
        op.execute(f"DROP INDEX {name}")
    for table in ("code", "ncci_pair", "release"):
        op.rename_table(table, f"old_{table}")


def _drop_set_aside() -> None:
    for table in ("code", "ncci_pair", "release"):
        op.drop_table(f"old_{table}")


def _keep_last_id() -> None:
    """Never reuse ids of releases, not even of deleted ones."""
    op.execute("DELETE FROM sqlite_sequence WHERE name = 'release'")
    op.execute("UPDATE sqlite_sequence SET name = 'release' WHERE name = 'old_release'")


def _create_release_indexes() -> None:
    op.create_index(
        "uq_release_visible",
        "release",
        ["workspace", "system", "edition"],
        unique=True,
        sqlite_where=sa.text("visible"),
        postgresql_where=sa.text("visible"),
    )


def _create_content() -> None:
    op.create_table(
        "content",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=128), nullable=False),
        sa.Column("system", sa.String(length=40), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_content")),
    )
    op.create_index("ix_content_digest_system", "content", ["digest", "system"])


def _create_code(*parent: sa.Column[Any] | sa.ForeignKeyConstraint) -> None:
    columns = [each for each in parent if isinstance(each, sa.Column)]
    constraints = [each for each in parent if not isinstance(each, sa.Column)]
    op.create_table(
        "code",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        *columns,
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("billable", sa.Boolean(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=True),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.Column("detail", sa.JSON(), nullable=False),
        *constraints,
        sa.PrimaryKeyConstraint("id", name=op.f("pk_code")),
    )
    key = columns[-1].name
    op.create_index(f"ix_code_{key}_code", "code", [key, "code"])


def _create_pairs(parent: sa.Column[Any], *, key: str, workspace: sa.Column[Any] | None = None) -> None:
    op.create_table(
        "ncci_pair",
        parent,
        sa.Column("number", sa.Integer(), nullable=False),
        *(() if workspace is None else (workspace,)),
        sa.Column("column1", sa.String(length=5), nullable=False),
        sa.Column("column2", sa.String(length=5), nullable=False),
        sa.Column("effective", sa.Integer(), nullable=False),
        sa.Column("deletion", sa.Integer(), nullable=True),
        sa.Column("indicator", sa.Integer(), nullable=False),
        sa.Column("prior_to_1996", sa.Boolean(), nullable=False),
        sa.Column("rationale", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint(key, "number", name=op.f("pk_ncci_pair")),
        sqlite_with_rowid=False,
    )


def _fill_own_rows(release: str, code: str, pair: str) -> None:
    """Give each release its own rows again."""
    op.execute(
        "INSERT INTO code (workspace, release_id, code, name, billable, starts, ends, detail)"
        " SELECT r.workspace, r.id, c.code, c.name, c.billable, c.starts, c.ends, c.detail"
        f" FROM {release} AS r JOIN {code} AS c ON c.content_id = r.content_id ORDER BY r.id, c.id"
    )
    op.execute(
        "INSERT INTO ncci_pair (release_id, number, workspace, column1, column2, effective, deletion, indicator,"
        " prior_to_1996, rationale) SELECT r.id, p.number, r.workspace, p.column1, p.column2, p.effective,"
        " p.deletion, p.indicator, p.prior_to_1996, p.rationale"
        f" FROM {release} AS r JOIN {pair} AS p ON p.content_id = r.content_id ORDER BY r.id, p.number"
    )


# -- PostgreSQL: columns are changed in place -------------------------------------------------------------
def _upgrade_postgresql() -> None:
    _create_content()
    op.execute(f"CREATE TEMP TABLE content_of ON COMMIT DROP AS {_CONTENT_OF.format(release='release')}")
    op.execute(
        "INSERT INTO content (id, digest, system, rows, complete) SELECT id, digest, system, rows, visible"
        " FROM release WHERE id IN (SELECT content_id FROM content_of)"
    )
    op.execute("SELECT setval('content_id_seq', (SELECT coalesce(max(id), 0) + 1 FROM content), false)")
    op.add_column("release", sa.Column("content_id", sa.Integer(), nullable=True))
    op.execute(
        "UPDATE release SET content_id = content_of.content_id FROM content_of WHERE release_id = release.id"
    )
    op.alter_column("release", "content_id", nullable=False)
    op.create_foreign_key("fk_release_content_id_content", "release", "content", ["content_id"], ["id"])
    op.create_index("ix_release_content_id", "release", ["content_id"])
    op.drop_column("release", "digest")
    op.drop_column("release", "rows")
    op.execute("DELETE FROM code WHERE release_id NOT IN (SELECT id FROM content)")
    op.execute("DELETE FROM ncci_pair WHERE release_id NOT IN (SELECT id FROM content)")
    op.drop_constraint("fk_code_release_id_release", "code", type_="foreignkey")
    op.drop_index("ix_code_release_id_code", "code")
    for table in ("code", "ncci_pair"):
        op.alter_column(table, "release_id", new_column_name="content_id")
        op.drop_column(table, "workspace")
    op.create_foreign_key(
        "fk_code_content_id_content", "code", "content", ["content_id"], ["id"], ondelete="CASCADE"
    )
    op.create_index("ix_code_content_id_code", "code", ["content_id", "code"])


def _downgrade_postgresql() -> None:
    op.execute("CREATE TEMP TABLE old_code ON COMMIT DROP AS SELECT * FROM code")
    op.execute("CREATE TEMP TABLE old_ncci_pair ON COMMIT DROP AS SELECT * FROM ncci_pair")
    op.execute("DELETE FROM code")
    op.execute("DELETE FROM ncci_pair")
    op.drop_constraint("fk_code_content_id_content", "code", type_="foreignkey")
    op.drop_index("ix_code_content_id_code", "code")
    for table in ("code", "ncci_pair"):
        op.alter_column(table, "content_id", new_column_name="release_id")
        op.add_column(table, sa.Column("workspace", sa.String(length=32), nullable=False))
    _fill_own_rows("release", "old_code", "old_ncci_pair")
    op.create_foreign_key(
        "fk_code_release_id_release", "code", "release", ["release_id"], ["id"], ondelete="CASCADE"
    )
    op.create_index("ix_code_release_id_code", "code", ["release_id", "code"])
    op.add_column("release", sa.Column("digest", sa.String(length=128), nullable=True))
    op.add_column("release", sa.Column("rows", sa.Integer(), nullable=True))
    op.execute(
        "UPDATE release SET digest = content.digest, rows = content.rows FROM content WHERE content.id = content_id"
    )
    op.alter_column("release", "digest", nullable=False)
    op.alter_column("release", "rows", nullable=False)
    op.drop_index("ix_release_content_id", "release")
    op.drop_constraint("fk_release_content_id_content", "release", type_="foreignkey")
    op.drop_column("release", "content_id")
    op.drop_index("ix_content_digest_system", "content")
    op.drop_table("content")
