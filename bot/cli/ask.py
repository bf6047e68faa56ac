"""`codedesk ask`: one answer as text, from the same handlers that answer Slack."""

import asyncio
from typing import Annotated

import typer

from bot.cli.progress import bar
from bot.domain.codes.releases import PUBLIC
from bot.settings import Settings
from bot.wiring import opened
from bot.worker.messages import ProgressCallback
from handlers import make_dispatcher
from handlers.views.plain import as_text


def ask(
    line: Annotated[str, typer.Argument(help='A command line, such as "/cpt 97140"')],
    workspace: Annotated[
        str, typer.Option(help="The workspace that asks: its own code sets, notes, watched codes")
    ] = PUBLIC,
) -> None:
    """Answer one command line in the terminal."""
    with bar() as progress:
        answer = asyncio.run(_ask(Settings(), line, workspace, progress))
    print(answer)


async def _ask(settings: Settings, line: str, workspace: str, progress: ProgressCallback) -> str:
    async with opened(settings, progress, loader=True) as library:
        dispatcher = make_dispatcher(
            code_library=library.code_library,
            clock=library.clock,
            team_cache=library.team_cache,
            roles=library.roles,
        )
        return as_text(await dispatcher.answer_line(line, workspace=workspace, user="terminal"))
