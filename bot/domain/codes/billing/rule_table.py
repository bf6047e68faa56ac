"""The billing rules: each with what it says in our own words, its document and year. Looked over in December 2026.

Sources: 'NCCI Policy Manual' is CMS's for Medicare, as of January 1, 2026; 'CPT' the code set's instructions, told in
our words; 'Claims Processing Manual' Medicare's, Pub. 100-04; 'Medicare fee schedule' the final rule or the status
letters of the year.
"""

from collections.abc import Sequence
from functools import lru_cache

from bot.domain.codes.billing.rule import SIDES, BillingRule, CodeGroup, RuleKind, Severity

_OFFICE = "99202-99215"
_PHYSICALS = "99381-99397"
_WELLNESS = "G0402 G0438-G0439"
_VISITS = f"{_OFFICE} 99221-99239 99242-99255 99281-99285 99304-99316 99341-99350 92002-92014 98000-98015"
_VISITS_BY_LEVEL = _VISITS.replace("99202-99215", "99202-99205 99212-99215")
"""Without 99211, which never stands beside an injection."""
_PSYCHOTHERAPY = "90832-90838"
_SMALL_PROCEDURES = "10004-36399 36430-59399 59897-69990"
"""Surgery by number, without blood draws (36400-36425) and maternity care, which has visits of its own."""
_VACCINES = "90460-90474"
_INJECTIONS = "96360-96379"
_CHEMOTHERAPY = "96401-96450"
_TESTS = "93000-93010 94010-94060 94640"
_MANUAL = "98925-98929 98940-98942 97810-97814"
_EVALUATIONS = "97161-97168 92521-92524"
_UNTIMED_THERAPY = "97012-97028 97150 97597 97605-97606 G0283"
_DISTINCT = ("59", "XE", "XS", "XP", "XU")
_VISIT_MARKS = ("24", "25", "57")
_EXTREMITY_FILMS = "73000-73040 73060-73140 73200-73225 73501-73503 73551-73564 73580-73660 73700-73725"
_SIDED = (
    "20600-20611 23410-23430 23472 24341 25111 25447 26055 26720-26765 27130 27447 28285 28296-28299 29805-29889 "
    "64405-64455 64721 65210-65222 66821 66982-66984 67028 69420-69436 19081-19126 19300-19307 "
    f"{_EXTREMITY_FILMS} 76641-76642 76881-76882"
)
_HOSPITAL_PLACES = ("19", "21", "22", "23", "51", "52", "61")
_SPLIT_PLACES = ("19", "21", "22", "23", "24", "31", "34", "51", "52", "53", "56", "61")
_TELEHEALTH_PLACES = ("02", "10")
_NO_SIDE = (
    f"{_VISITS} {_PHYSICALS} 90785-90899 96360-96450 90460-90474 99291-99292 99406-99407 80047-89398 36415"
)
_NO_ASSISTANT = (
    f"{_VISITS} {_PHYSICALS} 70010-89398 90460-90899 92507-92526 96360-96450 97010-97799 99406-99407"
)
_MEDICARE = "Medicare"

_CPT, _NCCI, _PFS = "CPT", "NCCI Policy Manual", "Medicare fee schedule"


def _rule(
    kind: RuleKind,
    says: str,
    source: str,
    codes: str = "",
    others: str = "",
    *,
    year: int = 2026,
    **more: object,
) -> BillingRule:
    return BillingRule(kind, says, source, year, CodeGroup(codes), CodeGroup(others), **more)  # type: ignore[arg-type]


def _needs_25(codes: str, others: str, what: str, source: str, **more: object) -> BillingRule:
    says = f"a visit on the day of {what} takes 25, and a note that stands on its own"
    return _rule(RuleKind.NEEDS_25, says, source, codes, others, unless=_VISIT_MARKS, instead=("25",), **more)  # type: ignore[arg-type]


def _never(codes: str, others: str, says: str, source: str, **more: object) -> BillingRule:
    return _rule(RuleKind.NEVER_TOGETHER, says, source, codes, others, **more)  # type: ignore[arg-type]


def _exclusive(codes: str, says: str, source: str, **more: object) -> BillingRule:
    return _rule(RuleKind.EXCLUSIVE, says, source, codes, **more)  # type: ignore[arg-type]


