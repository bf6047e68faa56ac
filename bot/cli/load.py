"""`codedesk codes load` and `unload`: published files in, releases out again, beside a running bot too."""

import asyncio
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.progress import bar
from bot.cli.sentences import loaded_line, unloaded_line
from bot.domain.codes.releases import PUBLIC
from bot.domain.dates import parse_date
from bot.services.load_files import Loaded, Wished, load_file, unload
from bot.settings import Settings
from bot.wiring import Tell, opened, prepare_in_child


def load(
    files: Annotated[list[Path], typer.Argument(help="Code files as published, whatever their names")],
    release: Annotated[str | None, typer.Option(help="A name for the release, such as FY2027")] = None,
    effective: Annotated[str | None, typer.Option(help="Its first date of service")] = None,
    workspace: Annotated[str, typer.Option(help="The workspace that is licensed for it")] = PUBLIC,
) -> None:
    """Load published code files: all of a file or nothing."""
    first_day = parse_date(effective, datetime.now().astimezone().date()) if effective else None
    wished = Wished(release, first_day, workspace)
    with bar() as tell:
        for loaded in asyncio.run(_load(Settings(), files, wished, tell)):
            print(loaded_line(loaded))


async def _load(settings: Settings, files: list[Path], wished: Wished, tell: Tell) -> list[Loaded]:
    async with opened(settings, tell, loader=True) as library:
        done = []
        for file in files:
            content = await asyncio.to_thread(file.read_bytes)
            done.append(
                await load_file(
                    library.database,
                    content,
                    at=library.clock.now(),
                    tell=tell,
                    source=file.name,
                    wished=wished,
                )
            )
    await prepare_in_child(settings, tell)
    return done


def unload_release(
    release: Annotated[str, typer.Argument(help="Its name, as `codedesk codes list` shows it")],
    workspace: Annotated[str, typer.Option(help="The workspace that it was loaded for")] = PUBLIC,
) -> None:
    """Take a release out again."""
    with bar() as tell:
        print(unloaded_line(asyncio.run(_unload(Settings(), release, workspace, tell))))


async def _unload(settings: Settings, release: str, workspace: str, tell: Tell) -> str:
    async with opened(settings, tell, loader=True) as library:
        gone = await unload(library.database, release, workspace)
    await prepare_in_child(settings, tell)
    return f"{gone.system} {gone.edition}"
