"""The rows of published code files, as the files state them: codes canonical, dates as dates, nothing interpreted."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class CodeRow:
    """One code of a list. `ends` is the last day it may be used; None: no end stated.

    `detail` holds what only some files tell, by stable keys: 'coverage', 'betos', 'action', 'action_effective',
    'type_of_service', 'pricing', 'statute', 'anesthesia_units' (HCPCS), 'system' (a team's own list).
    `successors` are the codes that the file refers to in its place.
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
    """One modifier of two characters; dates and `detail` as in CodeRow. `group` is the heading it stands under."""

    modifier: str
    long: str
    short: str = ""
    starts: date | None = None
    ends: date | None = None
    group: str = ""
    detail: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DescriptorRow:
    """A descriptor of a CPT code beside the official ones: for consumers, or one of several for clinicians."""

    code: str
    concept: str
    text: str
    descriptor: str = ""


@dataclass(frozen=True, slots=True)
class Conversion:
    """An ICD-10-CM code that is new on `effective`, and a code that stood in its place before.

    `old` may be a range as printed ('H02.101-H02.106'); empty where the table says that there was none.
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
    """One NCCI pair: `column2` is not paid beside `column1`; `deletion` is its last day, None while it stands.

    `indicator`: 0 no modifier helps, 1 one may, 9 never in force (deleted on the day it began).
    A tuple and not a dataclass: 2.5 million of them are read at once.
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
    """An add-on code and one primary code that it may stand beside; None: the contractor defines the primaries.

    `kind` 1: only beside listed primaries; 2: primaries are the contractor's; 3: listed ones and others.
    `deletion` is the last day of the pair or of either code, whichever comes first.
    """

    kind: int
    add_on: str
    primary: str | None
    effective: date
    deletion: date | None


@dataclass(frozen=True, slots=True)
class GpciRow:
    """The geographic practice cost indices of one locality; `work` is that with the 1.0 floor: Medicare pays by it."""

    contractor: str
    number: str
    name: str
    state: str
    work: Decimal
    practice: Decimal
    malpractice: Decimal


@dataclass(frozen=True, slots=True)
class CountiesRow:
    """What belongs to a locality: `name` is its fee schedule area, `counties` as printed."""

    contractor: str
    number: str
    name: str
    state: str
    counties: str


@dataclass(frozen=True, slots=True)
class AnesthesiaRow:
    """The anesthesia conversion factors of one locality, in dollars a unit; `qpp_factor` since 2026 alone."""

    contractor: str
    number: str
    name: str
    factor: Decimal
    qpp_factor: Decimal | None = None