def _once(codes: str, says: str, source: str, **more: object) -> BillingRule:
    return _rule(RuleKind.ONCE_A_DAY, says, source, codes, **more)  # type: ignore[arg-type]


def _clash(modifiers: str, says: str, source: str, **more: object) -> BillingRule:
    more = {"severity": Severity.CONFLICT, **more}
    return _rule(RuleKind.MODIFIERS_CLASH, says, source, modifiers=tuple(modifiers.split()), **more)  # type: ignore[arg-type]


def _payer(codes: str, says: str, source: str, instead: str = "", **more: object) -> BillingRule:
    more = {"payer": _MEDICARE, "severity": Severity.CONFLICT, **more}
    return _rule(RuleKind.PAYER, says, source, codes, instead=tuple(instead.split()), **more)  # type: ignore[arg-type]


_WITH_PROCEDURE = (
    _needs_25(
        _VISITS,
        _SMALL_PROCEDURES,
        "a procedure",
        f"{_NCCI}, ch. 1, D",
    ),
    _needs_25(f"{_VISITS} {_PHYSICALS}", _VACCINES, "a vaccine", f"{_NCCI}, ch. 11"),
    _needs_25(
        _VISITS_BY_LEVEL, f"{_INJECTIONS} {_CHEMOTHERAPY}", "an injection or infusion", f"{_NCCI}, ch. 11"
    ),
    _needs_25(
        _VISITS,
        f"{_PHYSICALS} {_WELLNESS}",
        "a physical or wellness visit",
        f"{_CPT}; Claims Processing Manual, ch. 12, 30.6.1.1",
    ),
    _needs_25(_VISITS, _MANUAL, "manipulation or acupuncture", f"{_NCCI}, ch. 11"),
    _needs_25(_VISITS, _TESTS, "an EKG or breathing test", f"{_NCCI}, ch. 1, D and ch. 11"),
    _needs_25(_VISITS, "99406-99408 G0442-G0447", "counseling or a screening", f"{_CPT}; payers differ"),
)

