"""The guideline rules. Facts from the ICD-10-CM Official Guidelines FY2026 (public), in our own words.

Looked over in December 2026; the tests hold each code against the edition that ships.
"""

from bot.domain.codes.guidelines.rule import CodeSet, GuidelineKind, GuidelineRule

_CKD = "N18.1-N18.4 N18.9"
_CKD_LATE = "N18.5 N18.6"


def _combines(
    codes: str, others: str, instead: str, section: str, says: str, *, sure: bool = True
) -> GuidelineRule:
    return GuidelineRule(
        GuidelineKind.COMBINES,
        CodeSet(codes),
        section,
        says,
        CodeSet(others),
        instead=tuple(instead.split()),
        sure=sure,
    )


def _never_both(codes: str, others: str, section: str, says: str, instead: str = "") -> GuidelineRule:
    return GuidelineRule(
        GuidelineKind.NEVER_BOTH,
        CodeSet(codes),
        section,
        says,
        CodeSet(others),
        instead=tuple(instead.split()),
    )


def _integral(codes: str, others: str, what: str) -> GuidelineRule:
    says = f"{what}: don't code the symptom with the diagnosis that explains it"
    return GuidelineRule(GuidelineKind.INTEGRAL, CodeSet(codes), "I.B.5", says, CodeSet(others), sure=False)


def _never_first(codes: str, section: str, says: str, *, sure: bool = True) -> GuidelineRule:
    return GuidelineRule(GuidelineKind.NEVER_FIRST, CodeSet(codes), section, says, sure=sure)


def _needs(
    codes: str, others: str, section: str, says: str, instead: str = "", *, sure: bool = False
) -> GuidelineRule:
    return GuidelineRule(
        GuidelineKind.ALSO_NEEDED,
        CodeSet(codes),
        section,
        says,
        CodeSet(others),
        instead=tuple(instead.split()),
        sure=sure,
    )


HYPERTENSION = (
    _combines(
        "I10",
        _CKD,
        "I12.9",
        "I.C.9.a.2",
        "hypertension with CKD is presumed related: I12.9, and the CKD stage after it",
    ),
    _combines(
        "I10",
        _CKD_LATE,
        "I12.0",
        "I.C.9.a.2",
        "hypertension with stage 5 CKD or ESRD is presumed related: I12.0, and N18.5 or N18.6 after it",
    ),
    _combines(
        "I10",
        "I50",
        "I11.0",
        "I.C.9.a.1",
        "hypertension with heart failure is presumed related: I11.0, and the I50 code after it",
    ),
    _combines(
        "I10",
        "I51.4-I51.7 I51.89 I51.9",
        "I11.9",
        "I.C.9.a.1",
        "hypertension with heart disease is presumed related: I11.9",
    ),
    _combines(
        "I11.0",
        _CKD,
        "I13.0",
        "I.C.9.a.3",
        "hypertensive heart disease with heart failure and CKD is one code: I13.0, with I50 and N18 after it",
    ),
    _combines(
        "I11.0",
        _CKD_LATE,
        "I13.2",
        "I.C.9.a.3",
        "hypertensive heart failure with stage 5 CKD or ESRD is one code: I13.2, with I50 and N18 after it",
    ),
    _combines(
        "I11.9",
        _CKD,
        "I13.10",
        "I.C.9.a.3",
        "hypertensive heart disease with CKD is one code: I13.10, with N18 after it",
    ),
    _combines(
        "I11.9",
        _CKD_LATE,
        "I13.11",
        "I.C.9.a.3",
        "hypertensive heart disease with stage 5 CKD or ESRD is one code: I13.11, with N18 after it",
    ),
    _combines(
        "I12.9",
        "I50",
        "I13.0",
        "I.C.9.a.3",
        "hypertensive CKD with heart failure is one code: I13.0, with I50 and N18 after it",
    ),
    _combines(
        "I12.0",
        "I50",
        "I13.2",
        "I.C.9.a.3",
        "hypertensive stage 5 CKD or ESRD with heart failure is one code: I13.2, with I50 and N18 after it",
    ),
    _never_both(
        "I10", "I11-I13", "I.C.9.a", "essential hypertension is part of the combination code: drop I10"
    ),
    _never_both("I10", "I15", "I.C.9.a.6", "hypertension is essential or secondary, not both"),
    _never_both(
        "R03.0",
        "I10-I13",
        "I.C.9.a.7",
        "a high reading without a diagnosis isn't coded once hypertension is diagnosed",
    ),
)

