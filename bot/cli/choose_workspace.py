"""For which workspace a command asks: the one that is said, else the only one that the database knows."""

from bot.domain.codes.releases import PUBLIC
from bot.services.ports.database import Database


async def whose(database: Database, said: str | None) -> tuple[str, tuple[str, ...]]:
    """The workspace, and those that could be meant where none was said and there are several; then it is PUBLIC.

    Files that hold CPT (NCCI, MUE and fees among them) belong to one workspace: a command that asked nobody's would
    find nothing of them.
    """
    if said:
        return said, ()
    async with database.read() as work:
        known = tuple(await work.workspaces.known())
    return (known[0], ()) if len(known) == 1 else (PUBLIC, known)
