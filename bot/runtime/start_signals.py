"""Handle SIGTERM and Ctrl-C before a bot's event loop runs. Only the worker must be ended then.

It has almost no imports, because a bot installs this before it imports anything else. bot.runtime.signals takes over
later.
"""

import os
import signal
from collections.abc import Callable
from typing import Protocol, TypeVar

SIGNALS = (signal.SIGTERM, signal.SIGINT)


class StartedWorker(Protocol):
    """Stands for bot.worker.client.Worker."""

    def end(self) -> None:
        """Stop it and wait until it has ended."""


_W = TypeVar("_W", bound=StartedWorker)


class StartSignals:
    """Handles signals from a bot's first line until its loop runs, and again after the loop has ended."""

    def __init__(self) -> None:
        self._worker: StartedWorker | None = None
        self._holds = self._asked = False

    def listen(self) -> None:
        """From now on, a signal ends the worker and then this process, with exit code 0."""
        for number in SIGNALS:
            signal.signal(number, self._ask)

    def starting(self, start: Callable[[], _W | None]) -> _W | None:
        """Start the worker with `start` and register it. A signal during the start waits for it."""
        self._holds = True
        worker = self._worker = start()
        self._holds = False
        if self._asked:
            self._leave()
        return worker

    @staticmethod
    def over() -> None:
        """Record that the loop has ended: another signal no longer changes the exit code."""
        for number in SIGNALS:
            signal.signal(number, signal.SIG_IGN)

    def _ask(self, *_: object) -> None:
        self._asked = True
        if not self._holds:
            self._leave()

    def _leave(self) -> None:
        if self._worker is not None:
            self._worker.end()
        os._exit(0)  # an exception raised in the middle of an import could be caught anywhere


START_SIGNALS = StartSignals()
"""The only instance, because signals belong to the process."""
