"""`codedesk ask`: one answer as text, from the handlers that answer Slack."""

import asyncio
from typing import Annotated

import typer

from bot.cli.progress import bar
from bot.domain.codes.releases import PUBLIC
from bot.settings import Settings
from bot.wiring import opened
from bot.worker.messages import Tell
from handlers import make_desk
from handlers.views.plain import as_text


def ask(
    line: Annotated[str, typer.Argument(help='A command line, such as "/cpt 97140"')],
    workspace: Annotated[
        str, typer.Option(help="The workspace that asks: its own code sets, notes, watched codes")
    ] = PUBLIC,
) -> None:
    """Answer one command line on the terminal."""
    with bar() as tell:
        answer = asyncio.run(_ask(Settings(), line, workspace, tell))
    print(answer)


async def _ask(settings: Settings, line: str, workspace: str, tell: Tell) -> str:
    async with opened(settings, tell, loader=True) as library:
        desk = make_desk(shelf=library.shelf, clock=library.clock, habits=library.habits, roles=library.roles)
        return as_text(await desk.answer_line(line, workspace=workspace, user="terminal"))
