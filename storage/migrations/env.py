"""Run by Alembic. It migrates on the connection and in the transaction that storage/migrate.py passes in."""

from typing import Any

from alembic import context

from storage.all_tables import metadata
from storage.triggers import put_back, triggers_of

connection = context.config.attributes["connection"]
kept = triggers_of(connection)


def after_step(ctx: Any, step: Any, heads: Any, run_args: Any) -> None:  # noqa: ARG001
    """Restore triggers that this step lost unintentionally: rebuilding a table on SQLite drops its triggers."""
    global kept  # noqa: PLW0603 - Alembic gives a step no other place to remember what stood before it
    put_back(connection, kept, meant=getattr(step.up_revision.module, "drops_triggers", ()))
    kept = triggers_of(connection)


context.configure(
    connection=connection,
    target_metadata=metadata,
    render_as_batch=True,
    compare_type=True,
    compare_server_default=True,
    on_version_apply=after_step,
)
context.run_migrations()
