"""Check whether a modifier fits its code. Only the rules' own statements count; a payer may differ.

Sources: CPT's modifier appendix for where each belongs; Medicare's NCCI Policy Manual, chapter 1, for 59 and E/M.
"""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.codes.cpt.grammar import CodeKind, ProcedureCode
from bot.domain.codes.cpt.modifiers import MODIFIERS
from bot.domain.codes.cpt.modifiers.modifier import Family
from bot.domain.codes.cpt.procedure import Group, Procedure


class Misfit(StrEnum):
    """Why to double-check a modifier on this code."""

    DISTINCT_ON_VISIT = "a visit takes 24, 25 or 57, never 59 or X"
    VISIT_ONLY = "belongs on a visit, not on the procedure"
    ANESTHESIA_ONLY = "belongs on anesthesia codes"
    MEASURE_ONLY = "belongs on Category II codes"
    THERAPY_ONLY = "belongs on therapy lines"
    NO_PARTS = "the service has no reading and machine to part"
    NO_SIDES = "the service has no sides"
    NO_DRUG = "belongs on the line of a drug"
    NOT_A_TEST = "belongs on laboratory tests"
    QW_EXEMPT = "this test is waived without QW"
    TWO_PLANS = "one line, one plan of care"


@dataclass(frozen=True, slots=True)
class Doubt:
    """One modifier to double-check, and why."""

    modifier: str
    misfit: Misfit


_QW_EXEMPT = frozenset({"81002", "82270", "81025", "82962", "85013", "84830", "83026", "82272", "85651"})
_PLANS = frozenset({"GP", "GO", "GN"})
_SIDED = frozenset({"LT", "RT", "50"})
_SIDELESS = frozenset(
    {
        Group.OFFICE_VISIT, Group.PREVENTIVE, Group.BEHAVIORAL, Group.COUNSELING, Group.LAB,
        Group.THERAPY_EVALUATION, Group.MEASURE, Group.COACHING, Group.HOSPITAL_VISIT, Group.CRITICAL_CARE,
        Group.TELEMEDICINE, Group.CARE_PLANNING, Group.BEHAVIOR_ANALYSIS, Group.INFUSION,
    }
)  # fmt: skip
_THERAPISTS = frozenset({"GP", "GO", "GN", "CQ", "CO"})


def doubts(code: ProcedureCode, modifiers: tuple[str, ...], procedure: Procedure | None) -> tuple[Doubt, ...]:
    """The modifiers to double-check, in the order typed; empty if no rule here objects.

    `procedure` is what is known about the code; None if only its form is.
    """
    found = [Doubt(m, misfit) for m in modifiers if (misfit := _misfit(m, code, procedure))]
    plans = [m for m in modifiers if m in _PLANS]
    found += [Doubt(m, Misfit.TWO_PLANS) for m in plans[1:]]
    return tuple(found)


def _misfit(modifier: str, code: ProcedureCode, procedure: Procedure | None) -> Misfit | None:
    known = MODIFIERS.get(modifier)
    family = known.family if known else None
    if family is Family.DISTINCT and _is_visit(code):
        return Misfit.DISTINCT_ON_VISIT
    if modifier in ("24", "25", "57") and _is_no_visit(code):
        return Misfit.VISIT_ONLY
    if family is Family.MEASURE and code.kind is not CodeKind.CATEGORY_II:
        return Misfit.MEASURE_ONLY
    if len(modifier) == 2 and modifier[0] == "P" and modifier[1].isdigit() and not _is_anesthesia(code):
        return Misfit.ANESTHESIA_ONLY
    if modifier == "QW" and code.code in _QW_EXEMPT:
        return Misfit.QW_EXEMPT
    return _misfit_by_group(modifier, procedure.group, procedure.code) if procedure else None


def _misfit_by_group(modifier: str, group: Group, code: str) -> Misfit | None:
    if modifier in _THERAPISTS and group not in (Group.THERAPY, Group.THERAPY_EVALUATION):
        return Misfit.THERAPY_ONLY
    if modifier in ("26", "TC") and group is not Group.IMAGING:
        return Misfit.NO_PARTS
    if modifier in _SIDED and (group in _SIDELESS or code == "71046"):
        return Misfit.NO_SIDES
    if modifier in ("JZ", "JW") and group is not Group.DRUG:
        return Misfit.NO_DRUG
    if modifier == "QW" and group is not Group.LAB:
        return Misfit.NOT_A_TEST
    return None


def _is_visit(code: ProcedureCode) -> bool:
    """E/M, including telemedicine visits, which are E/M since 2025."""
    return code.kind is CodeKind.CATEGORY_I and (
        "99202" <= code.code <= "99499" or "98000" <= code.code <= "98016"
    )


def _is_no_visit(code: ProcedureCode) -> bool:
    """Whether it is certainly not a visit.

    Eye exams (92002-92014) are visits too; HCPCS codes may be, so they are left out.
    """
    return code.kind is CodeKind.CATEGORY_I and not _is_visit(code) and not "92002" <= code.code <= "92014"


def _is_anesthesia(code: ProcedureCode) -> bool:
    return code.kind is CodeKind.CATEGORY_I and "00100" <= code.code <= "01999"
