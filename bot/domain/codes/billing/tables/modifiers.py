"""Modifiers: which contradict each other, which can't stand on a code, which stand on few codes, and sides."""

# ruff: noqa: E501 - a rule reads best with its codes on one line

from bot.domain.codes.billing.rule import CORONARY, EYELIDS, FINGERS, SIDES, TOES, RuleKind, Severity
from bot.domain.codes.billing.tables.groups import (
    CPT,
    EM,
    FIRST_HOSPITAL,
    LABS,
    MANUAL_100_04,
    NCCI,
    NURSING,
    PFS,
    SAME_DAY_STAY,
    clash,
    not_on,
    only_on,
    rule,
)
from bot.domain.codes.claim.claim import ClaimSetting

_CONFLICT, _LOOK = Severity.CONFLICT, Severity.LOOK_AGAIN
_ABN = f"{MANUAL_100_04}, ch. 30, 50"
_HCPCS = "HCPCS Level II"

CLASHES = (
    clash("GA GZ", "GA says that an ABN is signed, GZ that none is", _ABN),
    clash("GA GX", "GA is the required ABN, GX a voluntary one", _ABN),
    clash("GZ GX", "GZ says that no ABN is there, GX that a voluntary one is", _ABN),
    clash("GY GA", "GY is never covered and needs no ABN; GA expects a denial as not necessary", _ABN),
    clash("GY GZ", "GY is never covered, GZ not necessary: one reason for one line", _ABN),
    clash("KX GA", "KX says that the policy is met, GA expects a denial", f"{_ABN}; DME contractors", severity=_LOOK),
    clash("KX GZ", "KX says that the policy is met, GZ expects a denial", f"{_ABN}; DME contractors", severity=_LOOK),
    clash("KX GY", "KX says that the policy is met, GY that it is never covered", f"{_ABN}; DME contractors",
          severity=_LOOK),
    clash("GV GW", "GV is for the hospice's illness, GW for another one", f"{MANUAL_100_04}, ch. 11, 40"),
    clash("95 93", "95 is with picture, 93 with sound alone", CPT),
    clash("95 GT GQ", "one way of telehealth for one line", "CMS telehealth list"),
    clash("93 GT GQ", "one way of telehealth for one line", "CMS telehealth list"),
    clash("FQ 95 GT GQ", "FQ is sound alone: not with picture", "CMS telehealth list"),
    clash("93 FQ", "both say sound alone: the payer names which", "CMS telehealth list", severity=_LOOK),
    clash("22 52", "22 is more work than usual, 52 less", CPT),
    clash("22 53", "22 is more work than usual, 53 broken off", CPT),
    clash("52 53", "52 is less than planned, 53 broken off for the patient's safety", CPT),
    clash("73 74", "before anesthesia or after it, not both", CPT),
    clash("53 73 74", "53 is the clinician's, 73 and 74 are the facility's", CPT),
    clash("52 73 74", "52 is without anesthesia, 73 and 74 with it", f"{MANUAL_100_04}, ch. 4, 20.6"),
    clash("58 78 79", "staged, return for a complication, or unrelated: one of them", CPT),
    clash("76 77", "again by the same clinician, or by another", CPT),
    clash("76 91", "a laboratory test that is done again is 91, anything else 76", CPT),
    clash("77 91", "a laboratory test that is done again is 91, anything else 77", CPT),
    clash("24 57", "24 is unrelated to the surgery, 57 decides on it", CPT, severity=_LOOK),
    clash("54 55 56", "surgery, care after and care before by one clinician are the whole: no modifier", CPT,
          severity=_LOOK),
    clash("62 66", "two surgeons, or a team", CPT),
    clash("62 80 82", "a second surgeon or an assistant on one procedure", CPT),
    clash("80 81 82", "one kind of assistant for one line", f"{MANUAL_100_04}, ch. 12, 20.4.3"),
    clash("AS 80 81 82", "AS is the PA, NP or CNS; 80, 81 and 82 are physicians: Medicare wants AS alone",
          f"{MANUAL_100_04}, ch. 12, 20.4.3", severity=_LOOK),
    clash("AA QK QX QY QZ AD", "one anesthesia role for one line", f"{MANUAL_100_04}, ch. 12, 50"),
    clash("P1 P2 P3 P4 P5 P6", "one physical status", CPT),
    clash("CQ CO", "an assistant of physical or of occupational therapy", f"{MANUAL_100_04}, ch. 5, 20.1"),
    clash("GP CO", "CO goes with GO; GP takes CQ", f"{MANUAL_100_04}, ch. 5, 20.1"),
    clash("GO CQ", "CQ goes with GP; GO takes CO", f"{MANUAL_100_04}, ch. 5, 20.1"),
    clash("GN CQ CO", "speech therapy has no assistant's modifier", f"{MANUAL_100_04}, ch. 5, 20.1"),
    clash("96 97", "habilitative or rehabilitative", CPT),
    clash("GC GE", "with the teaching physician there, or under the primary care exception",
          f"{MANUAL_100_04}, ch. 12, 100"),
    clash("Q5 Q6", "a reciprocal arrangement, or paid for the time", f"{MANUAL_100_04}, ch. 1, 30.2"),
    clash("Q7 Q8 Q9", "one class of findings", "Benefit Policy Manual, ch. 15, 290"),
    clash("33 PT", "PT is Medicare's, 33 other payers'", f"{MANUAL_100_04}, ch. 18, 60"),
    clash("1P 2P 3P 8P", "one reason for one measure", CPT),
    clash("FX FY", "film, or computed radiography", f"{MANUAL_100_04}, ch. 4, 20.6"),
    clash("GG GH", "GG is both mammograms, GH one turned into the other", f"{MANUAL_100_04}, ch. 18, 20"),
    clash("PO PN", "off campus: excepted or not", f"{MANUAL_100_04}, ch. 4, 20.6"),
    clash("NU RR UE", "new, rented or used", _HCPCS),
    clash("KH KI KJ", "one month of the rental", f"{MANUAL_100_04}, ch. 20"),
    clash("RA RB", "the whole item or a part of it replaced", _HCPCS),
    clash("K0 K1 K2 K3 K4", "one functional level", _HCPCS),
    clash("A1 A2 A3 A4 A5 A6 A7 A8 A9", "one number of wounds", _HCPCS),
    clash("UN UP UQ UR US", "one number of patients seen", _HCPCS),
    clash("QE QF QG QA QB QR", "one amount of oxygen", _HCPCS, severity=_LOOK),
    clash("ET GA", "in an emergency no ABN may be asked for", _ABN, severity=_LOOK),
    clash(" ".join(EYELIDS), "one eyelid a line", f"{NCCI}, ch. 1", severity=_LOOK),
    clash(" ".join(FINGERS), "one finger a line", f"{NCCI}, ch. 1", severity=_LOOK),
    clash(" ".join(TOES), "one toe a line", f"{NCCI}, ch. 1", severity=_LOOK),
    clash("LT F5 F6 F7 F8 F9 T5 T6 T7 T8 T9 E3 E4", "LT is left, the other one right", f"{NCCI}, ch. 1"),
    clash("RT FA F1 F2 F3 F4 TA T1 T2 T3 T4 E1 E2", "RT is right, the other one left", f"{NCCI}, ch. 1"),
)  # fmt: skip
"""Two of them on one line."""

