"""Physical, occupational and speech therapy: timed in 15-minute units, or one unit a day."""

from bot.domain.codes.cpt.procedure import Group, MedicareRule, Procedure
from bot.domain.codes.cpt.timing import Attendance, Timing, Typical, Units, Untimed

_ASSISTANT = MedicareRule(
    2022,
    "CQ (PT assistant) or CO (OT assistant) goes with GP or GO when an assistant did more than 10%",
)
_PLAN = "GP, GO or GN says under whose plan of care it was done; many payers besides Medicare want it on every line"
_POOL = "counts toward the 8-minute rule, together with the other 15-minute codes of the day"


def _timed(code: str, words: str, *traps: str, related: tuple[str, ...]) -> Procedure:
    return Procedure(
        code, words, Group.THERAPY, Units(15), (*traps, _POOL, _PLAN), medicare=(_ASSISTANT,), related=related
    )


def _untimed(
    code: str, words: str, attendance: Attendance, *traps: str,
    medicare: tuple[MedicareRule, ...] = (), related: tuple[str, ...] = (),
) -> Procedure:  # fmt: skip
    return Procedure(
        code, words, Group.THERAPY, Untimed(attendance), (*traps, _PLAN), medicare=medicare, related=related
    )


def _evaluation(code: str, words: str, timing: Timing, *traps: str, related: tuple[str, ...]) -> Procedure:
    return Procedure(code, words, Group.THERAPY_EVALUATION, timing, (*traps, _PLAN), related=related)


_LEVEL = "the level follows history, findings and decision making, never the minutes"
_NOT_POOLED = "its minutes never join the 15-minute codes of the same day"
_REEVALUATION = (
    "needs a reason of its own, such as a new finding or no progress; a routine recheck is part of care"
)

THERAPY = (
    _timed(
        "97035", "Ultrasound to one or more areas, therapist attending, each 15 minutes",
        "the therapist stays with the patient all the time", related=("97014", "97140"),
    ),
    _timed(
        "97110", "Therapeutic exercise for strength, endurance, range or flexibility, each 15 minutes",
        "97530 is for activities of daily function, this is for the single ability",
        related=("97530", "97112", "97140"),
    ),
    _timed(
        "97112", "Retraining of movement, balance, coordination and posture, each 15 minutes",
        "the note has to show the balance, coordination or posture goal, or it reads as 97110",
        related=("97110", "97116", "97530"),
    ),
    _timed(
        "97113", "Therapeutic exercise in water, each 15 minutes",
        "the note has to say why water, and not the gym",
        related=("97110", "97150"),
    ),
    _timed(
        "97116", "Gait training, stairs included, each 15 minutes",
        "walking for endurance alone is exercise, not gait training",
        related=("97112", "97530"),
    ),
    _timed(
        "97140", "Manual therapy by hand, such as mobilization or drainage, each 15 minutes",
        "the note names the body part, the technique and the minutes",
        related=("97530", "97110", "97112"),
    ),
    _timed(
        "97530", "Activities that train daily function, with the therapist one-on-one, each 15 minutes",
        "the note names the daily task that the activity trains",
        related=("97110", "97140", "97535"),
    ),
    _timed(
        "97535", "Training in self-care and running a home, adaptive equipment included, each 15 minutes",
        "the note has to name the daily task that was trained",
        related=("97530", "97110"),
    ),
    _timed(
        "97750", "Physical performance test or measurement with a written report, each 15 minutes",
        "needs a written report of its own; not for the tests inside an evaluation",
        related=("97161", "97164"),
    ),
    _untimed(
        "97010", "Hot or cold packs to one or more areas", Attendance.SUPERVISED,
        "the note names the area and what it was for",
        related=("97014", "97035"),
    ),
    _untimed(
        "97012", "Mechanical traction to one or more areas", Attendance.SUPERVISED,
        "traction by hand is 97140",
        related=("97140",),
    ),
    _untimed(
        "97014", "Electrical stimulation without attendance, to one or more areas", Attendance.SUPERVISED,
        "with the therapist attending all the time it is 97032",
        related=("G0283", "97035"),
    ),
    _untimed(
        "97150", "Therapy in a group of two or more patients", Attendance.GROUP,
        "each patient's claim has it once; the therapist is there, without one-on-one contact",
        related=("97110", "97530"),
    ),
    _untimed(
        "G0283", "Electrical stimulation without attendance, in a therapy plan, not for wounds",
        Attendance.SUPERVISED, "for a wound it is another code, such as G0281", related=("97014",),
    ),
    _evaluation(
        "97161", "Physical therapy evaluation, low complexity", Typical(20), _LEVEL, _NOT_POOLED,
        related=("97162", "97163", "97164"),
    ),
    _evaluation(
        "97162", "Physical therapy evaluation, moderate complexity", Typical(30), _LEVEL, _NOT_POOLED,
        related=("97161", "97163", "97164"),
    ),
    _evaluation(
        "97163", "Physical therapy evaluation, high complexity", Typical(45), _LEVEL, _NOT_POOLED,
        related=("97162", "97161", "97164"),
    ),
    _evaluation(
        "97164", "Physical therapy re-evaluation", Typical(20), _REEVALUATION, _NOT_POOLED,
        related=("97161", "97162", "97163"),
    ),
    _evaluation(
        "97165", "Occupational therapy evaluation, low complexity", Typical(30), _LEVEL, _NOT_POOLED,
        related=("97166", "97167", "97168"),
    ),
    _evaluation(
        "97166", "Occupational therapy evaluation, moderate complexity", Typical(45), _LEVEL, _NOT_POOLED,
        related=("97165", "97167", "97168"),
    ),
    _evaluation(
        "97167", "Occupational therapy evaluation, high complexity", Typical(60), _LEVEL, _NOT_POOLED,
        related=("97166", "97165", "97168"),
    ),
    _evaluation(
        "97168", "Occupational therapy re-evaluation", Typical(30), _REEVALUATION, _NOT_POOLED,
        related=("97165", "97166", "97167"),
    ),
)  # fmt: skip
