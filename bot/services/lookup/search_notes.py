"""Add the team's notes to search hits: a note's words find the code that the note belongs to."""

from collections.abc import Callable, Collection
from dataclasses import replace

from bot.domain.codes.notes.found import NoteIndex, stems
from bot.domain.codes.notes.note import TeamNote
from bot.domain.codes.search.entries import TextOrigin
from bot.domain.codes.search.query_filters import QueryFilters
from bot.domain.codes.search.result import PLAIN, MatchReason, SearchHit, SearchResult

MOST = 3
"""The most codes that notes add to one search."""
_BEHIND = 3
"""If a code's own name has all the words of the query, up to this many such codes come before codes from notes."""

Look = Callable[[str], SearchHit | None]
"""Returns the index's hit for a code, or None if the index does not have it."""


def with_notes(
    result: SearchResult, wanted: QueryFilters, notes: NoteIndex, systems: Collection[str], look: Look
) -> SearchResult:
    """Add the codes whose notes contain every word of the query.

    They come first, unless code names match as well. A team without notes pays no cost. The number of hits does not
    grow, unless there were none.
    """
    met = [n for n in notes.met(wanted.words, 4 * MOST) if n.system in systems and _fits(n, wanted)]
    if not met:
        return result
    by_code = {note.code: note for note in reversed(met)}
    chosen = [by_code[code] for code in dict.fromkeys(n.code for n in met)][:MOST]
    brought = [hit for note in chosen if (hit := _hit(note, result, look, wanted))]
    codes = {hit.code for hit in brought}
    request = stems(wanted.words)
    named = [hit for hit in result.hits[:_BEHIND] if request <= stems(hit.name) and hit.code not in codes]
    rest = [hit for hit in result.hits if hit.code not in codes and hit not in named]
    hits = (*named, *brought, *rest)[: max(len(result.hits), len(brought) + len(named))]
    new = codes - {hit.code for hit in result.hits}
    return replace(result, hits=hits, total=result.total + len(new), dropped=())


def _fits(note: TeamNote, wanted: QueryFilters) -> bool:
    return note.code.startswith(wanted.filters.prefix.upper())


def _hit(note: TeamNote, result: SearchResult, look: Look, wanted: QueryFilters) -> SearchHit | None:
    """The search hit for the code, with the note as the reason. A code in no index gets a hit with the code alone."""
    found = next((hit for hit in result.hits if hit.code == note.code), None) or look(note.code)
    if found is None:
        found = SearchHit(note.code, "", billable=True, system=note.system.value, score=0.0)
    if wanted.filters.billable and not found.billable:
        return None
    told = f"{note.payer}: {note.text}" if note.payer else note.text
    return found._replace(why=MatchReason(told, TextOrigin.NOTE)) if found.why == PLAIN else found
