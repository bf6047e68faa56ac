"""ICD-10-CM as in the tabular list: codes, their blocks, and their instructions."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from bot.domain.codes.edition_file import Holds
from bot.domain.codes.editions import part_of
from bot.domain.codes.releases import Release


@dataclass(frozen=True, slots=True)
class Instructions:
    """The notes printed at one code or block, each tuple in printed order, without inherited ones.

    `sevenths` tells how to use 7th characters ('7th character 0 is for single gestations ...').
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
    """A chapter ('13') or a section ('M50-M54'). `parent` is the enclosing section or chapter."""

    id: str
    name: str
    parent: str | None
    instructions: Instructions = Instructions()


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One code with its dot (`M54.50`), or a header, which is not billable (`M54.5`).

    `parent` is the code above (None for a three-character category), `children` are the codes directly below,
    including those completed with a 7th character. `sevenths` is set for a header whose children are completed with a
    7th character; `seventh` is set for such a child.
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
        """Hash by code only: cards are cached by their content, and the notes are long."""
        return hash(self.code)


class DiagnosisTable(Protocol):
    """One release of ICD-10-CM, ready for queries. Every lookup takes microseconds."""

    @property
    def release(self) -> Release: ...

    @property
    def holds(self) -> frozenset[Holds]:
        """The properties that it holds for its codes. A rule that needs another property is not checked."""

    def get(self, code: str) -> Diagnosis | None:
        """The code or header in canonical form (upper case, with its dot), or None."""

    def block(self, id: str) -> Block | None:  # noqa: A002
        """A chapter or section by its id."""

    def starting(self, prefix: str) -> Iterator[str]:
        """Canonical codes and headers that begin with `prefix`, in code order."""

    def __len__(self) -> int:
        """The number of codes and headers."""


FEWEST = 40_000
"""A complete list has about 74,000 billable codes. One with fewer than this was cut off, or has only additions."""


def covers(table: DiagnosisTable) -> bool:
    """Whether a code that the table lacks is invalid. A partial list says nothing about the codes that it lacks.

    A tabular list is read from its first tag to its last, so it is never partial.
    """
    return not part_of(table.release) or len(table) >= FEWEST
