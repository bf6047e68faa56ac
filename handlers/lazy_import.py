"""What is imported only once the bot answers: see docs/decisions/0009.

`Later(make)` stands for what `make` returns, and `make` imports the modules that it needs itself, so that types are
checked as anywhere. The first who wants it, or `warm` right after the start, has it made in a thread of its own:
importing a feature takes up to a tenth of a second, and the event loop goes on meanwhile.
"""

import asyncio
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Generic, TypeVar

from bot.logs import LogEvent, get_logger

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
_IMPORTS = ThreadPoolExecutor(1, thread_name_prefix="imports")
"""One thread for all imports: two that meet in a circle of modules would see one of them half made."""
_log = get_logger("later")


class LazyImport(Generic[T_co]):
    """Made once, by the first who awaits `made`; one that failed is tried again by the next."""

    __slots__ = ("_made", "_make")

    def __init__(self, make: Callable[[], T_co]) -> None:
        self._make = make
        self._made: tuple[T_co] | None = None

    async def made(self) -> T_co:
        """What `make` returns. Raises what it raises."""
        if self._made is None:
            return await asyncio.get_running_loop().run_in_executor(_IMPORTS, self.once)
        return self._made[0]

    def once(self) -> T_co:
        """The same at once, in this thread."""
        if self._made is None:
            self._made = (self._make(),)
        return self._made[0]


def standing(value: T) -> LazyImport[T]:
    """What stands already, where something later may stand."""
    later = LazyImport(lambda: value)
    later.once()
    return later


async def warm(every: Iterable[LazyImport[object]], stop: asyncio.Event | None = None) -> None:
    """Make each of them, one after the other, so that whoever asks meanwhile waits for one at most; none after `stop`.

    A failure is logged, and met again by the first who wants that one.
    """
    for later in every:
        if stop is not None and stop.is_set():
            return
        try:
            await later.made()
        except Exception as error:  # a feature that can't be imported must not take the others with it
            _log.error(LogEvent.JOB_FAILED, error)
