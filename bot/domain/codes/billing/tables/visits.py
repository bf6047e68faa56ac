"""Visits on the day of something else: which modifier the visit, or what stands with it, takes."""

from bot.domain.codes.billing.rule import RuleKind, Severity
from bot.domain.codes.billing.tables.groups import (
    CHEMOTHERAPY,
    CPT,
    CRITICAL,
    HEART_AND_LUNG_TESTS,
    HOME,
    INFUSIONS,
    MANUAL,
    MANUAL_100_04,
    MEDICARE,
    NCCI,
    OFFICE,
    OFFICE_BY_LEVEL,
    PFS,
    PHYSICALS,
    SMALL_PROCEDURES,
    VACCINE_GIVEN,
    VISITS,
    VISITS_BY_LEVEL,
    WELLNESS,
    needs_25,
    never,
    rule,
)

WITH_VISITS = (
    needs_25(
        f"{VISITS} {PHYSICALS} {CRITICAL}", SMALL_PROCEDURES, "a procedure",
        f"{NCCI}, ch. 1, D", also="; 57 where it decided on major surgery",
    ),
    needs_25(f"{VISITS} {PHYSICALS}", VACCINE_GIVEN, "a vaccine", f"{NCCI}, ch. 11"),
    needs_25(
        f"{VISITS_BY_LEVEL} {PHYSICALS}", f"{INFUSIONS} {CHEMOTHERAPY}", "an injection or infusion", f"{NCCI}, ch. 11"
    ),
    needs_25(
        VISITS, f"{PHYSICALS} {WELLNESS}", "a physical or wellness visit",
        f"{CPT}; {MANUAL_100_04}, ch. 12, 30.6.1.1",
    ),
    needs_25(VISITS, MANUAL, "manipulation or acupuncture", f"{NCCI}, ch. 11"),
    needs_25(VISITS, HEART_AND_LUNG_TESTS, "an EKG or breathing test", f"{NCCI}, ch. 1, D and ch. 11"),
    needs_25(
        f"{VISITS} {PHYSICALS}", "99406-99409 G0396-G0397 G0442-G0447 G0473",
        "counseling or a screening", f"{CPT}; payers differ",
    ),
    needs_25(f"{VISITS} {PHYSICALS}", "99497", "advance care planning", f"{CPT}; payers differ"),
    needs_25(f"{VISITS} {PHYSICALS}", "95004-95199", "allergy tests or shots", f"{NCCI}, ch. 11"),
    needs_25(VISITS, "95810-95811 95860-95913 95800-95806", "a sleep or nerve test", f"{NCCI}, ch. 1, D"),
    needs_25(VISITS, "97597-97610 97161-97168", "wound care or a therapy evaluation", f"{NCCI}, ch. 1, D"),
    needs_25(VISITS, "90935-90937 90945-90947", "dialysis", f"{MANUAL_100_04}, ch. 8; {NCCI}, ch. 11"),
    needs_25("99221-99223 99231-99233", CRITICAL, "critical care", f"{MANUAL_100_04}, ch. 12, 30.6.12"),
    needs_25("99281-99285", CRITICAL, "critical care", f"{MANUAL_100_04}, ch. 12, 30.6.12"),
    needs_25(OFFICE, "G0101 G0102 Q0091", "a pelvic exam, prostate exam or Pap smear", f"{NCCI}, ch. 1, D"),
    rule(
        RuleKind.NEEDS_MODIFIER,
        "advance care planning at an annual wellness visit takes 33: then the patient has no share",
        f"{PFS} of 2016; {MANUAL_100_04}, ch. 18, 140.8", "99497-99498", "G0438-G0439",
        unless=("33",), instead=("33",), payer=MEDICARE,
    ),
    never(
        "G2211", f"{OFFICE_BY_LEVEL} {HOME}",
        "Medicare does not pay G2211 with a visit with 25, unless that is for a vaccine or preventive service",
        f"{PFS} of 2024 and 2025", carrying=("25",), payer=MEDICARE, severity=Severity.CONFLICT, year=2025,
        unless_with=f"{WELLNESS} {VACCINE_GIVEN} G0008-G0010 G0101-G0103 Q0091 99406-99407 G0442-G0447 99497",
    ),
    never(
        "99211", "36415", "99211 needs a reason of its own: a blood draw alone is not a visit",
        f"{MANUAL_100_04}, ch. 12, 30.6; payers differ", unless=("25",), severity=Severity.REMARK,
    ),
)  # fmt: skip
"""Rules about a visit and what else was done that day."""
