"""Permanently delete all data of one workspace: for the operator, when a team leaves or requests it."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.codes.releases import PUBLIC
from bot.domain.errors import CodeDeskError
from bot.services.loading.stage_release import sweep
from bot.services.ports.database import Clock, Database


@dataclass
class NotOneWorkspace(CodeDeskError):
    """Public data (`*`) and an empty workspace cannot be purged."""

    workspace: str


async def held(database: Database, workspace: str) -> Mapping[str, int]:
    """The workspace's row count in each table, without the rows of its releases' codes."""
    _must_be_one(workspace)
    async with database.read() as work:
        return await work.workspaces.held(workspace)


async def purge(database: Database, clock: Clock, workspace: str, by: str) -> Mapping[str, int]:
    """Delete every row of the workspace, and return the counts from `held`. Raises NotOneWorkspace.

    One transaction deletes everything except the codes of the workspace's own releases, and makes those releases
    invisible. Their rows may number millions, so short transactions delete them afterward. If that is interrupted,
    the next load or purge finishes it.
    """
    _must_be_one(workspace)
    async with database.loading():
        async with database.write() as work:
            for stored in await work.releases.everywhere():
                if stored.release.workspace == workspace:
                    await work.releases.withdraw(workspace, stored.id)
            gone = await work.workspaces.purge(workspace, by, clock.now())
            await work.commit()
        await sweep(database)
    return gone


def _must_be_one(workspace: str) -> None:
    if not workspace.strip() or workspace == PUBLIC:
        raise NotOneWorkspace(workspace)
