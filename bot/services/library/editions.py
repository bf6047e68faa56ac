"""The loaded files but the diagnoses as books: which releases make one edition, how it is written, how it is opened."""

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar, cast

from bot.books.claim_books import (
    open_add_ons,
    open_fees,
    open_units,
    write_add_ons,
    write_fees,
    write_units,
)
from bot.books.conversion_book import open_conversions, write_conversions
from bot.books.errors import UnusableBook
from bot.books.pair_book import open_pairs
from bot.books.pair_making import PairsMaker
from bot.books.procedure_book import ProceduresMaker, open_procedures
from bot.domain.codes.cpt.starter import STARTER
from bot.domain.codes.editions import Gathered, gather, part_of
from bot.domain.codes.fee_row import FeeRow
from bot.domain.codes.file_rows import AddOnRow, Conversion, MueRow, PtpRow
from bot.domain.codes.releases import PUBLIC, System
from bot.domain.codes.search.entries import SearchEntry
from bot.domain.codes.search.listed import ListedCodes
from bot.services.library.code_status import Judge, lack_of
from bot.services.library.open_editions import OpenEditions
from bot.services.loading.file_records import Row, rows_of
from bot.services.ports.database import Database, StoredRelease

_PAIRS = (System.PAIRS_PRACTITIONER, System.PAIRS_OUTPATIENT)
_UNITS = (System.UNITS_PRACTITIONER, System.UNITS_OUTPATIENT, System.UNITS_DME)
_FEES = (System.FEES, System.FEES_QPP)
CODES = (System.CPT, System.HCPCS, System.OWN)
"""The sets of procedure codes."""
_PROCEDURES = (*CODES, System.CPT_MODIFIERS, System.HCPCS_CHANGES)
TABLES = (*_PAIRS, *_UNITS, System.ADD_ONS, *_FEES, *_PROCEDURES, System.ICD10CM_CONVERSIONS)
"""The systems whose editions become books here."""

_Batches = AsyncIterator[Sequence[Row | PtpRow]]
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class EditionTable:
    """One edition, and the stored releases that it is made of."""

    gathered: Gathered
    stored: tuple[StoredRelease, ...]

    @property
    def system(self) -> System:
        """Its system."""
        return self.gathered.release.system

    @property
    def workspace(self) -> str:
        """Whom it answers; PUBLIC: everybody."""
        return self.gathered.release.workspace


def tables_of(stored: Iterable[StoredRelease]) -> list[EditionTable]:
    """The editions among visible releases, oldest first."""
    by_release = {s.release: s for s in stored if s.release.system in TABLES}
    made = [EditionTable(whole, tuple(by_release[r] for r in parts)) for whole, parts in gather(by_release)]
    return sorted(made, key=lambda table: (table.gathered.release.effective, table.workspace != PUBLIC))


def views_of(tables: Sequence[EditionTable]) -> dict[str, tuple[EditionTable, ...]]:
    """The sets of procedure codes that each workspace searches; PUBLIC is what all others search."""
    codes = [table for table in tables if table.system in CODES]
    return {
        workspace: tuple(table for table in codes if table.workspace in (PUBLIC, workspace))
        for workspace in {PUBLIC, *(table.workspace for table in codes)}
    }


def stands(table: EditionTable, path: Path) -> bool:
    """Whether its book is there and whole; reads it to the end."""
    try:
        _open(table.system, path, verify=True)
    except UnusableBook:
        return False
    return True


async def write_table(database: Database, table: EditionTable, path: Path) -> None:
    """Make the book of an edition out of its rows."""
    if table.system in _PAIRS:
        await _write_pairs(database, table, path)
    elif table.system in _PROCEDURES:
        await _write_procedures(database, table, path)
    else:
        rows = [row for stored in table.stored async for batch in rows_of(database, stored) for row in batch]
        _write_rows(table, path, rows)


def open_tables(paths: Mapping[EditionTable, Path], judge: Judge = lack_of) -> OpenEditions:
    """All books, mapped; `judge` as OpenFiles has it. Raises UnusableBook where one is missing or damaged."""

    def those(systems: Sequence[System]) -> Iterable[Path]:
        return [path for table, path in paths.items() if table.system in systems]

    return OpenEditions(
        pairs=map(open_pairs, those(_PAIRS)),
        units=map(open_units, those(_UNITS)),
        add_ons=map(open_add_ons, those((System.ADD_ONS,))),
        fees=map(open_fees, those(_FEES)),
        procedures=map(open_procedures, those(_PROCEDURES)),
        conversions=map(open_conversions, those((System.ICD10CM_CONVERSIONS,))),
        judge=judge,
    )


def entries_of(view: Sequence[EditionTable], paths: Mapping[EditionTable, Path]) -> list[SearchEntry]:
    """What a workspace's search of procedures is made of: its editions, oldest first, and the starter set."""
    codes = ListedCodes()
    for table in view:
        book = open_procedures(paths[table])
        codes.take(table.system, ((listing, book.texts(listing.code)) for listing in book))
    return list(codes.entries(STARTER))


async def _write_pairs(database: Database, table: EditionTable, path: Path) -> None:
    maker = PairsMaker()
    for stored in table.stored:
        async for batch in rows_of(database, stored):
            maker.add(cast("Sequence[PtpRow]", batch))
    maker.write(path, table.gathered)


async def _write_procedures(database: Database, table: EditionTable, path: Path) -> None:
    maker = ProceduresMaker()
    for stored in table.stored:
        async for batch in rows_of(database, stored):
            maker.add(batch, part_of(stored.release))
    maker.write(path, table.gathered)


def _write_rows(table: EditionTable, path: Path, rows: Sequence[Row | PtpRow]) -> None:
    system, gathered = table.system, table.gathered
    if system in _UNITS:
        write_units(path, gathered, _of(MueRow, rows))
    elif system is System.ADD_ONS:
        write_add_ons(path, gathered, _of(AddOnRow, rows))
    elif system in _FEES:
        write_fees(path, gathered, _of(FeeRow, rows))
    else:
        write_conversions(path, gathered, _of(Conversion, rows))


def _of(kind: type[_T], rows: Sequence[object]) -> list[_T]:
    return [row for row in rows if isinstance(row, kind)]


def _open(system: System, path: Path, *, verify: bool) -> object:
    if system in _PAIRS:
        return open_pairs(path, verify=verify)
    if system in _UNITS:
        return open_units(path, verify=verify)
    if system in _FEES:
        return open_fees(path, verify=verify)
    if system in _PROCEDURES:
        return open_procedures(path, verify=verify)
    return (open_add_ons if system is System.ADD_ONS else open_conversions)(path, verify=verify)
