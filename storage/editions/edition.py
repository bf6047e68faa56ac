"""An open edition file: what it holds, and the tables of its kind."""

from functools import cached_property
from pathlib import Path

from bot.domain.codes.edition_file import EditionFault, EditionKind, Holds, UnusableEdition
from storage.editions.connect import OpenFile
from storage.editions.conversions import SqliteConversions
from storage.editions.diagnoses import SqliteDiagnoses
from storage.editions.medicare import SqliteAddOns, SqliteFees, SqliteLocalities, SqliteUnits
from storage.editions.pairs import SqlitePairs
from storage.editions.procedures import SqliteProcedures

_ROWS = "rows of "


class SqliteEdition:
    """Opens the file at once, and its tables on first use. Closes when no reference to it or its tables is left.

    A table of another kind raises UnusableEdition, because the file is not what its name promised.
    """

    def __init__(self, path: Path) -> None:
        """Open the file. Raises UnusableEdition."""
        self.path = path
        self._file = OpenFile(path)
        said = self._file.about()
        try:
            self.kind = EditionKind(str(said["kind"]))
            self.holds = frozenset(map(Holds, str(said["holds"]).split()))
        except (KeyError, ValueError):
            raise UnusableEdition(EditionFault.DAMAGED, path.name) from None
        self._rows = {
            name.removeprefix(_ROWS): int(count) for name, count in said.items() if name.startswith(_ROWS)
        }

    @property
    def damaged(self) -> bool:
        """Whether a damaged value was found, so the file must be rebuilt."""
        return self._file.damaged

    @cached_property
    def diagnoses(self) -> SqliteDiagnoses:
        """ICD-10-CM's codes and blocks."""
        return SqliteDiagnoses(self._file, self._rows_of(EditionKind.DIAGNOSES))

    @cached_property
    def procedures(self) -> SqliteProcedures:
        """Procedure codes and modifiers."""
        return SqliteProcedures(self._file, self._rows_of(EditionKind.PROCEDURES))

    @cached_property
    def pairs(self) -> SqlitePairs:
        """NCCI pairs."""
        rows = self._rows_of(EditionKind.PAIRS)["pair"]
        return SqlitePairs(self._file, rows)

    @cached_property
    def units(self) -> SqliteUnits:
        """MUE values."""
        return SqliteUnits(self._file, self._rows_of(EditionKind.UNITS))

    @cached_property
    def add_ons(self) -> SqliteAddOns:
        """Add-on codes."""
        return SqliteAddOns(self._file, self._rows_of(EditionKind.ADD_ONS))

    @cached_property
    def fees(self) -> SqliteFees:
        """The fee schedule."""
        return SqliteFees(self._file, self._rows_of(EditionKind.FEES))

    @cached_property
    def localities(self) -> SqliteLocalities:
        """Medicare's localities."""
        return SqliteLocalities(self._file, self._rows_of(EditionKind.LOCALITIES))

    @cached_property
    def conversions(self) -> SqliteConversions:
        """Codes that replaced others."""
        return SqliteConversions(self._file, self._rows_of(EditionKind.CONVERSIONS))

    def _rows_of(self, kind: EditionKind) -> dict[str, int]:
        if self.kind is not kind:
            raise UnusableEdition(EditionFault.NOT_AN_EDITION, self.path.name)
        return self._rows
