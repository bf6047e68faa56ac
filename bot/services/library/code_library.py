"""The books that are open right now. Loading or unloading a release swaps them whole."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import TypeAlias

from bot.books.search_file import IndexFile
from bot.domain.codes.diagnosis import DiagnosisBook
from bot.domain.codes.releases import PUBLIC, Release, SelectedRelease, System, choose
from bot.domain.codes.search.index import Index
from bot.services.library.open_editions import OpenEditions
from bot.services.library.search_queue import SearchQueue

AnIndex: TypeAlias = Index | IndexFile


@dataclass(frozen=True, slots=True)
class DiagnosisChoice:
    """Which release answers, and its book (None where nothing is loaded for the date)."""

    chosen: SelectedRelease
    book: DiagnosisBook | None


class CodeLibrary:
    """Holds the open books; lookups read it, a reload replaces its contents in one assignment."""

    def __init__(
        self,
        diagnoses: Iterable[DiagnosisBook] = (),
        indexes: Mapping[Release, AnIndex] = MappingProxyType({}),
        procedures: AnIndex | None = None,
        beside: Iterable[Release] = (),
        *,
        files: OpenEditions | None = None,
        licensed: Mapping[str, AnIndex] = MappingProxyType({}),
    ) -> None:
        """`indexes` are the search indexes of the books, by release; `procedures` that of public procedure codes.

        `beside` are the other loaded releases, `files` their open books; `licensed` are the indexes of procedures
        of the workspaces that have loaded codes of their own, by workspace. One that comes as a file is made ready by
        the first search, or by `open_indexes`.
        """
        self.files = files or OpenEditions()
        """The open books of everything but diagnoses."""
        self._licensed = dict(licensed)
        self._beside = tuple(beside)
        self.lane = SearchQueue()
        """Where searches queue."""
        self._diagnoses = tuple(diagnoses)
        self._indexes = dict(indexes)
        self._procedures = procedures
        self.generation = -1
        """The database's release generation that these books show; -1 before any was opened."""

    def take(self, other: "CodeLibrary", generation: int) -> None:
        """Put the newly opened books of `other` in place of these."""
        self._diagnoses, self._indexes = other._diagnoses, other._indexes
        self._procedures, self._beside = other._procedures, other._beside
        self.files, self._licensed = other.files, other._licensed
        self.generation = generation

    def procedure_index(self, workspace: str) -> Index | None:
        """The search index of the procedure codes that `workspace` may see."""
        return _ready(self._licensed.get(workspace, self._procedures))

    def index(self, release: Release) -> Index | None:
        """The search index of a release."""
        return _ready(self._indexes.get(release))

    def open_indexes(self) -> None:
        """Make all indexes ready: from a thread, a tenth of a second for numpy and 25 ms for each."""
        for index in (*self._indexes.values(), self._procedures, *self._licensed.values()):
            _ready(index)

    def diagnoses(self, on: date | None, today: date, workspace: str) -> DiagnosisChoice:
        """The ICD-10-CM release that answers for date of service `on` (None: today) in `workspace`."""
        books = {
            book.release: book for book in self._diagnoses if book.release.workspace in (PUBLIC, workspace)
        }
        chosen = choose(books, on, today)
        return DiagnosisChoice(chosen, books[chosen.release] if chosen.release else None)

    def other_diagnoses(self, release: Release, workspace: str) -> tuple[DiagnosisBook, ...]:
        """The other open releases of ICD-10-CM: earlier ones newest first, then later ones, the next first."""
        mine = [
            b for b in self._diagnoses if b.release.workspace in (PUBLIC, workspace) and b.release != release
        ]
        mine.sort(key=lambda book: book.release.effective)
        earlier = [book for book in mine if book.release.effective <= release.effective]
        return (*reversed(earlier), *(book for book in mine if book not in earlier))

    def releases(self, workspace: str = PUBLIC) -> tuple[Release, ...]:
        """The releases that answer in `workspace`, newest first."""
        every = (*(book.release for book in self._diagnoses), *self._beside)
        mine = (release for release in every if release.workspace in (PUBLIC, workspace))
        return tuple(sorted(mine, key=lambda release: release.effective, reverse=True))

    def loaded(self, system: System, workspace: str | None = None) -> bool:
        """Whether any release of the system is open, for anybody or for one workspace."""
        return (system is System.ICD10CM and bool(self._diagnoses)) or self.files.holds(system, workspace)


def _ready(index: AnIndex | None) -> Index | None:
    return index.index if isinstance(index, IndexFile) else index
