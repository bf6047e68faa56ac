"""The contents of a loaded edition's file, and why a file cannot be used."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.errors import CodeDeskError

EDITION_FORMAT = 2
"""Increase it if the tables or their values change. Then files are rebuilt under new names."""


class Holds(StrEnum):
    """The properties that an edition holds for its codes.

    Each check tests this first; a property not held was not checked.
    """

    NAMES = "names"
    VALIDITY = "validity"
    """Which codes are valid, with their first and last days."""
    NOTES = "notes"
    """Excludes notes and the other instructions of the tabular list."""
    INDEX = "index"
    """The Alphabetic Index."""
    MODIFIERS = "modifiers"
    PAIRS = "pairs"
    UNITS = "units"
    ADD_ONS = "add-ons"
    FEES = "fees"
    LOCALITIES = "localities"
    SUCCESSORS = "successors"


HOLDS_OF_TABULAR = frozenset({Holds.NAMES, Holds.VALIDITY, Holds.NOTES})
"""The tabular list of ICD-10-CM."""
HOLDS_OF_LIST = frozenset({Holds.NAMES, Holds.VALIDITY})
"""NCHS's order or codes file."""


class EditionKind(StrEnum):
    """Which tables an edition file has."""

    DIAGNOSES = "diagnoses"
    PROCEDURES = "procedures"
    PAIRS = "pairs"
    UNITS = "units"
    ADD_ONS = "add-ons"
    FEES = "fees"
    LOCALITIES = "localities"
    CONVERSIONS = "conversions"


class EditionFault(StrEnum):
    """What is wrong with a file."""

    MISSING = "missing"
    NOT_AN_EDITION = "not an edition"
    OTHER_FORMAT = "other format"  # written by an older or a newer CodeDesk
    DAMAGED = "damaged"
    TOO_MANY_OPEN = "too many open files"
    NOT_READABLE = "not readable"

    @property
    def mended_by_building(self) -> bool:
        """Whether rebuilding the file helps. It doesn't if the machine cannot open the file."""
        return self not in (EditionFault.TOO_MANY_OPEN, EditionFault.NOT_READABLE)


@dataclass
class UnusableEdition(CodeDeskError):
    """An edition or search index file that cannot be used. `file` is its name, which is a digest."""

    fault: EditionFault
    file: str = ""
