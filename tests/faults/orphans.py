"""Rows taken over under another worker's lease. The database records them, even if a worker dies."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

import psycopg

from storage.urls import Postgres, parse

_WHEN = "OLD.holder IS NOT NULL AND NEW.holder IS NOT NULL AND OLD.holder <> NEW.holder"
_TABLE = "CREATE TABLE taken_over (id BIGINT PRIMARY KEY)"
_SQLITE_TRIGGER = f"""CREATE TRIGGER take_over AFTER UPDATE OF holder ON delivery WHEN {_WHEN}
    BEGIN INSERT OR IGNORE INTO taken_over VALUES (NEW.id); END"""
_POSTGRES_FUNCTION = """CREATE FUNCTION take_over() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN INSERT INTO taken_over VALUES (NEW.id) ON CONFLICT DO NOTHING; RETURN NULL; END $$"""
_POSTGRES_TRIGGER = f"""CREATE TRIGGER take_over AFTER UPDATE OF holder ON delivery
    FOR EACH ROW WHEN ({_WHEN}) EXECUTE FUNCTION take_over()"""
_POSTGRES = (_TABLE, _POSTGRES_FUNCTION, _POSTGRES_TRIGGER)
_SQLITE = (_TABLE, _SQLITE_TRIGGER)
_POSTGRES_OFF = ("DROP TRIGGER take_over ON delivery", "DROP FUNCTION take_over", "DROP TABLE taken_over")
_SQLITE_OFF = ("DROP TRIGGER take_over", "DROP TABLE taken_over")


class Orphans:
    """Records orphans of one database."""

    def __init__(self, url: str) -> None:
        self._address = parse(url)
        self._is_postgres = isinstance(self._address, Postgres)

    def note(self) -> None:
        """Start recording."""
        self._run(*(_POSTGRES if self._is_postgres else _SQLITE))

    def forget(self) -> None:
        """Restore the database."""
        self._run(*(_POSTGRES_OFF if self._is_postgres else _SQLITE_OFF))

    def ids(self) -> frozenset[int]:
        """Rows that had a holder when another worker took them."""
        return frozenset(self._run("SELECT id FROM taken_over"))

    def _run(self, *statements: str) -> list[int]:
        if isinstance(self._address, Postgres):
            with psycopg.connect(self._address.libpq) as postgres:
                for statement in statements:
                    done = postgres.execute(statement.encode())
                return [int(row[0]) for row in done] if done.description else []
        with closing(sqlite3.connect(self._address.path, timeout=30)) as sqlite, sqlite:
            for statement in statements:
                found = sqlite.execute(statement)
            return [int(row[0]) for row in found]


@contextmanager
def noted(url: str) -> Iterator[Orphans]:
    """Record during deliveries."""
    orphans = Orphans(url)
    orphans.note()
    try:
        yield orphans
    finally:
        orphans.forget()
