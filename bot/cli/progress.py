"""A progress bar on a terminal, else one line for each stage. Nothing is drawn without progress."""

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

ProgressCallback = Callable[[str, int, int], None]

STAGES = {
    "looking": "Reading the publishers' pages",
    "downloading": "Downloading",
    "reading": "Reading the code file",
    "loading": "Loading it into the database",
    "indexing": "Writing the index",
    "auditing": "Checking billed lines",
}


@contextmanager
def bar() -> Iterator[ProgressCallback]:
    """Draw to standard error, so that standard output has only the answer."""
    if not sys.stderr.isatty():
        yield _ProgressLines().report
        return
    with ExitStack() as stack:
        yield _Drawn(stack).report


class _ProgressLines:
    def __init__(self) -> None:
        self._told: set[str] = set()

    def report(self, stage: str, _done: int, _total: int) -> None:
        """Print each stage once, when it begins."""
        if stage not in self._told:
            self._told.add(stage)
            print(f"{STAGES.get(stage, stage)} ...", file=sys.stderr, flush=True)


class _Drawn:
    """Draws from the first report on. Most starts have no progress, so they need not import rich."""

    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack
        self._move: Callable[[str, int, int], None] | None = None

    def report(self, stage: str, done: int, total: int) -> None:
        """Update the bar of `stage`."""
        if self._move is None:
            self._move = _draw(self._stack)
        self._move(stage, done, total)


def _draw(stack: ExitStack) -> ProgressCallback:
    from rich import progress as rich  # noqa: PLC0415 - most starts draw no bar
    from rich.console import Console  # noqa: PLC0415

    columns = (
        rich.TextColumn("{task.description}"),
        rich.BarColumn(),
        rich.MofNCompleteColumn(),
        rich.TimeElapsedColumn(),
    )
    drawn = stack.enter_context(rich.Progress(*columns, console=Console(stderr=True)))
    return partial(_move, drawn, {})


def _move(drawn: "Progress", tasks: "dict[str, TaskID]", stage: str, done: int, total: int) -> None:
    if stage not in tasks:
        tasks[stage] = drawn.add_task(STAGES.get(stage, stage))
    drawn.update(tasks[stage], completed=done, total=total)
