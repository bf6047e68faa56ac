"""What is imported only once the bot answers: see docs/decisions/0009.

`Later(make)` stands for what `make` returns, and `make` imports the modules that it needs itself, so that types are
checked as anywhere. The first who wants it, or `warm` right after the start, has it made in a thread of its own:
importing a feature takes up to a tenth of a second, and the event loop goes on meanwhile.
"""

import asyncio
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Generic, Self, TypeVar

from bot.logs import Event, get_logger

T = TypeVar("T")
_IMPORTS = ThreadPoolExecutor(1, thread_name_prefix="imports")
"""One thread for all imports: two that meet in a circle of modules would see one of them half made."""
_log = get_logger("later")


class Later(Generic[T]):
    """Made once, by the first who awaits `made`; one that failed is tried again by the next."""

    __slots__ = ("_made", "_make")

    def __init__(self, make: Callable[[], T]) -> None:
        self._make = make
        self._made: tuple[T] | None = None

    @classmethod
    def of(cls, value: T) -> Self:
        """What stands already, where something later may stand."""
        later = cls(lambda: value)
        later._made = (value,)
        return later

    async def made(self) -> T:
        """What `make` returns. Raises what it raises."""
        if self._made is None:
            return await asyncio.get_running_loop().run_in_executor(_IMPORTS, self._once)
        return self._made[0]

    def _once(self) -> T:
        if self._made is None:
            self._made = (self._make(),)
        return self._made[0]


async def warm(every: Iterable[Later[object]]) -> None:
    """Make each of them, one after the other, so that whoever asks meanwhile waits for one at most.

    A failure is logged, and met again by the first who wants that one.
    """
    for later in every:
        try:
            await later.made()
        except Exception as error:  # a feature that can't be imported must not take the others with it
            _log.error(Event.JOB_FAILED, error)
