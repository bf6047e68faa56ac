"""Find codes by words: which index answers for the date, and how the team's own usage ranks the hits."""

from collections.abc import Awaitable, Callable, Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

from bot.codefiles.hcpcs_starter import hcpcs_starter
from bot.domain.codes.claim.edition import ReferenceEdition
from bot.domain.codes.claim.reference_data import CodeStatus
from bot.domain.codes.cpt.grammar import CodeKind, ProcedureCode, read_code
from bot.domain.codes.editions import table_of
from bot.domain.codes.releases import Release, SelectedRelease, System
from bot.domain.codes.search.entries import TextOrigin
from bot.domain.codes.search.index import Index
from bot.domain.codes.search.merged import MergedIndex
from bot.domain.codes.search.query_filters import QueryFilters, read_wanted
from bot.domain.codes.search.result import Filters, SearchHit, SearchResult
from bot.domain.codes.search.short_descriptors import one_word_for_both
from bot.services.library.code_library import CodeLibrary
from bot.services.library.code_status import LoadedCodeStatus
from bot.services.lookup.search_notes import with_notes
from bot.services.ports.request_context import RequestContext
from bot.services.team.team_cache import TeamData

SHOWN = 10
LISTED = 20
"""Ten hits are shown. *More* shows the next ten."""
_ANOTHER_THING = 0.5
"""A fraction of the best score. A hit below it only shares a word with the query, such as another pain in a search
for knee pain."""


NO_TEAM_DATA = TeamData({}, {})

TeamDataOf = Callable[[str], Awaitable[TeamData]]
"""Returns the team data that ranks a workspace's searches, from memory."""


async def no_team_data(_workspace: str) -> TeamData:
    """TeamDataOf for an install without team data."""
    return NO_TEAM_DATA


@dataclass(frozen=True, slots=True)
class SearchAnswer:
    """The result of a search. `chosen` is the release of ICD-10-CM that answered; None for procedures.

    `on` is the date of service in the query. `told_by` are the loaded editions that the procedure names come from; it
    is empty if all names are the starter set's. `left_out` are sets that are loaded, but not for that day.
    """

    wanted: QueryFilters
    result: SearchResult
    chosen: SelectedRelease | None
    on: date | None = None
    told_by: tuple[ReferenceEdition, ...] = ()
    left_out: tuple[System, ...] = ()
    loaded: tuple[System, ...] = ()
    """The sets of procedure codes that are loaded, whatever was found."""
    index_edition: str = ""
    """The edition of the Alphabetic Index that its lines come from."""

    @property
    def shown(self) -> tuple[SearchHit, ...]:
        """The best ten hits, without those that are unlike the best one.

        A hit from a team's note always counts as alike.
        """
        scores = [hit.score for hit in self.result.hits if hit.why.kind is not TextOrigin.NOTE]
        least = _ANOTHER_THING * max(scores, default=0.0)
        likely = (hit for hit in self.result.hits if hit.score >= least or hit.why.kind is TextOrigin.NOTE)
        return tuple(islice(likely, SHOWN))

    @property
    def rest(self) -> tuple[SearchHit, ...]:
        """The next ten hits."""
        shown = {hit.code for hit in self.shown}
        return tuple(islice((hit for hit in self.result.hits if hit.code not in shown), SHOWN))


@dataclass(frozen=True, slots=True)
class NothingToSearch:
    """No release is loaded for the date in the query."""

    chosen: SelectedRelease


def search_diagnoses(
    words: str,
    on: date | None,
    request: RequestContext,
    code_library: CodeLibrary,
    team_data: TeamData = NO_TEAM_DATA,
) -> SearchAnswer | NothingToSearch:
    """The best diagnosis codes for `words` on date of service `on`."""
    chosen = code_library.diagnoses(on, request.today, request.workspace).chosen
    index = code_library.diagnosis_index(on, request.today, request.workspace)
    if index is None:
        return NothingToSearch(chosen)
    wanted = read_wanted(words)
    terms = _index_edition(chosen, code_library.releases(request.workspace))
    return SearchAnswer(
        wanted, _search(index, wanted, (System.ICD10CM,), team_data), chosen, on, index_edition=terms
    )


def _index_edition(chosen: SelectedRelease, loaded: Iterable[Release]) -> str:
    """The edition of the Alphabetic Index whose lines lead to the release's codes; '' if there is none."""
    indexes = sorted(
        (each for each in loaded if each.system is System.ICD10CM_INDEX), key=lambda each: each.effective
    )
    begun = [each for each in indexes if chosen.release and each.effective <= chosen.release.effective]
    found = begun[-1] if begun else next(iter(indexes), None)
    return table_of(found) if found else ""


