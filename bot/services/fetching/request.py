"""The request for a fetch. It is separate from the use case, so that a bot starts without the readers of code files."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.domain.codes.fetching.code_sets import CodeSet
from bot.domain.codes.releases import PUBLIC
from bot.services.fetching.outcome import FetchReport
from bot.services.loading.outcome import ProgressCallback


@dataclass(frozen=True, slots=True)
class FetchRequest:
    """What to fetch. Empty `sets` means all of them. `again`: also fetch loaded sets whose file has changed.

    `workspace` owns licensed sets; public sets are for all workspaces.
    """

    sets: tuple[CodeSet, ...] = ()
    workspace: str = PUBLIC
    again: bool = False
    dry_run: bool = False


FetchesSets = Callable[[FetchRequest, ProgressCallback], Awaitable[FetchReport]]
"""Fetches in the worker process, and announces what arrived."""
