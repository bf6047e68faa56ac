"""Codes that are not billed for one day, and groups of which one is billed: visits, behavioral health, planning."""

# ruff: noqa: E501 - a rule reads best with its codes on one line

from bot.domain.codes.billing.rule import Severity
from bot.domain.codes.billing.tables.groups import (
    CHEMOTHERAPY,
    CPT,
    CRITICAL,
    DISCHARGE,
    DISTINCT,
    EMERGENCY,
    FIRST_HOSPITAL,
    INFUSIONS,
    LATER_HOSPITAL,
    MANUAL_100_04,
    NCCI,
    NURSING,
    OFFICE,
    PFS,
    PHYSICALS,
    PSYCHOTHERAPY,
    SAME_DAY_STAY,
    TELEMEDICINE,
    VISITS,
    WELLNESS,
    exclusive,
    never,
)

_CONFLICT = Severity.CONFLICT
_HOSPITAL = f"{MANUAL_100_04}, ch. 12, 30.6.9"

VISITS_TOGETHER = (
    never(
        "99211", f"{INFUSIONS} {CHEMOTHERAPY}",
        "99211 isn't billed with an injection or infusion: the nurse's work is part of it",
        f"{MANUAL_100_04}, ch. 12, 30.6.7", severity=_CONFLICT,
    ),
    exclusive(
        OFFICE, "one office visit a day by the same specialty of the group: one level, new or established",
        f"{MANUAL_100_04}, ch. 12, 30.6.7", severity=_CONFLICT,
    ),
    exclusive(FIRST_HOSPITAL, "one first hospital visit, one level", CPT, severity=_CONFLICT),
    exclusive(LATER_HOSPITAL, "one hospital visit a day, one level", _HOSPITAL, severity=_CONFLICT),
    exclusive(SAME_DAY_STAY, "one stay of one day, one level", CPT, severity=_CONFLICT),
    exclusive("99238 99239", "one discharge, by its time: up to 30 minutes or more", CPT, severity=_CONFLICT),
    never(
        DISCHARGE, f"{FIRST_HOSPITAL} {LATER_HOSPITAL}",
        "on the day of discharge only the discharge is billed; admitted and discharged on one day is 99234-99236",
        f"{MANUAL_100_04}, ch. 12, 30.6.9.2", severity=_CONFLICT,
    ),
    never(
        FIRST_HOSPITAL, LATER_HOSPITAL, "on the day of the first hospital visit there is no later one by the same clinician",
        _HOSPITAL, severity=_CONFLICT,
    ),
    never(
        f"{FIRST_HOSPITAL} {SAME_DAY_STAY}", f"{OFFICE} {EMERGENCY} {NURSING}",
        "visits elsewhere that day that led to the admission are part of the first hospital visit by the same clinician",
        f"{MANUAL_100_04}, ch. 12, 30.6.9.1", severity=_CONFLICT,
    ),
    never(
        LATER_HOSPITAL, OFFICE, "an office visit and a hospital visit by the same clinician are one visit that day",
        f"{MANUAL_100_04}, ch. 12, 30.6.9",
    ),
    exclusive(EMERGENCY, "one emergency visit, one level", CPT, severity=_CONFLICT),
    never(
        EMERGENCY, OFFICE, "an emergency visit and an office visit by the same clinician: bill the emergency visit",
        f"{MANUAL_100_04}, ch. 12, 30.6.11",
    ),
    exclusive("99304-99310", "one nursing facility visit a day, one level", CPT, severity=_CONFLICT),
    exclusive("99315 99316", "one nursing facility discharge, by its time", CPT, severity=_CONFLICT),
    exclusive("99341-99350", "one home visit a day: one level, new or established", CPT, severity=_CONFLICT),
    exclusive("99242-99245", "one consultation, one level", CPT, severity=_CONFLICT),
    exclusive("99252-99255", "one consultation, one level", CPT, severity=_CONFLICT),
    exclusive("92002-92014", "one eye visit: new or established, intermediate or comprehensive", CPT, severity=_CONFLICT),
    never("92002-92014", OFFICE, "an eye visit or an office visit for one encounter, not both", f"{NCCI}, ch. 11",
          severity=_CONFLICT),
    exclusive(PHYSICALS, "one physical, by age and by new or established patient", CPT, severity=_CONFLICT),
    exclusive(
        WELLNESS, "one Medicare wellness visit: welcome, first annual, or later annual",
        f"{MANUAL_100_04}, ch. 18, 140", severity=_CONFLICT,
    ),
    never(
        WELLNESS, PHYSICALS, "a Medicare wellness visit and a physical are two services: Medicare pays no physical",
        f"{MANUAL_100_04}, ch. 18, 140",
    ),
    exclusive(TELEMEDICINE, "one telemedicine visit a day: one level, video or phone", CPT, year=2025, severity=_CONFLICT),
    never(
        TELEMEDICINE, f"{OFFICE} {PHYSICALS}", "a telemedicine visit and a visit in person by the same clinician are one visit",
        CPT, year=2025, unless=("25",), severity=_CONFLICT,
    ),
    never(
        "98016", f"{VISITS} {PHYSICALS}",
        "a virtual check-in isn't billed where it leads to a visit, or follows one of the last 7 days",
        CPT, year=2025, severity=_CONFLICT,
    ),
    never(
        "99417", "G2212", "the same extra time: 99417 for other payers, G2212 for Medicare", PFS,
        year=2021, severity=_CONFLICT,
    ),
    never("99418", "G0316-G0318", "the same extra time: 99418 for other payers, G0316-G0318 for Medicare", PFS,
          year=2023, severity=_CONFLICT),
    exclusive("99495 99496", "one transition of care: by complexity and by when the patient was seen", CPT,
              severity=_CONFLICT),
    exclusive("99490 99487 99491", "one kind of chronic care management a month: by whom and how complex", CPT,
              severity=_CONFLICT),
    never(
        CRITICAL, "36000 36410 36415 36591 36600 43752-43753 71045-71046 92953 93598 94002-94004 94660 94662 94760-94762",
        "critical care includes this already: lines, blood gases, chest x-rays read, ventilator settings",
        f"{CPT}; {MANUAL_100_04}, ch. 12, 30.6.12", unless=DISTINCT,
    ),
    never(
        "99497-99498", f"{CRITICAL} 99468-99476", "advance care planning isn't billed on a day of critical care",
        f"{CPT}; Medicare PFS final rule of 2016", severity=_CONFLICT,
    ),
    exclusive("3074F 3075F 3077F", "one result of the systolic pressure: the latest", CPT, severity=_CONFLICT),
    exclusive("3078F-3080F", "one result of the diastolic pressure: the latest", CPT, severity=_CONFLICT),
    exclusive("3044F 3046F 3051F-3052F", "one result of the hemoglobin A1c: the latest", CPT, severity=_CONFLICT),
    exclusive("0591T-0593T", "one health coaching session: first, follow-up or group", CPT),
)  # fmt: skip