_CATEGORIES = ("E08", "E09", "E10", "E11", "E13")
_DIABETES = (
    (
        "N18",
        ".22",
        "I.A.15; I.C.4.a",
        "diabetes with CKD is presumed related: {code}, and the N18 stage after it",
    ),
    ("G62.9", ".42", "I.A.15", "diabetes with polyneuropathy is presumed related: {code}"),
    ("K31.84", ".43", "I.A.15", "diabetes with gastroparesis is presumed related: {code}"),
    ("H26.9", ".36", "I.A.15", "diabetes with cataract is presumed related: {code}"),
    (
        "H35.00 H35.0",
        ".319",
        "I.A.15",
        "diabetes with retinopathy is presumed related: {code}, or the code for its stage",
    ),
    ("I73.9", ".51", "I.A.15", "diabetes with peripheral vascular disease is presumed related: {code}"),
    (
        "I70.2",
        ".51",
        "I.A.15",
        "diabetes with atherosclerosis of the limbs is presumed related: {code}, and the I70.2 code after it",
    ),
    ("I96", ".52", "I.A.15", "diabetes with gangrene is presumed related: {code}"),
    (
        "L97",
        ".621",
        "I.A.15",
        "diabetes with a foot ulcer is presumed related: {code}, and the L97 code after it",
    ),
    (
        "L98.4",
        ".622",
        "I.A.15",
        "diabetes with another skin ulcer is presumed related: {code}, and the L98.4 code after it",
    ),
    ("E16.2 E16.1", ".649", "I.C.4.a", "hypoglycemia in diabetes has its own code: {code}"),
    ("R73.9", ".65", "I.C.4.a", "hyperglycemia in diabetes has its own code: {code}"),
)
DIABETES = tuple(
    _combines(
        f"{category}.9", others, f"{category}{suffix}", section, says.format(code=f"{category}{suffix}")
    )
    for category in _CATEGORIES
    for others, suffix, section, says in _DIABETES
)

INTEGRAL = (
    _integral("R10", "K35-K38 K56 K57 K80-K83 K85 N20 N23", "abdominal pain is part of it"),
    _integral("R10.84 R10.9", "K50-K52 K58 A08 A09", "abdominal pain is part of it"),
    _integral("R05", "J00-J06 J09-J18 J20-J22 J40-J45 J47 U07.1", "cough is part of it"),
    _integral(
        "R06.02 R06.00 R06.09", "I50 J12-J18 J43-J45 J80 J81 J96 I26", "shortness of breath is part of it"
    ),
    _integral("R06.2", "J45 J44 J20 J21", "wheezing is part of it"),
    _integral("R50.9", "A41 A08 A09 B01 B05 J09-J18 J20 J02 J03 N10 L03 U07.1 K35", "fever is part of it"),
    _integral("R07.9 R07.89 R07.2", "I20-I22 I24 I25.11 I25.7", "chest pain is part of it"),
    _integral("R07.0", "J02 J03 J06.9", "sore throat is part of it"),
    _integral("R11", "A08 A09 K52 K56 K29 G43 O21", "nausea or vomiting is part of it"),
    _integral("R19.7", "A02-A09 K50-K52 K58.0", "diarrhea is part of it"),
    _integral("R30.0 R35.0", "N30 N39.0 N10", "painful or frequent urination is part of it"),
    _integral("R51.9", "G43 G44 J01 J32", "headache is part of it"),
    _integral("R56.9", "G40", "a seizure is part of it"),
    _integral("R42", "H81", "dizziness is part of it"),
    _integral("R21", "L20-L30 B02 L50 B01", "a rash is part of it"),
    _integral("R60.0", "I50 I87.2 N04", "edema is part of it"),
    _integral("R31", "N20 N30.01 N30.91 C67", "blood in the urine is part of it"),
    _integral("R09.81", "J00 J01 J30-J32", "congestion is part of it"),
    _integral("R41.0", "F05", "disorientation is part of it"),
    _integral("R13.1", "K22.2 K21 I69.391", "trouble swallowing is part of it"),
    _integral("R00.2", "I48 I47 I49", "palpitations are part of it"),
    _integral("M25.56", "M17", "knee pain is part of the arthritis"),
    _integral("M25.55", "M16", "hip pain is part of the arthritis"),
    _integral("M25.51", "M75 M19.01 M19.11 M19.21", "shoulder pain is part of it"),
    _integral("M54.2", "M50 M47.812 M47.22", "neck pain is part of it"),
    _integral("M54.5", "M51.26 M51.27 M51.16 M51.17 M54.3 M54.4", "low back pain is part of it"),
    _integral("R20.2", "G56.0 G57 E11.42 E10.42", "tingling is part of it"),
    _integral("R97.20", "C61", "a raised PSA is part of it"),
)

