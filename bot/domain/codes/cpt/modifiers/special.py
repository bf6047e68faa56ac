"""Modifiers for particular settings: sides, teams, components, telehealth, laboratory, drugs, notices, anesthesia."""

from bot.domain.codes.cpt.modifiers.modifier import Family, Modifier

_DIGITS = ("second", "third", "fourth", "fifth")
_FITS = "on a procedure of that place"


def _places(prefix: str, first: int, side: str, limb: str, thumb: tuple[str, str]) -> tuple[Modifier, ...]:
    """The five digits of one hand or foot. The first has its own word and letter."""
    named = [Modifier(thumb[0], Family.SIDE, f"{side} {limb}, {thumb[1]}", _FITS)]
    named += [
        Modifier(f"{prefix}{first + n}", Family.SIDE, f"{side} {limb}, {digit} digit", _FITS)
        for n, digit in enumerate(_DIGITS)
    ]
    return tuple(named)


_SIDE_TRAP = ("the diagnosis has to name the same side", "not on a code without sides")
SIDES = (
    Modifier("LT", Family.SIDE, "left side", "on a procedure for one side of a pair", _SIDE_TRAP, ("RT", "50")),
    Modifier("RT", Family.SIDE, "right side", "on a procedure for one side of a pair", _SIDE_TRAP, ("LT", "50")),
    *(
        Modifier(f"E{n}", Family.SIDE, f"{where} eyelid", "on a procedure of that eyelid")
        for n, where in enumerate(("upper left", "lower left", "upper right", "lower right"), start=1)
    ),
    *_places("F", 1, "left", "hand", ("FA", "thumb")),
    *_places("F", 6, "right", "hand", ("F5", "thumb")),
    *_places("T", 1, "left", "foot", ("TA", "great toe")),
    *_places("T", 6, "right", "foot", ("T5", "great toe")),
    *(
        Modifier(each, Family.SIDE, f"{vessel} coronary artery", "on coronary procedures")
        for each, vessel in (
            ("LC", "left circumflex"), ("LD", "left anterior descending"), ("LM", "left main"),
            ("RC", "right"), ("RI", "ramus intermedius"),
        )
    ),
)  # fmt: skip

_ASSISTANT = ("payers list the operations for which they pay an assistant",)
TEAM = (
    Modifier("62", Family.TEAM, "two surgeons, each doing a distinct part of one procedure",
             "on both surgeons' claims",
             ("both report the same code, each with a report of their own",), ("66", "80")),
    Modifier("66", Family.TEAM, "a surgical team", "on every member's claim", (), ("62",)),
    Modifier("80", Family.TEAM, "assistant surgeon, a physician", "on the assistant's claim", _ASSISTANT, ("81",
             "82", "AS")),
    Modifier("81", Family.TEAM, "assistant surgeon for a small part", "on the assistant's claim",
             _ASSISTANT, ("80",)),
    Modifier("82", Family.TEAM, "assistant surgeon because no qualified resident was free", "in teaching hospitals",
             _ASSISTANT, ("80",)),
    Modifier("AS", Family.TEAM, "assistant at surgery: PA, NP or clinical nurse specialist",
             "on the assistant's claim",
             ("not 80, 81 or 82 for these clinicians with Medicare",), ("80",)),
    Modifier("GC", Family.TEAM, "in part by a resident, with the teaching physician",
             "on the teaching physician's claim",
             ("the teaching physician was there for the key part and says so",), ("GE",)),
    Modifier("GE", Family.TEAM, "by a resident alone, under the primary care exception", "on certain visits",
             (), ("GC",)),
    Modifier("Q5", Family.TEAM, "by a substitute, under a reciprocal arrangement",
             "on the absent clinician's claim", (), ("Q6",)),
    Modifier("Q6", Family.TEAM, "by a substitute paid for the time", "on the absent clinician's claim", (), ("Q5",)),
)  # fmt: skip

PART = (
    Modifier("26", Family.PART, "the reading alone: the clinician's part of a test", "on tests with two parts",
             ("not where the practice owns the machine and reads it too",), ("TC",)),
    Modifier("TC", Family.PART, "the machine alone: the technical part of a test", "on tests with two parts",
             ("not on a code that is technical or professional only",), ("26",)),
    Modifier("FX", Family.PART, "x-ray taken on film", "on x-rays for Medicare, which pays less for it", (), ("FY",)),
    Modifier("FY", Family.PART, "x-ray by computed radiography (cassette)",
             "on x-rays for Medicare, which pays less for it",
             (), ("FX",)),
)  # fmt: skip

_PLACE = (
    "Medicare goes by the place, 02 or 10, and wants 93 for sound alone; many other payers want 95 as well",
)
TELEHEALTH = (
    Modifier("95", Family.TELEHEALTH, "by live audio and video", "on services that may be done that way",
             _PLACE, ("93", "GT")),
    Modifier("93", Family.TELEHEALTH, "by live audio alone", "on services that may be done that way",
             _PLACE, ("95",)),
    Modifier("GT", Family.TELEHEALTH, "by live audio and video", "where a payer asks for it in place of 95",
             ("Medicare keeps it for certain hospitals' claims",), ("95",)),
    Modifier("GQ", Family.TELEHEALTH, "by recorded telehealth, not live", "in certain federal programs", (), ("95",)),
    Modifier("FQ", Family.TELEHEALTH, "by live audio alone",
             "on behavioral health, where the payer asks for it", (), ("93",)),
)  # fmt: skip

