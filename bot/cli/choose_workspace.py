"""Choose a command's workspace: the one named, else the only one in the database."""

from bot.domain.codes.releases import PUBLIC
from bot.services.ports.database import Database


async def whose(database: Database, said: str | None) -> tuple[str, tuple[str, ...]]:
    """The workspace, and the candidates. PUBLIC with candidates if none was named and there are several.

    Files with CPT (including NCCI, MUE and fees) belong to one workspace, so a command without a workspace would not
    find them.
    """
    if said:
        return said, ()
    async with database.read() as work:
        known = tuple(await work.workspaces.known())
    return (known[0], ()) if len(known) == 1 else (PUBLIC, known)
