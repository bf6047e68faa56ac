"""The worker process: `python -m bot.worker` handles the request on its standard input (bot.worker.messages).

It has few imports on purpose: at a first start, it begins to build the installed edition before it imports the
database.
"""

import os
import signal
import sys
from functools import partial
from multiprocessing import active_children
from pathlib import Path

from bot.built_files.atomic import remove_unfinished
from bot.collection import collect_seldom
from bot.services.library.installed_icd10cm import InstalledBuild, begin_build
from bot.worker.messages import Message, PrepareRequest, Request, WorkProgress, line, read_request

_PATIENCE_SECONDS = 1.5
_STOPPED = 128 + signal.SIGTERM
"""The exit code that a shell reports for a process ended by a signal."""
_STEPS = 200


class Reporter:
    """Writes to the parent: one progress message for each step, not for each transaction."""

    def __init__(self) -> None:
        self._last: tuple[str, int] = ("", -1)

    def report(self, stage: str, done: int, total: int) -> None:
        """Report progress."""
        step = stage, done * _STEPS // max(total, 1)
        if step != self._last:
            self._last = step
            self.write(WorkProgress(stage, done, total))

    def write(self, message: Message) -> None:
        """Write one message. If the parent has died, end this process too."""
        try:
            sys.stdout.buffer.write(line(message))
            sys.stdout.buffer.flush()
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            _leave()


def main() -> None:
    """Handle the request. Settings come from the environment."""
    signal.signal(signal.SIGTERM, _leave)
    collect_seldom()
    request, reporter = read_request(sys.stdin.buffer.readline()), Reporter()
    begun = _begun(request, reporter)
    from bot.worker.tasks import run  # noqa: PLC0415 - after the copy of this process: it is small, and one thread

    reporter.write(run(request, reporter.report, begun))


def _begun(request: Request, reporter: Reporter) -> InstalledBuild | None:
    """Start building the first files in a fork of this process."""
    if not isinstance(request, PrepareRequest) or not request.new_folder:
        return None
    folder, report = Path(request.new_folder), partial(reporter.report, "reading")
    return begin_build(folder, report, alone=True)


def _leave(*_: object) -> None:
    """End at once, together with the forked process.

    To the database this is like a power failure: staged rows stay invisible, and the next load removes them.
    """
    for other in active_children():
        other.terminate()
        other.join(_PATIENCE_SECONDS)
    remove_unfinished()
    os._exit(_STOPPED)


if __name__ == "__main__":
    main()