LAB = (
    Modifier("QW", Family.LAB, "a test waived under CLIA", "on the laboratory's line, with a certificate of waiver",
             ("81002 and a few others are waived without it", "the very kit has to be on the FDA's waived list"),
             ("90", "91")),
    Modifier("90", Family.LAB, "done by an outside laboratory", "where the payer lets you bill for it",
             ("Medicare pays the laboratory that did the test",), ("91",)),
    Modifier("91", Family.LAB, "the same test again on the same day, on purpose", "where several results were needed",
             ("not for a repeat because something went wrong",), ("76",)),
    Modifier("92", Family.LAB, "with a kit that can be carried to the patient", "on certain tests, such as HIV"),
)  # fmt: skip

DRUGS = (
    Modifier("JZ", Family.DRUG, "nothing of a single-dose vial was thrown away", "on the drug's line, for Medicare",
             ("since July 2023 such a line has JZ or JW",), ("JW",)),
    Modifier("JW", Family.DRUG, "the part of a single-dose vial that was thrown away", "on a line of its own",
             ("its units are the wasted ones only", "not for vials meant for several doses"), ("JZ",)),
    Modifier("NU", Family.DRUG, "new equipment", "on equipment", (), ("RR", "UE")),
    Modifier("RR", Family.DRUG, "rented equipment", "on equipment", (), ("NU", "UE")),
    Modifier("UE", Family.DRUG, "used equipment", "on equipment", (), ("NU", "RR")),
)  # fmt: skip

NOTICE = (
    Modifier("GA", Family.NOTICE, "a required notice (ABN) is signed and on file",
             "where Medicare is expected to say no",
             ("the ABN names the service, the reason and the cost, and comes first",), ("GX", "GY", "GZ")),
    Modifier("GX", Family.NOTICE, "a voluntary notice (ABN) was given", "on what Medicare never covers",
             (), ("GA", "GY")),
    Modifier("GY", Family.NOTICE, "never covered by law", "to get a denial for the second payer", (), ("GX", "GZ")),
    Modifier("GZ", Family.NOTICE, "expected to be denied, and no notice was signed", "when the ABN is missing",
             ("the patient cannot be billed",), ("GA",)),
    Modifier("GV", Family.NOTICE, "hospice patient: by an attending the hospice does not employ",
             "on hospice patients", (), ("GW",)),
    Modifier("GW", Family.NOTICE, "hospice patient: not for the terminal illness", "on hospice patients",
             (), ("GV",)),
    Modifier("Q7", Family.NOTICE, "foot care: one class A finding", "on routine foot care", (), ("Q8", "Q9")),
    Modifier("Q8", Family.NOTICE, "foot care: two class B findings", "on routine foot care", (), ("Q7", "Q9")),
    Modifier("Q9", Family.NOTICE, "foot care: one class B and two class C findings", "on routine foot care",
             (), ("Q7", "Q8")),
    Modifier("CR", Family.NOTICE, "related to a catastrophe or disaster", "when the payer has said so"),
)  # fmt: skip

PREVENTIVE = (
    Modifier("33", Family.PREVENTIVE, "preventive by law: no share for the patient",
             "on commercial claims, where the code doesn't say it",
             ("Medicare has PT for a screening that turned into treatment",), ("PT",)),
    Modifier("PT", Family.PREVENTIVE, "colorectal screening that turned into a diagnostic test or treatment",
             "for Medicare",
             ("other payers mostly want 33",), ("33",)),
    Modifier("EP", Family.PREVENTIVE, "Medicaid's preventive program for children", "where the state asks for it"),
)  # fmt: skip

_STATUS = (
    "healthy patient", "mild systemic disease", "severe systemic disease", "disease that threatens life",
    "not expected to live without the operation", "brain-dead donor of organs",
)  # fmt: skip
ANESTHESIA = (
    *(
        Modifier(f"P{n}", Family.ANESTHESIA, f"physical status: {status}", "on anesthesia codes 00100-01999",
                 ("Medicare pays nothing more for it",))
        for n, status in enumerate(_STATUS, start=1)
    ),
    Modifier("AA", Family.ANESTHESIA, "by the anesthesiologist in person", "on anesthesia codes", (), ("QK", "QZ")),
    Modifier("AD", Family.ANESTHESIA, "a physician supervising more than four cases", "on anesthesia codes",
             (), ("QK",)),
    Modifier("QK", Family.ANESTHESIA, "a physician directing two to four cases", "on anesthesia codes",
             (), ("QX", "AD")),
    Modifier("QX", Family.ANESTHESIA, "CRNA with a physician's direction", "on the CRNA's line", (), ("QK", "QZ")),
    Modifier("QY", Family.ANESTHESIA, "an anesthesiologist directing one CRNA", "on anesthesia codes", (), ("QX",)),
    Modifier("QZ", Family.ANESTHESIA, "CRNA without a physician's direction", "on the CRNA's line", (), ("QX",)),
    Modifier("QS", Family.ANESTHESIA, "monitored anesthesia care", "after the modifier for who did it"),
    Modifier("23", Family.ANESTHESIA, "general anesthesia where usually none or local is used",
             "on anesthesia codes"),
    Modifier("47", Family.ANESTHESIA, "regional or general anesthesia by the surgeon", "on the surgeon's procedure",
             ("Medicare does not pay it apart",)),
)  # fmt: skip

_MEASURE = "on Category II codes only"
MEASURES = (
    Modifier("1P", Family.MEASURE, "not done, for a medical reason", _MEASURE, (), ("2P", "3P", "8P")),
    Modifier("2P", Family.MEASURE, "not done, for the patient's reason", _MEASURE, (), ("1P", "3P", "8P")),
    Modifier("3P", Family.MEASURE, "not done, for a reason in the system", _MEASURE, (), ("1P", "2P", "8P")),
    Modifier("8P", Family.MEASURE, "not done, no reason given", _MEASURE, (), ("1P", "2P", "3P")),
)  # fmt: skip
