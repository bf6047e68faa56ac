"""What befalls the processes while they deliver."""

import asyncio

from tests.faults.databases import Crashing
from tests.faults.runs import Trouble
from tests.faults.workers import Workers

_HOUR, _DAY = 3_600.0, 86_400.0
CLOCKS = (_HOUR, -_HOUR, _DAY, -_DAY, 0.0)


def crashes(there: Crashing, times: int, every: float) -> Trouble:
    """The database server crashes so many times and comes back after half a second."""

    async def trouble(_workers: Workers) -> None:
        for _ in range(times):
            await asyncio.sleep(every)
            await there.crash(0.5)

    return trouble


def stops(times: int, seconds: float, every: float) -> Trouble:
    """One of the workers is stopped for so long and goes on, so many times."""

    async def trouble(workers: Workers) -> None:
        for _ in range(times):
            await asyncio.sleep(every)
            await workers.stop_one(seconds)

    return trouble


def clocks(every: float) -> Trouble:
    """The clock of one worker is set forward and back, an hour and a day, and right again."""

    async def trouble(workers: Workers) -> None:
        for offset in CLOCKS:
            await asyncio.sleep(every)
            workers.set_clock(offset)

    return trouble
