"""Stop on SIGTERM or Ctrl-C: cancel a start in progress, end a running bot gracefully."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Self

from bot.runtime.start_signals import SIGNALS


class Stopped(Exception):
    """The start was cancelled by a stop request. Not an error."""


class Stop:
    """Handles stop signals. Enter it first in the event loop."""

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
        """Request a stop."""
        first = not self._asked.is_set()
        self._asked.set()
        if first and self._starting is not None:
            self._starting.cancel()

    def asked(self) -> bool:
        """Whether a stop was requested."""
        return self._asked.is_set()

    async def wait(self) -> None:
        """Wait for a stop request."""
        await self._asked.wait()

    @asynccontextmanager
    async def cuts_short(self) -> AsyncIterator[None]:
        """Wrap a start. A stop request cancels it and raises Stopped."""
        self._starting = task = asyncio.current_task()
        assert task is not None  # noqa: S101  (a coroutine always runs in a task)
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
