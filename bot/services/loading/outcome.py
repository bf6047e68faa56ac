"""What came of loading files: told to the operator and in Slack, by processes that load nothing themselves.

Apart from load_files, so that a bot starts without the readers of code files (docs/decisions/0009).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from bot.domain.codes.completeness import Lack
from bot.domain.codes.files import Skipped
from bot.domain.codes.releases import Release
from bot.domain.errors import CodeDeskError

ProgressCallback = Callable[[str, int, int], None]
"""Told how far a long piece of work is: (stage, done, total)."""


@dataclass
class NoSuchEdition(CodeDeskError):
    """No release, or more than one, is called `edition`; `there` are the names of those that are loaded."""

    edition: str
    there: tuple[str, ...]


@dataclass
class SameRelease(CodeDeskError):
    """Two of the files given together would be the same release, `edition`; `names` are theirs."""

    edition: str
    names: tuple[str, str]


@dataclass
class EditionBeforeNeeded(CodeDeskError):
    """No loaded edition is the one that the addenda called `name` start from; `edition` is what they would make.

    `tried` are the editions that are loaded and do not fit. `effective` is the first day of the new one.
    """

    name: str
    edition: str
    effective: date
    tried: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LoadedFile:
    """What came of a file: the release and its rows; `again` where the same file was loaded already.

    `replaced` are the rows of the release of the same name whose place it took, 0 where there was none.
    `lacks` tells why the file seems cut off, None where nothing does. `skipped` are the first rows that were left
    out, `left_out` is how many there were in all.
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
    """What came of all files given together; `passed_over` are the names in zips that are no code files."""

    loaded: tuple[LoadedFile, ...]
    passed_over: tuple[str, ...] = ()
