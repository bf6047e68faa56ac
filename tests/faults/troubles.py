"""Faults of the processes during deliveries."""

import asyncio

from tests.faults.databases import Crashing
from tests.faults.runs import Trouble
from tests.faults.workers import Workers

_HOUR, _DAY = 3_600.0, 86_400.0
CLOCKS = (_HOUR, -_HOUR, _DAY, -_DAY, 0.0)


def crashes(there: Crashing, times: int, every: float) -> Trouble:
    """Crash the database server several times. It is back after half a second."""

    async def trouble(_workers: Workers) -> None:
        for _ in range(times):
            await asyncio.sleep(every)
            await there.crash(0.5)

    return trouble


def stops(times: int, seconds: float, every: float) -> Trouble:
    """Suspend one of the workers for this long, several times."""

    async def trouble(workers: Workers) -> None:
        for _ in range(times):
            await asyncio.sleep(every)
            await workers.stop_one(seconds)

    return trouble


def clocks(every: float) -> Trouble:
    """Set one worker's clock forward and back by an hour and a day, then right again."""

    async def trouble(workers: Workers) -> None:
        for offset in CLOCKS:
            await asyncio.sleep(every)
            workers.set_clock(offset)

    return trouble
