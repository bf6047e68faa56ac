"""The reference data for a claim check, as Protocols. Loaders implement them over published files, tests in memory.

Every lookup takes microseconds and does no I/O. A table that is None is not loaded, and its checks are reported as
not done.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum
from typing import Protocol

from bot.domain.codes.claim.claim import ClaimSetting
from bot.domain.codes.claim.edition import ReferenceEdition
from bot.domain.codes.cpt.grammar import ProcedureCode
from bot.domain.codes.cpt.procedure import Procedure
from bot.domain.codes.diagnosis import DiagnosisTable
from bot.domain.codes.fees import FeeTable
from bot.domain.codes.icd.billable_days import BillableHistory
from bot.domain.codes.listing import ListedModifier


class Indicator(StrEnum):
    """NCCI's modifier indicator of a pair."""

    NEVER = "0"
    """No modifier allows payment of both."""
    WITH_MODIFIER = "1"
    """An appropriate modifier allows payment of both."""
    NOT_APPLICABLE = "9"
    """The pair was deleted as of its own first day, so it was never in force."""


@dataclass(frozen=True, slots=True)
class NcciPair:
    """One row of a PTP file: column 1 is paid and column 2 is not. Both dates are inclusive."""

    column1: str
    column2: str
    effective: date
    deleted: date | None
    indicator: Indicator
    rationale: str = ""

    def in_force(self, on: date) -> bool:
        """Whether the row is in force on `on`."""
        begun = self.effective <= on and (self.deleted is None or on <= self.deleted)
        return begun and self.indicator is not Indicator.NOT_APPLICABLE


class PairTable(Protocol):
    """One quarter's PTP pairs for practitioners or for outpatient hospitals (`edition.setting`)."""

    @property
    def edition(self) -> ReferenceEdition: ...

    @property
    def whole(self) -> bool:
        """Whether all files of the quarter are loaded. Only then does a missing row mean that there is no pair."""

    def find(self, column1: str, column2: str, on: date) -> NcciPair | None:
        """The row with exactly these columns that is in force on `on`, or None. The caller tries both orders."""

    def among(self, codes: Collection[str], on: date) -> Mapping[tuple[str, str], NcciPair]:
        """All pairs of any two of `codes` that are in force on `on`, by (column 1, column 2)."""


class Mai(IntEnum):
    """MUE adjudication indicator: what the value is compared with."""

    LINE = 1
    """Each line separately."""
    DAY_BY_POLICY = 2
    """All lines of the day. The value is set by statute, the code's wording or anatomy."""
    DAY_CLINICAL = 3
    """All lines of the day. The value is set by what is clinically usual."""


@dataclass(frozen=True, slots=True)
class Mue:
    """The usual maximum of units: `value` by line or by day, according to `mai`."""

    code: str
    value: int
    mai: Mai
    rationale: str = ""


class MueTable(Protocol):
    """One quarter's MUE values. There are three kinds, and any of them may be missing."""

    def edition(self, kind: ClaimSetting) -> ReferenceEdition | None:
        """The edition of one kind; None if it is not loaded."""

    def limit(self, code: str, kind: ClaimSetting) -> Mue | None:
        """The value of a code; None if the file has no row, which does not mean unlimited."""


class AddOnKind(IntEnum):
    """Which of an add-on's primary codes the file lists."""

    LISTED = 1
    """All of them."""
    CONTRACTOR = 2
    """None: each contractor decides."""
    SOME_LISTED = 3
    """Some; contractors may accept others."""


@dataclass(frozen=True, slots=True)
class AddOn:
    """An add-on code and the primaries that the file lists for it, in code order."""

    code: str
    kind: AddOnKind
    primaries: tuple[str, ...]


class AddOnTable(Protocol):
    """One edition of NCCI's add-on code file."""

    @property
    def edition(self) -> ReferenceEdition: ...

    def primaries(self, code: str, on: date) -> AddOn | None:
        """The add-on's primary codes on `on`; None if the file does not list `code` as an add-on."""


class CodeStatus(StrEnum):
    """The status of a procedure code on a day in a loaded set."""

    VALID = "valid"
    NOT_YET = "not yet valid"
    ENDED = "no longer valid"
    NOT_IN_SET = "not in the set"


@dataclass(frozen=True, slots=True)
class Validity:
    """`first` and `last` are its first and last valid day, if the set has them; `successors` replaced it."""

    standing: CodeStatus
    edition: ReferenceEdition
    first: date | None = None
    last: date | None = None
    successors: tuple[str, ...] = ()


class ProcedureTable(Protocol):
    """The loaded CPT and HCPCS Level II code sets of a workspace."""

    def validity(self, code: ProcedureCode, on: date) -> Validity | None:
        """What is known about `code` on `on`.

        None if no set of its family is loaded for that day, or if the loaded one lacks the code and seems cut off.
        """

    def cut_off(self, code: ProcedureCode, on: date) -> str:
        """The name of the edition of `on` that lacks `code` and seems cut off, or ''."""


class ModifierTable(Protocol):
    """A workspace's modifier lists for a day: CPT's and HCPCS's."""

    @property
    def editions(self) -> tuple[ReferenceEdition, ...]:
        """The lists in lookup order."""

    def find(self, modifier: str) -> ListedModifier | None:
        """The modifier as printed in the first list that has it, including ended ones, with their last day."""


FindProcedure = Callable[[str], Procedure | None]
"""Looks up details of a code other than its name, such as how it counts time, in the starter set or the loaded
codes."""


def nothing_known(_code: str) -> Procedure | None:
    """A FindProcedure that knows no code."""
    return None


@dataclass(frozen=True, slots=True)
class ReferenceData:
    """Everything loaded for one request. None: not loaded for its date."""

    diagnoses: DiagnosisTable | None = None
    newest: DiagnosisTable | None = None
    """The newest release, whatever the date. Use it only to name replacements of a code that is known to have ended."""
    history: BillableHistory | None = None
    """The days on which each diagnosis code was billable. It answers if no release of the day is loaded."""
    procedures: ProcedureTable | None = None
    pairs: PairTable | None = None
    units: MueTable | None = None
    add_ons: AddOnTable | None = None
    fees: FeeTable | None = None
    modifiers: ModifierTable | None = None
    find: FindProcedure = nothing_known
