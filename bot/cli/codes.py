"""`codedesk codes`: what is loaded."""

import asyncio

import typer

from bot.cli.audit.command import audit_lines
from bot.cli.changes import changes, notes
from bot.cli.code_sentences import stored_line
from bot.cli.load import load, unload_release
from bot.cli.progress import bar
from bot.settings import Settings
from bot.worker.load import loaded

app = typer.Typer(help="The loaded code sets.", no_args_is_help=True)


@app.callback()
def codes() -> None:
    """The loaded code sets."""


@app.command("list")
def list_codes() -> None:
    """What is loaded, from when to when."""
    with bar() as tell:
        stored, today = asyncio.run(loaded(Settings(), tell))
    for release in stored:
        print(stored_line(release, today))


app.command("load")(load)
app.command("unload")(unload_release)
app.command("changes")(changes)
app.command("notes")(notes)
app.command("audit")(audit_lines)
