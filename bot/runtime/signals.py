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
        self._requested = asyncio.Event()
        self._starting: asyncio.Task[object] | None = None

    async def __aenter__(self) -> Self:
        loop = asyncio.get_running_loop()
        for number in SIGNALS:
            loop.add_signal_handler(number, self.request_stop)
        return self

    async def __aexit__(self, kind: type[BaseException] | None, *_: object) -> bool:
        return kind is Stopped

    def request_stop(self) -> None:
        """Request a stop."""
        first = not self._requested.is_set()
        self._requested.set()
        if first and self._starting is not None:
            self._starting.cancel()

    def is_requested(self) -> bool:
        """Whether a stop was requested."""
        return self._requested.is_set()

    async def wait(self) -> None:
        """Wait for a stop request."""
        await self._requested.wait()

    @asynccontextmanager
    async def cancel_on_stop(self) -> AsyncIterator[None]:
        """Wrap a start. A stop request cancels it and raises Stopped."""
        self._starting = task = asyncio.current_task()
        assert task is not None  # noqa: S101  (a coroutine always runs in a task)
        try:
            self._raise_if_requested()
            yield
        except asyncio.CancelledError:
            if not self.is_requested() or task.uncancel():
                raise
        finally:
            self._starting = None
        self._raise_if_requested()

    def _raise_if_requested(self) -> None:
        if self.is_requested():
            raise Stopped
