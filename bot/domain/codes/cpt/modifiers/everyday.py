"""The modifiers that a practice uses every week: separate services, visits, therapy, repeat procedures, surgery."""

from bot.domain.codes.cpt.modifiers.modifier import Family, Modifier

_TRUE = "it has to be true and in the note; it is not a way past an edit"
_X = "Medicare has taken 59 and the X modifiers on either line of the pair since July 2019"

DISTINCT = (
    Modifier(
        "59", Family.DISTINCT, "a separate service: another session, site, lesion or injury on the same day",
        "on a procedure or therapy code, never on a visit",
        ("the last choice: use it only where no other modifier says it", _TRUE, _X,
         "on a visit it is 24, 25 or 57 instead"), ("XE", "XS", "XP", "XU", "25"),
    ),
    Modifier(
        "XE", Family.DISTINCT, "separate because it was another encounter on the same day",
        "in place of 59, where that is the reason", (_TRUE, _X), ("59", "XS", "XP", "XU"),
    ),
    Modifier(
        "XS", Family.DISTINCT, "separate because it was another organ or structure",
        "in place of 59, where that is the reason", (_TRUE, _X), ("59", "XE", "XP", "XU"),
    ),
    Modifier(
        "XP", Family.DISTINCT, "separate because another practitioner did it",
        "in place of 59, where that is the reason", (_TRUE, _X), ("59", "XE", "XS", "XU"),
    ),
    Modifier(
        "XU", Family.DISTINCT, "separate because it does not overlap the usual parts of the main service",
        "in place of 59, where that is the reason", (_TRUE, _X), ("59", "XE", "XS", "XP"),
    ),
)  # fmt: skip

VISIT = (
    Modifier(
        "25", Family.VISIT, "a visit of its own on the same day as a procedure, by the same clinician",
        "on the visit, not on the procedure",
        ("the work before and after a procedure is part of the procedure; the visit has to be more than that",
         "another diagnosis is not required, a note that stands on its own is"), ("24", "57", "59"),
    ),
    Modifier(
        "24", Family.VISIT, "a visit in the days after surgery that has nothing to do with the surgery",
        "on the visit, by the clinician who operated",
        ("the diagnosis should show that it is something else",), ("25", "79"),
    ),
    Modifier(
        "57", Family.VISIT, "the visit at which a major operation was decided",
        "on the visit, the day before or the day of an operation with 90 days of follow-up",
        ("before a minor procedure it is 25",), ("25",),
    ),
    Modifier(
        "27", Family.VISIT, "several hospital outpatient visits on one day",
        "on the facility's claim only", ("not for the clinician's own claim",), ("25",),
    ),
    Modifier(
        "FS", Family.VISIT, "a visit shared by a physician and another clinician in a facility",
        "on the visit, for Medicare", ("not in the office, where incident-to rules hold",), ("25",),
    ),
    Modifier("AI", Family.VISIT, "the admitting physician of record", "on Medicare's first hospital visit"),
)  # fmt: skip

_PLAN = ("it names the plan of care, not the code: 97110 may take GP or GO",)
_ASSISTANT = ("goes after the plan's modifier on the line", "Medicare has paid such lines at 85 % since 2022")
THERAPY = (
    Modifier("GP", Family.THERAPY, "under a physical therapy plan of care", "on therapy lines", _PLAN, ("GO", "GN")),
    Modifier("GO", Family.THERAPY, "under an occupational therapy plan of care", "on therapy lines",
             _PLAN, ("GP", "GN")),
    Modifier("GN", Family.THERAPY, "under a speech-language pathology plan of care", "on therapy lines",
             _PLAN, ("GP", "GO")),
    Modifier(
        "CQ", Family.THERAPY, "done in whole or in part by a physical therapist assistant",
        "with GP, when the assistant did more than 10%", _ASSISTANT, ("GP", "CO"),
    ),
    Modifier(
        "CO", Family.THERAPY, "done in whole or in part by an occupational therapy assistant",
        "with GO, when the assistant did more than 10%", _ASSISTANT, ("GO", "CQ"),
    ),
    Modifier(
        "KX", Family.THERAPY, "the requirements of the payer's policy are met, and the record shows it",
        "on Medicare therapy lines past the year's threshold, and on some equipment",
        ("it is a statement: the record has to carry it",), ("GP", "GO", "GN"),
    ),
    Modifier("96", Family.THERAPY, "habilitative: learning a skill never had",
             "where the payer tells it from 97", (), ("97",)),
    Modifier("97", Family.THERAPY, "rehabilitative: regaining a skill lost", "where the payer tells it from 96",
             (), ("96",)),
    Modifier(
        "AT", Family.THERAPY, "active treatment by a chiropractor, not maintenance",
        "on 98940, 98941 and 98942 for Medicare", ("without it Medicare reads maintenance and does not pay",),
    ),
)  # fmt: skip