NEVER_BOTH = (
    _never_both("E10", "E11", "I.C.4.a.1", "type 1 or type 2: a patient has one of them"),
    _never_both("E10", "E13", "I.C.4.a", "one type of diabetes: a patient has one of them"),
    _never_both("E11", "E13", "I.C.4.a", "one type of diabetes: a patient has one of them"),
    _never_both(
        "E08", "E09-E13", "I.C.4.a.6", "diabetes has one cause: secondary, drug-induced, or its type"
    ),
    _never_both(
        "E09", "E10-E13", "I.C.4.a.6", "diabetes has one cause: secondary, drug-induced, or its type"
    ),
    _never_both(
        "F32", "F33", "I.B.14; Excludes1 at F32", "major depression is a single episode or recurrent"
    ),
    _never_both(
        "F32 F33", "F31", "Excludes1 at F32 and F33", "with bipolar disorder, the depression is part of F31"
    ),
    _never_both("F20", "F25", "Excludes1 at F20", "schizophrenia or schizoaffective disorder"),
    _never_both(
        "Z34",
        "O09 O10-O16 O20-O29 O30-O48 O60-O77 O80 O98 O99",
        "I.C.15.b.1",
        "Z34 is for a pregnancy without complications: drop it where a chapter 15 code is",
    ),
    _never_both(
        "Z33.1",
        "O00-O9A Z34",
        "I.C.15.a.1",
        "Z33.1 says that the pregnancy doesn't matter here: never with a chapter 15 code",
    ),
    _never_both(
        "O80",
        "O00-O77 O82-O9A",
        "I.C.15.n.1",
        "O80 is a normal delivery: no other chapter 15 code goes with it",
    ),
    _never_both("O80", "O82", "I.C.15.n", "a delivery is vaginal or cesarean"),
    _never_both(
        "Z38",
        "O00-O9A Z37",
        "I.C.16.a.2; I.C.21.c.12",
        "Z38 is the newborn's, the O codes and Z37 are the mother's record",
    ),
    _never_both(
        "P00-P96",
        "O00-O9A",
        "I.C.15.a.2; I.C.16.a.1",
        "P codes are the newborn's, O codes the mother's record",
    ),
    _never_both("B20", "Z21", "I.C.1.a.2", "HIV disease or a positive status without symptoms"),
    _never_both("R75", "B20 Z21", "I.C.1.a.2", "an inconclusive test isn't coded once the status is known"),
    _never_both("U07.1", "Z20.822", "I.C.1.g", "exposure isn't coded once COVID-19 is confirmed"),
    _never_both(
        "J45.20 J45.30 J45.40 J45.50",
        "J45.90",
        "I.B.2",
        "an asthma of known severity isn't coded as unspecified too",
    ),
    _never_both(
        "J44.9", "J44.0 J44.1", "I.C.10.a", "COPD with infection or exacerbation says more: drop J44.9"
    ),
    _never_both(
        "I48.91", "I48.0-I48.2", "I.B.2", "a known type of atrial fibrillation isn't coded as unspecified too"
    ),
    _never_both(
        "I50.9", "I50.1-I50.8", "I.B.2", "a known type of heart failure isn't coded as unspecified too"
    ),
    _never_both("N18.9", "N18.1-N18.6", "I.C.14.a", "a known stage of CKD isn't coded as unspecified too"),
    _never_both("N18.5", "N18.6", "I.C.14.a.1", "CKD 5 on dialysis is ESRD: N18.6 alone"),
    _never_both("K21.9", "K21.0", "I.B.2", "reflux is with or without esophagitis"),
    _never_both(
        "G43.9", "G43.0 G43.1 G43.7", "I.B.2", "a known type of migraine isn't coded as unspecified too"
    ),
    _never_both("Z87.891", "F17.2 Z72.0", "I.C.5.b", "a smoker or a former smoker"),
    _never_both("F17.2", "Z72.0", "Excludes1 at Z72.0", "dependence or use of tobacco, not both"),
    _never_both("R65.21", "R65.20", "I.C.1.d.2", "severe sepsis is with or without shock"),
    _never_both(
        "A41.9", "A40 A41.0-A41.8", "I.B.2", "a sepsis with a known organism isn't coded as unspecified too"
    ),
    _never_both(
        "E66.9", "E66.81 E66.0-E66.2", "I.B.2", "obesity of a known kind isn't coded as unspecified too"
    ),
    _never_both(
        "L89.90 L89.9",
        "L89.0-L89.8",
        "I.C.12.a",
        "a pressure ulcer of a known site isn't coded as unspecified too",
    ),
)

