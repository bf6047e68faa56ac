"""`/icd` with codes: which release answers, and what it knows of each code and of every two together."""

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from bot.domain.codes.diagnosis import Block, Diagnosis, DiagnosisBook
from bot.domain.codes.icd import path
from bot.domain.codes.icd.excludes import Pair, together
from bot.domain.codes.icd.grammar import Typed, is_ambiguous
from bot.domain.codes.icd.neighbours import Side, other_encounters, other_sides
from bot.domain.codes.icd.path import Printed
from bot.domain.codes.icd.question import Codes, Together
from bot.domain.codes.icd.replaced import Demotion, demotion
from bot.domain.codes.icd.resolve import Resolution, Unknown, resolve
from bot.domain.codes.releases import Chosen, Release, System
from bot.services.asking import Asked
from bot.services.shelf import Shelf


@dataclass(frozen=True, slots=True)
class Entry:
    """One code and all that its card may show; an unknown code has no surroundings.

    `ambiguous`: as it was written it has the form of an HCPCS Level II code as well.
    """

    resolution: Resolution
    parents: tuple[Diagnosis, ...] = ()
    blocks: tuple[Block, ...] = ()
    notes: tuple[Printed, ...] = ()
    sides: tuple[tuple[Side, Diagnosis], ...] = ()
    encounters: tuple[Diagnosis, ...] = ()
    ambiguous: bool = False


@dataclass(frozen=True, slots=True)
class Looked:
    """The entries of a question in its order, answered from `release`."""

    chosen: Chosen
    release: Release
    entries: tuple[Entry, ...]
    hcpcs_loaded: bool


@dataclass(frozen=True, slots=True)
class Checked:
    """Every two of the codes asked about; `missing` are codes that the release does not hold."""

    chosen: Chosen
    release: Release
    pairs: tuple[Pair, ...]
    missing: tuple[Entry, ...]
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a code without the release of the day; `children` are today's, as far as loaded."""

    code: str
    demotion: Demotion
    children: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NotLoaded:
    """No loaded release holds for the date. `loaded` are those that there are, newest first."""

    chosen: Chosen
    codes: tuple[str, ...]
    loaded: tuple[Release, ...]
    known: tuple[Known, ...]


Result: TypeAlias = Looked | Checked | NotLoaded


def look_up(question: Codes | Together, shelf: Shelf, asked: Asked) -> Result:
    """Answer from the release in force on the date of service, or say that none is loaded for it."""
    choice = shelf.diagnoses(question.on, asked.today, asked.workspace)
    if choice.book is None:
        return _not_loaded(question, choice.chosen, shelf, asked)
    if isinstance(question, Together):
        return _check(question, choice.chosen, choice.book)
    entries = tuple(_entry(typed, choice.book) for typed in question.codes)
    return Looked(choice.chosen, choice.book.release, entries, shelf.loaded(System.HCPCS))


def _entry(typed: Typed, book: DiagnosisBook) -> Entry:
    resolution = resolve(typed, book)
    ambiguous = is_ambiguous(typed.written)
    if isinstance(resolution, Unknown):
        return Entry(resolution, ambiguous=ambiguous)
    diagnosis = resolution.diagnosis
    return Entry(
        resolution,
        tuple(path.parents(diagnosis, book)),
        tuple(path.blocks(diagnosis, book)),
        path.inherited(diagnosis, book),
        other_sides(diagnosis, book),
        other_encounters(diagnosis, book),
        ambiguous,
    )


def _check(question: Together, chosen: Chosen, book: DiagnosisBook) -> Checked:
    found = [(typed, None if typed.guessed else book.get(typed.code)) for typed in question.codes]
    return Checked(
        chosen,
        book.release,
        together(tuple(diagnosis for _, diagnosis in found if diagnosis), book),
        tuple(_entry(typed, book) for typed, diagnosis in found if diagnosis is None),
        tuple(typed.code for typed in question.codes),
    )


def _not_loaded(question: Codes | Together, chosen: Chosen, shelf: Shelf, asked: Asked) -> NotLoaded:
    newest = shelf.diagnoses(None, asked.today, asked.workspace).book
    codes = tuple(typed.code for typed in question.codes)
    old = ((code, demotion(code)) for code in codes)
    known = tuple(Known(code, fact, _children(fact.code, newest)) for code, fact in old if fact)
    return NotLoaded(chosen, codes, shelf.releases(asked.workspace), known)


def _children(code: str, book: DiagnosisBook | None) -> tuple[str, ...]:
    header = book.get(code) if book else None
    return header.children if header else ()


def fiscal_year(day: date) -> int:
    """The federal fiscal year whose ICD-10-CM holds on `day`: FY2027 began on 2026-10-01."""
    return day.year + (day.month >= 10)
