"""What a note may be, and what the text behind `note` asks for."""

import re
from dataclasses import dataclass
from datetime import datetime

from bot.domain.codes.changes.watched import CodeName
from bot.domain.codes.notes.payers import take_payer
from bot.domain.codes.releases import System
from bot.domain.errors import CodeDeskError, LooksLikePatientData
from bot.domain.privacy import find_patient_data

LONGEST = 400
"""Characters of one note: about as much as is read between two calls."""
MOST = 1_000
"""Notes of one workspace; all of them are kept in memory, so that showing one costs no wait."""

_REMOVE = frozenset(("remove", "delete", "rm", "drop", "clear"))
_LETTER = re.compile(r"[^\W\d_]")


@dataclass
class NoteTooLong(CodeDeskError):
    """A note of `length` characters."""

    length: int
    limit: int


@dataclass
class NoteWithoutWords(CodeDeskError):
    """Signs and digits alone."""


@dataclass
class TooManyNotes(CodeDeskError):
    """The workspace already has `limit` notes."""

    limit: int


@dataclass(frozen=True, slots=True)
class TeamNote:
    """What a team keeps in mind about a code; `payer` '' where it holds for all. `by` a user's id, `at` aware."""

    system: System
    code: str
    payer: str
    text: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ShowNotes:
    """The notes on a code; `payer` is told first where one is named."""

    name: CodeName
    payer: str = ""


@dataclass(frozen=True, slots=True)
class WriteNote:
    """Keep this text for the code and payer, not checked yet."""

    name: CodeName
    payer: str
    text: str


@dataclass(frozen=True, slots=True)
class RemoveNote:
    """Take the code's note for this payer out ('' for the one that names none)."""

    name: CodeName
    payer: str


NoteRequest = ShowNotes | WriteNote | RemoveNote


def read_note(name: CodeName, behind: str) -> NoteRequest:
    """What is asked about the notes on a code, by the text `behind` it. Never raises.

    >>> read_note(CodeName(System.CPT, "97110"), "UHC needs GP").text
    'needs GP'
    """
    payer, rest = take_payer(behind.strip(" :,;-"))
    rest = rest.strip()
    if rest.lower().rstrip(".") in _REMOVE:
        return RemoveNote(name, payer)
    return WriteNote(name, payer, rest) if rest else ShowNotes(name, payer)


def checked(text: str) -> str:
    """The text as it is kept. Raises NoteTooLong, NoteWithoutWords and LooksLikePatientData."""
    kept = " ".join(text.split())
    if len(kept) > LONGEST:
        raise NoteTooLong(len(kept), LONGEST)
    if not _LETTER.search(kept):
        raise NoteWithoutWords
    if kind := find_patient_data(kept):
        raise LooksLikePatientData(kind)
    return kept
