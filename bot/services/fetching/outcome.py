"""What came of a fetch, for the terminal and for Slack: plain data that crosses from the worker process."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.domain.codes.fetching.code_sets import CodeSet, DataLicense
from bot.services.fetching.faults import FetchFailure
from bot.services.loading.outcome import LoadedFile


class FetchResult(StrEnum):
    """How one edition of a set ended."""

    LOADED = "loaded"
    CURRENT = "already loaded"
    AVAILABLE = "would be fetched"  # a dry run
    NOT_PUBLISHED = "not published yet"
    LICENSE = "license not accepted"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class FetchedName:
    """One file of an edition: its name, where it comes from, and, once it is here, its size and digest."""

    name: str
    url: str
    size: int = 0
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class EditionOutcome:
    """One edition of a set. `failure` says what went wrong, and with which file."""

    name: str
    first_day: date
    result: FetchResult
    files: tuple[FetchedName, ...] = ()
    loaded: tuple[LoadedFile, ...] = ()
    failure: FetchFailure | None = None


@dataclass(frozen=True, slots=True)
class SetOutcome:
    """One code set: its editions, and the pages where a person finds it."""

    code_set: CodeSet
    title: str
    license: DataLicense
    pages: tuple[str, ...]
    editions: tuple[EditionOutcome, ...]


@dataclass(frozen=True, slots=True)
class FetchReport:
    """Every set that was looked at."""

    sets: tuple[SetOutcome, ...] = ()

    @property
    def loaded(self) -> tuple[LoadedFile, ...]:
        """All releases that are new."""
        every = (one for each in self.sets for edition in each.editions for one in edition.loaded)
        return tuple(one for one in every if not one.again)

    def of(self, result: FetchResult) -> tuple[SetOutcome, ...]:
        """The sets of which an edition ended so."""
        return tuple(each for each in self.sets if any(e.result is result for e in each.editions))
