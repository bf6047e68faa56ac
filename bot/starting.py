"""A stop, by SIGTERM or Ctrl-C, before a bot's loop runs: nothing stands yet that would have to be taken down but its
child. Listened for before anything else is imported (docs/decisions/0009); bot.runtime.signals takes over from here.
"""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.worker.process import Child

SIGNALS = (signal.SIGTERM, signal.SIGINT)


class StartSignals:
    """From a bot's first line until its loop runs, and once more when that has ended."""

    def __init__(self) -> None:
        self._child: Child | None = None
        self._holds = self._asked = False

    def listen(self) -> None:
        """From now on a stop ends this process with exit code 0, and its child before it."""
        for number in SIGNALS:
            signal.signal(number, self._ask)

    def beginning(self, begin: Callable[[], Child | None]) -> Child | None:
        """The child that `begin` gives, known from its first moment: a stop meanwhile waits for it."""
        self._holds = True
        self._child = begin()
        self._holds = False
        if self._asked:
            self._leave()
        return self._child

    @staticmethod
    def over() -> None:
        """The loop has been left: who asks again for what is happening already changes no exit code by it."""
        for number in SIGNALS:
            signal.signal(number, signal.SIG_IGN)

    def _ask(self, *_: object) -> None:
        self._asked = True
        if not self._holds:
            self._leave()

    def _leave(self) -> None:
        if self._child is not None:
            from bot.worker.process import end  # noqa: PLC0415 - there is one, so it is imported

            end(self._child)
        os._exit(0)  # half an import is no place to raise anything from


STARTING = StartSignals()
"""Signals belong to the process, and so does this."""
