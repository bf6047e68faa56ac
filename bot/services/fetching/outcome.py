"""The outcome of a fetch, for the terminal and Slack: plain data sent from the worker process."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.domain.codes.fetching.code_sets import CodeSet, DataLicense
from bot.services.fetching.faults import FetchFailure
from bot.services.loading.outcome import LoadedFile


class FetchResult(StrEnum):
    """The result for one edition of a set."""

    LOADED = "loaded"
    CURRENT = "already loaded"
    AVAILABLE = "would be fetched"  # a dry run
    NOT_PUBLISHED = "not published yet"
    LICENSE = "license not accepted"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class FetchedName:
    """One file of an edition: its name, its address and, after the download, its size and digest."""

    name: str
    url: str
    size: int = 0
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class EditionOutcome:
    """The outcome for one edition of a set. `failure` says what went wrong, and with which file."""

    name: str
    first_day: date
    result: FetchResult
    files: tuple[FetchedName, ...] = ()
    loaded: tuple[LoadedFile, ...] = ()
    failure: FetchFailure | None = None


@dataclass(frozen=True, slots=True)
class SetOutcome:
    """The outcome for one code set: its editions, and the pages where a person can find it."""

    code_set: CodeSet
    title: str
    license: DataLicense
    pages: tuple[str, ...]
    editions: tuple[EditionOutcome, ...]


@dataclass(frozen=True, slots=True)
class FetchReport:
    """Every set that was checked."""

    sets: tuple[SetOutcome, ...] = ()

    @property
    def loaded(self) -> tuple[LoadedFile, ...]:
        """All releases that are new."""
        every = (one for each in self.sets for edition in each.editions for one in edition.loaded)
        return tuple(one for one in every if not one.again)

    def of(self, result: FetchResult) -> tuple[SetOutcome, ...]:
        """The sets with an edition that has this result."""
        return tuple(each for each in self.sets if any(e.result is result for e in each.editions))
