"""The findings of a check: rule, verdict, location, facts and their source. No prose."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from bot.domain.codes.billing.rule import BrokenRule
from bot.domain.codes.claim.edition import ReferenceEdition
from bot.domain.codes.claim.reference_data import AddOnKind, Mue, NcciPair, Validity
from bot.domain.codes.cpt.modifier_fit import Misfit
from bot.domain.codes.guidelines.rule import GuidelineRule
from bot.domain.codes.guidelines.siblings import Siblings
from bot.domain.codes.icd.billable_days import PastCode
from bot.domain.codes.icd.excludes import ExcludesFinding
from bot.domain.codes.icd.neighbours import Laterality
from bot.domain.codes.icd.replaced import Demotion
from bot.domain.codes.icd.resolve import Resolution


class ClaimVerdict(StrEnum):
    """The three possible verdicts. Payers decide, so there is no 'will be paid'."""

    NO_PROBLEM = "no problem found"
    LOOK_AGAIN = "look again"
    CONFLICT = "conflict"


class ClaimRule(StrEnum):
    """One check, by the name shown in answers."""

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
    GUIDELINES = "coding guidelines"
    PLACE = "place of service"
    FEES = "fee schedule status"


class Authority(StrEnum):
    """Sources of rules other than loaded files: the documents."""

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
    GUIDELINES = "ICD-10-CM Guidelines FY2026"


Source: TypeAlias = ReferenceEdition | Authority


class Trouble(StrEnum):
    """Possible problems with a line's modifiers, in addition to modifier_fit's Misfit."""

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
    """Modifiers to double-check; `instead` are those that may be meant.

    `since` is the first day of one, `until` its last day, `told_by` the loaded list with these dates. `consulted` are
    the loaded lists that lack it.
    """

    trouble: Misfit | Trouble
    modifiers: tuple[str, ...]
    instead: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    told_by: ReferenceEdition | None = None
    consulted: tuple[ReferenceEdition, ...] = ()


@dataclass(frozen=True, slots=True)
class GuidelineHit:
    """A rule of the ICD-10-CM Official Guidelines that the diagnoses break."""

    rule: GuidelineRule


@dataclass(frozen=True, slots=True)
class SiblingHit:
    """Two codes of one family that contradict each other by their names."""

    siblings: Siblings


@dataclass(frozen=True, slots=True)
class WrongPlace:
    """A place of service that is not assigned, or not yet on the date; `since` is its first day."""

    place: str
    since: date | None = None


@dataclass(frozen=True, slots=True)
class BadDiagnosis:
    """A header, a code without its 7th character, or one that the release does not have.

    `past`: when a code that it lacks was billable, if that is known.
    """

    resolution: Resolution
    past: PastCode | None = None


@dataclass(frozen=True, slots=True)
class Demoted:
    """Known to be a header by the date, although no release for it is loaded. `children` are today's codes below it."""

    demotion: Demotion
    children: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NotOnList:
    """Not billable on the day, according to the Medicare Code Editor's list. No release of the day is loaded."""

    past: PastCode


@dataclass(frozen=True, slots=True)
class BeforeICD10:
    """The date of service is before ICD-10-CM, so the claim needs ICD-9-CM codes."""


@dataclass(frozen=True, slots=True)
class ExcludesNote:
    """An Excludes1 note at one of the two codes names the other."""

    note: ExcludesFinding


class Misplaced(StrEnum):
    """Why a diagnosis is in the wrong position."""

    EXTERNAL_CAUSE_FIRST = "an external cause is never first"
    EXTERNAL_CAUSE_POINTED_FIRST = "a line's first pointer is an external cause"
    MANIFESTATION_FIRST = "a manifestation is never first"
    CODE_FIRST_AFTER = "the code that goes first stands behind it"
    CODE_FIRST_MISSING = "no code that goes first stands on the claim"


@dataclass(frozen=True, slots=True)
class DiagnosisOutOfOrder:
    """`code` is in the wrong position. `other` is the code that goes before it; `notes` are printed at `at`."""

    why: Misplaced
    code: str
    other: str | None = None
    at: str | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BadPointer:
    """Pointers to a missing diagnosis (`missing`), or more than four pointers."""

    missing: tuple[int, ...]
    count: int


@dataclass(frozen=True, slots=True)
class OtherSide:
    """The modifiers mean side `said`; the diagnosis `diagnosis` has side `named`.

    `same` is the code for the modifiers' side.
    """

    said: Laterality
    modifiers: tuple[str, ...]
    diagnosis: str
    named: Laterality
    same: str | None


@dataclass(frozen=True, slots=True)
class PairHit:
    """A pair in force. `modifier` bypasses it; None if none does. `visit`: one of the two is a visit.

    `wrong` are modifiers on the lines that do not bypass it.
    """

    pair: NcciPair
    modifier: str | None
    visit: bool
    wrong: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TooManyUnits:
    """`units` on the line or on the day, compared with the file's value."""

    mue: Mue
    units: int


@dataclass(frozen=True, slots=True)
class NoPrimary:
    """An add-on without any of its primaries on the claim. `primaries` may be all (`kind` LISTED), some or none.

    `alone`: the claim has no other code.
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
    """The code's status on the date in the loaded set."""

    validity: Validity


@dataclass(frozen=True, slots=True)
class OutsideRanges:
    """Five digits outside all CPT ranges, and no loaded set to check."""


@dataclass(frozen=True, slots=True)
class StatusHint:
    """The fee schedule's status letter. It is Medicare's rule; other payers may differ."""

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
    | GuidelineHit
    | SiblingHit
    | WrongPlace
)


@dataclass(frozen=True, slots=True)
class ClaimFinding:
    """One finding. Either `line`, a service line's number, or `diagnosis`, a position, is set.

    `others` are the other lines (or diagnoses) that it concerns. A remark has the verdict NO_PROBLEM.
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
    """0, 1, 2: a higher number needs more attention."""
    return _WEIGHT[verdict]


def worst(findings: tuple[ClaimFinding, ...]) -> ClaimVerdict:
    """The heaviest verdict among them; NO_PROBLEM without findings."""
    return max((f.verdict for f in findings), key=weight, default=ClaimVerdict.NO_PROBLEM)
