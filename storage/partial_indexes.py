"""Indexes of some rows only, without PostgreSQL's dialect in starts that never speak to it.

SQLAlchemy imports a dialect as soon as one of its options is named: of PostgreSQL's that is a twentieth of a start.
"""

import sqlalchemy as sa


def partial_index(name: str, *columns: str, where: str, unique: bool = False) -> sa.Index:
    """An index of the rows for which `where` holds, on both databases."""
    return sa.Index(name, *columns, unique=unique, sqlite_where=sa.text(where), info={"where": where})


def for_postgresql(metadata: sa.MetaData) -> None:
    """Give the partial indexes their condition on PostgreSQL; before the tables are made or compared there."""
    for table in metadata.tables.values():
        for index in table.indexes:
            if where := index.info.get("where"):
                index.dialect_options["postgresql"]["where"] = sa.text(where)
