"""A stop, by SIGTERM or Ctrl-C, once a bot's loop runs: what is starting is cut short, what runs ends gracefully."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Self

from bot.starting import SIGNALS


class Stopped(Exception):
    """The start was cut short: no error, somebody asked for it."""


class Stop:
    """Enter it first thing in the loop: from then on it hears the signals."""

    def __init__(self) -> None:
        self._asked = asyncio.Event()
        self._starting: asyncio.Task[object] | None = None

    async def __aenter__(self) -> Self:
        loop = asyncio.get_running_loop()
        for number in SIGNALS:
            loop.add_signal_handler(number, self.ask)
        return self

    async def __aexit__(self, kind: type[BaseException] | None, *_: object) -> bool:
        return kind is Stopped

    def ask(self) -> None:
        """Stop now."""
        first = not self._asked.is_set()
        self._asked.set()
        if first and self._starting is not None:
            self._starting.cancel()

    def asked(self) -> bool:
        """Whether to begin nothing more."""
        return self._asked.is_set()

    async def wait(self) -> None:
        """Until somebody asks."""
        await self._asked.wait()

    @asynccontextmanager
    async def cuts_short(self) -> AsyncIterator[None]:
        """Around a start: whatever it waits for is cancelled. Raises Stopped then, or afterwards."""
        self._starting = task = asyncio.current_task()
        assert task is not None  # noqa: S101  (a coroutine runs in one)
        try:
            self._raise_if_asked()
            yield
        except asyncio.CancelledError:
            if not self.asked() or task.uncancel():
                raise
        finally:
            self._starting = None
        self._raise_if_asked()

    def _raise_if_asked(self) -> None:
        if self.asked():
            raise Stopped
