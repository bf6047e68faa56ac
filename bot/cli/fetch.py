"""`codedesk codes fetch`: download public code sets from CMS and CDC, verify and load them."""

import asyncio
import getpass
import sys
from typing import Annotated

import typer

from bot.cli.choose_workspace import whose
from bot.cli.fetch_sentences import accepted_line, name_needed, report_lines, unknown_set, whose_license
from bot.cli.progress import bar
from bot.domain.codes.fetching.code_sets import CodeSet, DataLicense
from bot.domain.codes.releases import PUBLIC
from bot.services.fetching.outcome import FetchResult
from bot.services.fetching.request import FetchRequest
from bot.services.loading.outcome import ProgressCallback
from bot.settings import Settings
from bot.worker.fetch import accept_license, fetch
from bot.worker.load import loading_database

_SETS = "Which ones: " + ", ".join(CodeSet) + ". Default: all that are due"
_ACCEPT = "Name of the person who has read the AMA's license and accepts it for a year"


def fetch_sets(
    sets: Annotated[list[str] | None, typer.Argument(metavar="SET...", help=_SETS)] = None,
    every: Annotated[bool, typer.Option("--all", help="Also look for newer files of what is loaded")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be downloaded")] = False,
    accept: Annotated[str | None, typer.Option("--accept-license", metavar="NAME", help=_ACCEPT)] = None,
    workspace: Annotated[str | None, typer.Option(help="The workspace that is licensed for it")] = None,
) -> None:
    """Download the public code sets that are due from CMS and CDC, verify them, and load them."""
    settings = Settings()
    wanted = tuple(_code_set(name) for name in sets or ())
    with bar() as progress:
        owner = asyncio.run(_owner(settings, workspace, progress))
        if accept is not None:
            print(_accepted(settings, owner, accept, progress), file=sys.stderr)
        request = FetchRequest(wanted, owner[0], again=every, dry_run=dry_run)
        report = asyncio.run(fetch(settings, request, progress))
    for line in report_lines(report, settings.incoming_folder):
        print(line)
    if report.of(FetchResult.FAILED):
        settings.incoming_folder.mkdir(parents=True, exist_ok=True)
    if report.of(FetchResult.FAILED) or (sets and report.of(FetchResult.LICENSE) and not dry_run):
        raise typer.Exit(1)


def _code_set(name: str) -> CodeSet:
    try:
        return CodeSet(name.lower())
    except ValueError:
        sys.exit(unknown_set(name, tuple(CodeSet)))


async def _owner(
    settings: Settings, said: str | None, progress: ProgressCallback
) -> tuple[str, tuple[str, ...]]:
    async with loading_database(settings, progress) as database:
        return await whose(database, said)


def _accepted(
    settings: Settings, owner: tuple[str, tuple[str, ...]], name: str, progress: ProgressCallback
) -> str:
    """Accept the license. If its name was given instead of a person's, the user running the command accepts it."""
    workspace, known = owner
    if workspace == PUBLIC:
        sys.exit(whose_license(known))
    who = " ".join(name.split())
    if who.upper() == DataLicense.AMA:
        who = f"{getpass.getuser()} (account)"
    if not who:
        sys.exit(name_needed())
    return accepted_line(asyncio.run(accept_license(settings, workspace, who, progress)), workspace)