_TOGETHER = (
    _exclusive(
        "99406 99407",
        "only one of the two tobacco counseling codes a session: the longer one",
        _CPT,
        severity=Severity.CONFLICT,
    ),
    _never(
        "90791-90792",
        f"{_PSYCHOTHERAPY} 90839-90840 90846-90853",
        "a psychiatric evaluation and psychotherapy are not billed for one day by the same clinician",
        _CPT,
        severity=Severity.CONFLICT,
    ),
    _never(
        "90791-90792",
        f"{_OFFICE} 99221-99239 99242-99255",
        "a psychiatric evaluation and a visit are not billed for one day by the same clinician",
        _CPT,
        severity=Severity.CONFLICT,
    ),
    _exclusive(
        "90791 90792",
        "a psychiatric evaluation is with or without medical work, not both",
        _CPT,
        severity=Severity.CONFLICT,
    ),
    _never(
        "90832 90834 90837",
        f"{_OFFICE} 99221-99233",
        "psychotherapy beside a visit by the same clinician is the add-on 90833, 90836 or 90838",
        _CPT,
        instead=("90833", "90836", "90838"),
        severity=Severity.CONFLICT,
    ),
    _exclusive("90832 90834 90837", "one psychotherapy session has one length", _CPT, unless=_DISTINCT),
    _exclusive(
        "90833 90836 90838", "one psychotherapy session has one length", _CPT, severity=Severity.CONFLICT
    ),
    _never(
        "90839-90840",
        f"{_PSYCHOTHERAPY} 90785-90792",
        "crisis psychotherapy stands without other psychotherapy, evaluation or interactive complexity",
        _CPT,
        severity=Severity.CONFLICT,
    ),
    _exclusive("90846 90847", "one family session is with or without the patient", _CPT, unless=_DISTINCT),
    _never(
        "99211",
        f"{_INJECTIONS} {_CHEMOTHERAPY}",
        "99211 is not billed beside an injection or infusion: the nurse's work is part of it",
        f"{_NCCI}, ch. 11",
        severity=Severity.CONFLICT,
    ),
    _exclusive(
        f"{_OFFICE}",
        "one office visit a day by the same specialty of the group: one level, new or established",
        "Claims Processing Manual, ch. 12, 30.6.7",
        severity=Severity.CONFLICT,
    ),
    _exclusive("99221-99223", "one first hospital visit, one level", _CPT, severity=Severity.CONFLICT),
    _exclusive(
        "99231-99233",
        "one hospital visit a day, one level",
        "Claims Processing Manual, ch. 12, 30.6.9",
        severity=Severity.CONFLICT,
    ),
    _exclusive("99234-99236", "one stay of one day, one level", _CPT, severity=Severity.CONFLICT),
    _exclusive(
        "99238 99239",
        "one discharge, by its time: up to 30 minutes or more",
        _CPT,
        severity=Severity.CONFLICT,
    ),
    _never(
        "99238-99239",
        "99221-99233",
        "on the day of discharge only the discharge is billed; admitted and discharged on one day is 99234-99236",
        "Claims Processing Manual, ch. 12, 30.6.9.2",
        severity=Severity.CONFLICT,
    ),
    _exclusive("99281-99285", "one emergency visit, one level", _CPT, severity=Severity.CONFLICT),
    _exclusive(
        _PHYSICALS, "one physical, by age and by new or established patient", _CPT, severity=Severity.CONFLICT
    ),
    _exclusive(
        _WELLNESS,
        "one Medicare wellness visit: welcome, first annual, or later annual",
        "Claims Processing Manual, ch. 18, 140",
        severity=Severity.CONFLICT,
    ),
    _never(
        _WELLNESS,
        _PHYSICALS,
        "a Medicare wellness visit and a physical are two services: Medicare pays no physical",
        "Claims Processing Manual, ch. 18, 140",
    ),
    _never(
        "99417",
        "G2212",
        "the same extra time: 99417 for other payers, G2212 for Medicare",
        _PFS,
        year=2021,
        severity=Severity.CONFLICT,
    ),
    _exclusive(
        "99495 99496",
        "one transition of care: by complexity and by when the patient was seen",
        _CPT,
        severity=Severity.CONFLICT,
    ),
    _exclusive(
        "97161-97163", "one physical therapy evaluation, one complexity", _CPT, severity=Severity.CONFLICT
    ),
    _exclusive(
        "97165-97167", "one occupational therapy evaluation, one complexity", _CPT, severity=Severity.CONFLICT
    ),
    _never(
        "97164",
        "97161-97163",
        "an evaluation and a re-evaluation of one plan are not billed for one day",
        _NCCI,
        unless=_DISTINCT,
    ),
    _never(
        "97168",
        "97165-97167",
        "an evaluation and a re-evaluation of one plan are not billed for one day",
        _NCCI,
        unless=_DISTINCT,
    ),
    _never(
        "97150",
        "97110-97140 97530-97542",
        "group and one-on-one therapy need times of their own, and 59 or an X modifier says so",
        f"{_NCCI}, ch. 11",
        unless=_DISTINCT,
    ),
    _exclusive(
        "97014 G0283",
        "the same electrical stimulation under two codes: the payer decides which",
        "Claims Processing Manual, ch. 5",
        severity=Severity.CONFLICT,
    ),
    _exclusive(
        "98940-98942", "one spinal manipulation, by the number of regions", _CPT, severity=Severity.CONFLICT
    ),
    _exclusive(
        "98925-98929", "one osteopathic treatment, by the number of regions", _CPT, severity=Severity.CONFLICT
    ),
    _exclusive(
        "81000-81003",
        "one urinalysis: by hand or machine, with or without microscope",
        _NCCI,
        unless=("91", *_DISTINCT),
        severity=Severity.CONFLICT,
    ),
    _never(
        "80053",
        "80047-80048 80051 80069 80076 82040 82247 82310 82374 82435 82565 82947 84075 84132 84155 84295 "
        "84450 84460 84520",
        "the panel holds this test: it is not billed again",
        f"{_NCCI}, ch. 10",
        unless=("91", *_DISTINCT),
        severity=Severity.CONFLICT,
    ),
    _never(
        "80048",
        "82310 82374 82435 82565 82947 84132 84295 84520",
        "the panel holds this test: it is not billed again",
        f"{_NCCI}, ch. 10",
        unless=("91", *_DISTINCT),
        severity=Severity.CONFLICT,
    ),
    _never(
        "80061",
        "82465 83718 84478",
        "the panel holds this test: it is not billed again",
        f"{_NCCI}, ch. 10",
        unless=("91", *_DISTINCT),
        severity=Severity.CONFLICT,
    ),
    _never(
        "85025",
        "85007 85014 85018 85027 85032 85041 85048 85049",
        "the blood count holds this test",
        f"{_NCCI}, ch. 10",
        unless=("91", *_DISTINCT),
        severity=Severity.CONFLICT,
    ),
    _never(
        "93000",
        "93005 93010",
        "93000 is the whole EKG: tracing and reading are part of it",
        f"{_NCCI}, ch. 11",
        unless=_DISTINCT,
        severity=Severity.CONFLICT,
    ),
    _never(
        "36415",
        "36416",
        "a finger stick is not billed beside a blood draw",
        f"{_PFS}, status B",
        severity=Severity.CONFLICT,
    ),
    _never(
        "69209",
        "69210",
        "one ear is rinsed or cleared by instruments, not both",
        _CPT,
        unless=("LT", "RT", *_DISTINCT),
    ),
    _never("20600", "20604", "one joint, with or without ultrasound", _CPT, unless=("LT", "RT", *_DISTINCT)),
    _never("20605", "20606", "one joint, with or without ultrasound", _CPT, unless=("LT", "RT", *_DISTINCT)),
    _never("20610", "20611", "one joint, with or without ultrasound", _CPT, unless=("LT", "RT", *_DISTINCT)),
    _exclusive(
        "71045-71048",
        "one chest x-ray, by the number of views",
        f"{_NCCI}, ch. 9",
        unless=("76", "77", *_DISTINCT),
    ),
    _exclusive(
        "73560-73564",
        "one knee x-ray a side, by the number of views",
        f"{_NCCI}, ch. 9",
        unless=("LT", "RT", "76", "77", *_DISTINCT),
    ),
    _exclusive(
        "73020 73030",
        "one shoulder x-ray a side, by the number of views",
        f"{_NCCI}, ch. 9",
        unless=("LT", "RT", "76", "77", *_DISTINCT),
    ),
    _exclusive(
        "96360 96365 96374 96409 96413",
        "one initial infusion or injection a visit; the rest are add-ons",
        _CPT,
        unless=_DISTINCT,
    ),
    _exclusive(
        "90471 90473",
        "one first vaccine a visit: the next takes 90472 or 90474",
        _CPT,
        severity=Severity.CONFLICT,
    ),
    _never(
        "90460",
        "90471 90473",
        "with counseling up to age 18 it is 90460, else 90471 or 90473: one way for each vaccine",
        _CPT,
    ),
    _exclusive("0591T-0593T", "one health coaching session: first, follow-up or group", _CPT),
    _never(
        "99291",
        "99281-99285",
        "critical care beside an emergency visit: only where the visit came before, with 25",
        "Claims Processing Manual, ch. 12, 30.6.12",
        unless=("25",),
    ),
)

