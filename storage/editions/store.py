"""bot.services.ports.editions.EditionStore on SQLite files."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from bot.domain.codes.diagnosis import Block, Diagnosis
from bot.domain.codes.edition_file import Holds
from bot.domain.codes.fee_row import FeeRow
from bot.domain.codes.file_rows import AddOnRow, Conversion, ModifierRow, MueRow
from bot.domain.codes.listing import Listing
from bot.domain.codes.localities import Locality
from storage.editions.connect import verify
from storage.editions.conversions import write_conversions
from storage.editions.diagnoses import write_diagnoses
from storage.editions.edition import SqliteEdition
from storage.editions.medicare import write_add_ons, write_fees, write_localities, write_units
from storage.editions.pairs import PairBuilder
from storage.editions.procedures import write_procedures


class SqliteEditions:
    """Opens and writes edition files."""

    def open(self, path: Path) -> SqliteEdition:
        """Open an edition file. Raises UnusableEdition."""
        return SqliteEdition(path)

    def verify(self, path: Path) -> None:
        """Read the whole file and compare its checksum. Raises UnusableEdition."""
        verify(path)

    def write_diagnoses(
        self, path: Path, blocks: Iterable[Block], diagnoses: Iterable[Diagnosis], holds: Iterable[Holds]
    ) -> None:
        """See storage.editions.diagnoses."""
        write_diagnoses(path, blocks, diagnoses, holds)

    def write_procedures(
        self,
        path: Path,
        listings: Mapping[str, Listing],
        modifiers: Mapping[str, ModifierRow],
        texts: Mapping[str, tuple[str, ...]],
        holds: Iterable[Holds],
    ) -> None:
        """See storage.editions.procedures."""
        write_procedures(path, listings, modifiers, texts, holds)

    def pairs_writer(self) -> PairBuilder:
        """See storage.editions.pairs."""
        return PairBuilder()

    def write_units(self, path: Path, rows: Iterable[MueRow]) -> None:
        """See storage.editions.medicare."""
        write_units(path, rows)

    def write_add_ons(self, path: Path, rows: Iterable[AddOnRow]) -> None:
        """See storage.editions.medicare."""
        write_add_ons(path, rows)

    def write_fees(self, path: Path, rows: Iterable[FeeRow]) -> None:
        """See storage.editions.medicare."""
        write_fees(path, rows)

    def write_localities(self, path: Path, localities: Iterable[Locality]) -> None:
        """See storage.editions.medicare."""
        write_localities(path, localities)

    def write_conversions(self, path: Path, rows: Iterable[Conversion]) -> None:
        """See storage.editions.conversions."""
        write_conversions(path, rows)