NEVER_FIRST = (
    GuidelineRule(
        GuidelineKind.NEVER_FIRST,
        CodeSet(""),
        "I.B.10",
        "a sequela is never first or alone: the condition that is left of it comes before it",
        sequela=True,
    ),
    _never_first(
        "Z68",
        "I.B.14; I.C.21.c.3",
        "a BMI is never first or alone: the condition it goes with (such as E66) comes before it",
    ),
    _never_first(
        "Z3A",
        "I.C.21.c.11",
        "weeks of gestation are never first or alone: the chapter 15 code comes before it",
    ),
    _never_first(
        "Z37",
        "I.C.21.c.11",
        "the outcome of delivery is never first or alone: the delivery code comes before it",
    ),
    _never_first(
        "Z79",
        "I.C.21.c.3",
        "long-term drug use is never first: the condition treated, or the reason for the visit, comes before it",
        sure=False,
    ),
    _never_first("Z16", "I.C.1.c", "drug resistance is never first: the infection comes before it"),
    _never_first("Z66", "I.C.21.c.3", "a DNR status is never first: the condition comes before it"),
    _never_first("Z67", "I.C.21.c.3", "a blood type is never first or alone"),
    _never_first("Z17", "I.C.2", "receptor status is never first: the cancer comes before it"),
    _never_first(
        "Z91.1 Z91.A",
        "I.C.19.e.5.c; I.C.21.c.14",
        "noncompliance is never first: the condition comes before it",
    ),
    _never_first(
        "Z55-Z65",
        "I.B.14; I.C.21.c.17",
        "a social factor is never first: the reason for the visit comes before it",
        sure=False,
    ),
    _never_first(
        "B95-B97",
        "I.C.1.b",
        "an organism is never first or alone: the infection that it causes (such as N39.0) comes before it",
    ),
    _never_first(
        "R65.2",
        "I.C.1.d.1.b",
        "severe sepsis is never first: the systemic infection (such as A41.9) comes before it",
    ),
    _never_first(
        "R40.2", "I.B.14; I.C.18.e", "a coma scale is never first: the injury or disease comes before it"
    ),
    _never_first(
        "R29.7", "I.B.14; I.C.18.i", "a stroke scale is never first: the stroke (I63) comes before it"
    ),
    _never_first(
        "T31 T32",
        "I.C.19.d.6",
        "the extent of a burn is an additional code: the burn comes before it",
        sure=False,
    ),
    _never_first("Y90", "I.B.14", "a blood alcohol level is never first or alone"),
    _never_first(
        "U09.9",
        "I.C.1.g.1.m",
        "post COVID-19 condition is never first: the condition that remains comes before it",
    ),
    _never_first("J12.82", "I.C.1.g", "pneumonia due to COVID-19 comes after U07.1"),
    _never_first(
        "D63",
        "I.C.2.c; code first notes",
        "anemia in another disease is never first: that disease comes before it",
        sure=False,
    ),
    _never_first("Z18", "I.C.21.c.3", "a retained foreign body is never first or alone"),
    _never_first(
        "Z72.0", "I.C.21.c.3", "tobacco use is an additional code in a visit for something else", sure=False
    ),
)

ONLY_FIRST = tuple(
    GuidelineRule(
        GuidelineKind.ONLY_FIRST, CodeSet(codes), "I.C.21.c.16", f"{what} is only ever first", sure=False
    )
    for codes, what in (
        ("Z00", "a general examination"),
        ("Z01", "a special examination"),
        ("Z02", "an administrative examination"),
        ("Z04", "an examination after an event"),
        ("Z31.81-Z31.84", "this encounter for procreation"),
        ("Z33.2", "an elective termination"),
        ("Z34", "a normal pregnancy visit"),
        ("Z38", "a newborn's birth status"),
        ("Z39", "a visit after delivery"),
        ("Z42", "reconstruction after a procedure"),
        ("Z51.0", "radiation therapy"),
        ("Z51.1", "chemotherapy or immunotherapy"),
        ("Z52", "a donor visit"),
        ("Z76.1", "the supervision of a foundling"),
        ("Z76.2", "the supervision of a healthy infant"),
        ("Z99.12", "dependence on a respirator during a power failure"),
    )
)

