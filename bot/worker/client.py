"""The parent's side of the worker process: start, follow, end. Preparing and loading use the same mechanism."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Self

from bot.domain.errors import WorkerFailed
from bot.services.fetching.outcome import FetchReport
from bot.services.fetching.request import FetchRequest
from bot.services.loading.outcome import Outcome
from bot.services.loading.release_names import LoadOptions
from bot.settings import Settings
from bot.worker.messages import (
    FetchWork,
    LoadRequest,
    Message,
    PrepareRequest,
    ProgressCallback,
    Request,
    WorkDone,
    WorkProgress,
    WorkRefused,
    line,
    read_message,
)
from storage import schema_version

_PATIENCE_SECONDS = 3
_LONGEST_LINE = 1 << 20
_COMMAND = (sys.executable, "-P", "-m", "bot.worker")


class Worker:
    """One run of the worker. It is a separate process, because parsing in a thread would stall the event loop."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process

    @classmethod
    def start(cls, settings: Settings, request: Request, command: Sequence[str] = _COMMAND) -> Self:
        """Start it. Blocks for a few milliseconds."""
        process = subprocess.Popen(  # noqa: S603 - this very interpreter
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "DATABASE_URL": settings.database_url},
            process_group=0,  # Ctrl-C reaches only the parent, which ends the worker
        )
        assert process.stdin is not None  # noqa: S101  (a pipe)
        with process.stdin as stdin:
            stdin.write(line(request))
        return cls(process)

    @property
    def exit_code(self) -> int | None:
        """The exit code; None while it runs."""
        return self._process.poll()

    async def finished(self, progress: ProgressCallback) -> WorkDone:
        """Pass on its progress until it has ended, and return the result. End the worker if the caller is canceled.

        Raises the errors of the work (UnreadableFile, NeedsToKnow, SameRelease, OSError), and WorkerFailed if it died
        or hit any other error.
        """
        last: Message | None = None
        async with _lines(self._process) as lines:
            try:
                async for text in lines:
                    last = read_message(text)
                    if isinstance(last, WorkProgress):
                        progress(last.stage, last.done, last.total)
                await asyncio.to_thread(self._process.wait)
            finally:  # before its pipe is closed, so that a worker being stopped doesn't hit a broken pipe first
                await _to_its_end(asyncio.create_task(asyncio.to_thread(self.end)))
        match last:
            case WorkDone():
                return last
            case WorkRefused():
                raise last.raised()
        raise WorkerFailed(f"exit {self._process.returncode}")

    def end(self) -> None:
        """Stop it if it still runs; it removes half-written files. Kill it if it does not stop. Blocks."""
        try:
            self._signal(signal.SIGTERM)
            self._process.wait(_PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            self._signal(signal.SIGKILL)
            self._process.wait()

    def _signal(self, number: signal.Signals) -> None:
        """Signal the worker and the process that builds its first files."""
        if self.exit_code is None:
            os.killpg(self._process.pid, number)


async def _to_its_end(task: asyncio.Task[None]) -> None:
    """Wait for `task` to finish even if the caller is canceled; then raise the last cancellation."""
    cancelled: asyncio.CancelledError | None = None
    while not task.done():
        try:
            await asyncio.shield(task)
        except asyncio.CancelledError as error:
            cancelled = error
    if cancelled is not None:
        raise cancelled
    task.result()


@asynccontextmanager
async def _lines(process: subprocess.Popen[bytes]) -> AsyncIterator[asyncio.StreamReader]:
    """The worker's output, read by the event loop.

    Workers that wait for each other must not occupy the pool's threads.
    """
    reader = asyncio.StreamReader(_LONGEST_LINE)
    loop = asyncio.get_running_loop()
    transport, _ = await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), process.stdout)
    try:
        yield reader
    finally:
        transport.close()


def start_if_needed(settings: Settings) -> Worker | None:
    """Start a worker that prepares, if the database is not at its newest version. Blocks for a few milliseconds."""
    version = schema_version.current(settings.database_url)
    if version == schema_version.head():
        return None
    return Worker.start(settings, PrepareRequest(str(settings.library_folder) if version is None else ""))


async def prepare_if_needed(
    settings: Settings, progress: ProgressCallback, started: Worker | None = None
) -> None:
    """Prepare if the database is not at its newest version; `started` is already doing so. Raises like `finished`."""
    if worker := started or await asyncio.to_thread(start_if_needed, settings):
        await worker.finished(progress)


async def prepare(settings: Settings, progress: ProgressCallback) -> None:
    """Build the missing files. Raises like `finished`."""
    worker = await asyncio.to_thread(Worker.start, settings, PrepareRequest())
    await worker.finished(progress)


async def load(
    settings: Settings, paths: Sequence[Path], options: LoadOptions, progress: ProgressCallback
) -> Outcome:
    """Load all of `paths` or none. Raises like `finished`.

    A canceled load leaves invisible rows, which the next load removes.
    """
    request = LoadRequest(tuple(map(str, paths)), options)
    worker = await asyncio.to_thread(Worker.start, settings, request)
    done = await worker.finished(progress)
    if done.outcome is None:
        raise WorkerFailed("no outcome")
    return done.outcome


async def fetch(
    settings: Settings, stand_ins: Mapping[str, str], request: FetchRequest, progress: ProgressCallback
) -> FetchReport:
    """Fetch public code sets and load them. Raises like `finished`. `stand_ins` are for tests, never a setting."""
    worker = await asyncio.to_thread(Worker.start, settings, FetchWork(request, stand_ins))
    done = await worker.finished(progress)
    if done.report is None:
        raise WorkerFailed("no report")
    return done.report
