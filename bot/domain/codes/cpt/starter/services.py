"""Small procedures, labs, imaging, one drug, and the codes that end in a letter."""

from bot.domain.codes.cpt.procedure import Group, MedicareRule, Procedure
from bot.domain.codes.cpt.timing import Band, DosePer, PerService, Untimed

PROCEDURES = (
    Procedure(
        "96372", "Injection of a drug under the skin or into a muscle", Group.PROCEDURE, PerService(),
        ("the note names the drug, the dose, and where it was given",), related=("90471",),
    ),
    Procedure(
        "20610", "Draining or injecting a large joint or bursa, without ultrasound", Group.PROCEDURE,
        PerService(),
        ("with ultrasound and a picture kept it is 20611",
         "a finger or toe is 20600, a wrist, elbow or ankle 20605"),
    ),
    Procedure(
        "69210", "Removing impacted ear wax with instruments, one ear", Group.PROCEDURE, PerService(),
        ("rinsing alone is 69209", "the note has to say impacted, and which instrument"),
        medicare=(MedicareRule(2025, "pays both ears as one, without 50"),),
    ),
    Procedure(
        "36415", "Drawing blood from a vein for a test", Group.PROCEDURE, PerService(),
        ("a finger stick is 36416",),
    ),
    Procedure(
        "90471", "Giving a vaccine by injection, the first one", Group.VACCINE_ADMINISTRATION, PerService(),
        ("with counseling, up to age 18, it is 90460",), related=("90472", "96372"),
    ),
    Procedure(
        "90472", "Giving a vaccine by injection, each further one", Group.VACCINE_ADMINISTRATION, PerService(),
        ("one unit for each vaccine after the first",), primaries=("90460", "90471", "90473"),
        related=("90471",),
    ),
)  # fmt: skip

_QW = "in a laboratory with a certificate of waiver it takes QW"


def _lab(code: str, words: str, *traps: str, related: tuple[str, ...] = ()) -> Procedure:
    return Procedure(code, words, Group.LAB, PerService(), traps, related=related)


LABS = (
    _lab(
        "80053", "Comprehensive metabolic panel: fourteen chemistry tests of the blood",
        "every test of the panel has to be done", _QW,
    ),
    _lab(
        "80061", "Cholesterol panel: total, HDL and triglycerides",
        "a calculated LDL is part of it; only LDL measured directly is a test of its own", _QW,
    ),
    _lab("83036", "Hemoglobin A1c, the long-term blood sugar", "payers limit how often it is paid", _QW),
    _lab(
        "85025", "Complete blood count with automated differential",
        "without a differential it is 85027", _QW,
    ),
    _lab(
        "81002", "Urine dipstick, read by eye, without microscope",
        "waived, but without QW: it is one of the few exempt tests", "read by a machine it is 81003",
        related=("81003",),
    ),
    _lab(
        "81003", "Urine dipstick, read by a machine, without microscope", "read by eye it is 81002", _QW,
        related=("81002",),
    ),
    _lab(
        "87880", "Rapid strep test: group A, read by eye", "a culture sent out is a test of its own", _QW,
    ),
)  # fmt: skip

_PARTS = "26 for the reading alone, TC for the picture alone, neither where one practice does both"
_VIEWS = "the number of views in the report chooses the code"
_SIDE = "LT or RT says which side; both sides follow the payer's rule (50, or two lines)"
_FILM = MedicareRule(2023, "FX for film and FY for computed radiography, both paid less")

IMAGING = (
    Procedure("71046", "Chest x-ray, 2 views", Group.IMAGING, PerService(), (_PARTS, _VIEWS), medicare=(_FILM,)),
    Procedure(
        "73030", "Shoulder x-ray, complete, at least 2 views", Group.IMAGING, PerService(),
        (_PARTS, _SIDE, _VIEWS), medicare=(_FILM,), related=("73562",),
    ),
    Procedure(
        "73562", "Knee x-ray, 3 views", Group.IMAGING, PerService(), (_PARTS, _SIDE, _VIEWS),
        medicare=(_FILM,), related=("73030",),
    ),
)  # fmt: skip

DRUGS = (
    Procedure(
        "J1885", "Ketorolac injection, for each 15 mg", Group.DRUG, DosePer(15, "mg"),
        ("30 mg are 2 units, 60 mg are 4", "bill the injection itself with 96372",
         "many payers want the NDC of the vial"),
        medicare=(
            MedicareRule(2023, "single-dose vial: JZ when nothing was thrown away, JW on a line for the rest"),
        ),
        related=("96372",),
    ),
)  # fmt: skip

_SUNSET = "Category III codes end after five years unless renewed: look at the code set of your date"
_OLD_FORM = "592T and the like are no codes: the zero in front belongs to it"

MEASURES_AND_COACHING = (
    Procedure(
        "3074F", "Quality measure: latest systolic blood pressure under 130", Group.MEASURE, PerService(),
        ("not a depression screen, whatever lists on the web say",
         "130 to 139 is 3075F, 140 and over is 3077F", "reports quality and carries no charge of its own"),
    ),
    Procedure(
        "0591T", "Health coaching in person, one patient, first assessment", Group.COACHING, Untimed(),
        (_OLD_FORM, _SUNSET, "many payers do not cover it: ask first"), related=("0592T", "0593T"),
    ),
    Procedure(
        "0592T", "Health coaching in person, one patient, follow-up of at least 30 minutes", Group.COACHING,
        Band(30), (_OLD_FORM, _SUNSET, "many payers do not cover it: ask first"), related=("0591T", "0593T"),
    ),
    Procedure(
        "0593T", "Health coaching in person, group of two or more, at least 30 minutes", Group.COACHING,
        Band(30), (_OLD_FORM, _SUNSET, "many payers do not cover it: ask first"), related=("0592T", "0591T"),
    ),
)  # fmt: skip