_DAILY = (
    _once(
        "90471 90473",
        "once a visit; each further vaccine is 90472 or 90474",
        _CPT,
        severity=Severity.CONFLICT,
    ),
    _once("90791-90792", "once a day, however long it takes", _CPT),
    _once(
        "90832-90834 90836-90838",
        "one unit a session: the length chooses the code",
        _CPT,
        severity=Severity.CONFLICT,
    ),
    _once("90839", "once a day; more time is 90840", _CPT, severity=Severity.CONFLICT),
    _once("90846-90847 90853", "one unit a session, however long or however many there are", _CPT),
    _once(
        "99202-99239 99242-99255 99281-99285 99304-99316",
        "one visit a day: one unit",
        "Claims Processing Manual, ch. 12, 30.6",
        severity=Severity.CONFLICT,
    ),
    _once(f"{_PHYSICALS} {_WELLNESS}", "one unit: once a year at most", _CPT, severity=Severity.CONFLICT),
    _once("98000-98016", "one visit a day: one unit", _CPT),
    _once(
        _EVALUATIONS,
        "an evaluation is one unit, whatever its minutes",
        "Claims Processing Manual, ch. 5, 20.2",
        severity=Severity.CONFLICT,
    ),
    _once(_UNTIMED_THERAPY, "not counted by time: one unit a day", "Claims Processing Manual, ch. 5, 20.2"),
    _once("97014", "not counted by time: one unit a day", _CPT),
    _once(
        "99291 99497",
        "the first block of time, once a day; more time is the add-on",
        _CPT,
        severity=Severity.CONFLICT,
    ),
    _once("99406-99407", "one unit a session", _CPT),
    _once("96360 96365 96374 96409 96413", "one initial service a visit", _CPT),
    _once(
        "98940-98942 98925-98929", "one unit: the regions choose the code", _CPT, severity=Severity.CONFLICT
    ),
    _once("36415", "one unit a draw, however many tubes", _CPT),
    _once(
        "80047-80081 85025-85027 81000-81003 83036 93000-93010",
        "once a day, unless it was done again (91, 76)",
        _NCCI,
    ),
    _once("71045-71048", "once, unless it was taken again (76, 77)", f"{_NCCI}, ch. 9"),
    _once("99495-99496", "once for one discharge", _CPT, severity=Severity.CONFLICT),
)

