"""Loaded procedure codes: licensed CPT, HCPCS Level II, or a team's own."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from bot.domain.codes.edition_file import EditionKind, Holds
from bot.domain.codes.file_rows import ModifierRow
from bot.domain.codes.listing import Listing
from storage.editions.coded_table import CodedTable, create_table
from storage.editions.connect import OpenFile, write_edition


class SqliteProcedures:
    """The codes and modifiers of one edition. Thread-safe."""

    __slots__ = ("__weakref__", "_codes", "_modifiers", "_texts")

    def __init__(self, file: OpenFile, rows: dict[str, int]) -> None:
        self._codes = CodedTable(file, "listing", Listing, rows["listing"])
        self._modifiers = CodedTable(file, "modifier", ModifierRow, rows["modifier"])
        self._texts = CodedTable(file, "clinician_text", tuple[str, ...], rows["clinician_text"])

    def get(self, code: str) -> Listing | None:
        """A code in upper case, or None. A code that has ended is included, with its last day."""
        return self._codes.get(code)

    def __contains__(self, code: str) -> bool:
        return code in self._codes

    def modifier(self, modifier: str) -> ModifierRow | None:
        """A modifier of the edition, or None."""
        return self._modifiers.get(modifier)

    def modifiers(self) -> Iterator[str]:
        """All modifiers of the edition, in order; empty if it has no list of modifiers."""
        return self._modifiers.codes()

    @property
    def has_modifiers(self) -> bool:
        """Whether the edition holds modifiers at all."""
        return len(self._modifiers) > 0

    def texts(self, code: str) -> tuple[str, ...]:
        """Clinicians' terms for a code, in addition to its names."""
        return self._texts.get(code) or ()

    def codes(self) -> Iterator[str]:
        """All codes, in order, without decoding their details."""
        return self._codes.codes()

    def __iter__(self) -> Iterator[Listing]:
        """All codes, in order."""
        return iter(self._codes)

    def __len__(self) -> int:
        return len(self._codes)


def write_procedures(
    path: Path,
    listings: Mapping[str, Listing],
    modifiers: Mapping[str, ModifierRow],
    texts: Mapping[str, tuple[str, ...]],
    holds: Iterable[Holds],
) -> None:
    """Build the edition at `path`."""

    def fill(connection: sqlite3.Connection) -> dict[str, int]:
        return {
            "listing": create_table(connection, "listing", listings.items()),
            "modifier": create_table(connection, "modifier", modifiers.items()),
            "clinician_text": create_table(connection, "clinician_text", texts.items()),
        }

    write_edition(path, EditionKind.PROCEDURES, holds, fill)
