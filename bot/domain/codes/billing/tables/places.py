"""Codes and modifiers against the place of service (box 24B)."""

# ruff: noqa: E501 - a rule reads best with its codes on one line

from bot.domain.codes.billing.rule import RuleKind, Severity
from bot.domain.codes.billing.tables.groups import (
    CHEMOTHERAPY,
    CPT,
    DISCHARGE,
    DRUGS,
    EMERGENCY,
    FIRST_HOSPITAL,
    HOME,
    LABS,
    LATER_HOSPITAL,
    MANUAL_100_04,
    NURSING,
    OFFICE,
    PHYSICALS,
    SAME_DAY_STAY,
    TELEMEDICINE,
    WELLNESS,
    code_here,
    not_here,
    rule,
)
from bot.domain.codes.cpt.place_of_service import PLACES

_CONFLICT = Severity.CONFLICT
_TELEHEALTH = ("02", "10")
_HOSPITAL = ("19", "21", "22", "23", "51", "52", "61")
_SPLIT = ("19", "21", "22", "23", "24", "31", "34", "51", "52", "53", "56", "61")
_STAY = ("19", "21", "22", "23", "25", "26", "34", "51", "52", "55", "56", "61")
_PARTS = "70010-76499 76506-76999 77046-77086 93303-93356 93880-93990 94010-94060 95805-95811 95812-95822 95860-95913 88300-88309"
_HANDS_ON = (
    f"10004-69990 70010-76999 77046-77086 {LABS} 90460-90474 90935-90947 93000-93005 93303-93356 94010-94060 94640 "
    "95004-95199 96360-96450 97010-97028 97032-97036 97113 97124 97140 97597-97610 98925-98943 G0283 G0008-G0010"
)


def _but(*places: str) -> tuple[str, ...]:
    """Every assigned place but these."""
    return tuple(place for place in PLACES if place not in places)


