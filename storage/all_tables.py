"""All tables.

Code that needs every table imports `metadata` from here; elsewhere it has only the tables imported so far.
"""

from storage import (  # noqa: F401  (their tables join the metadata)
    application_tables,
    fetch_tables,
    reminder_tables,
    role_tables,
    team_tables,
)
from storage.tables import metadata

__all__ = ["metadata"]
