"""`codedesk admins`: name a workspace's first admin, and fix roles that no one in the workspace can change."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Annotated, TypeVar

import typer

from bot.cli.role_sentences import role_given, role_line
from bot.domain.roles import MemberRole, Role
from bot.services.ports.clock import SystemClock
from bot.services.team.roles import Changed, TeamRoles
from bot.settings import Settings
from storage import migrate, schema_version
from storage.engine import SqlDatabase

app = typer.Typer(help="Who is admin in a workspace.", no_args_is_help=True)

_Workspace = Annotated[str, typer.Option(help="The workspace's id, T...")]
_Person = Annotated[
    str, typer.Argument(help="The person's member id, U...: in Slack under Profile, Copy member ID")
]
_T = TypeVar("_T")


@app.callback()
def admins() -> None:
    """Manage the admins of a workspace."""


@app.command("add")
def add(user: _Person, workspace: _Workspace) -> None:
    """Make a user an admin."""
    print(role_given(asyncio.run(_give(workspace, user, Role.ADMIN)), workspace))


@app.command("remove")
def remove(user: _Person, workspace: _Workspace) -> None:
    """Make an admin a member again. The last admin can't be removed."""
    print(role_given(asyncio.run(_give(workspace, user, Role.MEMBER)), workspace))


@app.command("list")
def list_roles(workspace: _Workspace) -> None:
    """List every user with a role."""
    given = asyncio.run(_all(workspace))
    for each in given:
        print(role_line(each))
    if not given:
        print(role_line(None))


async def _give(workspace: str, user: str, role: Role) -> Changed:
    return await _with(lambda roles: roles.give_by_operator(workspace, user, role))


async def _all(workspace: str) -> list[MemberRole]:
    async def read(roles: TeamRoles) -> list[MemberRole]:
        return list(await roles.all(workspace))

    return await _with(read)


async def _with(work: Callable[[TeamRoles], Awaitable[_T]]) -> _T:
    """Run `work` with the roles in the configured database, migrated first if needed. Opens no edition."""
    settings = Settings()
    if not await asyncio.to_thread(schema_version.is_current, settings.database_url):
        await asyncio.to_thread(migrate.upgrade, settings.database_url)
    database = SqlDatabase(settings.database_url, loader=True)
    try:
        return await work(TeamRoles(database, SystemClock(settings.zone)))
    finally:
        await database.close()
