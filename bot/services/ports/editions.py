"""Edition files as the services use them: the queries of an open one, and how one is written.

storage/editions implements these Protocols.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Protocol, TypeAlias

from bot.domain.codes.claim.reference_data import AddOn, Mue, NcciPair
from bot.domain.codes.diagnosis import Block, Diagnosis
from bot.domain.codes.edition_file import EditionKind, Holds
from bot.domain.codes.fee_row import FeeRow
from bot.domain.codes.file_rows import AddOnRow, Conversion, ModifierRow, MueRow, PtpRow
from bot.domain.codes.listing import Listing
from bot.domain.codes.localities import Locality


class DiagnosisRows(Protocol):
    """ICD-10-CM's codes and headers, and the chapters and sections above them."""

    def get(self, code: str) -> Diagnosis | None: ...

    def block(self, id: str) -> Block | None: ...  # noqa: A002

    def starting(self, prefix: str) -> Iterator[str]: ...

    def blocks(self) -> Iterator[Block]: ...

    def __iter__(self) -> Iterator[Diagnosis]: ...

    def __len__(self) -> int: ...


class ProcedureRows(Protocol):
    """Procedure codes, modifiers, and clinicians' terms for a code."""

    def get(self, code: str) -> Listing | None: ...

    def __contains__(self, code: str) -> bool: ...

    def modifier(self, modifier: str) -> ModifierRow | None: ...

    def modifiers(self) -> Iterator[str]: ...

    @property
    def has_modifiers(self) -> bool: ...

    def texts(self, code: str) -> tuple[str, ...]: ...

    def codes(self) -> Iterator[str]: ...

    def __iter__(self) -> Iterator[Listing]: ...

    def __len__(self) -> int: ...


class PairRows(Protocol):
    """NCCI pairs, current and past."""

    def find(self, column1: str, column2: str, on: date) -> NcciPair | None: ...

    def among(self, codes: Collection[str], on: date) -> Mapping[tuple[str, str], NcciPair]: ...

    def __len__(self) -> int: ...


class UnitRows(Protocol):
    """MUE values."""

    def limit(self, code: str) -> Mue | None: ...

    def __len__(self) -> int: ...


class AddOnRows(Protocol):
    """Add-on codes with their primaries."""

    def primaries(self, code: str, on: date) -> AddOn | None: ...

    def __len__(self) -> int: ...


class FeeRows(Protocol):
    """The fee schedule."""

    def find(self, code: str, modifier: str) -> FeeRow | None: ...

    def codes(self) -> Iterator[str]: ...

    def __iter__(self) -> Iterator[FeeRow]: ...

    def __len__(self) -> int: ...


class LocalityRows(Protocol):
    """Medicare's localities."""

    def get(self, key: str) -> Locality | None: ...

    def __iter__(self) -> Iterator[Locality]: ...

    def __len__(self) -> int: ...


class ConversionRows(Protocol):
    """ICD-10-CM codes that replaced others."""

    def instead_of(self, code: str) -> tuple[Conversion, ...]: ...


class EditionFile(Protocol):
    """An open edition file. Rows of another kind raise UnusableEdition. Thread-safe."""

    @property
    def kind(self) -> EditionKind: ...

    @property
    def holds(self) -> frozenset[Holds]:
        """The properties that the edition holds for its codes, which depend on its source files."""

    @property
    def damaged(self) -> bool:
        """Whether it was found damaged and must be rebuilt."""

    @property
    def diagnoses(self) -> DiagnosisRows: ...

    @property
    def procedures(self) -> ProcedureRows: ...

    @property
    def pairs(self) -> PairRows: ...

    @property
    def units(self) -> UnitRows: ...

    @property
    def add_ons(self) -> AddOnRows: ...

    @property
    def fees(self) -> FeeRows: ...

    @property
    def conversions(self) -> ConversionRows: ...

    @property
    def localities(self) -> LocalityRows: ...


class PairsWriter(Protocol):
    """Takes pairs one by one, in any order, and writes the edition at the end."""

    def add(self, rows: Sequence[PtpRow]) -> None: ...

    def write(self, path: Path) -> None: ...


WriteDiagnoses: TypeAlias = Callable[[Path, Iterable[Block], Iterable[Diagnosis], Iterable[Holds]], None]
"""EditionStore.write_diagnoses."""


class EditionStore(Protocol):
    """Opens edition files, and writes each completely or not at all. Opening and verifying raise UnusableEdition."""

    def open(self, path: Path) -> EditionFile: ...

    def verify(self, path: Path) -> None:
        """Read the whole file and compare its checksum."""

    def write_diagnoses(
        self, path: Path, blocks: Iterable[Block], diagnoses: Iterable[Diagnosis], holds: Iterable[Holds]
    ) -> None: ...

    def write_procedures(
        self,
        path: Path,
        listings: Mapping[str, Listing],
        modifiers: Mapping[str, ModifierRow],
        texts: Mapping[str, tuple[str, ...]],
        holds: Iterable[Holds],
    ) -> None: ...

    def pairs_writer(self) -> PairsWriter: ...

    def write_units(self, path: Path, rows: Iterable[MueRow]) -> None: ...

    def write_add_ons(self, path: Path, rows: Iterable[AddOnRow]) -> None: ...

    def write_fees(self, path: Path, rows: Iterable[FeeRow]) -> None: ...

    def write_localities(self, path: Path, localities: Iterable[Locality]) -> None: ...

    def write_conversions(self, path: Path, rows: Iterable[Conversion]) -> None: ...