_MODIFIERS = (
    _clash("GA GZ", "GA says that an ABN is signed, GZ that none is", "Claims Processing Manual, ch. 30, 50"),
    _clash("GA GX", "GA is the required ABN, GX a voluntary one", "Claims Processing Manual, ch. 30, 50"),
    _clash(
        "GZ GX",
        "GZ says that no ABN is there, GX that a voluntary one is",
        "Claims Processing Manual, ch. 30, 50",
    ),
    _clash(
        "GY GA",
        "GY is never covered and needs no ABN; GA expects a denial as not necessary",
        "Claims Processing Manual, ch. 30, 50",
    ),
    _clash(
        "GY GZ",
        "GY is never covered, GZ not necessary: one reason for one line",
        "Claims Processing Manual, ch. 30, 50",
    ),
    _clash("95 93", "95 is with picture, 93 with sound alone", _CPT),
    _clash("95 GT GQ", "one way of telehealth for one line", "CMS telehealth list"),
    _clash("93 GT GQ", "one way of telehealth for one line", "CMS telehealth list"),
    _clash("93 FQ", "both say sound alone: the payer names which", "CMS telehealth list"),
    _clash("52 53", "52 is less than planned, 53 broken off for the patient's safety", _CPT),
    _clash("73 74", "before anesthesia or after it, not both", _CPT),
    _clash("53 73", "53 is the clinician's, 73 the facility's", _CPT),
    _clash("53 74", "53 is the clinician's, 74 the facility's", _CPT),
    _clash("58 78 79", "staged, return for a complication, or unrelated: one of them", _CPT),
    _clash("76 77", "again by the same clinician, or by another", _CPT),
    _clash("62 66", "two surgeons, or a team", _CPT),
    _clash("80 81 82", "one kind of assistant for one line", "Claims Processing Manual, ch. 12, 20.4.3"),
    _clash("AA QK QX QY QZ AD", "one anesthesia role for one line", "Claims Processing Manual, ch. 12, 50"),
    _clash(
        "CQ CO",
        "an assistant of physical or of occupational therapy",
        "Claims Processing Manual, ch. 5, 20.1",
    ),
    _clash(
        "GC GE",
        "with the teaching physician there, or under the primary care exception",
        "Claims Processing Manual, ch. 12, 100",
    ),
    _clash("PO PN", "off campus: excepted or not", "Claims Processing Manual, ch. 4, 20.6"),
    _clash("NU RR UE", "new, rented or used", "HCPCS Level II"),
    _clash("A1 A2 A3 A4 A5 A6 A7 A8 A9", "one number of wounds", "HCPCS Level II"),
    _clash("E1 E2 E3 E4", "one eyelid a line", f"{_NCCI}, ch. 1", severity=Severity.LOOK_AGAIN),
    _clash(
        "FA F1 F2 F3 F4 F5 F6 F7 F8 F9", "one finger a line", f"{_NCCI}, ch. 1", severity=Severity.LOOK_AGAIN
    ),
    _clash(
        "TA T1 T2 T3 T4 T5 T6 T7 T8 T9", "one toe a line", f"{_NCCI}, ch. 1", severity=Severity.LOOK_AGAIN
    ),
    _rule(
        RuleKind.MODIFIER_NOT_ON,
        "no assistant at surgery here",
        "Claims Processing Manual, ch. 12, 20.4.3",
        _NO_ASSISTANT,
        modifiers=("AS", "80", "81", "82"),
        severity=Severity.CONFLICT,
    ),
    _rule(
        RuleKind.MODIFIER_NOT_ON,
        "the service has no side, finger or toe",
        f"{_NCCI}, ch. 1",
        _NO_SIDE,
        modifiers=SIDES,
    ),
    _rule(
        RuleKind.MODIFIER_NOT_ON,
        "a visit has no reading and machine to part",
        _PFS,
        f"{_VISITS} {_PHYSICALS}",
        modifiers=("26", "TC"),
        severity=Severity.CONFLICT,
    ),
    _rule(
        RuleKind.MODIFIER_NOT_ON,
        "no finger or toe: a large joint takes LT, RT or 50",
        f"{_NCCI}, ch. 1",
        "20610-20611 27130 27447 29805-29889 73030 73560-73564",
        modifiers=tuple(m for m in SIDES if m[0] in "FTE"),
        instead=("LT", "RT"),
    ),
    _rule(
        RuleKind.MODIFIER_NOT_ON,
        "an add-on takes no 51",
        _CPT,
        "90785 90833 90836 90838 90840 99292 99417 99498 96361 "
        "96366-96368 96375-96376 96415 97811 97814 90472 90474",
        modifiers=("51",),
    ),
    _rule(
        RuleKind.SIDE_MISSING,
        "say which side: LT, RT, or 50 for both, as the payer wants it",
        f"{_NCCI}, ch. 1",
        _SIDED,
        instead=("LT", "RT", "50"),
    ),
)

