"""All tables. What speaks of every table imports `metadata` from here: elsewhere it has only those already imported."""

from storage import (  # noqa: F401  (their tables join the metadata)
    application_tables,
    fetch_tables,
    reminder_tables,
    role_tables,
    team_tables,
)
from storage.tables import metadata

__all__ = ["metadata"]