BEHAVIORAL_TOGETHER = (
    exclusive(
        "99406 99407", "only one of the two tobacco counseling codes a session: the longer one", CPT,
        severity=_CONFLICT,
    ),
    never(
        "90791-90792", f"{PSYCHOTHERAPY} 90839-90840 90846-90847",
        "a psychiatric evaluation and psychotherapy are not billed for one day by the same clinician",
        CPT, severity=_CONFLICT,
    ),
    never(
        "90791-90792", f"{OFFICE} {FIRST_HOSPITAL} {LATER_HOSPITAL} {SAME_DAY_STAY} {DISCHARGE} {TELEMEDICINE} "
        "99242-99245 99252-99255 99281-99285 99304-99310",
        "a psychiatric evaluation and a visit are not billed for one day by the same clinician", CPT,
        severity=_CONFLICT,
    ),
    exclusive("90791 90792", "a psychiatric evaluation is with or without medical work, not both", CPT,
              severity=_CONFLICT),
    never(
        "90832 90834 90837", f"{OFFICE} {FIRST_HOSPITAL} {LATER_HOSPITAL} {TELEMEDICINE} 99304-99310 99341-99350",
        "psychotherapy with a visit by the same clinician is the add-on 90833, 90836 or 90838", CPT,
        instead=("90833", "90836", "90838"), severity=_CONFLICT,
    ),
    exclusive("90832-90838", "one psychotherapy session has one length, alone or with a visit", CPT, unless=DISTINCT),
    never(
        "90839-90840", f"{PSYCHOTHERAPY} 90785",
        "crisis psychotherapy is billed without other psychotherapy and interactive complexity", CPT,
        severity=_CONFLICT,
    ),
    exclusive("90846 90847", "one family session is with or without the patient", CPT, unless=DISTINCT),
    exclusive("90853 90849", "one group session: patients, or several families", CPT, unless=DISTINCT),
    never(
        "90846-90847", "90832-90838 90853", "family therapy with another session needs its own times, and 59",
        f"{NCCI}, ch. 11", unless=DISTINCT,
    ),
    exclusive("99408 99409", "one alcohol or drug screening with counseling, by its time", CPT, severity=_CONFLICT),
    never("99408-99409", "G0396-G0397", "the same screening: 99408 and 99409 for other payers, G0396 and G0397 for Medicare", PFS,
          severity=_CONFLICT),
    never(
        "97154", "97153", "one patient's treatment is alone or in a group at a time: separate times, and 59",
        f"{CPT}; payers differ", unless=DISTINCT,
    ),
    never(
        "97158", "97155 97154", "group treatment by one person at a time: separate times, and 59",
        f"{CPT}; payers differ", unless=DISTINCT,
    ),
    exclusive("97156 97157", "teaching one family, or several at once", f"{CPT}; payers differ", unless=DISTINCT),
)  # fmt: skip
