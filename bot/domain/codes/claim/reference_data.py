"""What a claim is checked against, as Protocols. Loaders build them over published files, tests in memory.

Every lookup is a matter of microseconds; none does I/O. A table that is None is not loaded: what it would
have said is then told as not checked.
"""

from collections.abc import Callable
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
    """No modifier lets both be paid."""
    WITH_MODIFIER = "1"
    """A modifier that is true lets both be paid."""
    NOT_APPLICABLE = "9"
    """The pair was deleted as of its own first day: it was never in force."""


@dataclass(frozen=True, slots=True)
class NcciPair:
    """One row of a PTP file: of the two, column 1 is paid and column 2 is not. Both dates are inclusive."""

    column1: str
    column2: str
    effective: date
    deleted: date | None
    indicator: Indicator
    rationale: str = ""

    def in_force(self, on: date) -> bool:
        """Whether the row holds on `on`."""
        begun = self.effective <= on and (self.deleted is None or on <= self.deleted)
        return begun and self.indicator is not Indicator.NOT_APPLICABLE


class PairTable(Protocol):
    """One quarter's PTP pairs for practitioners or for outpatient hospitals (`edition.setting`)."""

    @property
    def edition(self) -> ReferenceEdition: ...

    @property
    def whole(self) -> bool:
        """Whether all files of the quarter are loaded: only then does a missing row say that there is no pair."""

    def find(self, column1: str, column2: str, on: date) -> NcciPair | None:
        """The row with exactly these columns that is in force on `on`, else None. The caller asks both orders."""


class Mai(IntEnum):
    """MUE adjudication indicator: against what the value is held."""

    LINE = 1
    """Each line by itself."""
    DAY_BY_POLICY = 2
    """All lines of the day; set by statute, by the code's words or by anatomy."""
    DAY_CLINICAL = 3
    """All lines of the day; set by what is clinically usual."""


@dataclass(frozen=True, slots=True)
class Mue:
    """The most units that are usual: `value` by line or by day, as `mai` says."""

    code: str
    value: int
    mai: Mai
    rationale: str = ""


class MueTable(Protocol):
    """One quarter's MUE values; there are three kinds, and any of them may be missing."""

    def edition(self, kind: ClaimSetting) -> ReferenceEdition | None:
        """The edition of one kind; None where that kind is not loaded."""

    def limit(self, code: str, kind: ClaimSetting) -> Mue | None:
        """The value of a code; None where the file has no row, which does not mean unlimited."""


class AddOnKind(IntEnum):
    """How much the file says of an add-on's primary codes."""

    LISTED = 1
    """All of them."""
    CONTRACTOR = 2
    """None: each contractor decides."""
    SOME_LISTED = 3
    """Some; contractors may take others."""


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
        """The add-on's primaries on `on`; None where the file does not list `code` as an add-on."""


class CodeStatus(StrEnum):
    """What a loaded code set says of a procedure code on a day."""

    VALID = "valid"
    NOT_YET = "not yet valid"
    ENDED = "no longer valid"
    NOT_IN_SET = "not in the set"


@dataclass(frozen=True, slots=True)
class Validity:
    """`first` and `last` are its first and last usable day where the set knows them; `successors` replaced it."""

    standing: CodeStatus
    edition: ReferenceEdition
    first: date | None = None
    last: date | None = None
    successors: tuple[str, ...] = ()


class ProcedureTable(Protocol):
    """The loaded CPT and HCPCS Level II code sets of a workspace."""

    def validity(self, code: ProcedureCode, on: date) -> Validity | None:
        """What is known of `code` on `on`; None where no set of its family is loaded for that day, or where the one
        that is lacks the code and seems cut off.
        """

    def cut_off(self, code: ProcedureCode, on: date) -> str:
        """The name of the edition of `on` that lacks `code` and seems cut off; '' where none is."""


class ModifierTable(Protocol):
    """The modifier lists of a workspace that are loaded for a day: CPT's, and HCPCS's."""

    @property
    def editions(self) -> tuple[ReferenceEdition, ...]:
        """Those that are asked, in this order."""

    def find(self, modifier: str) -> ListedModifier | None:
        """The modifier as the first of them that holds it prints it; ended ones too, with their last day."""


FindProcedure = Callable[[str], Procedure | None]
"""What is known of a code beyond its name, such as how it counts time: from the starter set, or loaded."""


def nothing_known(_code: str) -> Procedure | None:
    """A FindProcedure that knows no code."""
    return None


@dataclass(frozen=True, slots=True)
class ReferenceData:
    """All that is loaded for one question; None: not loaded for its date."""

    diagnoses: DiagnosisTable | None = None
    newest: DiagnosisTable | None = None
    """The newest release, whatever the date: only for naming what replaced a code that is known to have gone."""
    history: BillableHistory | None = None
    """On which days each diagnosis code could be billed: answers where no release of the day is loaded."""
    procedures: ProcedureTable | None = None
    pairs: PairTable | None = None
    units: MueTable | None = None
    add_ons: AddOnTable | None = None
    fees: FeeTable | None = None
    modifiers: ModifierTable | None = None
    find: FindProcedure = nothing_known
