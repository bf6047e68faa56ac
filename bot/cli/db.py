"""`codedesk db`: migrate, back up, restore."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.sentences import backed_up, restored, upgraded
from bot.settings import Settings
from storage import backup as copies
from storage import migrate, schema_version

app = typer.Typer(help="The database.", no_args_is_help=True)


@app.command()
def upgrade() -> None:
    """Migrate the database to the newest version."""
    url = Settings().database_url
    before = schema_version.current(url)
    migrate.upgrade(url)
    print(upgraded(before, schema_version.head()))


@app.command()
def backup(file: Annotated[Path, typer.Argument(help="Where to write the copy")]) -> None:
    """Write a consistent backup, also while the bot runs."""
    copies.backup(Settings().database_url, file)
    print(backed_up(file))


@app.command()
def restore(file: Annotated[Path, typer.Argument(help="A copy made by `codedesk db backup`")]) -> None:
    """Restore a backup. The current database is kept next to it."""
    kept = copies.restore(Settings().database_url, file)
    print(restored(file, kept))
