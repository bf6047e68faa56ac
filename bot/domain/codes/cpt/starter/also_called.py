"""What billers, front desks and patients call the codes of the starter set. Our own list, used only by the search."""

from collections.abc import Mapping
from types import MappingProxyType

_NEW = (
    "new patient visit",
    "new patient office visit",
    "E/M new patient",
    "evaluation and management new patient",
)
_OLD = (
    "follow-up visit",
    "established patient visit",
    "E/M established patient",
    "return visit",
    "sick visit",
)
_PHYSICAL = ("annual physical", "yearly physical", "well visit", "checkup", "complete physical exam")
_SHOT = ("flu shot", "vaccine shot", "immunization administration", "vaccination", "shots", "vaccine admin")
_PT_EVALUATION = (
    "physical therapy evaluation",
    "PT eval",
    "physical therapy initial evaluation",
    "physio evaluation",
)
_OT_EVALUATION = ("occupational therapy evaluation", "OT eval", "occupational therapy initial evaluation")
_TALK = ("talk therapy", "counseling session", "individual therapy", "therapy session")
_WELLNESS = ("AWV", "Medicare wellness visit", "Medicare annual physical")
_DIPSTICK = ("UA", "urinalysis", "urine test", "dip UA")
_COACHING = ("wellness coaching", "lifestyle coaching")
_QUIT = ("smoking cessation", "quit smoking", "tobacco cessation counseling")
_ESTIM = ("e-stim", "estim", "TENS", "electric stimulation unattended", "IFC", "interferential")

ALSO_CALLED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        **dict.fromkeys(("99202", "99203", "99204", "99205"), _NEW),
        **dict.fromkeys(("99212", "99213", "99214", "99215"), _OLD),
        "99211": ("nurse visit", "blood pressure check visit", *_OLD),
        "99417": ("prolonged visit", "prolonged services", "extra time"),
        **dict.fromkeys(("99385", "99386", "99387", "99395", "99396", "99397"), _PHYSICAL),
        "G0402": ("IPPE", "initial preventive physical examination", "welcome to Medicare physical"),
        "G0438": ("initial AWV", *_WELLNESS),
        "G0439": ("subsequent AWV", *_WELLNESS),
        "97035": ("US therapy", "therapeutic ultrasound"),
        "97110": (
            "ther ex",
            "therex",
            "therapeutic exercises",
            "strengthening",
            "stretching",
            "range of motion",
        ),
        "97112": ("neuro re-ed", "NMR", "neuromuscular reeducation", "balance training"),
        "97113": ("aquatic therapy", "pool therapy"),
        "97116": ("walking training",),
        "97140": (
            "joint mobilization",
            "soft tissue mobilization",
            "myofascial release",
            "MT",
            "massage by hand",
            "hands-on manual therapy of neck, back or shoulder",
        ),
        "97530": ("ther act", "therapeutic activities", "functional training", "TA"),
        "97535": ("ADL training", "self care training", "home management training"),
        "97750": ("FCE", "functional capacity test", "physical performance test"),
        "97010": ("heat pack", "ice pack", "cold pack", "hot pack"),
        "97012": ("traction", "decompression"),
        "97014": _ESTIM,
        "G0283": (*_ESTIM, "Medicare electrical stimulation"),
        "97150": ("group therapy", "group exercise", "group physical therapy"),
        **dict.fromkeys(("97161", "97162", "97163"), _PT_EVALUATION),
        "97164": ("PT re-eval", "physical therapy reassessment"),
        **dict.fromkeys(("97165", "97166", "97167"), _OT_EVALUATION),
        "97168": ("OT re-eval", "occupational therapy reassessment"),
        "90791": ("psych eval", "intake", "mental health intake", "diagnostic interview"),
        "90792": ("psych eval with medical services", "psychiatrist intake", "medication evaluation"),
        "90832": ("30 minute therapy", "30 minutes psychotherapy", *_TALK),
        "90834": ("45 minute therapy", "45 minutes psychotherapy", *_TALK),
        "90837": ("60 minute therapy", "60 minutes psychotherapy", "one hour therapy", *_TALK),
        "90833": ("30 minute psychotherapy add-on",),
        "90836": ("45 minute psychotherapy add-on",),
        "90838": ("60 minute psychotherapy add-on",),
        "90785": ("play therapy", "interpreter or third party in session"),
        "90839": ("suicidal crisis session", "emergency psychotherapy"),
        "90840": ("crisis psychotherapy additional",),
        "90846": ("family therapy without patient",),
        "90847": ("family therapy", "couples therapy", "conjoint therapy"),
        "90853": ("group counseling", "group therapy session"),
        "96127": ("PHQ-9", "GAD-7", "depression screening", "ADHD rating scale", "behavioral screening"),
        **dict.fromkeys(("99406", "99407"), _QUIT),
        "96372": (
            "IM injection",
            "subcutaneous injection",
            "intramuscular injection",
            "injection administration",
        ),
        "20610": (
            "knee injection",
            "shoulder injection",
            "hip injection",
            "cortisone shot",
            "arthrocentesis",
        ),
        "69210": ("ear wax removal", "cerumen removal", "earwax", "ear cleaning"),
        "36415": ("venipuncture", "blood draw", "lab draw", "phlebotomy"),
        "90471": _SHOT,
        "90472": ("second vaccine", "additional vaccine", *_SHOT),
        "80053": ("CMP", "chem 14", "metabolic panel", "kidney and liver blood test"),
        "80061": ("lipid panel", "lipids", "cholesterol test"),
        "83036": ("A1c", "HbA1c", "glycated hemoglobin", "diabetes blood test"),
        "85025": ("CBC", "CBC with diff", "complete blood count", "blood count"),
        "81002": ("urinalysis without microscopy", *_DIPSTICK),
        "81003": ("automated urinalysis", *_DIPSTICK),
        "87880": ("strep swab", "throat swab", "strep A test"),
        "71046": ("CXR", "chest radiograph", "chest xray"),
        "73030": ("shoulder radiograph", "shoulder xray"),
        "73562": ("knee radiograph", "knee xray"),
        "J1885": ("Toradol", "toradol shot", "ketorolac tromethamine"),
        "3074F": ("blood pressure quality code", "BP under 130", "systolic blood pressure measure"),
        **dict.fromkeys(("0591T", "0592T"), _COACHING),
        "0593T": ("group health coaching", *_COACHING),
    }
)
