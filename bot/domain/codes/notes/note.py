"""What a note may contain, and how to parse the text after `note`."""

import re
from dataclasses import dataclass
from datetime import datetime

from bot.domain.codes.changes.watched import CodeName
from bot.domain.codes.notes.payers import take_payer
from bot.domain.codes.releases import System
from bot.domain.errors import CodeDeskError, LooksLikePatientData
from bot.domain.privacy import find_patient_data

LONGEST = 400
"""The most characters of one note: about as much as is read between two calls."""
MOST = 1_000
"""The most notes of one workspace. All are kept in memory, so that showing one takes no time."""

_REMOVE = frozenset(("remove", "delete", "rm", "drop", "clear"))
_LETTER = re.compile(r"[^\W\d_]")


@dataclass
class NoteTooLong(CodeDeskError):
    """A note of `length` characters."""

    length: int
    limit: int


@dataclass
class NoteWithoutWords(CodeDeskError):
    """A note of only signs and digits."""


@dataclass
class TooManyNotes(CodeDeskError):
    """The workspace already has `limit` notes."""

    limit: int


@dataclass(frozen=True, slots=True)
class TeamNote:
    """A team's note on a code. `payer` is '' if it applies to all. `by` is a user's id; `at` is time zone aware."""

    system: System
    code: str
    payer: str
    text: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ShowNotes:
    """Show the notes on a code. A named payer's note comes first."""

    name: CodeName
    payer: str = ""


@dataclass(frozen=True, slots=True)
class WriteNote:
    """Save this text, not validated yet, for the code and payer."""

    name: CodeName
    payer: str
    text: str


@dataclass(frozen=True, slots=True)
class RemoveNote:
    """Remove the code's note for this payer ('' for the one without a payer)."""

    name: CodeName
    payer: str


NoteRequest = ShowNotes | WriteNote | RemoveNote


def read_note(name: CodeName, behind: str) -> NoteRequest:
    """Parse a request about notes on a code from the text `behind` it. Never raises.

    >>> read_note(CodeName(System.CPT, "97110"), "UHC needs GP").text
    'needs GP'
    """
    payer, rest = take_payer(behind.strip(" :,;-"))
    rest = rest.strip()
    if rest.lower().rstrip(".") in _REMOVE:
        return RemoveNote(name, payer)
    return WriteNote(name, payer, rest) if rest else ShowNotes(name, payer)


def checked(text: str) -> str:
    """The text in its stored form. Raises NoteTooLong, NoteWithoutWords and LooksLikePatientData."""
    kept = " ".join(text.split())
    if len(kept) > LONGEST:
        raise NoteTooLong(len(kept), LONGEST)
    if not _LETTER.search(kept):
        raise NoteWithoutWords
    if kind := find_patient_data(kept):
        raise LooksLikePatientData(kind)
    return kept
