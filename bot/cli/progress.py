"""A progress bar on a terminal; one line for each stage where there is none."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from bot.cli.sentences import STAGES
from bot.wiring import Tell


@contextmanager
def bar() -> Iterator[Tell]:
    """Draws on standard error, so that standard output carries the answer alone."""
    if not sys.stderr.isatty():
        yield _Lines().tell
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        tasks: dict[str, TaskID] = {}

        def tell(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = progress.add_task(STAGES.get(stage, stage))
            progress.update(tasks[stage], completed=done, total=total)

        yield tell


class _Lines:
    def __init__(self) -> None:
        self._told: set[str] = set()

    def tell(self, stage: str, _done: int, _total: int) -> None:
        """Name each stage once, as it begins."""
        if stage not in self._told:
            self._told.add(stage)
            print(f"{STAGES.get(stage, stage)} ...", file=sys.stderr, flush=True)
