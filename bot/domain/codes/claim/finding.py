"""What a check found: rule, verdict, where, the facts behind it and where they come from. No prose."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from bot.domain.codes.billing.rule import BrokenRule
from bot.domain.codes.claim.edition import ReferenceEdition
from bot.domain.codes.claim.reference_data import AddOnKind, Mue, NcciPair, Validity
from bot.domain.codes.cpt.modifier_fit import Misfit
from bot.domain.codes.icd.billable_days import PastCode
from bot.domain.codes.icd.excludes import ExcludesFinding
from bot.domain.codes.icd.neighbours import Laterality
from bot.domain.codes.icd.replaced import Demotion
from bot.domain.codes.icd.resolve import Resolution


class ClaimVerdict(StrEnum):
    """The three things that a check may say; payers decide, so there is no other."""

    NO_PROBLEM = "no problem found"
    LOOK_AGAIN = "look again"
    CONFLICT = "conflict"


class ClaimRule(StrEnum):
    """One check, by the name that an answer shows."""

    VALIDITY = "validity on the date"
    BILLABLE = "billable diagnosis"
    EXCLUDES = "Excludes notes"
    ORDER = "order of diagnoses"
    EXTERNAL_CAUSE = "external causes never first"
    """The part of ORDER that needs no notes."""
    POINTERS = "diagnosis pointers"
    MODIFIERS = "modifiers"
    SIDES = "sides"
    PAIRS = "NCCI pairs"
    UNITS = "MUE"
    ADD_ON = "add-on and primary"
    REPEATED = "repeated lines"
    BILLING = "billing rules"
    PLACE = "place of service"
    FEES = "fee schedule status"


class Authority(StrEnum):
    """Rules that are no loaded file, by the document that holds them."""

    RANGES = "CPT's number ranges"
    ADDENDA = "ICD-10-CM addenda"
    ICD9 = "CMS: ICD-10-CM since October 1, 2015"
    EXCLUDES = "ICD-10-CM guidelines, I.A.12"
    MANIFESTATION = "ICD-10-CM guidelines, I.A.13"
    EXTERNAL_CAUSE = "ICD-10-CM guidelines, I.C.20"
    LATERALITY = "ICD-10-CM guidelines, I.B.13"
    CLAIM_FORM = "CMS Claims Processing Manual, ch. 26, as of 2024"
    MODIFIERS = "CPT and HCPCS modifier lists; NCCI Policy Manual, ch. 1"
    THERAPY = "CMS Claims Processing Manual, ch. 5, 20.1, as of 2024"
    ADD_ONS = "starter set, our own words"
    PLACES = "CMS, Place of Service Code Set"
    BILLING = "billing rules, each with its document"


Source: TypeAlias = ReferenceEdition | Authority


class Trouble(StrEnum):
    """What may be wrong with the modifiers of a line, beyond modifier_fit's Misfit."""

    NOT_PUBLISHED = "no list that is known holds it"
    NOT_YET = "it began later than the date of service"
    ENDED = "its last day was before the date of service"
    ASSISTANT_ALONE = "CQ goes beside GP, CO beside GO"
    PLAN_MISSING = "a therapy line without its plan of care"
    PARTS_TOGETHER = "26 and TC on one line"
    WASTE_AND_NONE = "JZ and JW on one line"
    WASTE_ON_ANOTHER_LINE = "JZ on one line of a drug, JW on another"
    BOTH_SIDES_TWICE = "50 beside LT or RT"
    TWO_SIDES = "LT and RT on one line"
    DISTINCT_TWICE = "59 beside an X modifier"
    DISTINCT_UNNEEDED = "59 or X, and no pair asks for it"
    BILATERAL_UNITS = "50 with more than one unit"
    MULTIPLE_ON_ADD_ON = "51 on an add-on"
    TOO_MANY = "more than four on a line"
    NO_PARTS_IN_SCHEDULE = "26 or TC on a code that the schedule does not part"
    NO_HELPERS_IN_SCHEDULE = "80-82, AS, 62 or 66 where the schedule pays none"
    NOT_BILATERAL_IN_SCHEDULE = "50 on a code that the schedule does not double"


@dataclass(frozen=True, slots=True)
class ModifierDoubt:
    """Modifiers to look at again; `instead` are those that may be meant.

    `since` is when one began, `until` its last day, `told_by` the loaded list that says so. `consulted` are the loaded
    lists that do not hold it.
    """

    trouble: Misfit | Trouble
    modifiers: tuple[str, ...]
    instead: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    told_by: ReferenceEdition | None = None
    consulted: tuple[ReferenceEdition, ...] = ()


@dataclass(frozen=True, slots=True)
class WrongPlace:
    """A place of service that is not assigned, or not yet on the date; `since` is its first day."""

    place: str
    since: date | None = None


