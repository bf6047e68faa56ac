"""The loaded editions of all workspaces. Loading or unloading a release changes only what its own workspace sees."""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from bot.domain.codes.diagnosis import DiagnosisTable
from bot.domain.codes.edition_file import UnusableEdition
from bot.domain.codes.icd.billable_days import BillableHistory
from bot.domain.codes.releases import PUBLIC, Release, SelectedRelease, System, choose
from bot.domain.codes.search.index import Index
from bot.domain.codes.search.merged import MergedIndex, SearchPart
from bot.domain.codes.search.result import SearchHit
from bot.services.library.code_status import Judge, lack_of
from bot.services.library.edition_cache import EditionCache
from bot.services.library.editions import SEARCHED, editions_of
from bot.services.library.loaded_editions import LoadedFees, LoadedProcedures, loaded_edition
from bot.services.library.open_editions import OpenEditions
from bot.services.library.paths import starter_index_digest
from bot.services.library.search_queue import SearchQueue
from bot.services.library.workspace_editions import WorkspaceEditions
from bot.services.ports.database import StoredRelease

_MOST_WORKSPACES = 512
"""How many workspaces with their own releases keep their list of editions in memory. A list that was dropped is
rebuilt by the next question."""


@dataclass(frozen=True, slots=True)
class DiagnosisChoice:
    """The release that answers, and its codes (None if nothing is loaded for the date)."""

    chosen: SelectedRelease
    table: DiagnosisTable | None


