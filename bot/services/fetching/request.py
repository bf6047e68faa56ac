"""What is asked of a fetch. Apart from the use case, so that a bot starts without the readers of code files."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.domain.codes.fetching.code_sets import CodeSet
from bot.domain.codes.releases import PUBLIC
from bot.services.fetching.outcome import FetchReport
from bot.services.loading.outcome import ProgressCallback


@dataclass(frozen=True, slots=True)
class FetchRequest:
    """What is to be fetched. No `sets`: all of them. `again`: also what is loaded, where its file has changed.

    `workspace` owns what is licensed; public sets belong to everyone.
    """

    sets: tuple[CodeSet, ...] = ()
    workspace: str = PUBLIC
    again: bool = False
    dry_run: bool = False


FetchesSets = Callable[[FetchRequest, ProgressCallback], Awaitable[FetchReport]]
"""Fetches in the worker process, and announces what arrived."""
