"""`codedesk codes changes` and `notes`: changes between two releases, and a team's notes, as text or CSV."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.changes_sentences import changes_lines, no_pair, no_such_set, notes_lines, wrote
from bot.cli.choose_workspace import whose
from bot.cli.progress import bar
from bot.domain.codes.changes.diff import is_watched
from bot.domain.codes.changes.parse import COMPARED, ChangesRequest, read_changes
from bot.domain.codes.notes.note import TeamNote
from bot.domain.csv_text import csv_text
from bot.services.team import compare_releases
from bot.services.team import notes as team_notes
from bot.services.team.compare_releases import CodeChanges, Compared, NoSuchReleases, NotTwoReleases
from bot.settings import Settings
from bot.worker.client import prepare_if_needed
from storage.engine import SqlDatabase

_Csv = Annotated[Path | None, typer.Option("--csv", help="Write all of it into this file")]
_Workspace = Annotated[
    str | None,
    typer.Option(
        help="The workspace that asks: its own releases, watched codes, notes; needless where one is known"
    ),
]


def changes(
    system: Annotated[str, typer.Argument(help="ICD-10-CM, CPT, HCPCS or OWN")],
    earlier: Annotated[
        str, typer.Argument(metavar="[FROM]", help="The earlier release, such as FY2024")
    ] = "",
    later: Annotated[str, typer.Argument(metavar="[TO]", help="The later one; without it, the newest")] = "",
    csv: _Csv = None,
    workspace: _Workspace = None,
) -> None:
    """Show the changes between two loaded releases of a code set; by default, the two newest."""
    question = _question(system, earlier, later)
    try:
        compared, watched = asyncio.run(_compared(question, workspace))
    except (NotTwoReleases, NoSuchReleases) as error:
        sys.exit(no_pair(error))
    if csv is None:
        print("\n".join(changes_lines(compared.changes, watched)))
        return
    mine = {c.code: is_watched(c.code, watched) for c in compared.changes.found}
    rows = compare_releases.table(compared.changes, mine)
    csv.write_text(csv_text(compare_releases.heading(), rows), encoding="utf-8", newline="")
    print(wrote(csv, len(rows)))


def notes(csv: _Csv = None, workspace: _Workspace = None) -> None:
    """Show a team's notes on codes."""
    found = asyncio.run(_notes(workspace))
    if csv is None:
        print("\n".join(notes_lines(found)))
        return
    csv.write_text(csv_text(team_notes.heading(), team_notes.table(found)), encoding="utf-8", newline="")
    print(wrote(csv, len(found)))


def _question(system: str, earlier: str, later: str) -> ChangesRequest:
    """Two names are the two releases; one name is the earlier one."""
    named = f"{system} {earlier} to {later}" if later else f"{system} since {earlier}" if earlier else system
    question = read_changes(named)
    alone = read_changes(system)
    if (
        not isinstance(question, ChangesRequest)
        or not isinstance(alone, ChangesRequest)
        or alone.system is None
    ):
        sys.exit(no_such_set(system, COMPARED))
    return question


async def _compared(question: ChangesRequest, said: str | None) -> tuple[Compared, frozenset[str]]:
    async with _database() as database:
        workspace, _ = await whose(database, said)
        compared = await CodeChanges(database).compare(question, workspace)
        async with database.read() as work:
            watched = await work.watched.all(workspace)
    return compared[0], frozenset(each.code for each in watched)


async def _notes(said: str | None) -> list[TeamNote]:
    async with _database() as database:
        workspace, _ = await whose(database, said)
        async with database.read() as work:
            return list(await work.notes.all(workspace))


@asynccontextmanager
async def _database() -> AsyncIterator[SqlDatabase]:
    """The database, prepared first if needed, also while a bot runs. Opens no editions."""
    settings = Settings()
    with bar() as progress:
        await prepare_if_needed(settings, progress)
    database = SqlDatabase(settings.database_url, loader=True)
    try:
        yield database
    finally:
        await database.close()