class CodeLibrary:
    """What each workspace may see, according to the releases that are visible now. A release carries a license.

    Rows and search indexes are in files named by their content. Workspaces share the files, and `cache` opens them.
    """

    def __init__(
        self,
        diagnoses: Iterable[DiagnosisTable] = (),
        *,
        cache: EditionCache | None = None,
        judge: Judge = lack_of,
        history: Callable[[], BillableHistory] | None = None,
    ) -> None:
        """Create a library over `cache`; with None, nothing can be loaded.

        `diagnoses` are releases of ICD-10-CM in memory, for tests. `history` returns the days on which diagnosis
        codes were billable. It is called on first use.
        """
        self.cache = cache
        self._history = history
        self.files = OpenEditions(self.editions_of, judge)
        """The editions of every system except ICD-10-CM."""
        self.search_queue = SearchQueue()
        """The queue for searches."""
        self.generation = -1
        """The release generation of the database that this library shows; -1 before the first read."""
        self._in_memory = tuple(diagnoses)
        self._stored: dict[str, dict[int, StoredRelease]] = {PUBLIC: {}}
        self._views: OrderedDict[str, WorkspaceEditions] = OrderedDict()

    # -- what is loaded -------------------------------------------------------------------------------
    @property
    def ids(self) -> frozenset[int]:
        """The ids of the visible releases in this library."""
        return frozenset(id_ for mine in self._stored.values() for id_ in mine)

    @property
    def stored(self) -> list[StoredRelease]:
        """The visible releases in this library, of all workspaces."""
        return [each for mine in self._stored.values() for each in mine.values()]

    def change(self, came: Iterable[StoredRelease], went: frozenset[int], generation: int) -> None:
        """Add the releases that came and remove those that went. Open files stay open."""
        changed: dict[str, dict[int, StoredRelease]] = {}
        for workspace, mine in self._stored.items() if went else ():
            if went & mine.keys():
                changed[workspace] = {id_: each for id_, each in mine.items() if id_ not in went}
        for each in came:
            workspace = each.release.workspace
            mine = changed.setdefault(workspace, dict(self._stored.get(workspace, {})))
            mine[each.id] = each
        self._stored |= changed
        for workspace in self._views.copy() if PUBLIC in changed else changed:
            self._views.pop(workspace, None)
        self.generation = generation

    def editions_of(self, workspace: str) -> WorkspaceEditions:
        """The editions that the workspace may see: the public ones and its own."""
        if workspace not in self._stored:
            workspace = PUBLIC
        try:
            found = self._views[workspace]
            self._views.move_to_end(workspace)
        except KeyError:
            found = self._put_together(workspace)
        return found

    def _put_together(self, workspace: str) -> WorkspaceEditions:
        stored = list(self._stored[PUBLIC].values())
        if workspace != PUBLIC:
            stored += self._stored.get(workspace, {}).values()
        cache = self.cache
        editions = [loaded_edition(each, cache) for each in editions_of(stored)] if cache else []
        found = self._views[workspace] = WorkspaceEditions(
            workspace, editions, (each.release for each in stored)
        )
        while len(self._views) > _MOST_WORKSPACES:
            self._views.popitem(last=False)
        return found

    def releases(self, workspace: str = PUBLIC) -> tuple[Release, ...]:
        """The releases that answer in `workspace`, newest first."""
        in_memory = tuple(each.release for each in self._in_memory_of(workspace))
        every = (*in_memory, *self.editions_of(workspace).releases)
        return tuple(sorted(every, key=lambda release: release.effective, reverse=True))

    def loaded(self, system: System, workspace: str) -> bool:
        """Whether the workspace may see any release of the system."""
        if system is System.ICD10CM and self._in_memory_of(workspace):
            return True
        return self.files.holds(system, workspace)

    # -- diagnoses ------------------------------------------------------------------------------------
    def diagnoses(self, on: date | None, today: date, workspace: str) -> DiagnosisChoice:
        """The ICD-10-CM release that answers in `workspace` for date of service `on` (None: today)."""
        if self._in_memory:
            reference = {table.release: table for table in self._in_memory_of(workspace)}
            chosen = choose(reference, on, today)
            return DiagnosisChoice(chosen, reference[chosen.release] if chosen.release else None)
        return DiagnosisChoice(*self.editions_of(workspace).choose_diagnoses(on, today))

    def other_diagnoses(self, release: Release, workspace: str) -> tuple[DiagnosisTable, ...]:
        """The other releases of ICD-10-CM: earlier ones, newest first, then later ones, oldest first."""
        every = self._in_memory_of(workspace) or self.editions_of(workspace).diagnoses()
        mine = [each for each in every if each.release != release]
        mine.sort(key=lambda each: each.release.effective)
        earlier = [each for each in mine if each.release.effective <= release.effective]
        return (*reversed(earlier), *(each for each in mine if each not in earlier))

    def _in_memory_of(self, workspace: str) -> list[DiagnosisTable]:
        return [each for each in self._in_memory if each.release.workspace in (PUBLIC, workspace)]

    @property
    def history(self) -> BillableHistory | None:
        """The days on which each diagnosis code was billable, independent of the loaded editions."""
        return self._history() if self._history else None

    # -- search ---------------------------------------------------------------------------------------
    def diagnosis_index(self, on: date | None, today: date, workspace: str) -> Index | None:
        """The search index of the release that answers for the day. Raises UnusableEdition."""
        edition = self.editions_of(workspace).choose_diagnoses(on, today)[1]
        digest = edition.index_digest if edition else None
        return self.cache.index(digest) if self.cache and digest else None

    def procedure_index(self, on: date | None, today: date, workspace: str) -> MergedIndex | None:
        """The search index for the procedure codes that the workspace may see: the day's editions and the starter set.

        If a set has no edition for the day, its newest edition is searched, to report that the set was left out.
        Raises UnusableEdition.
        """
        if self.cache is None:
            return None
        mine = self.editions_of(workspace)
        answering: list[LoadedProcedures | LoadedFees] = [
            edition for system in SEARCHED if (edition := _searched(mine, system, on, today)) is not None
        ]
        parts = [
            SearchPart(self.cache.index(edition.index_digest))
            for edition in answering
            if edition.index_digest
        ]
        schedule = mine.choose_fees(on, today)[1]
        if schedule and schedule.index_digest:
            parts.append(
                SearchPart(self.cache.index(schedule.index_digest), _only_of_sets_without(answering))
            )
            answering.append(schedule)
        starter = self.cache.index(starter_index_digest())
        if not answering:
            return MergedIndex([SearchPart(starter)])
        return MergedIndex(
            [*parts, SearchPart(starter, lambda hit: not any(hit.code in each for each in answering))]
        )

    def open_indexes(self, today: date) -> None:
        """Open the indexes that every workspace's searches need today. Call it from a thread.

        It takes 0.1 s to import numpy and 25 ms for each index. If a file does not open, the cache reports it, and so
        does the next search.
        """
        with suppress(UnusableEdition):
            self.diagnosis_index(None, today, PUBLIC)
            self.procedure_index(None, today, PUBLIC)


def _only_of_sets_without(
    answering: Sequence[LoadedProcedures | LoadedFees],
) -> Callable[[SearchHit], bool]:
    """Keep hits from the fee schedule only for sets without a loaded list. A set's own list is more reliable."""
    listed = {str(each.release.system) for each in answering}
    return lambda hit: hit.system not in listed


def _searched(
    mine: WorkspaceEditions, system: System, on: date | None, today: date
) -> LoadedProcedures | None:
    held = mine.procedures(system)
    if not held:
        return None
    return mine.choose_procedures(system, on, today)[1] or held[-1]