WORK = (
    Modifier(
        "22", Family.WORK, "much more work than the procedure usually takes",
        "on a procedure, never on a visit", ("the report has to say what was harder, and by how much",), ("52",),
    ),
    Modifier(
        "50", Family.WORK, "both sides, in the same session", "on a procedure for one side of a pair",
        ("Medicare wants one line with one unit; other payers may want two lines with LT and RT",
         "not on a code whose words already say both sides"), ("LT", "RT"),
    ),
    Modifier(
        "51", Family.WORK, "several procedures in one session", "on the second and further procedures",
        ("never on add-on codes", "Medicare's contractors add it themselves"), ("59",),
    ),
    Modifier(
        "52", Family.WORK, "less done than the code says, by choice", "on a procedure or test",
        ("a procedure broken off for the patient's sake is 53",), ("53",),
    ),
    Modifier(
        "53", Family.WORK, "begun and broken off for the patient's safety", "on a procedure, clinician's claim",
        ("not where it was called off before it began", "the facility has 73 and 74"), ("52", "73", "74"),
    ),
    Modifier("73", Family.WORK, "called off before anesthesia", "on the facility's claim", (), ("74", "53")),
    Modifier("74", Family.WORK, "broken off after anesthesia began", "on the facility's claim", (), ("73", "53")),
    Modifier(
        "76", Family.WORK, "the same procedure again, by the same clinician", "on the repeated line",
        ("a laboratory test is 91 instead",), ("77", "91"),
    ),
    Modifier(
        "77", Family.WORK, "the same procedure again, by another clinician", "on the repeated line", (), ("76",),
    ),
    Modifier("63", Family.WORK, "on an infant under 4 kg", "on procedures that do not already say infant"),
    Modifier("32", Family.WORK, "ordered by a third party, such as a court", "on the ordered service"),
    Modifier("99", Family.WORK, "more modifiers than fit", "first, where the payer wants it"),
)  # fmt: skip

AFTER_SURGERY = (
    Modifier(
        "58", Family.GLOBAL, "a further procedure that was planned, or follows from the first",
        "in the days after surgery, same clinician", ("a new follow-up period begins",), ("78", "79"),
    ),
    Modifier(
        "78", Family.GLOBAL, "back to the operating room, unplanned, because of the first surgery",
        "in the days after surgery, same clinician",
        ("no new follow-up period begins", "without an operating room it is part of the follow-up for Medicare"),
        ("58", "79"),
    ),
    Modifier(
        "79", Family.GLOBAL, "a procedure that has nothing to do with the first surgery",
        "in the days after surgery, same clinician", ("a new follow-up period begins",), ("78", "24"),
    ),
    Modifier("54", Family.GLOBAL, "the operation alone, without the follow-up", "by agreement with 55",
             (), ("55", "56")),
    Modifier("55", Family.GLOBAL, "the follow-up alone", "by agreement with 54", (), ("54", "56")),
    Modifier("56", Family.GLOBAL, "the work before the operation alone", "rarely: most payers do not pay it apart"),
)  # fmt: skip