def search_procedures(
    words: str,
    on: date | None,
    request: RequestContext,
    code_library: CodeLibrary,
    team_data: TeamData = NO_TEAM_DATA,
) -> SearchAnswer | None:
    """The best procedure codes for `words` that are valid on `on` (None: today); None if no index is open.

    Searches only codes that the user's workspace may see.
    """
    index = code_library.procedure_index(on, request.today, request.workspace)
    if index is None:
        return None
    wanted = read_wanted(words)
    found = _search(index, wanted, _PROCEDURES, team_data, _BEFORE_DATES)
    loaded = {hit: _loaded(hit, on, request, code_library) for hit in found.hits}
    usable = [hit for hit in found.hits if _usable(hit, loaded[hit], on or request.today)][:LISTED]
    known = [one for hit in usable if (one := loaded[hit])]
    total = found.total if len(usable) == LISTED else len(usable)
    return SearchAnswer(
        wanted,
        replace(found, hits=tuple(usable), total=total),
        None,
        on,
        tuple(dict.fromkeys(one.told_by for one in known if one.told_by)),
        tuple({one.editions[0].system: None for one in loaded.values() if one and not one.chosen.release}),
        tuple(system for system in _PROCEDURES if code_library.loaded(system, request.workspace)),
    )


_PROCEDURES = (System.CPT, System.HCPCS, System.OWN)
_BEFORE_DATES = 3 * LISTED
"""How many hits are checked, because some of them are not valid on the day."""
_UNUSABLE = (CodeStatus.ENDED, CodeStatus.NOT_YET, CodeStatus.NOT_IN_SET)


def _loaded(
    hit: SearchHit, on: date | None, request: RequestContext, code_library: CodeLibrary
) -> LoadedCodeStatus | None:
    """What the loaded sets say about a hit; None for the starter set's own codes."""
    code = procedure_of(hit.code, hit.system)
    return code_library.files.procedure(code, on, request.today, request.workspace) if code else None


def _usable(hit: SearchHit, loaded: LoadedCodeStatus | None, on: date) -> bool:
    """Whether the code has no known problem on the day. An edition of another day proves nothing."""
    if loaded is None:
        return hcpcs_starter().usable(hit.code, on)
    return loaded.chosen.release is not None and not (
        loaded.validity and loaded.validity.standing in _UNUSABLE
    )


def procedure_of(code: str, system: str) -> ProcedureCode | None:
    """The code of a hit with its family. A team's own code may have any form."""
    return ProcedureCode(code, CodeKind.OWN) if system == System.OWN else read_code(code)


def _search(
    index: Index | MergedIndex,
    wanted: QueryFilters,
    systems: Collection[str],
    team_data: TeamData,
    limit: int = LISTED,
) -> SearchResult:
    procedures = System.CPT in systems
    found = index.search(
        one_word_for_both(wanted.words) if procedures else wanted.words,
        systems=systems,
        limit=limit,
        filters=wanted.filters,
        boosts=team_data.boosts,
        abbreviations=team_data.abbreviations_in(wanted.words),
        every_word=procedures,
    )

    def look(code: str) -> SearchHit | None:
        hits = index.search(code, systems=systems, limit=1, fold=False).hits
        return next((hit for hit in hits if hit.code == code), None)

    return with_notes(found, wanted, team_data.note_words, systems, look)


def suggest(index: Index | MergedIndex, typed: str, team_data: TeamData, limit: int) -> SearchResult:
    """Codes for a typeahead. The last word may be incomplete, and each code is a separate line."""
    wanted = QueryFilters(typed, Filters())
    return index.search(
        wanted.words,
        limit=limit,
        boosts=team_data.boosts,
        abbreviations=team_data.abbreviations_in(wanted.words),
        typing=True,
        fold=False,
    )


def suggest_procedures(
    typed: str, request: RequestContext, code_library: CodeLibrary, team_data: TeamData, limit: int
) -> SearchResult | None:
    """Like `suggest`, over procedures that the user's workspace may see and use today; None if no index is open."""
    index = code_library.procedure_index(None, request.today, request.workspace)
    if index is None:
        return None
    found = suggest(index, typed, team_data, 2 * limit)
    usable = tuple(
        hit for hit in found.hits if _usable(hit, _loaded(hit, None, request, code_library), request.today)
    )
    return replace(found, hits=usable[:limit])
