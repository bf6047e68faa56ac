"""Hospital visits, critical care and advance care planning.

Times: CPT's E/M guidelines since 2023 (hospital visits), CPT's critical care guidelines, Medicare's PFS final rule of
2023 and MLN Matters MM12982 (99292), CPT's time rule with CMS's adoption of it in the PFS final rule of 2016 (99497).
"""

from datetime import date

from bot.domain.codes.cpt.procedure import Group, MedicareRule, Procedure
from bot.domain.codes.cpt.timing import Band, Beyond, Met, Step, Timing

_2023 = date(2023, 1, 1)
_EM_2023 = "CPT E/M guidelines, 2023"
_CRITICAL = "CPT critical care guidelines; Medicare PFS final rule, 2023"
_PLANNING = "CPT time rule; Medicare PFS final rule, 2016"
_DAY = "time is all of the clinician's own work for the patient on that date; staff time does not count"
_EITHER = "the level follows decision making or time, whichever serves; say in the note which"
_OBSERVATION = "observation takes the same codes since 2023"
_LONGER = MedicareRule(2023, "takes G0316 for a longer visit, on top of 99223, 99233 or 99236")


def _visit(
    code: str, words: str, minutes: int, *traps: str, medicare: tuple[MedicareRule, ...] = (),
    related: tuple[str, ...],
) -> Procedure:  # fmt: skip
    return Procedure(
        code, f"{words} or {minutes} minutes", Group.HOSPITAL_VISIT, Met(minutes, _2023),
        (*traps, _EITHER, _DAY, _OBSERVATION), medicare=medicare, related=related, time_source=_EM_2023,
    )  # fmt: skip


def _first(code: str, level: str, minutes: int, *related: str, longer: bool = False) -> Procedure:
    medicare = (
        MedicareRule(2026, "wants AI on the admitting physician's visit"),
        *((_LONGER,) if longer else ()),
    )
    words = f"First hospital visit of the stay, {level} decision making"
    return _visit(code, words, minutes, medicare=medicare, related=related)


def _later(code: str, level: str, minutes: int, *related: str, longer: bool = False) -> Procedure:
    words = f"Later hospital visit, {level} decision making"
    return _visit(code, words, minutes, medicare=(_LONGER,) if longer else (), related=related)


def _discharge(code: str, words: str, timing: Timing, related: str) -> Procedure:
    return Procedure(
        code, words, Group.HOSPITAL_VISIT, timing,
        ("all the clinician's work for the discharge on that date counts, in one piece or not",
         "billed on the day of the visit with the patient, even if they leave the next day",
         "the note has to hold the minutes for the longer code"),
        related=(related,), time_source=_EM_2023,
    )  # fmt: skip


HOSPITAL = (
    _first("99221", "straightforward or low", 40, "99222"),
    _first("99222", "moderate", 55, "99221", "99223"),
    _first("99223", "high", 75, "99222", longer=True),
    _later("99231", "straightforward or low", 25, "99232"),
    _later("99232", "moderate", 35, "99231", "99233"),
    _later("99233", "high", 50, "99232", longer=True),
    _discharge("99238", "Day of hospital discharge, 30 minutes or less", Band(0, 30), "99239"),
    _discharge("99239", "Day of hospital discharge, over 30 minutes", Band(30, over=True), "99238"),
)

_APART = "procedures billed apart, and teaching, do not count toward the minutes"
CRITICAL_CARE = (
    Procedure(
        "99291", "Critical care of a patient whose life is in danger, first 30 to 74 minutes", Group.CRITICAL_CARE,
        Band(30, 74),
        ("under 30 minutes it is another visit code", "the minutes need not be in one piece", _APART,
         "the note says why the patient is critical, and how many minutes"),
        related=("99292", "99223"), time_source=_CRITICAL,
    ),
    Procedure(
        "99292", "Critical care, each further 30 minutes", Group.CRITICAL_CARE,
        Beyond(30, (("99291", 74),), Step.BEGUN), ("CPT counts it from minute 75 on", _APART),
        primaries=("99291",),
        medicare=(MedicareRule(2023, "counts complete 30 minutes alone: the first 99292 at 104 minutes in all"),),
        related=("99291",), time_source=_CRITICAL,
    ),
)  # fmt: skip

_VOLUNTARY = "the talk is voluntary, and the note says so, who was there, and how many minutes"
_TALK = "only the talk itself counts, with the patient, family or a proxy; no form has to be signed"
CARE_PLANNING = (
    Procedure(
        "99497", "Talk about advance care planning, first 30 minutes", Group.CARE_PLANNING, Band(16, 45),
        ("needs at least 16 minutes", _TALK, _VOLUNTARY),
        medicare=(MedicareRule(2016, "has no share for the patient with a wellness visit, marked 33"),),
        related=("99498",), time_source=_PLANNING,
    ),
    Procedure(
        "99498", "Talk about advance care planning, each further 30 minutes", Group.CARE_PLANNING,
        Beyond(30, (("99497", 30),), Step.PAST_HALF), ("the first one begins at 46 minutes in all", _TALK),
        primaries=("99497",), related=("99497",), time_source=_PLANNING,
    ),
)  # fmt: skip