_NO_SURGERY = (
    f"{EM} 00100-01999 36400-36425 70010-89398 90460-90899 90951-90999 92507-92526 93000-93010 94010-94799 95004-95199 "
    "96127 96360-96450 97010-97799 97802-97804 98940-98943 G0402-G0447 G0008-G0010"
)
_NO_SIDE = (
    f"{LABS} 00100-01999 36400-36425 71045-71048 72020-72220 74018-74022 90460-90899 93000-93010 94010-94799 "
    "95004-95199 96110-96171 96360-96450 97014 97110-97168 97530-97542 97750-97763 97802-97804 97151-97158 99497-99498 "
    "0591T-0593T G0008-G0010 G0283 G2211-G2212 G0108-G0109"
)
_HANDS_ON = (
    f"10004-69990 70010-76999 77046-77086 {LABS} 90460-90474 90935-90947 93000-93010 93303-93356 94010-94060 94640 95004-95199 96360-96450 "
    "97010-97028 97032-97036 97113 97124 97140 97597-97610 98925-98943 G0283"
)
_SKIN = (
    "10004-17999 20500-20999 29000-29799 64400-64999 97597-97610 0213T-0999T G0127 11055-11057 11719-11765"
)
_NAIL_AND_FOOT = "11055-11057 11719-11721 G0127"
_ADD_ONS = (
    "90785 90833 90836 90838 90840 90461 90472 90474 96361 96366-96368 96370-96371 96375-96376 96411 96415 96417 97811 "
    "97814 99292 99415-99418 99498 G2211-G2212 G0316-G0318"
)
_WORK = "22 50 51 53 54 55 56 62 63 66 78 79"