PLACES_RULES = (
    not_here("FS", _SPLIT, "a split or shared visit is a facility's: in an office or at home the rule is incident-to",
             "42 CFR 415.140", severity=_CONFLICT, year=2024),
    not_here("95 93 GT GQ FQ", _TELEHEALTH,
             "by telehealth the place is 02, or 10 with the patient at home; 95 at another place is for hospital "
             "outpatient therapy, or where the payer says so", f"{MANUAL_100_04}, ch. 12, 190; CMS telehealth FAQ"),
    not_here("TC", _but(*_HOSPITAL), "the hospital owns the machine here and bills for it: no TC from a practice",
             f"{MANUAL_100_04}, ch. 13, 20.2", severity=_CONFLICT),
    not_here("26", _but("11", "12", "15", "17", "20", "49", "50", "71", "72", "81"),
             "outside of a hospital 26 is right only where the machine is someone else's: else bill the whole, without it",
             f"{MANUAL_100_04}, ch. 13, 20.2"),
    not_here("SG", ("24",), "SG is for the surgery center's own claim", "HCPCS Level II"),
    not_here("73 74", ("19", "22", "24"), "a facility's modifier: hospital outpatient or surgery center", CPT),
    not_here("PO PN", ("19", "22"), "an off-campus department of a hospital is place 19", f"{MANUAL_100_04}, ch. 4, 20.6"),
    not_here("GE", ("11", "19", "22", "49", "50", "71"), "the primary care exception is for outpatient clinics",
             f"{MANUAL_100_04}, ch. 12, 100.1.1"),
    not_here("AI", (*_STAY, "31", "32"), "the admitting physician's modifier is for hospitals and nursing facilities",
             f"{MANUAL_100_04}, ch. 12, 30.6.9.1"),
    rule(RuleKind.MODIFIER_NEEDED_HERE, "in a hospital a practice bills the reading alone: 26",
         f"{MANUAL_100_04}, ch. 13, 20.2", _PARTS, modifiers=("26", "TC"), places=_HOSPITAL, instead=("26",)),
    rule(RuleKind.MODIFIER_NEEDED_HERE, "many payers other than Medicare want 95 or 93 at place 02 or 10",
         "payers differ", f"{OFFICE} 90785-90899 96127 97802-97804 99406-99407",
         modifiers=("95", "93", "GT", "GQ", "FQ"), places=_TELEHEALTH, severity=Severity.REMARK),
    code_here("93000 93005", _but(*_HOSPITAL), "in a hospital the tracing is the hospital's: the reading alone is 93010",
              f"{MANUAL_100_04}, ch. 13, 100", instead=("93010",)),
    code_here(_HANDS_ON, _but(*_TELEHEALTH), "hands on the patient, a specimen or a machine: not by telehealth",
              "CMS telehealth list", severity=_CONFLICT),
    code_here(f"{TELEMEDICINE} 98016", _TELEHEALTH, "by video or phone: the place is 02, or 10 with the patient at home",
              f"{MANUAL_100_04}, ch. 12, 190", year=2025),
    code_here(EMERGENCY, ("19", "22", "23", "02", "10"), "an emergency visit is for the emergency room, place 23", CPT),
    code_here(f"{FIRST_HOSPITAL} {LATER_HOSPITAL} {SAME_DAY_STAY} {DISCHARGE}", (*_STAY, *_TELEHEALTH),
              "a hospital or observation visit: 21 for inpatients, mostly 22 for observation", CPT, severity=_CONFLICT),
    code_here(NURSING, ("31", "32", "54", "55", "56", *_TELEHEALTH), "a nursing facility visit: 31 during a Part A stay, else 32",
              CPT, severity=_CONFLICT),
    code_here(HOME, ("04", "09", "12", "13", "14", "16", "27", "33", "55", *_TELEHEALTH),
              "a home or residence visit: 12 home, 13 assisted living, 14 group home", CPT, severity=_CONFLICT),
    code_here(OFFICE, _but("21", "31", "32", "41", "42", "51", "61", "81", "01"),
              "an office or outpatient visit: a patient in a bed takes hospital (99221-99239) or nursing facility codes",
              f"{CPT}; {MANUAL_100_04}, ch. 12, 30.6"),
    code_here("99252-99255", (*_STAY, "31", "32", *_TELEHEALTH), "an inpatient consultation; outside it is 99242-99245", CPT),
    code_here("99242-99245", _but("21", "31", "51", "61", "81"), "an outpatient consultation; in a bed it is 99252-99255", CPT),
    code_here(f"{PHYSICALS} {WELLNESS}", _but("21", "23", "24", "41", "42", "51", "61", "81"),
              "a physical or wellness visit is not for a hospital bed or emergency room", CPT),
    code_here("99211", _but(*_HOSPITAL, "31"), "a nurse's visit in a hospital is the hospital's: incident-to ends at its door",
              "Benefit Policy Manual, ch. 15, 60.1", severity=_CONFLICT),
    code_here(f"96360-96379 {CHEMOTHERAPY}", _but(*_HOSPITAL, "24", "31"),
              "in a facility its nurses give it and the facility bills for it", f"{MANUAL_100_04}, ch. 12, 30.5"),
    code_here(DRUGS, _but("21", "22", "19", "23", "24", "51", "61"), "in a facility the facility bought the drug and bills for it",
              f"{MANUAL_100_04}, ch. 17"),
    code_here("36415 36416", _but("21", "51", "61"), "a blood draw of an inpatient is the hospital's",
              f"{MANUAL_100_04}, ch. 16, 60"),
    code_here("97010-97799 G0283", _but("21", "31", "51", "61"),
              "during a hospital or Part A nursing stay the facility bills therapy", f"{MANUAL_100_04}, ch. 5, 10"),
    code_here("90471-90474 90480 G0008-G0010", _but("21", "51", "61"),
              "an inpatient's vaccine is the hospital's to bill", f"{MANUAL_100_04}, ch. 18, 10"),
    code_here("99495-99496", _but("21", "23", "24", "31", "41", "42", "51", "61", "81"),
              "care after discharge: the patient is home again, not in a facility", CPT),
    code_here("00100-01999", _but("12", "13", "14", "31", "32", "33", "81", *_TELEHEALTH),
              "anesthesia is for an operating or procedure room", f"{MANUAL_100_04}, ch. 12, 50"),
)  # fmt: skip
"""Rules that speak where a place of service was named."""
