"""Editions as one workspace sees them: release and dates in memory, rows in a file that workspaces share."""

import weakref
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date
from typing import Any, Generic, TypeVar

from bot.domain.codes.claim.edition import ReferenceEdition
from bot.domain.codes.claim.edition_of import edition_of
from bot.domain.codes.claim.reference_data import AddOn, Mue, NcciPair
from bot.domain.codes.diagnosis import Block, Diagnosis
from bot.domain.codes.edition_file import Holds
from bot.domain.codes.editions import Gathered
from bot.domain.codes.fee_row import FeeRow
from bot.domain.codes.fees import fee_listing
from bot.domain.codes.file_rows import Conversion, ModifierRow
from bot.domain.codes.listing import Listing
from bot.domain.codes.localities import Locality
from bot.domain.codes.releases import PUBLIC, Release, System
from bot.services.library.edition_cache import EditionCache
from bot.services.library.editions import FEES, PAIRS, PROCEDURES, UNITS, StoredEdition
from bot.services.ports.editions import (
    AddOnRows,
    ConversionRows,
    DiagnosisRows,
    EditionFile,
    FeeRows,
    LocalityRows,
    PairRows,
    ProcedureRows,
    UnitRows,
)

_Rows = TypeVar("_Rows")


def _nothing() -> None:
    return None


class LoadedEdition(Generic[_Rows]):
    """One edition. Its file is opened at the first query; it may be closed and opened again between queries.

    Every query may raise UnusableEdition.
    """

    __slots__ = ("_cache", "_edition", "_epoch", "_known", "_stored")

    def __init__(self, stored: StoredEdition, cache: EditionCache) -> None:
        self._stored = stored
        self._cache = cache
        self._edition: ReferenceEdition | None = None
        # The rows of the open file. The reference keeps no file open. It is requested from the cache again
        # after any file was closed, so the cache knows which files are in use.
        self._known: Callable[[], _Rows | None] = _nothing
        self._epoch = -1

    @property
    def gathered(self) -> Gathered:
        """The edition and which of its parts are loaded."""
        return self._stored.gathered

    @property
    def release(self) -> Release:
        """Its system, name, dates, and the workspace that may see it."""
        return self._stored.gathered.release

    @property
    def edition(self) -> ReferenceEdition:
        """The edition as it is named in answers."""
        if self._edition is None:
            self._edition = edition_of(self.gathered)
        return self._edition

    @property
    def digest(self) -> str:
        """The name of its file. It is the same for every workspace that loaded the same content."""
        return self._stored.digest

    @property
    def index_digest(self) -> str | None:
        """The name of its search index; None if it is not searched."""
        return self._stored.index_digest

    @property
    def holds(self) -> frozenset[Holds]:
        """The properties that it holds for its codes. A property that it does not hold was not checked."""
        index = {Holds.INDEX} if self._stored.terms else set[Holds]()
        return self._cache.edition(self._stored.digest).holds | index

    @property
    def _rows(self) -> _Rows:
        rows = self._known()
        return rows if rows is not None and self._epoch == self._cache.epoch else self._opened()

    def _opened(self) -> _Rows:
        rows = self._rows_of(self._cache.edition(self._stored.digest))
        self._known, self._epoch = weakref.ref(rows), self._cache.epoch
        return rows

    def _rows_of(self, file: EditionFile) -> _Rows:
        raise NotImplementedError

    def visible_to(self, workspace: str) -> bool:
        """Whether the workspace may see it: it is public or the workspace's own."""
        return self.release.workspace in (PUBLIC, workspace)


class LoadedDiagnoses(LoadedEdition[DiagnosisRows]):
    """DiagnosisTable: a release of ICD-10-CM.

    Workspaces' views of the same content in the same files compare equal, so cached results serve all of them.
    """

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, LoadedDiagnoses):
            return NotImplemented
        return self is other or (
            self._cache is other._cache
            and self.digest == other.digest
            and self.release.edition == other.release.edition
        )

    def __hash__(self) -> int:
        return hash(self.digest)

    def _rows_of(self, file: EditionFile) -> DiagnosisRows:
        return file.diagnoses

    def get(self, code: str) -> Diagnosis | None:
        """The code or header in canonical form, or None."""
        return self._rows.get(code)

    def block(self, id: str) -> Block | None:  # noqa: A002
        """A chapter or section by its id."""
        return self._rows.block(id)

    def starting(self, prefix: str) -> Iterator[str]:
        """Canonical codes and headers that begin with `prefix`, in code order."""
        return self._rows.starting(prefix)

    def __iter__(self) -> Iterator[Diagnosis]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)


