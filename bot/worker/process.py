"""The child that makes the database and the library's files ready (docs/decisions/0004), from both of its sides.

Light on purpose (docs/decisions/0009): a bot begins its child before it imports anything heavy itself, and the
child begins the edition before it imports the database.
"""

import asyncio
import gc
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from multiprocessing import active_children
from pathlib import Path

from bot.built_files.atomic import remove_unfinished
from bot.services.ports.editions import EditionStore
from bot.settings import Settings
from storage import schema_version

_PATIENCE_SECONDS = 3
_STOPPED = 128 + signal.SIGTERM
"""The exit code, as a shell tells it of a process that a signal has ended."""

Child = subprocess.Popen[bytes]
Tell = Callable[[str, int, int], None]
"""Told how far a long piece of work is: (stage, done, total)."""


def begin_if_needed(settings: Settings) -> Child | None:
    """The child, where the database is not at its newest version; blocks for a few milliseconds."""
    version = schema_version.current(settings.database_url)
    return None if version == schema_version.head() else begin(settings, new=version is None)


def begin(settings: Settings, *, new: bool = False) -> Child:
    """Start the child: parsing in a thread would stall the loop, and its memory would stay behind.

    `new`: nothing is there yet, so the edition can be begun without a look into the database.
    """
    folder = (str(settings.library_folder),) if new else ()
    return subprocess.Popen(  # noqa: S603 - this very interpreter, and a folder of our own settings
        (sys.executable, "-P", "-m", "bot.worker.process", *folder),
        stdout=subprocess.PIPE,
        env={**os.environ, "DATABASE_URL": settings.database_url},
        process_group=0,  # Ctrl-C reaches who waits for it, and that one ends it
    )


async def finished(child: Child, tell: Tell) -> None:
    """Pass on what the child tells until it has ended. Raises SystemExit where it failed; it has said why.

    Whoever is cancelled meanwhile ends it.
    """
    try:
        code = await asyncio.to_thread(_follow, child, tell)
    finally:
        await asyncio.to_thread(end, child)
    if code:
        raise SystemExit(code)


def end(child: Child) -> None:
    """Have it stop, where it has not, and take away what is half written; kill it where it does not. Blocks."""
    try:
        _tell_group(child, signal.SIGTERM)
        child.wait(_PATIENCE_SECONDS)
    except subprocess.TimeoutExpired:
        _tell_group(child, signal.SIGKILL)
        child.wait()


def _tell_group(child: Child, number: signal.Signals) -> None:
    """The child, and the process that it builds the first edition with."""
    if child.poll() is None:
        os.killpg(child.pid, number)


def _follow(child: Child, tell: Tell) -> int:
    assert child.stdout is not None  # noqa: S101  (PIPE was asked for)
    with child.stdout as told:
        for line in told:
            stage, done, total = line.decode().split()
            tell(stage, int(done), int(total))
    return child.wait()


def main() -> None:
    """The child: `python -m bot.worker.process [FOLDER]`; FOLDER where nothing stands there yet."""
    signal.signal(signal.SIGTERM, _leave)
    gc.disable()  # a short life full of objects that all stay: collecting takes a third of the time
    begun = None
    if sys.argv[1:]:
        from bot.services.library.installed_icd10cm import begin_build  # noqa: PLC0415 - the parent builds nothing

        begun = begin_build(Path(sys.argv[1]), _store, partial(_tell, "reading"), alone=True)
    from bot.worker.prepare import prepare_from_environment  # noqa: PLC0415 - after the other process has begun

    prepare_from_environment(_tell, begun)


def _store() -> EditionStore:
    from storage.editions.store import SqliteEditions  # noqa: PLC0415 - only the process that writes needs it

    return SqliteEditions()


def _tell(stage: str, done: int, total: int) -> None:
    """A line for the parent."""
    try:
        print(stage, done, total, flush=True)
    except BrokenPipeError:  # the parent is dead, and has told nobody
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        _leave()


def _leave(*_: object) -> None:
    """At once, in the copy of this process too. The database takes it as it would a power cut: what is staged nobody
    sees, and the next load removes it."""
    for other in active_children():
        other.terminate()
        other.join(_PATIENCE_SECONDS / 2)
    remove_unfinished()
    os._exit(_STOPPED)


if __name__ == "__main__":
    main()