@dataclass(frozen=True, slots=True)
class BadDiagnosis:
    """A header, a code without its 7th character, or one that the release does not hold.

    `past`: on which days one that it does not hold could be billed, where that is known.
    """

    resolution: Resolution
    past: PastCode | None = None


@dataclass(frozen=True, slots=True)
class Demoted:
    """Known to be a header by the date, though no release for it is loaded; `children` are today's codes below it."""

    demotion: Demotion
    children: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NotOnList:
    """Not billable on the day, by the Medicare code editor's list; no release of the day is loaded."""

    past: PastCode


@dataclass(frozen=True, slots=True)
class BeforeICD10:
    """The date of service is before ICD-10-CM: such claims take ICD-9-CM codes."""


@dataclass(frozen=True, slots=True)
class ExcludesNote:
    """An Excludes1 note at one of the two names the other."""

    note: ExcludesFinding


class Misplaced(StrEnum):
    """Why a diagnosis stands in the wrong place."""

    EXTERNAL_CAUSE_FIRST = "an external cause is never first"
    EXTERNAL_CAUSE_POINTED_FIRST = "a line's first pointer is an external cause"
    MANIFESTATION_FIRST = "a manifestation is never first"
    CODE_FIRST_AFTER = "the code that goes first stands behind it"
    CODE_FIRST_MISSING = "no code that goes first stands on the claim"


@dataclass(frozen=True, slots=True)
class DiagnosisOutOfOrder:
    """`code` stands wrongly; `other` is the one that goes before it, `notes` what is printed at `at`."""

    why: Misplaced
    code: str
    other: str | None = None
    at: str | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BadPointer:
    """Pointers without a diagnosis (`missing`), or more than four of them."""

    missing: tuple[int, ...]
    count: int


@dataclass(frozen=True, slots=True)
class OtherSide:
    """The modifiers say `said`, the diagnosis `diagnosis` says `named`; `same` is the code of the said side."""

    said: Laterality
    modifiers: tuple[str, ...]
    diagnosis: str
    named: Laterality
    same: str | None


@dataclass(frozen=True, slots=True)
class PairHit:
    """A pair in force. `modifier` bypasses it, None where none does; `visit`: one of the two is a visit.

    `wrong` are modifiers that stand there and do not bypass it.
    """

    pair: NcciPair
    modifier: str | None
    visit: bool
    wrong: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TooManyUnits:
    """`units` on the line or on the day, against the value of the file."""

    mue: Mue
    units: int


@dataclass(frozen=True, slots=True)
class NoPrimary:
    """An add-on and none of its primaries on the claim; `primaries` may be all (`kind` LISTED), some or none.

    `alone`: nothing else is on the claim at all.
    """

    primaries: tuple[str, ...]
    kind: AddOnKind
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Repeated:
    """The same code with the same modifiers on several lines."""

    lab: bool


@dataclass(frozen=True, slots=True)
class NotValid:
    """What the loaded set says of the code on the date."""

    validity: Validity


@dataclass(frozen=True, slots=True)
class OutsideRanges:
    """Five digits that lie in none of CPT's ranges, and no loaded set to ask."""


@dataclass(frozen=True, slots=True)
class StatusHint:
    """The fee schedule's status letter; Medicare's view, which other payers need not share."""

    status: str


Detail: TypeAlias = (
    ModifierDoubt
    | BadDiagnosis
    | Demoted
    | NotOnList
    | BeforeICD10
    | ExcludesNote
    | DiagnosisOutOfOrder
    | BadPointer
    | OtherSide
    | PairHit
    | TooManyUnits
    | NoPrimary
    | Repeated
    | NotValid
    | OutsideRanges
    | StatusHint
    | BrokenRule
    | WrongPlace
)


@dataclass(frozen=True, slots=True)
class ClaimFinding:
    """One thing to tell. `line` is a service line's number, `diagnosis` a position; one of them is set.

    `others` are the further lines (or diagnoses) that it is about. A remark has the verdict NO_PROBLEM.
    """

    rule: ClaimRule
    verdict: ClaimVerdict
    detail: Detail
    source: Source
    line: int | None = None
    diagnosis: int | None = None
    others: tuple[int, ...] = ()


_WEIGHT = {ClaimVerdict.NO_PROBLEM: 0, ClaimVerdict.LOOK_AGAIN: 1, ClaimVerdict.CONFLICT: 2}


def weight(verdict: ClaimVerdict) -> int:
    """0, 1, 2: the heavier, the more it wants to be looked at."""
    return _WEIGHT[verdict]


def worst(findings: tuple[ClaimFinding, ...]) -> ClaimVerdict:
    """The heaviest verdict among them; none found, no problem found."""
    return max((f.verdict for f in findings), key=weight, default=ClaimVerdict.NO_PROBLEM)
