"""Take everything of one workspace out for good: for the operator, when a team leaves or asks for it."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.codes.releases import PUBLIC
from bot.domain.errors import CodeDeskError
from bot.services.loading.stage_release import sweep
from bot.services.ports.database import Clock, Database


@dataclass
class NotOneWorkspace(CodeDeskError):
    """What belongs to everybody (`*`), or to nobody, is not purged."""

    workspace: str


async def held(database: Database, workspace: str) -> Mapping[str, int]:
    """How many rows there are of the workspace, by table; those of its releases' codes are not counted."""
    _must_be_one(workspace)
    async with database.read() as work:
        return await work.workspaces.held(workspace)


async def purge(database: Database, clock: Clock, workspace: str, by: str) -> Mapping[str, int]:
    """Delete every row of the workspace: what `held` told before. Raises NotOneWorkspace.

    All but the codes of its own releases goes in one transaction, in which those releases disappear too. Their
    rows may be millions: they follow in short transactions, and if that is cut short, with the next load or purge.
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
