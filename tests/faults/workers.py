"""Processes that deliver, die, get suspended and have wrong clocks."""

import asyncio
import os
import random
import signal
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from typing import Protocol

from tests.faults.worker import Orders, work

_CONTEXT = get_context("forkserver")
_PRELOAD = [
    *(
        "tests.faults.worker",
        "psycopg",
        "storage.outbox",
        "storage.reminder_store",
    ),
    # Modules that only the long form's main module imports; otherwise every process would import them again.
    *("tests.faults.databases", "tests.faults.runs", "tests.faults.troubles"),
]
"""Including modules that storage imports late. A start then costs only a fork and a connection."""


class Offset(Protocol):
    """A number that another process reads."""

    value: float


@dataclass(frozen=True, slots=True)
class Worker:
    """One process and its clock offset in seconds."""

    process: BaseProcess
    offset: Offset


@dataclass
class Workers:
    """Keeps this many processes alive. Each of the first `kills` kills itself after about `calls` Slack calls."""

    orders: Orders
    count: int
    kills: int
    calls: int
    draw: random.Random
    killed: int = 0
    alive: list[Worker] = field(default_factory=list)

    def tend(self) -> None:
        """Replace dead processes."""
        gone = [w for w in self.alive if w.process.exitcode is not None]
        self.killed += sum(w.process.exitcode == -signal.SIGKILL for w in gone)
        self.alive = [w for w in self.alive if w not in gone]
        while len(self.alive) < self.count:
            self.alive.append(self._start())

    def end(self) -> None:
        """Kill them all."""
        for worker in self.alive:
            worker.process.kill()
            worker.process.join()

    async def stop_one(self, seconds: float) -> None:
        """Suspend one with SIGSTOP for this long."""
        worker = self.draw.choice(self.alive)
        pid = worker.process.pid
        if pid is None or worker.process.exitcode is not None:
            return
        os.kill(pid, signal.SIGSTOP)
        await asyncio.sleep(seconds)
        os.kill(pid, signal.SIGCONT)

    def set_clock(self, seconds: float) -> None:
        """Set the first worker's clock."""
        self.alive[0].offset.value = seconds

    def _start(self) -> Worker:
        """Fork from a process that has imported everything: a start takes milliseconds, not seconds."""
        after = self.draw.randint(1, 2 * self.calls) if self.kills > 0 else 0
        self.kills -= 1
        offset = _CONTEXT.Value("d", 0.0)
        _CONTEXT.set_forkserver_preload(_PRELOAD)
        process = _CONTEXT.Process(target=work, args=(self.orders, after, offset), daemon=True)
        process.start()
        return Worker(process, offset)


def calls_each(reminders: int, kills: int, processes: int) -> int:
    """The average number of calls before a process dies, to spread deaths over the run."""
    return max(1, reminders // max(1, kills + processes))
