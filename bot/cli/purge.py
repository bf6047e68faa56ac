"""`codedesk purge`: delete all of one workspace's data from the database."""

import asyncio
import sys
from collections.abc import Mapping
from typing import Annotated

import typer

from bot.cli.purge_sentences import nothing_held, purged, would_purge
from bot.services.ports.clock import SystemClock
from bot.services.team.purge_workspace import held
from bot.services.team.purge_workspace import purge as purge_all
from bot.services.team.roles import TERMINAL
from bot.settings import Settings
from storage import migrate, schema_version
from storage.engine import SqlDatabase


def purge(
    workspace: Annotated[str, typer.Argument(help="The workspace's id, T...")],
    yes: Annotated[bool, typer.Option("--yes", help="Really do it; there is no way back")] = False,
) -> None:
    """Delete all data of one workspace: notes, watches, applications with their history, reminders, releases."""
    found = asyncio.run(_run(workspace, yes=yes))
    if not found:
        print(nothing_held(workspace))
        return
    if not yes:
        sys.exit(would_purge(workspace, found))
    print(purged(workspace, found))


async def _run(workspace: str, *, yes: bool) -> Mapping[str, int]:
    """The existing or deleted rows by table. The database is migrated first if needed."""
    settings = Settings()
    if not await asyncio.to_thread(schema_version.is_current, settings.database_url):
        await asyncio.to_thread(migrate.upgrade, settings.database_url)
    database = SqlDatabase(settings.database_url, loader=True)
    try:
        if yes:
            return await purge_all(database, SystemClock(settings.zone), workspace, TERMINAL)
        return await held(database, workspace)
    finally:
        await database.close()