ALSO_NEEDED = (
    _needs(
        "E08.22 E09.22 E10.22 E11.22 E13.22",
        "N18",
        "I.A.17; I.C.4.a",
        "the CKD stage (N18) goes after it",
        "N18.30",
    ),
    _needs("I12 I13", "N18", "I.C.9.a.2", "the CKD stage (N18) goes after it", "N18.30"),
    _needs("I11.0 I13.0 I13.2", "I50", "I.C.9.a.1", "the type of heart failure (I50) goes after it", "I50.9"),
    _needs(
        "O80 O82", "Z37", "I.C.21.c.11", "the outcome of delivery (Z37) goes after it", "Z37.0", sure=True
    ),
    _needs("O60.1 O60.2", "Z37", "I.C.21.c.11", "the outcome of delivery (Z37) goes after it", "Z37.0"),
    _needs(
        "E08.621 E09.621 E10.621 E11.621 E13.621",
        "L97",
        "I.A.17",
        "the ulcer's site and depth (L97) go after it",
    ),
    _needs(
        "E08.622 E09.622 E10.622 E11.622 E13.622",
        "L98.4 L97",
        "I.A.17",
        "the ulcer's site and depth (L98.4) go after it",
    ),
    _needs(
        "R65.2",
        "A40 A41 A02.1 A22.7 A26.7 A32.7 A42.7 A54.86 B37.7 O85 T81.44 T81.12",
        "I.C.1.d.1.b",
        "the systemic infection comes before it",
        "A41.9",
        sure=True,
    ),
    _needs("O98.5", "U07.1 B00-B34", "I.C.15", "the viral disease (such as U07.1) goes after it"),
    _needs("O24.1", "E11", "I.C.15.g", "the type of diabetes (E11) goes after it", "E11.9"),
    _needs("O24.0", "E10", "I.C.15.g", "the type of diabetes (E10) goes after it", "E10.9"),
    _needs(
        "Z3A", "O00-O9A Z34 Z33", "I.C.21.c.11", "weeks of gestation go with a chapter 15 code", sure=True
    ),
    _needs("Z37", "O00-O9A", "I.C.21.c.11", "the outcome of delivery goes with a delivery code", sure=True),
    _needs(
        "I22", "I21", "I.C.9.e.4", "a second MI within four weeks goes with the first one (I21)", sure=True
    ),
    _needs(
        "J44.0", "J09-J18 J20-J22", "I.C.10.a; code also note", "the infection (such as J20.9) is coded too"
    ),
    _needs(
        "Z51.11 Z51.12 Z51.0", "C00-D49", "I.C.2.e.2", "the cancer that is treated goes after it", sure=True
    ),
    _needs("T31", "T20-T25", "I.C.19.d", "the burn itself comes before its extent", sure=True),
    _needs(
        "Z68",
        "E66 E44 E43 E46 R63 O99.21 E64 Z71.3 F50 R62 E65 I10-I13 E11 E78 K76",
        "I.B.14",
        "a BMI goes with a weight diagnosis that the provider made, such as E66",
        "E66.9",
    ),
)

GOES_BEFORE = (
    GuidelineRule(
        GuidelineKind.GOES_BEFORE,
        CodeSet("O00-O9A"),
        "I.C.15.a.1",
        "chapter 15 codes come before codes of other chapters",
        CodeSet("A00-N99 R00-T88"),
        sure=False,
    ),
    GuidelineRule(
        GuidelineKind.GOES_BEFORE,
        CodeSet("U07.1"),
        "I.C.1.g.1.b",
        "COVID-19 comes before its manifestations",
        CodeSet("J12.82 J20.8 J22 J80 J96"),
        unless=CodeSet("A41 O98.5 T86"),
    ),
    GuidelineRule(
        GuidelineKind.GOES_BEFORE,
        CodeSet("A40 A41"),
        "I.C.1.d.4",
        "sepsis comes before the local infection that was there with it",
        CodeSet("J12-J18 N39.0 N10 L03"),
        sure=False,
    ),
    GuidelineRule(
        GuidelineKind.GOES_BEFORE,
        CodeSet("Z51.11 Z51.12 Z51.0"),
        "I.C.2.e.2",
        "the encounter for therapy comes before the cancer",
        CodeSet("C00-D49"),
    ),
    GuidelineRule(
        GuidelineKind.GOES_BEFORE,
        CodeSet("B20"),
        "I.C.1.a.2.a",
        "HIV disease comes before its related conditions",
        CodeSet("B37 B45 B59 C46 A31"),
        sure=False,
    ),
)

GUIDELINE_RULES: tuple[GuidelineRule, ...] = (
    *HYPERTENSION,
    *DIABETES,
    *INTEGRAL,
    *NEVER_BOTH,
    *NEVER_FIRST,
    *ONLY_FIRST,
    *ALSO_NEEDED,
    *GOES_BEFORE,
)
