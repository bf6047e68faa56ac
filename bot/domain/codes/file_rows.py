"""Rows of published code files as the files state them: codes canonical, dates parsed, nothing interpreted."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class CodeRow:
    """One code of a list. `ends` is its last valid day; None: no end stated.

    `detail` has values from only some files, by stable keys: 'coverage', 'betos', 'action', 'action_effective',
    'type_of_service', 'pricing', 'statute', 'anesthesia_units' (HCPCS), 'system' (a team's own list). `successors`
    are the replacement codes that the file names.
    """

    code: str
    long: str = ""
    short: str = ""
    billable: bool = True
    starts: date | None = None
    ends: date | None = None
    successors: tuple[str, ...] = ()
    detail: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ModifierRow:
    """One modifier of two characters; dates and `detail` as in CodeRow. `group` is its heading."""

    modifier: str
    long: str
    short: str = ""
    starts: date | None = None
    ends: date | None = None
    group: str = ""
    detail: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DescriptorRow:
    """An additional descriptor of a CPT code: for consumers, or one of several for clinicians."""

    code: str
    concept: str
    text: str
    descriptor: str = ""


@dataclass(frozen=True, slots=True)
class Conversion:
    """An ICD-10-CM code that is new on `effective`, and the code that it replaced.

    `old` may be a range as printed ('H02.101-H02.106'); it is empty if the table says that there was none.
    """

    old: str
    new: str
    effective: date


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One line of a HCPCS change list; `change` as printed ('ADD', 'Short Description Change', 'DISC')."""

    code: str
    change: str
    short: str
    long: str
    modifier: bool = False


class PtpRow(NamedTuple):
    """One NCCI pair: `column2` is not paid with `column1`. `deletion` is its last day, None while it is in force.

    `indicator`: 0 no modifier helps, 1 a modifier may help, 9 never in force (deleted on the day it began). A tuple
    instead of a dataclass, because 2.5 million are read at once.
    """

    column1: str
    column2: str
    effective: date
    deletion: date | None
    indicator: int
    rationale: str
    prior_to_1996: bool

    @property
    def ever_in_force(self) -> bool:
        """False for indicator 9."""
        return self.indicator != 9


@dataclass(frozen=True, slots=True)
class MueRow:
    """The most units of a code. `mai`: 1 by claim line, 2 by date of service as policy, 3 as clinical benchmark."""

    code: str
    value: int
    mai: int
    rationale: str


@dataclass(frozen=True, slots=True)
class AddOnRow:
    """An add-on code and one primary code that it may be billed with; None: the contractor defines the primaries.

    `kind` 1: only with listed primaries; 2: with primaries that the contractor defines; 3: with listed ones and
    others. `deletion` is the last day of the pair or of either code, whichever is first.
    """

    kind: int
    add_on: str
    primary: str | None
    effective: date
    deletion: date | None


@dataclass(frozen=True, slots=True)
class GpciRow:
    """The geographic practice cost indices of one locality. `work` includes the 1.0 floor, which Medicare uses."""

    contractor: str
    number: str
    name: str
    state: str
    work: Decimal
    practice: Decimal
    malpractice: Decimal


@dataclass(frozen=True, slots=True)
class CountiesRow:
    """The area of a locality: `name` is its fee schedule area, `counties` as printed."""

    contractor: str
    number: str
    name: str
    state: str
    counties: str


@dataclass(frozen=True, slots=True)
class AnesthesiaRow:
    """One locality's anesthesia conversion factors in dollars per unit; `qpp_factor` exists only since 2026."""

    contractor: str
    number: str
    name: str
    factor: Decimal
    qpp_factor: Decimal | None = None
