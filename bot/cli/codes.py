"""`codedesk codes`: what is loaded."""

import asyncio
from datetime import date

import typer

from bot.cli.load import load, unload_release
from bot.cli.progress import bar
from bot.cli.sentences import release_line
from bot.domain.codes.releases import Release
from bot.settings import Settings
from bot.wiring import Tell, opened

app = typer.Typer(help="The loaded code sets.", no_args_is_help=True)


@app.callback()
def codes() -> None:
    """The loaded code sets."""


@app.command("list")
def list_codes() -> None:
    """What is loaded, from when to when."""
    with bar() as tell:
        releases, today = asyncio.run(_releases(Settings(), tell))
    for release in releases:
        print(release_line(release, today))


app.command("load")(load)
app.command("unload")(unload_release)


async def _releases(settings: Settings, tell: Tell) -> tuple[tuple[Release, ...], date]:
    async with opened(settings, tell, loader=True) as library:
        return library.shelf.releases(), library.clock.today()
