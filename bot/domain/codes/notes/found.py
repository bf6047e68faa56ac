"""A team's notes in memory: by code, to show with every answer, and by word, for searches."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.domain.codes.notes.note import TeamNote
from bot.domain.codes.search.stem import stem
from bot.domain.codes.search.weights import STOP
from bot.domain.codes.search.words import words

ByCode = Mapping[str, tuple[TeamNote, ...]]
"""Canonical code -> its notes, the one without payer first."""


@dataclass(frozen=True, slots=True)
class NoteIndex:
    """Notes, and the positions in `notes` for each word stem."""

    notes: tuple[TeamNote, ...] = ()
    places: Mapping[str, frozenset[int]] = field(default_factory=dict)

    def met(self, text: str, most: int) -> tuple[TeamNote, ...]:
        """The first `most` notes that contain every significant word of `text`, including the payer."""
        if not self.notes:
            return ()
        asked = [self.places.get(each, frozenset()) for each in stems(text)]
        if not asked:
            return ()
        return tuple(self.notes[place] for place in sorted(frozenset.intersection(*asked))[:most])


def by_code(notes: Sequence[TeamNote]) -> ByCode:
    """Notes by code, to show with every answer about the code."""
    found: dict[str, list[TeamNote]] = {}
    for note in sorted(notes, key=lambda n: (n.code, n.payer)):
        found.setdefault(note.code, []).append(note)
    return {code: tuple(each) for code, each in found.items()}


def stems_of(notes: Iterable[TeamNote]) -> list[frozenset[str]]:
    """The stems of each note. It takes 0.2 ms per note, so a process that serves users passes a few at a time."""
    return [stems(f"{note.payer} {note.text}") for note in notes]


def index_of(notes: Sequence[TeamNote], each: Sequence[frozenset[str]]) -> NoteIndex:
    """The index of notes with the stems of each."""
    places: dict[str, list[int]] = {}
    for place, found in enumerate(each):
        for one in found:
            places.setdefault(one, []).append(place)
    return NoteIndex(tuple(notes), {one: frozenset(there) for one, there in places.items()})


def stems(text: str) -> frozenset[str]:
    """The significant words of `text` as stems, for comparison."""
    return frozenset(stem(w.text) for w in words(text) if w.text not in STOP)
