"""Fresh, migrated databases for the long form, which runs without pytest."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from storage import migrate
from tests.postgres import fresh_database, server


@contextmanager
def fresh(kind: str) -> Iterator[str]:
    """DATABASE_URL of an empty database; kind: postgres (with fsync off, as in the tests) or sqlite."""
    if kind == "sqlite":
        with tempfile.TemporaryDirectory() as folder:
            url = f"sqlite+aiosqlite:///{folder}/codedesk.db"
            migrate.upgrade(url)
            yield url
        return
    with server() as there, fresh_database(there) as url:
        migrate.upgrade(url)
        yield url
