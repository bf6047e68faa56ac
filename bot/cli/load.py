"""`codedesk codes load` and `unload`: load published files and unload releases, also while a bot runs."""

import asyncio
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.code_sentences import outcome_lines, unloaded_line
from bot.cli.progress import bar
from bot.domain.codes.files import Variant
from bot.domain.dates import parse_date
from bot.services.loading.release_names import LoadOptions
from bot.settings import Settings
from bot.worker import load as worker_load


class LoadSetting(StrEnum):
    """The setting of edits, or the kind of fee schedule, in words that need no quotes."""

    PRACTITIONER = "practitioner"
    OUTPATIENT = "outpatient"
    DME = "dme"
    QPP = "qpp"
    NON_QPP = "non-qpp"


def load(
    files: Annotated[
        list[Path], typer.Argument(help="Code files as published, zips too, whatever their names")
    ],
    release: Annotated[str | None, typer.Option(help="A name for the release, such as FY2027")] = None,
    effective: Annotated[str | None, typer.Option(help="Its first date of service")] = None,
    workspace: Annotated[str | None, typer.Option(help="The workspace that is licensed for it")] = None,
    variant: Annotated[LoadSetting | None, typer.Option(help="Where a file's name does not tell")] = None,
) -> None:
    """Load published code files: all or none."""
    first_day = parse_date(effective, datetime.now().astimezone().date()) if effective else None
    options = LoadOptions(release, first_day, workspace, Variant[variant.name] if variant else None)
    with bar() as progress:
        outcome = asyncio.run(worker_load.load(Settings(), files, options, progress))
    for line in outcome_lines(outcome, workspace_said=workspace is not None):
        print(line)


def unload_release(
    release: Annotated[str, typer.Argument(help="Its name, as `codedesk codes list` shows it")],
    workspace: Annotated[str | None, typer.Option(help="The workspace that it was loaded for")] = None,
) -> None:
    """Unload a release with all its parts."""
    with bar() as progress:
        gone = asyncio.run(worker_load.unload(Settings(), release, workspace, progress))
    print(unloaded_line(gone))