_PLACES = (
    _rule(
        RuleKind.MODIFIER_NOT_HERE,
        "a split or shared visit is a facility's: never in an office or a home",
        "42 CFR 415.140",
        modifiers=("FS",),
        places=_SPLIT_PLACES,
        severity=Severity.CONFLICT,
    ),
    _rule(
        RuleKind.MODIFIER_NOT_HERE,
        "telehealth stands at place 02 or 10; some payers want 95 with the usual place",
        "Claims Processing Manual, ch. 12, 190",
        modifiers=("95", "93", "GT", "GQ", "FQ"),
        places=_TELEHEALTH_PLACES,
    ),
    _rule(
        RuleKind.MODIFIER_NOT_HERE,
        "the hospital owns the machine here and bills for it: no TC from a practice",
        "Claims Processing Manual, ch. 13, 20.2",
        modifiers=("TC",),
        places=tuple(f"{n:02}" for n in range(100) if f"{n:02}" not in _HOSPITAL_PLACES),
    ),
    _rule(
        RuleKind.MODIFIER_NEEDED_HERE,
        "in a hospital a practice bills the reading alone: 26",
        "Claims Processing Manual, ch. 13, 20.2",
        "70010-76499 76506-76999 77046-77086 93306-93308 93880-93990 94010-94060",
        modifiers=("26", "TC"),
        places=_HOSPITAL_PLACES,
        instead=("26",),
    ),
    _rule(
        RuleKind.MODIFIER_NEEDED_HERE,
        "many payers other than Medicare want 95 or 93 at place 02 or 10",
        "payers differ",
        f"{_OFFICE} 90785-90899 96127 97802-97804 99406-99407",
        modifiers=("95", "93", "GT", "GQ", "FQ"),
        places=_TELEHEALTH_PLACES,
        severity=Severity.REMARK,
    ),
)

