"""The codes, sections and chapter above a code, and the notes that it inherits from them."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from operator import attrgetter

from bot.domain.codes.diagnosis import Block, Diagnosis, DiagnosisTable, Instructions


class NoteKind(StrEnum):
    """Kinds of printed notes, in the order that coders need them."""

    CODE_FIRST = "code_first"
    USE_ADDITIONAL = "use_additional"
    CODE_ALSO = "code_also"
    EXCLUDES1 = "excludes1"
    EXCLUDES2 = "excludes2"
    INCLUDES = "includes"
    INCLUSION_TERMS = "inclusion_terms"
    NOTES = "notes"
    SEVENTHS = "sevenths"


@dataclass(frozen=True, slots=True)
class PrintedNotes:
    """The notes of one kind in one place. `at` is a code, a section or a chapter number."""

    kind: NoteKind
    at: str
    name: str
    inherited: bool
    notes: tuple[str, ...]


def parents(diagnosis: Diagnosis, table: DiagnosisTable) -> Iterator[Diagnosis]:
    """The headers of a code, nearest first."""
    above = diagnosis.parent
    while above is not None and (header := table.get(above)) is not None:
        yield header
        above = header.parent


def blocks(diagnosis: Diagnosis, table: DiagnosisTable) -> Iterator[Block]:
    """The sections of a code and its chapter, nearest first."""
    id_: str | None = diagnosis.section
    while id_ is not None and (block := table.block(id_)) is not None:
        yield block
        id_ = block.parent


def inherited(
    diagnosis: Diagnosis, table: DiagnosisTable, kinds: Iterable[NoteKind] = tuple(NoteKind)
) -> tuple[PrintedNotes, ...]:
    """Every note of `kinds` that applies to a code, by kind and then from the code upward.

    A note at a header, section or chapter applies to all codes below it (ICD-10-CM guidelines, I.A). Other names are
    not inherited, because a header's names describe the header. A completed code is its header at one encounter, so
    it has the header's names.
    """
    reach = 1 if diagnosis.seventh else 0
    places = [(diagnosis.code, diagnosis.name, diagnosis.instructions)]
    places += [(h.code, h.name, h.instructions) for h in parents(diagnosis, table)]
    places += [(b.id, b.name, b.instructions) for b in blocks(diagnosis, table)]
    printing = [
        (distance, at, name, notes)
        for distance, (at, name, instructions) in enumerate(places)
        if any(notes := _notes(instructions))  # most headers have none
    ]
    return tuple(
        PrintedNotes(kind, at, name, inherited=bool(distance), notes=notes[place])
        for kind, place in ((kind, _PLACE[kind]) for kind in kinds)
        for distance, at, name, notes in printing
        if notes[place] and (kind is not NoteKind.INCLUSION_TERMS or distance <= reach)
    )


_notes: Callable[[Instructions], tuple[tuple[str, ...], ...]] = attrgetter(*(kind.value for kind in NoteKind))
"""The notes of one place, by kind."""
_PLACE = {kind: n for n, kind in enumerate(NoteKind)}
