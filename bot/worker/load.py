"""Load code files and build their editions: on the command line, or as a bot's child (`python -m bot.worker.load`).

The child reads one JSON line, an Order; it writes lines `STAGE DONE TOTAL` and at the end one JSON line, its Answer.
A process of its own for the same reasons as bot.worker.prepare. Like that one it imports no Slack.
"""

import asyncio
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path

from bot.domain.codes.releases import Release
from bot.services.clock import SystemClock
from bot.services.loading import load_files
from bot.services.loading.outcome import Outcome, ProgressCallback
from bot.services.loading.release_names import LoadOptions
from bot.services.ports.database import StoredRelease
from bot.settings import Settings
from bot.worker.load_client import LoadRefusal, LoadReply, LoadRequest, refusal
from bot.worker.prepare import prepare
from storage import schema_version
from storage.engine import SqlDatabase

_STEPS = 200


async def load(
    settings: Settings, files: Sequence[Path], wished: LoadOptions, tell: ProgressCallback
) -> Outcome:
    """Load all of `files` or none, and build the editions of what came. Raises what `load_files` raises."""
    async with loading_database(settings, tell) as database:
        at = SystemClock(settings.zone).now()
        outcome = await load_files.load_files(database, files, at=at, tell=tell, wished=wished)
    await prepare(settings, tell)
    return outcome


async def unload(
    settings: Settings, edition: str, workspace: str | None, tell: ProgressCallback
) -> tuple[Release, ...]:
    """Take a release out, all parts of it; gives them. Raises NoSuchEdition."""
    async with loading_database(settings, tell) as database:
        gone = await load_files.unload(database, edition, workspace)
    await prepare(settings, tell)
    return gone


async def loaded(settings: Settings, tell: ProgressCallback) -> tuple[Sequence[StoredRelease], date]:
    """The releases of all workspaces, newest first, and today."""
    async with loading_database(settings, tell) as database, database.read() as work:
        return await work.releases.everywhere(), SystemClock(settings.zone).today()


@asynccontextmanager
async def loading_database(
    settings: Settings, tell: ProgressCallback, token_keys: Sequence[str] = ()
) -> AsyncIterator[SqlDatabase]:
    """The migrated database, opened for a loader that works while a bot runs."""
    if not await asyncio.to_thread(schema_version.is_current, settings.database_url):
        await prepare(settings, tell)
    database = SqlDatabase(settings.database_url, token_keys=token_keys, loader=True)
    try:
        yield database
    finally:
        await database.close()


class ProgressWriter:
    """Tells the parent of each step; not of each transaction."""

    def __init__(self) -> None:
        self._last: tuple[str, int] = ("", -1)

    def tell(self, stage: str, done: int, total: int) -> None:
        """Write the step where it is a new one."""
        step = stage, done * _STEPS // max(total, 1)
        if step != self._last:
            self._last = step
            _write(f"{stage} {done} {total}")


def _write(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


async def _obey(order: LoadRequest) -> Outcome | LoadRefusal:
    try:
        return await load(Settings(), [Path(p) for p in order.paths], order.wished, ProgressWriter().tell)
    except Exception as error:  # the parent words it: a stack trace might hold a line of the file
        return refusal(error)


def main() -> None:
    """Obey the order on standard input; settings from the environment."""
    order = LoadRequest.read(sys.stdin.readline())
    _write(LoadReply(asyncio.run(_obey(order))).line())


if __name__ == "__main__":
    main()
