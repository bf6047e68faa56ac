"""The daily check for new code sets: turned on by an admin, run by one process."""

from dataclasses import dataclass, replace

from bot.domain.codes.fetching.records import FetchSchedule
from bot.services.fetching.request import FetchesSets, FetchRequest
from bot.services.ports.database import Clock, Database

_EARLIEST_HOUR = 5
"""No one waits for the check, and publishers post during office hours, so a morning run finds the previous day's
files."""


@dataclass(frozen=True, slots=True)
class DailyFetch:
    """Reads its rows on each call. The caller has checked that the user is an admin."""

    database: Database
    clock: Clock

    async def switch(self, workspace: str, user: str, *, enabled: bool) -> None:
        """Turn the daily check on or off. Repeating the same choice changes nothing."""
        async with self.database.write() as work:
            before = await work.fetches.schedule(workspace)
            if (before is not None and before.enabled) == enabled:
                return
            after = FetchSchedule(enabled, user, self.clock.now())
            if before is not None:
                after = replace(after, looked_on=before.looked_on)
            await work.fetches.put_schedule(workspace, after)
            await work.commit()

    async def look(self, fetch: FetchesSets) -> int:
        """Called on each tick: fetch what is due, once a day, in every workspace that turned it on.

        Returns how many there were.
        """
        now = self.clock.local(self.clock.now())
        if now.hour < _EARLIEST_HOUR:
            return 0
        looked = 0
        while workspace := await self._next():
            await fetch(FetchRequest(workspace=workspace), _quiet)
            looked += 1
        return looked

    async def _next(self) -> str | None:
        async with self.database.read() as work:  # most ticks find nothing to do, so they only read
            wanted = await work.fetches.looks_due(self.clock.today())
        if not wanted:
            return None
        async with self.database.write() as work:
            workspace = await work.fetches.begin_look(self.clock.today())
            await work.commit()
        return workspace


def _quiet(_stage: str, _done: int, _total: int) -> None:
    return None
