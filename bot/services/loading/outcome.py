"""The outcome of loading files, for the terminal and Slack, shared with processes that don't load files themselves.

It is separate from load_files so that a bot starts without the readers of code files (docs/decisions/0009).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from bot.domain.codes.completeness import Lack
from bot.domain.codes.files import Skipped
from bot.domain.codes.releases import Release
from bot.domain.errors import CodeDeskError

ProgressCallback = Callable[[str, int, int], None]
"""Receives the progress of a long job: (stage, done, total)."""


@dataclass
class NoSuchEdition(CodeDeskError):
    """No release, or more than one, is named `edition`. `there` are the names of the loaded releases."""

    edition: str
    there: tuple[str, ...]


@dataclass
class SameRelease(CodeDeskError):
    """Two of the files given together would be the same release, `edition`. `names` are the file names."""

    edition: str
    names: tuple[str, str]


@dataclass
class EditionBeforeNeeded(CodeDeskError):
    """The edition that the addenda file `name` starts from is not loaded. `edition` is what the addenda would make.

    `tried` are the loaded editions that do not fit. `effective` is the first day of the new edition.
    """

    name: str
    edition: str
    effective: date
    tried: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LoadedFile:
    """The outcome for one file: the release and its row count; `again` if the same file was already loaded.

    `replaced` is the row count of the release of the same name that it replaced, or 0. `lacks` tells why the file
    seems cut off, or None. `skipped` are the first rows that were left out; `left_out` is their total number.
    """

    release: Release
    rows: int
    again: bool = False
    skipped: tuple[Skipped, ...] = ()
    left_out: int = 0
    replaced: int = 0
    lacks: Lack | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome for all files. `passed_over` are names in zips that are not code files."""

    loaded: tuple[LoadedFile, ...]
    passed_over: tuple[str, ...] = ()
