"""Groups of codes and the short ways to write a rule, shared by the tables.

Sources: 'NCCI Policy Manual' is CMS's for Medicare, as of January 1, 2026; 'CPT' the code set's instructions, told in
our words; 'Claims Processing Manual' Medicare's, Pub. 100-04; 'Medicare fee schedule' the final rule or the status
letters of the year.
"""

from bot.domain.codes.billing.rule import BillingRule, CodeGroup, RuleKind, Severity

OFFICE = "99202-99215"
OFFICE_BY_LEVEL = "99202-99205 99212-99215"
"""Without 99211, which has rules of its own."""
PHYSICALS = "99381-99397"
WELLNESS = "G0402 G0438-G0439"
EMERGENCY = "99281-99285"
FIRST_HOSPITAL = "99221-99223"
LATER_HOSPITAL = "99231-99233"
SAME_DAY_STAY = "99234-99236"
DISCHARGE = "99238-99239"
NURSING = "99304-99310 99315-99316"
HOME = "99341-99350"
CONSULTATIONS = "99242-99245 99252-99255"
EYE_VISITS = "92002-92014"
TELEMEDICINE = "98000-98015"
CRITICAL = "99291-99292"
_ELSEWHERE = (
    f"{FIRST_HOSPITAL} {LATER_HOSPITAL} {SAME_DAY_STAY} {DISCHARGE} {CONSULTATIONS} {EMERGENCY} {NURSING} {HOME} "
    f"{EYE_VISITS} {TELEMEDICINE}"
)
VISITS = f"{OFFICE} {_ELSEWHERE}"
VISITS_BY_LEVEL = f"{OFFICE_BY_LEVEL} {_ELSEWHERE}"
EM = f"99202-99499 {TELEMEDICINE} 98016 {EYE_VISITS} {WELLNESS}"
"""Everything that CPT has under evaluation and management, with eye and wellness visits."""
PSYCHOTHERAPY = "90832-90838"
SMALL_PROCEDURES = "10004-36399 36430-59399 59897-69990"
"""Surgery by number, without blood draws (36400-36425) and maternity care, which has visits of its own."""
VACCINE_GIVEN = "90460-90474 90480"
VACCINES = "90476-90759 91300-91325 Q2034-Q2039 J3530"
DRUGS = "J0013-J9999 Q0138-Q0181 Q0220-Q0249 Q2004-Q2058 Q4074-Q4082 Q5001-Q5160 A9500-A9800 C9000-C9399 S0012-S0199"
INFUSIONS = "96360-96379"
CHEMOTHERAPY = "96401-96450"
DRUG_GIVEN = f"96365-96379 {CHEMOTHERAPY} 96372"
HEART_AND_LUNG_TESTS = "93000-93010 94010-94060 94640"
MANUAL = "98925-98929 98940-98943 97810-97814"
PT_EVALUATIONS = "97161-97163"
OT_EVALUATIONS = "97165-97167"
EVALUATIONS = "97161-97168 92521-92524 92610"
TIMED_THERAPY = "97032-97036 97110-97140 97530-97542 97750-97763"
UNTIMED_THERAPY = "97010-97028 97150 97597 97605-97606 G0283 92507-92508 92526"
THERAPY = "97010-97799 92507-92508 92521-92526 92610 G0283"
ONE_ON_ONE = "97110-97140 97530-97542"
LABS = "80047-89398"
DISTINCT = ("59", "XE", "XS", "XP", "XU")
VISIT_MARKS = ("24", "25", "57")
MEDICARE = "Medicare"

CPT, NCCI, PFS = "CPT", "NCCI Policy Manual", "Medicare fee schedule"
MANUAL_100_04 = "Claims Processing Manual"


def rule(
    kind: RuleKind,
    says: str,
    source: str,
    codes: str = "",
    others: str = "",
    *,
    year: int = 2026,
    unless_with: str = "",
    **more: object,
) -> BillingRule:
    """A rule of any kind; groups of codes are written as spans, other fields as the rule has them."""
    groups = CodeGroup(codes), CodeGroup(others)
    return BillingRule(kind, says, source, year, *groups, unless_with=CodeGroup(unless_with), **more)  # type: ignore[arg-type]


def needs_25(codes: str, others: str, what: str, source: str, also: str = "", **more: object) -> BillingRule:
    """A visit with `what` takes 25."""
    says = f"a visit on the day of {what} takes 25, and a note that stands on its own{also}"
    marks = {"unless": VISIT_MARKS, "instead": ("25",), "beside": what, **more}
    return rule(RuleKind.NEEDS_25, says, source, codes, others, **marks)  # type: ignore[arg-type]


def never(codes: str, others: str, says: str, source: str, **more: object) -> BillingRule:
    """Two groups that are not billed for one day."""
    return rule(RuleKind.NEVER_TOGETHER, says, source, codes, others, **more)  # type: ignore[arg-type]


def exclusive(codes: str, says: str, source: str, **more: object) -> BillingRule:
    """Codes of which one is billed."""
    return rule(RuleKind.EXCLUSIVE, says, source, codes, **more)  # type: ignore[arg-type]


def once(codes: str, says: str, source: str, **more: object) -> BillingRule:
    """Codes with no more than `most` units a day."""
    return rule(RuleKind.ONCE_A_DAY, says, source, codes, **more)  # type: ignore[arg-type]


def goes_with(codes: str, others: str, says: str, source: str, **more: object) -> BillingRule:
    """Codes that are not billed without one of others. A remark: the other may be on another claim."""
    more = {"severity": Severity.REMARK, **more}
    return rule(RuleKind.GOES_WITH, says, source, codes, others, **more)  # type: ignore[arg-type]


def clash(modifiers: str, says: str, source: str, **more: object) -> BillingRule:
    """Modifiers that contradict each other on one line."""
    more = {"severity": Severity.CONFLICT, **more}
    return rule(RuleKind.MODIFIERS_CLASH, says, source, modifiers=tuple(modifiers.split()), **more)  # type: ignore[arg-type]


def not_on(modifiers: str, codes: str, says: str, source: str, **more: object) -> BillingRule:
    """Modifiers that these codes can't carry."""
    marks = tuple(modifiers.split())
    return rule(RuleKind.MODIFIER_NOT_ON, says, source, codes, modifiers=marks, **more)  # type: ignore[arg-type]


def only_on(modifiers: str, codes: str, says: str, source: str, **more: object) -> BillingRule:
    """Modifiers that only these codes can carry."""
    marks = tuple(modifiers.split())
    return rule(RuleKind.MODIFIER_ONLY_ON, says, source, codes, modifiers=marks, **more)  # type: ignore[arg-type]


def not_here(modifiers: str, places: tuple[str, ...], says: str, source: str, **more: object) -> BillingRule:
    """Modifiers that stand at these places alone."""
    marks = tuple(modifiers.split())
    return rule(RuleKind.MODIFIER_NOT_HERE, says, source, modifiers=marks, places=places, **more)  # type: ignore[arg-type]


def code_here(codes: str, places: tuple[str, ...], says: str, source: str, **more: object) -> BillingRule:
    """Codes that stand at these places alone."""
    return rule(RuleKind.CODE_NOT_HERE, says, source, codes, places=places, **more)  # type: ignore[arg-type]


def payer(codes: str, says: str, source: str, instead: str = "", **more: object) -> BillingRule:
    """What Medicare, or another payer that is named, does not take."""
    more = {"payer": MEDICARE, "severity": Severity.CONFLICT, **more}
    return rule(RuleKind.PAYER, says, source, codes, instead=tuple(instead.split()), **more)  # type: ignore[arg-type]
