"""Keep triggers when a table is rebuilt on SQLite."""

from collections.abc import Collection

import sqlalchemy as sa

_TRIGGERS = sa.text("SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'")
_TABLES = sa.text("SELECT name FROM sqlite_master WHERE type = 'table'")


def triggers_of(connection: sa.Connection) -> dict[str, tuple[str, str]]:
    """The table and the CREATE statement of each trigger, by name.

    Empty on PostgreSQL, which alters tables in place.
    """
    if connection.dialect.name != "sqlite":
        return {}
    return {name: (table, sql) for name, table, sql in connection.execute(_TRIGGERS)}


def put_back(connection: sa.Connection, before: dict[str, tuple[str, str]], meant: Collection[str]) -> None:
    """Recreate the triggers in `before` that a table's rebuild lost, except those dropped on purpose (`meant`)."""
    if not before:
        return
    there = triggers_of(connection)
    tables = set(connection.execute(_TABLES).scalars())
    for name, (table, sql) in before.items():
        if name not in there and name not in meant and table in tables:
            connection.exec_driver_sql(sql)
