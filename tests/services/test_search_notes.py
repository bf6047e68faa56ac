"""A team's notes among the hits of its searches."""

from datetime import UTC, datetime

import pytest

from bot.domain.codes.notes.found import NoteIndex, index_of, stems_of
from bot.domain.codes.notes.note import TeamNote
from bot.domain.codes.releases import System
from bot.domain.codes.search.entries import TextOrigin
from bot.domain.codes.search.query_filters import read_wanted
from bot.domain.codes.search.result import SearchHit, SearchResult
from bot.services.lookup.search_notes import with_notes

NAMES = {"97110": "Therapeutic exercises", "97140": "Manual therapy", "97112": "Neuromuscular reeducation"}
AT = datetime(2026, 11, 21, tzinfo=UTC)


def hit(code: str) -> SearchHit:
    """A hit of the ordinary search."""
    return SearchHit(code, NAMES[code], billable=True, system="CPT", score=1.0)


def look(code: str) -> SearchHit | None:
    """The index knows three codes."""
    return hit(code) if code in NAMES else None


def notes(*each: tuple[str, str, str]) -> NoteIndex:
    """Notes of (code, payer, text)."""
    made = [TeamNote(System.CPT, code, payer, text, "U1", AT) for code, payer, text in each]
    return index_of(made, stems_of(made))


def search(words: str, index: NoteIndex, *codes: str) -> SearchResult:
    """What a search that found `codes` becomes."""
    found = SearchResult(tuple(map(hit, codes)), len(codes))
    return with_notes(found, read_wanted(words), index, (System.CPT,), look)


def test_a_code_is_found_by_the_words_of_its_note_and_says_so() -> None:
    """The note is the reason, with its payer."""
    found = search("uhc gp", notes(("97110", "UHC", "needs GP")))

    assert [(h.code, h.name, h.why.kind, h.why.text) for h in found.hits] == [
        ("97110", NAMES["97110"], TextOrigin.NOTE, "UHC: needs GP")
    ]
    assert found.total == 1


def test_it_comes_before_codes_that_only_half_fit() -> None:
    """But behind those whose names say all that was asked."""
    index = notes(("97110", "UHC", "manual therapy on another day"))

    assert [h.code for h in search("manual uhc", index, "97140", "97112").hits] == ["97110", "97140"]
    assert [h.code for h in search("manual therapy", index, "97140", "97112").hits] == ["97140", "97110"]


def test_a_code_that_was_found_anyway_stands_there_once() -> None:
    """And counts once."""
    found = search("needs gp", notes(("97110", "", "needs GP")), "97140", "97110")

    assert [h.code for h in found.hits] == ["97110", "97140"]
    assert found.total == 2


def test_a_code_that_no_list_holds_is_found_all_the_same() -> None:
    """The team has written about it, so it bills it."""
    assert [(h.code, h.system) for h in search("prior auth", notes(("0592T", "", "prior auth"))).hits] == [
        ("0592T", "CPT")
    ]


@pytest.mark.parametrize("words", ["exercise uhc aetna", "", "the", "zebra"])
def test_a_note_that_lacks_a_word_changes_nothing(words: str) -> None:
    """Not even the same object."""
    found = SearchResult((hit("97140"),), 1)
    index = notes(("97110", "UHC", "needs GP for exercise"))

    assert with_notes(found, read_wanted(words), index, (System.CPT,), look) is found


def test_notes_of_other_systems_and_outside_of_a_filter_are_left_out() -> None:
    """`/icd` finds no CPT code, `chapter M` none of another letter."""
    index = notes(("97110", "", "needs GP"))

    assert with_notes(SearchResult((), 0), read_wanted("gp"), index, (System.ICD10CM,), look).hits == ()
    assert search("gp chapter M", index).hits == ()
