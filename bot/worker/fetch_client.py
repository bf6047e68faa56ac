"""The parent's side of `python -m bot.worker.fetch`: the order, the answer, and how the process is run."""

import asyncio
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field

import msgspec

from bot.services.fetching.outcome import FetchReport
from bot.services.fetching.request import FetchRequest
from bot.services.loading.outcome import ProgressCallback
from bot.settings import Settings
from bot.worker.load_client import LoaderFailed

_LONGEST_LINE = 1 << 20


@dataclass(frozen=True, slots=True)
class FetchOrder:
    """What the worker fetches. `stand_ins` are tests' replacements of the publishers' origins, never a setting."""

    request: FetchRequest
    stand_ins: Mapping[str, str] = field(default_factory=dict)

    @staticmethod
    def read(line: str) -> "FetchOrder":
        """What `line` wrote; raises msgspec.ValidationError."""
        return msgspec.json.decode(line, type=FetchOrder)

    def line(self) -> bytes:
        """One line of JSON."""
        return msgspec.json.encode(self) + b"\n"


@dataclass(frozen=True, slots=True)
class FetchAnswer:
    """The worker's last line: the report, or the name of an error's class. Never its text."""

    report: FetchReport | None = None
    error: str = ""

    def line(self) -> str:
        """One line of JSON."""
        return msgspec.json.encode(self).decode()


@dataclass(frozen=True, slots=True)
class FetchInWorker:
    """Fetches in a process of its own: reading code files would hold the bot's answers up."""

    settings: Settings
    stand_ins: Mapping[str, str] = field(default_factory=dict)

    async def __call__(self, request: FetchRequest, tell: ProgressCallback) -> FetchReport:
        """Fetch; `tell` hears the progress. Raises LoaderFailed where the process died. Cancelled, it is killed."""
        worker = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot.worker.fetch"),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            env={**os.environ, "DATABASE_URL": self.settings.database_url},
            limit=_LONGEST_LINE,
        )
        try:
            return await _followed(worker, FetchOrder(request, self.stand_ins), tell)
        finally:
            if worker.returncode is None:
                worker.kill()
                await worker.wait()


async def _followed(
    worker: asyncio.subprocess.Process, order: FetchOrder, tell: ProgressCallback
) -> FetchReport:
    assert worker.stdin is not None  # noqa: S101  (PIPE was asked for)
    assert worker.stdout is not None  # noqa: S101
    worker.stdin.write(order.line())
    await worker.stdin.drain()
    last = b""
    async for line in worker.stdout:
        if line.startswith(b"{"):
            last = line
        else:
            stage, done, total = line.decode().split()
            tell(stage, int(done), int(total))
    if await worker.wait() or not last:
        raise LoaderFailed(f"exit {worker.returncode}")
    answer = msgspec.json.decode(last, type=FetchAnswer)
    if answer.report is None:
        raise LoaderFailed(answer.error)
    return answer.report