FITS = (
    not_on("AS 80 81 82", _NO_SURGERY, "no assistant at surgery here", f"{MANUAL_100_04}, ch. 12, 20.4.3",
           severity=_CONFLICT),
    not_on("62 66", _NO_SURGERY, "no second surgeon or team here: it is no operation", CPT, severity=_CONFLICT),
    not_on(_WORK, EM, "a visit does not take it: it is for procedures", CPT, severity=_CONFLICT),
    not_on("47 58 76 77", EM, "a visit does not take it: it is for procedures", CPT),
    not_on(" ".join((*SIDES, *CORONARY)), EM, "a visit has no side, finger, toe or vessel", f"{NCCI}, ch. 1",
           severity=_CONFLICT),
    not_on(" ".join((*SIDES, *CORONARY)), _NO_SIDE, "the service has no side, finger, toe or vessel", f"{NCCI}, ch. 1"),
    not_on("26 TC", f"{EM} 90460-90899 97010-97799 96360-96450 36400-36425", "it has no reading and machine to part",
           f"{PFS}, PC/TC", severity=_CONFLICT),
    not_on("26 TC", "93000 93005 93010 93015-93018 93040-93042 93224-93229 G0403-G0405",
           "its parts have codes of their own: tracing, reading and both", f"{PFS}, PC/TC", severity=_CONFLICT),
    not_on("26 TC", "36415-36416 81000-81003 80047-80081 85025-85027 83036 87880 82962 20600-20611 69209-69210",
           "it has no reading and machine to part", f"{PFS}, PC/TC"),
    not_on(" ".join((*EYELIDS, *FINGERS, *TOES)), "20605-20611 23000-25999 27130-27550 29805-29889 73000-73110 73501-73630",
           "no finger, toe or eyelid: a joint or limb takes LT, RT or 50", f"{NCCI}, ch. 1", instead=("LT", "RT")),
    not_on(" ".join((*FINGERS, *TOES)), "65091-69799", "eyes and ears have no fingers or toes", f"{NCCI}, ch. 1",
           severity=_CONFLICT),
    not_on("51", _ADD_ONS, "an add-on takes no 51", CPT, severity=_CONFLICT),
    not_on("95 93 GT GQ FQ", _HANDS_ON, "hands on the patient, a specimen or a machine: not by telehealth",
           "CMS telehealth list", severity=_CONFLICT),
    not_on("95 93 GT", "98000-98016 99441-99443 98966-98968 99421-99423",
           "the code says already that it is by video, phone or portal", CPT, year=2025),
    not_on("33", "G0402 G0438-G0439 G0008-G0010 99381-99397 G0442-G0447",
           "the code is preventive by its own words", f"{CPT}; payers differ"),
    not_on("59 XE XS XP XU", "G0402 G0438-G0439", "a visit takes 24, 25 or 57, never 59 or X", f"{NCCI}, ch. 1, E",
           severity=_CONFLICT, instead=("25",)),
    not_on("25 24 57", "G0008-G0010 G0283 J0013-J9999 A0021-A9999 E0100-E8002 L0112-L9900",
           "it belongs on the visit, not on this", CPT, severity=_CONFLICT),
    only_on("91", f"{LABS} G0027 G0103 G0306-G0307 G0328 G0432-G0435 G0471-G0483 0001U-0999U",
            "91 is for a laboratory test done again; anything else is 76 or 77", CPT, instead=("76", "77")),
    only_on("90", f"{LABS} 0001U-0999U G0103", "90 is for a test that an outside laboratory did", CPT),
    only_on("AI", f"{FIRST_HOSPITAL} {SAME_DAY_STAY} {NURSING} 99231-99233",
            "AI is for the first visit of the physician who admits", f"{MANUAL_100_04}, ch. 12, 30.6.9.1"),
    only_on("FS", EM, "FS is for visits alone", "42 CFR 415.140", severity=_CONFLICT),
    only_on("GE", "99202-99203 99211-99213 G0402 G0438-G0439",
            "the primary care exception is for lower visits and wellness visits", f"{MANUAL_100_04}, ch. 12, 100.1.1"),
    only_on("AT", "98940-98943", "AT is for spinal manipulation by a chiropractor", f"{MANUAL_100_04}, ch. 12, 220",
            severity=_CONFLICT),
    only_on("Q7 Q8 Q9", _NAIL_AND_FOOT, "class findings are for routine foot care", "Benefit Policy Manual, ch. 15, 290"),
    only_on("FX FY", "70010-77999", "it is for x-rays", f"{MANUAL_100_04}, ch. 4, 20.6", severity=_CONFLICT),
    only_on("GG GH", "77061-77067 G0279", "it is for mammograms", f"{MANUAL_100_04}, ch. 18, 20", severity=_CONFLICT),
    only_on("PT", "10004-69990 00731-00813 88300-88309 G0104-G0106 G0120-G0122 G0500 74261-74263",
            "PT is for a colorectal screening that became a treatment", f"{MANUAL_100_04}, ch. 18, 60"),
    only_on(" ".join(CORONARY), "92920-92998 33508-33536 92978-92979 93454-93572 C9600-C9608 0523T 75574",
            "it names a coronary artery", f"{NCCI}, ch. 1", severity=_CONFLICT),
    only_on(" ".join(EYELIDS), f"{_SKIN} 65091-68899 92002-92499 15820-15823 V2020-V2799", "it names an eyelid",
            f"{NCCI}, ch. 1"),
    only_on(" ".join(FINGERS), f"{_SKIN} 26010-26989 28899 73120-73140 35000-37799 L3000-L4999", "it names a finger",
            f"{NCCI}, ch. 1"),
    only_on(" ".join(TOES), f"{_SKIN} 28001-28899 73620-73660 27600-27899 35000-37799 L3000-L4999", "it names a toe",
            f"{NCCI}, ch. 1"),
    only_on("AA AD QK QS QX QY QZ 23", "00100-01999", "it is for anesthesia codes", f"{MANUAL_100_04}, ch. 12, 50",
            severity=_CONFLICT),
    only_on("63", "10004-69990 92920-93799", "63 is for operations on an infant under 4 kg", CPT),
    only_on("JW JZ", "J0013-J9999 Q0138-Q5160 C9000-C9399 A9500-A9800 90281-90399 90476-90759 S0012-S0199",
            "it is for the line of a drug", f"{MANUAL_100_04}, ch. 17, 40", severity=_CONFLICT),
    only_on("UN UP UQ UR US", "R0070-R0076", "it is for portable x-ray transport", _HCPCS),
    only_on("GP GO GN", "97010-97799 92507-92700 95851-95852 96105-96125 97597-97610 G0281-G0283 G0329 90901 90912-90913 "
            "95992 98975-98981 0019T-0999T 20560-20561 29000-29799 Q4001-Q4051 L0112-L4999",
            "a plan of care is for therapy", f"{MANUAL_100_04}, ch. 5, 20"),
    rule(RuleKind.MODIFIER_IN_SETTING, "it is for the facility's claim, not the clinician's", CPT,
         modifiers=("27", "73", "74", "PO", "PN", "CA"), setting=ClaimSetting.OUTPATIENT, severity=_CONFLICT),
    rule(RuleKind.CODE_IN_SETTING, "for a facility's claim alone: a clinician does not bill it", CPT, "96376 G0378-G0379",
         setting=ClaimSetting.OUTPATIENT, severity=_CONFLICT),
)  # fmt: skip
"""Modifiers against codes and settings."""

_LIMB_FILMS = "73000-73040 73060-73140 73200-73225 73501-73503 73551-73564 73580-73660 73700-73725"
_SIDED = (
    "11730 11740-11750 11760-11765 15820-15823 19081-19126 19281-19307 20526 20600-20611 23000-23929 24000-24999 25000-25999 "
    "26010-26989 27093-27096 27130-27170 27301-27899 28001-28899 29805-29863 29866-29916 49491-49525 49650-49651 50200 "
    f"50541-50548 52332 52352-52356 64400-64450 64454-64455 64479-64484 64490-64495 64633-64636 64702-64727 65091-68899 "
    f"69000-69205 69220-69799 76641-76642 76881-76882 77065 93926 93931 93971 {_LIMB_FILMS}"
)
SIDED = (
    rule(RuleKind.SIDE_MISSING, "say which side: LT, RT or 50, or the finger, toe or eyelid", f"{NCCI}, ch. 1; {MANUAL_100_04}, ch. 12, 40.7", _SIDED, instead=("LT", "RT", "50")),
)  # fmt: skip
"""Codes of paired organs without a side."""
