"""The HCPCS Level II starter: what practices bill, named before a team loads CMS's list."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.domain.codes.claim.edition import ReferenceEdition, ReferenceFile
from bot.domain.codes.listing import ListedModifier


class Wording(StrEnum):
    """Whose words a name is in."""

    CMS = "CMS"
    OURS = "ours"


@dataclass(frozen=True, slots=True)
class StarterRow:
    """One code or modifier. `begins` and `ends` are its first and last day, where the source states them.

    `begins` is None for what began before 2015. `instead` are the codes that took its place, `also` what billers
    call it. `as_of` is the edition that the row was last checked against.
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
        """Whether its last day lies before `on`."""
        return self.ends is not None and self.ends < on

    def not_yet(self, on: date) -> bool:
        """Whether its first day lies after `on`."""
        return self.begins is not None and on < self.begins


@dataclass(frozen=True, slots=True)
class HcpcsStarter:
    """Codes and modifiers of the starter, each by its own letters."""

    codes: Mapping[str, StarterRow]
    modifiers: Mapping[str, StarterRow]

    def find(self, code: str) -> StarterRow | None:
        """A code or modifier as it is canonically written, or None."""
        return self.codes.get(code) or self.modifiers.get(code)

    @property
    def as_of(self) -> date:
        """The edition that most of it was last checked against."""
        return min(row.as_of for row in self)

    def usable(self, code: str, on: date) -> bool:
        """Whether nothing here speaks against `code` on `on`."""
        row = self.find(code)
        return row is None or not (row.ended(on) or row.not_yet(on))

    def __iter__(self) -> Iterator[StarterRow]:
        yield from self.codes.values()
        yield from self.modifiers.values()


def starter_modifier(row: StarterRow) -> ListedModifier:
    """A modifier of the starter in the form in which lists tell modifiers; its edition says whose words they are."""
    edition = ReferenceEdition(ReferenceFile.HCPCS_STARTER, row.wording, row.as_of, None)
    return ListedModifier(row.code, row.name, edition, row.begins, row.ends)
