"""The HCPCS Level II starter: names of the codes that practices bill, for use before a team loads CMS's list."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.domain.codes.claim.edition import ReferenceEdition, ReferenceFile
from bot.domain.codes.listing import ListedModifier


class Wording(StrEnum):
    """The source of a name's wording."""

    CMS = "CMS"
    OURS = "ours"


@dataclass(frozen=True, slots=True)
class StarterRow:
    """One code or modifier. `begins` and `ends` are its first and last day, if the source states them.

    `begins` is None for codes from before 2015. `instead` are the replacement codes, `also` billers' terms. `as_of`
    is the edition that the row was last checked against.
    """

    code: str
    name: str
    wording: Wording
    begins: date | None
    ends: date | None
    instead: tuple[str, ...]
    also: tuple[str, ...]
    source: str
    as_of: date

    def ended(self, on: date) -> bool:
        """Whether its last day is before `on`."""
        return self.ends is not None and self.ends < on

    def not_yet(self, on: date) -> bool:
        """Whether its first day is after `on`."""
        return self.begins is not None and on < self.begins


@dataclass(frozen=True, slots=True)
class HcpcsStarter:
    """The starter's codes and modifiers, by code."""

    codes: Mapping[str, StarterRow]
    modifiers: Mapping[str, StarterRow]

    def find(self, code: str) -> StarterRow | None:
        """A code or modifier in canonical form, or None."""
        return self.codes.get(code) or self.modifiers.get(code)

    @property
    def as_of(self) -> date:
        """The edition that most rows were last checked against."""
        return min(row.as_of for row in self)

    def usable(self, code: str, on: date) -> bool:
        """Whether `code` has no known problem on `on`."""
        row = self.find(code)
        return row is None or not (row.ended(on) or row.not_yet(on))

    def __iter__(self) -> Iterator[StarterRow]:
        yield from self.codes.values()
        yield from self.modifiers.values()


def starter_modifier(row: StarterRow) -> ListedModifier:
    """A modifier of the starter in the form of a list's modifier. Its edition tells the source of the wording."""
    edition = ReferenceEdition(ReferenceFile.HCPCS_STARTER, row.wording, row.as_of, None)
    return ListedModifier(row.code, row.name, edition, row.begins, row.ends)
