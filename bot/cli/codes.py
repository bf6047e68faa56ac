"""`codedesk codes`: the loaded code sets."""

import asyncio

import typer

from bot.cli.audit.command import audit_lines
from bot.cli.changes import changes, notes
from bot.cli.choose_workspace import whose
from bot.cli.code_sentences import stored_lines
from bot.cli.fetch import fetch_sets
from bot.cli.fetch_sentences import missing_lines
from bot.cli.load import load, unload_release
from bot.cli.progress import bar
from bot.services.fetching.status import FetchableSet, fetch_status
from bot.services.loading.outcome import ProgressCallback
from bot.services.ports.clock import SystemClock
from bot.settings import Settings
from bot.worker.load import loaded, loading_database

app = typer.Typer(help="The loaded code sets.", no_args_is_help=True)


@app.callback()
def codes() -> None:
    """Manage the loaded code sets."""


@app.command("list")
def list_codes() -> None:
    """List the loaded releases with their first and last days."""
    with bar() as progress:
        stored, today = asyncio.run(loaded(Settings(), progress))
        missing = asyncio.run(_missing(Settings(), progress))
    for line in stored_lines(stored, today):
        print(line)
    for line in missing_lines(missing):
        print(line)


async def _missing(settings: Settings, progress: ProgressCallback) -> tuple[FetchableSet, ...]:
    async with loading_database(settings, progress) as database:
        owner, _ = await whose(database, None)
        return (await fetch_status(database, SystemClock(settings.zone), owner)).missing


app.command("load")(load)
app.command("fetch")(fetch_sets)
app.command("unload")(unload_release)
app.command("changes")(changes)
app.command("notes")(notes)
app.command("audit")(audit_lines)
