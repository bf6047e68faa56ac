"""Count and delete every row of one workspace."""

from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from storage.all_tables import metadata
from storage.application_repositories import SqlApplications
from storage.reminder_tables import PUBLISHED
from storage.tables import CODE, CONTENT, GENERATION, NCCI_PAIR, RELEASE

_SHARED = (CONTENT, CODE, NCCI_PAIR, PUBLISHED)


def tables() -> list[sa.Table]:
    """Tables with rows of workspaces, children before parents. Shared rows go with their last release.

    The generation is left out, because it is a counter for all. Every other table has a workspace column.
    """
    every = reversed(metadata.sorted_tables)
    return [table for table in every if table is not GENERATION and table not in _SHARED]


async def held(session: AsyncSession, workspace: str) -> Mapping[str, int]:
    """The workspace's row count in each table. Empty tables are left out."""
    counts = [
        sa.select(sa.literal(table.name), sa.func.count())
        .select_from(table)
        .where(table.c.workspace == workspace)
        for table in tables()
    ]
    return {name: rows for name, rows in await session.execute(sa.union_all(*counts)) if rows}


async def purge(session: AsyncSession, workspace: str, by: str, at: datetime) -> Mapping[str, int]:
    """Delete the rows: applications first, which need row locks and whose triggers must allow it, then each table.

    Releases stay, because their rows are too many for one transaction.
    """
    found = await held(session, workspace)
    await SqlApplications(session).purge(workspace, by, at)
    for table in tables():
        if table is not RELEASE:
            await session.execute(sa.delete(table).where(table.c.workspace == workspace))
    return found