class LoadedProcedures(LoadedEdition[ProcedureRows]):
    """The codes and modifiers of one edition of a set."""

    __slots__ = ()

    def _rows_of(self, file: EditionFile) -> ProcedureRows:
        return file.procedures

    def get(self, code: str) -> Listing | None:
        """A code in upper case, or None. A code that has ended is included, with its last day."""
        return self._rows.get(code)

    def __contains__(self, code: str) -> bool:
        return code in self._rows

    def modifier(self, modifier: str) -> ModifierRow | None:
        """A modifier of the edition, or None."""
        return self._rows.modifier(modifier)

    def modifiers(self) -> Iterator[str]:
        """All modifiers of the edition, in order."""
        return self._rows.modifiers()

    @property
    def has_modifiers(self) -> bool:
        """Whether the edition holds modifiers at all."""
        return self._rows.has_modifiers

    def codes(self) -> Iterator[str]:
        """All codes, in order, without decoding their details."""
        return self._rows.codes()

    def __len__(self) -> int:
        return len(self._rows)


class LoadedPairs(LoadedEdition[PairRows]):
    """PairTable: a quarter's NCCI pairs for one setting."""

    __slots__ = ()

    def _rows_of(self, file: EditionFile) -> PairRows:
        return file.pairs

    @property
    def whole(self) -> bool:
        """Whether all files of the quarter are loaded. Only then does a missing row mean that there is no pair."""
        return self.gathered.whole

    def find(self, column1: str, column2: str, on: date) -> NcciPair | None:
        """The row with exactly these columns that is in force on `on`, else None."""
        return self._rows.find(column1, column2, on)

    def among(self, codes: Collection[str], on: date) -> Mapping[tuple[str, str], NcciPair]:
        """All pairs of any two of `codes` that are in force on `on`, by their columns."""
        return self._rows.among(codes, on)

    def __len__(self) -> int:
        return len(self._rows)


class LoadedUnits(LoadedEdition[UnitRows]):
    """The MUE values of one setting and quarter."""

    __slots__ = ()

    def _rows_of(self, file: EditionFile) -> UnitRows:
        return file.units

    def limit(self, code: str) -> Mue | None:
        """The value of a code, or None if there is no row."""
        return self._rows.limit(code)


class LoadedAddOns(LoadedEdition[AddOnRows]):
    """One edition of the add-on code file."""

    __slots__ = ()

    def _rows_of(self, file: EditionFile) -> AddOnRows:
        return file.add_ons

    def primaries(self, code: str, on: date) -> AddOn | None:
        """The add-on's primary codes on `on`; None if the file does not list `code` as an add-on that day."""
        return self._rows.primaries(code, on)


class LoadedFees(LoadedEdition[FeeRows]):
    """One edition of the fee schedule."""

    __slots__ = ()

    def _rows_of(self, file: EditionFile) -> FeeRows:
        return file.fees

    def find(self, code: str, modifier: str) -> FeeRow | None:
        """The row of (code, modifier), or None. An empty modifier means the whole service."""
        return self._rows.find(code, modifier)

    def get(self, code: str) -> Listing | None:
        """The code with its short descriptor, or None if the schedule has no row for it."""
        row = self._rows.find(code, "")
        return fee_listing(row) if row else None

    def __contains__(self, code: str) -> bool:
        return self._rows.find(code, "") is not None

    def codes(self) -> Iterator[str]:
        """All codes, in order."""
        return self._rows.codes()


class LoadedLocalities(LoadedEdition[LocalityRows]):
    """Medicare's localities of one edition."""

    __slots__ = ()

    def _rows_of(self, file: EditionFile) -> LocalityRows:
        return file.localities

    def get(self, key: str) -> Locality | None:
        """The locality with this key (contractor and locality number, seven digits), or None."""
        return self._rows.get(key)

    def __iter__(self) -> Iterator[Locality]:
        return iter(self._rows)


class LoadedConversions(LoadedEdition[ConversionRows]):
    """One edition of NCHS's conversion table."""

    __slots__ = ()

    def _rows_of(self, file: EditionFile) -> ConversionRows:
        return file.conversions

    def instead_of(self, code: str) -> tuple[Conversion, ...]:
        """The codes that replaced a diagnosis code, oldest first."""
        return self._rows.instead_of(code)


_LOADED: Mapping[System, type[LoadedEdition[Any]]] = {
    System.ICD10CM: LoadedDiagnoses,
    **dict.fromkeys(PAIRS, LoadedPairs),
    **dict.fromkeys(UNITS, LoadedUnits),
    System.ADD_ONS: LoadedAddOns,
    **dict.fromkeys(FEES, LoadedFees),
    **dict.fromkeys(PROCEDURES, LoadedProcedures),
    System.LOCALITIES: LoadedLocalities,
    System.ICD10CM_CONVERSIONS: LoadedConversions,
}


def loaded_edition(stored: StoredEdition, cache: EditionCache) -> LoadedEdition[Any]:
    """The edition, ready for queries."""
    return _LOADED[stored.system](stored, cache)