_PAYERS = (
    _payer("97014", "Medicare takes G0283 in its place", "Claims Processing Manual, ch. 5", "G0283"),
    _payer(
        _PHYSICALS,
        "Medicare does not cover this physical; its wellness visits are G0402, G0438, G0439",
        "Social Security Act, 1862(a)(7)",
        "G0438 G0439",
    ),
    _payer(
        "99417",
        "Medicare takes G2212 in its place: from 89 minutes with 99205, 69 with 99215",
        _PFS,
        "G2212",
    ),
    _payer(
        "99242-99245",
        "Medicare pays no consultation: bill the office visit",
        "Claims Processing Manual, ch. 12, 30.6.10",
    ),
    _payer(
        "99252-99255",
        "Medicare pays no consultation: bill the hospital visit",
        "Claims Processing Manual, ch. 12, 30.6.10",
    ),
    _payer(
        "98000-98015",
        "Medicare takes the office visit code with place 02 or 10 in its place",
        _PFS,
        year=2025,
    ),
    _payer("97010", "Medicare never pays hot or cold packs apart", f"{_PFS}, status B"),
    _payer(
        "99000-99002 99024 99056 99058 99070-99078", "Medicare never pays this apart", f"{_PFS}, status B"
    ),
    _payer("36416", "Medicare never pays a finger stick apart", f"{_PFS}, status B"),
    _payer(
        "90471-90472",
        "Medicare takes G0008 for flu, G0009 for pneumococcal, G0010 for hepatitis B vaccine",
        "Claims Processing Manual, ch. 18, 10",
        "G0008 G0009 G0010",
        severity=Severity.LOOK_AGAIN,
    ),
    _payer(
        "98940-98942",
        "Medicare pays active treatment alone, and AT says that it is",
        "Claims Processing Manual, ch. 12, 220",
        "AT",
        unless=("AT", "GA", "GY", "GZ"),
    ),
    _payer(
        "98943", "Medicare covers chiropractic for the spine alone", "CMS Benefit Policy Manual, ch. 15, 240"
    ),
    _payer("S0000-S9999", "S codes are for private payers: Medicare takes none", "HCPCS Level II"),
    _payer("H0001-H2041", "H codes are for Medicaid: Medicare takes none", "HCPCS Level II"),
    _payer(
        "T1000-T5999",
        "T codes are for Medicaid: Medicare mostly takes none",
        "HCPCS Level II",
        severity=Severity.LOOK_AGAIN,
    ),
    _payer("99050-99060", "Medicare never pays for the hour of the day apart", f"{_PFS}, status B"),
    _payer(
        "0591T-0593T",
        "Medicare does not price health coaching nationally",
        _PFS,
        severity=Severity.LOOK_AGAIN,
    ),
    _payer(
        "99408-99409",
        "Medicare takes G0396 or G0397 in its place",
        "Claims Processing Manual, ch. 4, 200.6",
        "G0396 G0397",
    ),
    _rule(
        RuleKind.PAYER,
        "G2212 is Medicare's: most other payers take 99417, from 75 and 55 minutes",
        _PFS,
        "G2212",
        not_payer=_MEDICARE,
        instead=("99417",),
    ),
    _rule(
        RuleKind.PAYER,
        "G0283 is Medicare's: many other payers take 97014",
        "Claims Processing Manual, ch. 5",
        "G0283",
        not_payer=_MEDICARE,
        instead=("97014",),
    ),
    _rule(
        RuleKind.PAYER,
        "Medicare's wellness visit: other payers mostly take the physical by age",
        "Claims Processing Manual, ch. 18, 140",
        _WELLNESS,
        not_payer=_MEDICARE,
    ),
)

BILLING_RULES: tuple[BillingRule, ...] = (
    *_WITH_PROCEDURE,
    *_TOGETHER,
    *_DAILY,
    *_MODIFIERS,
    *_PLACES,
    *_PAYERS,
)

_ON_CARDS = (
    RuleKind.NEEDS_25,
    RuleKind.NEVER_TOGETHER,
    RuleKind.EXCLUSIVE,
    RuleKind.ONCE_A_DAY,
    RuleKind.SIDE_MISSING,
    RuleKind.PAYER,
)


@lru_cache(maxsize=1024)
def rules_of(code: str) -> Sequence[BillingRule]:
    """The rules that a card of `code` tells, each sentence once: about other codes, units, sides and payers."""
    mine = {rule.says: rule for rule in BILLING_RULES if rule.kind in _ON_CARDS and _told_at(rule, code)}
    return tuple(mine.values())


def _told_at(rule: BillingRule, code: str) -> bool:
    return rule.concerns(code) if rule.kind is not RuleKind.NEEDS_25 else code in rule.codes
