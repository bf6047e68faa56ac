"""Codes that a payer does not take, and what it takes in their place. Medicare above all; other payers differ.

Fee schedule letters: B bundled, I another code, N not covered, X by law not physicians' services.
"""

# ruff: noqa: E501 - a rule reads best with its codes on one line

from bot.domain.codes.billing.rule import RuleKind, Severity
from bot.domain.codes.billing.tables.groups import (
    MANUAL_100_04,
    MEDICARE,
    PFS,
    PHYSICALS,
    TIMED_THERAPY,
    VACCINES,
    WELLNESS,
    never,
    payer,
    rule,
)

_LOOK = Severity.LOOK_AGAIN
_NO_TEXT = "Medicare never pays this separately: it is part of the other services of the day"
_GIVEN = "90460-90461 90471-90474"
_PLANS = ("GP", "GO", "GN")

PAYERS = (
    payer("97014", "Medicare takes G0283 in its place", f"{PFS}, status I", "G0283"),
    payer(PHYSICALS, "Medicare does not cover this physical; its wellness visits are G0402, G0438, G0439",
          "Social Security Act, 1862(a)(7)", "G0438 G0439", unless=("GY", "GX")),
    payer("99417", "Medicare takes G2212 in its place, from 89 minutes with 99205 and 69 with 99215", PFS, "G2212"),
    payer("99418", "Medicare takes G0316 (hospital), G0317 (nursing facility) or G0318 (home) in its place", PFS,
          "G0316 G0317 G0318", year=2023),
    payer("99358-99360", "Medicare does not pay time apart from the visit's day or standby", f"{PFS}, status I and X"),
    payer("99242-99245", "Medicare pays no consultation: bill the office visit", f"{MANUAL_100_04}, ch. 12, 30.6.10",
          "99203 99204 99213 99214"),
    payer("99252-99255", "Medicare pays no consultation: bill the hospital or nursing facility visit",
          f"{MANUAL_100_04}, ch. 12, 30.6.10", "99221 99222 99223"),
    payer("98000-98015", "Medicare takes the office visit code with place 02 or 10 in its place, and 93 for sound alone", PFS,
          year=2025),
    payer("99441-99443", "ended with 2024: Medicare takes the office visit code with 93 for a call", PFS, year=2025),
    payer("97010", "Medicare never pays hot or cold packs separately", f"{PFS}, status B"),
    payer("97602", _NO_TEXT, f"{PFS}, status B"),
    payer("99000-99002 99024 99070-99071 99078 99080 90885 90887 90889",
          _NO_TEXT, f"{PFS}, status B", severity=_LOOK),
    payer("36416", "Medicare never pays a finger stick separately", f"{PFS}, status B"),
    payer("99050-99060", "Medicare never pays for the hour of the day separately", f"{PFS}, status B"),
    payer(_GIVEN, "Medicare takes G0008 for flu, G0009 for pneumococcal, G0010 for hepatitis B vaccine; others stay",
          f"{MANUAL_100_04}, ch. 18, 10", "G0008 G0009 G0010", severity=_LOOK, unless_with=VACCINES),
    *(
        never(_GIVEN, vaccines, f"Medicare takes {instead} for giving a {name} vaccine", f"{MANUAL_100_04}, ch. 18, 10",
              payer=MEDICARE, instead=(instead,), severity=Severity.CONFLICT)
        for vaccines, instead, name in (
            ("90630 90653-90662 90672-90674 90682-90689 90694 90756", "G0008", "flu"),
            ("90670-90671 90677 90684 90732", "G0009", "pneumococcal"),
            ("90739-90740 90743-90747 90759", "G0010", "hepatitis B"),
        )
    ),
    payer("98940-98942", "Medicare pays active treatment alone, and AT says that it is", f"{MANUAL_100_04}, ch. 12, 220", "AT",
          unless=("AT", "GA", "GY", "GZ")),
    payer("98943", "Medicare covers chiropractic for the spine alone", "Benefit Policy Manual, ch. 15, 240"),
    payer("97810-97814", "Medicare covers acupuncture for chronic low back pain alone", "NCD 30.3.3", severity=_LOOK),
    payer("92015", "Medicare does not cover refraction: the patient pays", f"{PFS}, status N", unless=("GY",)),
    payer("92310-92317 92340-92371 V2020-V2025", "Medicare covers glasses and lenses after cataract surgery alone",
          "Social Security Act, 1862(a)(7)", severity=_LOOK, unless=("GY",)),
    payer("92590-92595 V5008-V5299", "Medicare does not cover hearing aids and their fitting", "Social Security Act, 1862(a)(7)",
          unless=("GY",)),
    payer("D0100-D9999", "Medicare does not cover most dental care", "Social Security Act, 1862(a)(12)", severity=_LOOK,
          unless=("GY",)),
    payer("15824-15829 15876-15879 17380", "cosmetic surgery is not covered by Medicare", "Social Security Act, 1862(a)(10)",
          severity=_LOOK, unless=("GY",)),
    payer("97169-97172", "Medicare does not take athletic training evaluations", PFS),
    payer("99172-99174 99177", "Medicare does not cover this vision screening", f"{PFS}, status N"),
    payer("99401-99404 99411-99412", "Medicare does not cover preventive counseling by these codes", f"{PFS}, status N"),
    payer("S0000-S9999", "S codes are for private payers: Medicare takes none", f"{PFS}, status I"),
    payer("H0001-H2041", "H codes are for Medicaid and behavioral health payers: Medicare takes none", f"{PFS}, status I"),
    payer("T1000-T5999", "T codes are for Medicaid: Medicare takes none but a few", f"{PFS}, status I", severity=_LOOK),
    payer("0591T-0593T", "Medicare does not price health coaching nationally: ask the contractor", PFS, severity=_LOOK),
    payer("99408-99409", "Medicare takes G0396 or G0397 in its place", f"{MANUAL_100_04}, ch. 4, 200.6", "G0396 G0397"),
    payer("80320-80377 83992", "Medicare takes G0480-G0483 or G0659 for definitive drug tests", PFS, "G0480 G0481"),
    payer("45378", "Medicare takes G0105 (high risk) or G0121 for a screening colonoscopy",
          f"{MANUAL_100_04}, ch. 18, 60", "G0105 G0121", severity=Severity.REMARK),
    payer("82274", "Medicare takes G0328 for a screening", f"{MANUAL_100_04}, ch. 18, 60", "G0328",
          severity=Severity.REMARK),
    payer("84153", "Medicare takes G0103 for a screening PSA", f"{MANUAL_100_04}, ch. 18, 50", "G0103",
          severity=Severity.REMARK),
    never("93000-93010", "G0402", "at a 'Welcome to Medicare' visit the EKG is G0403, G0404 or G0405",
          f"{MANUAL_100_04}, ch. 18, 80", payer=MEDICARE, instead=("G0403", "G0404", "G0405")),
    payer("G2012", "ended with 2024: it is 98016 now", PFS, "98016", year=2025),
    rule(RuleKind.PAYER, "Medicare wants the plan of care on every therapy line: GP, GO or GN",
         f"{MANUAL_100_04}, ch. 5, 20.1", f"{TIMED_THERAPY} 97012-97028 97150 97161-97168 92507-92508 92526 G0283",
         payer=MEDICARE, unless=_PLANS, instead=_PLANS, severity=Severity.CONFLICT),
    rule(RuleKind.PAYER, "G2212 is Medicare's: most other payers take 99417, from 75 and 55 minutes", PFS, "G2212",
         not_payer=MEDICARE, instead=("99417",)),
    rule(RuleKind.PAYER, "G0316-G0318 are Medicare's: most other payers take 99418", PFS, "G0316-G0318",
         not_payer=MEDICARE, instead=("99418",)),
    rule(RuleKind.PAYER, "G0283 is Medicare's: many other payers take 97014", f"{PFS}, status I", "G0283",
         not_payer=MEDICARE, instead=("97014",)),
    rule(RuleKind.PAYER, "Medicare's code for giving the vaccine: most other payers take 90471 and 90472",
         f"{MANUAL_100_04}, ch. 18, 10", "G0008-G0010", not_payer=MEDICARE, instead=("90471",)),
    rule(RuleKind.PAYER, "Medicare's code: most other payers take 99408 or 99409", PFS, "G0396-G0397",
         not_payer=MEDICARE, instead=("99408", "99409")),
    rule(RuleKind.PAYER, "Medicare's screening code: most other payers take the CPT code with 33 or a screening diagnosis",
         f"{MANUAL_100_04}, ch. 18", "G0101-G0105 G0121 G0328 Q0091", not_payer=MEDICARE),
    rule(RuleKind.PAYER, "Medicare's wellness visit: other payers mostly take the physical by age",
         f"{MANUAL_100_04}, ch. 18, 140", WELLNESS, not_payer=MEDICARE),
    rule(RuleKind.PAYER, "G2211 is Medicare's: some other payers do not pay it", PFS, "G2211", not_payer=MEDICARE, year=2024),
)  # fmt: skip
"""By payer."""
