"""ICD-10-CM as the tabular list tells it: codes, the blocks above them, and their instructions."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from bot.domain.codes.edition_file import Holds
from bot.domain.codes.editions import part_of
from bot.domain.codes.releases import Release


@dataclass(frozen=True, slots=True)
class Instructions:
    """The notes printed at one code or block, each tuple in printed order; not inherited ones.

    `sevenths` says how 7th characters are to be used ('7th character 0 is for single gestations ...').
    """

    inclusion_terms: tuple[str, ...] = ()
    includes: tuple[str, ...] = ()
    excludes1: tuple[str, ...] = ()
    excludes2: tuple[str, ...] = ()
    code_first: tuple[str, ...] = ()
    use_additional: tuple[str, ...] = ()
    code_also: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    sevenths: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SeventhCharacter:
    """One of the characters that may complete a code: `A`, 'initial encounter'."""

    character: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Block:
    """A chapter ('13') or a section ('M50-M54'); `parent` is the section around it or its chapter."""

    id: str
    name: str
    parent: str | None
    instructions: Instructions = Instructions()


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One code with its dot (`M54.50`), or a header that is not billable (`M54.5`).

    `parent` is the code above (None at a three-character category), `children` are the codes directly
    below, 7th-character completions included. `sevenths` is filled for a header whose children are
    completed by a 7th character; `seventh` is set on such a completed code.
    """

    code: str
    name: str
    billable: bool
    parent: str | None
    chapter: str
    section: str
    children: tuple[str, ...] = ()
    instructions: Instructions = Instructions()
    sevenths: tuple[SeventhCharacter, ...] = ()
    seventh: SeventhCharacter | None = None

    def __hash__(self) -> int:
        """By the code: cards are kept by what they show, and the notes are long."""
        return hash(self.code)


class DiagnosisTable(Protocol):
    """One release of ICD-10-CM, ready to be asked. Every lookup is a matter of microseconds."""

    @property
    def release(self) -> Release: ...

    @property
    def holds(self) -> frozenset[Holds]:
        """What it knows of its codes. A rule that needs what it does not hold is not checked."""

    def get(self, code: str) -> Diagnosis | None:
        """The code or header written canonically (upper case, with its dot), or None."""

    def block(self, id: str) -> Block | None:  # noqa: A002
        """A chapter or section by its id."""

    def starting(self, prefix: str) -> Iterator[str]:
        """Canonical codes and headers that begin with `prefix`, in code order."""

    def __len__(self) -> int:
        """How many codes and headers there are."""


FEWEST = 40_000
"""A whole list has some 74,000 billable codes: one with fewer than these was cut, or brings additions alone."""


def covers(table: DiagnosisTable) -> bool:
    """Whether a code that the table lacks is no code of its days; a list with a part of them says nothing of the rest.

    A tabular list is read from its first tag to its last, so it is never a part.
    """
    return not part_of(table.release) or len(table) >= FEWEST
