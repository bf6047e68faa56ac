"""Team notes: what is asked, what may be kept, and how they are found."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.codes.changes.watched import CodeName
from bot.domain.codes.notes.found import by_code, index_of, stems_of
from bot.domain.codes.notes.note import (
    LONGEST,
    NoteTooLong,
    NoteWithoutWords,
    RemoveNote,
    ShowNotes,
    TeamNote,
    WriteNote,
    checked,
    read_note,
)
from bot.domain.codes.notes.payers import PAYERS, take_payer
from bot.domain.codes.releases import System
from bot.domain.errors import LooksLikePatientData

CODE = CodeName(System.CPT, "97110")
AT = datetime(2026, 11, 21, tzinfo=UTC)


def note(code: str, payer: str, text: str) -> TeamNote:
    """A note of today."""
    return TeamNote(System.CPT, code, payer, text, "U1", AT)


@pytest.mark.parametrize(
    ("behind", "asked"),
    [
        ("", ShowNotes(CODE)),
        ("UHC", ShowNotes(CODE, "UHC")),
        ("UHC needs GP", WriteNote(CODE, "UHC", "needs GP")),
        ("for united healthcare: needs GP", WriteNote(CODE, "UHC", "needs GP")),
        ("Blue Cross Blue Shield, 4 units at most", WriteNote(CODE, "BCBS", "4 units at most")),
        ("medicare advantage - prior auth", WriteNote(CODE, "Medicare Advantage", "prior auth")),
        ("needs GP for UHC", WriteNote(CODE, "", "needs GP for UHC")),
        ("variable times", WriteNote(CODE, "", "variable times")),
        ("UHC remove", RemoveNote(CODE, "UHC")),
        ("Delete", RemoveNote(CODE, "")),
        ("remove the GP before sending", WriteNote(CODE, "", "remove the GP before sending")),
    ],
)
def test_what_stands_behind_the_code_is_read_as_it_is_meant(behind: str, asked: object) -> None:
    """A payer where one begins the text; removing only where nothing else is said."""
    assert read_note(CODE, behind) == asked


@pytest.mark.parametrize("payer", PAYERS)
def test_every_payer_is_found_by_its_own_name(payer: str) -> None:
    """In any case."""
    assert take_payer(f"{payer.upper()} needs GP") == (payer, "needs GP")


def test_a_word_that_only_begins_like_a_payer_is_none() -> None:
    """'VA' does not stand in 'vacation', nor 'auto' in 'auto-denied'."""
    assert take_payer("vacation cover")[0] == ""
    assert take_payer("auto-denied without GP")[0] == ""


def test_what_can_not_be_a_note_is_refused() -> None:
    """Too long, without words, or with what looks like a patient."""
    with pytest.raises(NoteTooLong):
        checked("x" * (LONGEST + 1))
    with pytest.raises(NoteWithoutWords):
        checked("12 34 ...")
    with pytest.raises(LooksLikePatientData):
        checked("denied for John Smith 01/02/1960")
    assert checked("  needs\n GP ") == "needs GP"


def test_the_notes_of_a_code_stand_together_the_general_one_first() -> None:
    """Then by payer."""
    notes = [note("97110", "UHC", "b"), note("97140", "", "c"), note("97110", "", "a")]

    assert [n.text for n in by_code(notes)["97110"]] == ["a", "b"]


def test_a_note_is_found_by_its_words_in_any_form_and_by_its_payer() -> None:
    """All words of the question have to stand in it."""
    notes = [note("97110", "UHC", "needs GP modifiers"), note("97140", "", "never with GP")]
    index = index_of(notes, stems_of(notes))

    assert [n.code for n in index.met("uhc modifier", 5)] == ["97110"]
    assert [n.code for n in index.met("gp", 5)] == ["97110", "97140"]
    assert [n.code for n in index.met("gp", 1)] == ["97110"]
    assert index.met("gp aetna", 5) == ()
    assert index.met("", 5) == index.met("the", 5) == ()


@given(st.text(max_size=200))
def test_any_text_is_read_as_something(text: str) -> None:
    """And a payer is one of the table's."""
    assert read_note(CODE, text).name == CODE
    assert take_payer(text)[0] in ("", *PAYERS)
