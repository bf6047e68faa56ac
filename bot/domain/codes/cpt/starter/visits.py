"""Office and preventive visits. Times: CPT since 2024 ('met or exceeded'); 99417 since 2021."""

from bot.domain.codes.cpt.procedure import Group, Procedure
from bot.domain.codes.cpt.timing import Beyond, Met, PerService, Step, Timing, Untimed

_DAY = "time is all of the clinician's own work for the patient on that date; staff time does not count"
_EITHER = "the level follows decision making or time, whichever serves; say in the note which"
_NEW = "new means not seen for three years by this clinician or the same specialty in the group"


def _office(code: str, words: str, timing: Timing, *traps: str, related: tuple[str, ...]) -> Procedure:
    return Procedure(code, words, Group.OFFICE_VISIT, timing, traps, related=related)


def _new(code: str, level: str, minutes: int, *related: str) -> Procedure:
    words = f"Office visit, new patient, {level} decision making or {minutes} minutes"
    return _office(code, words, Met(minutes), _NEW, _EITHER, _DAY, related=related)


def _established(code: str, level: str, minutes: int, *related: str) -> Procedure:
    words = f"Office visit, established patient, {level} decision making or {minutes} minutes"
    return _office(code, words, Met(minutes), _EITHER, _DAY, related=related)


OFFICE_VISITS = (
    _new("99202", "straightforward", 15, "99203"),
    _new("99203", "low", 30, "99202", "99204"),
    _new("99204", "moderate", 45, "99203", "99205"),
    _new("99205", "high", 60, "99204", "99417"),
    _office(
        "99211", "Office visit, established patient, usually with a nurse", Untimed(),
        "not chosen by time or decision making",
        "the note has to show a visit with a reason, not only a shot or a blood draw",
        "staff see the patient under the clinician's supervision; a new problem goes to the clinician",
        related=("99212",),
    ),
    _established("99212", "straightforward", 10, "99213", "99211"),
    _established("99213", "low", 20, "99214", "99212"),
    _established("99214", "moderate", 30, "99213", "99215"),
    _established("99215", "high", 40, "99214", "99417"),
    Procedure(
        "99417", "Longer visit: each further 15 minutes beyond the time of the highest level",
        Group.OFFICE_VISIT, Beyond(15, (("99205", 60), ("99215", 40)), Step.WHOLE),
        (
            "only when the visit itself was chosen by time",
            "each step is a full 15 minutes: 75 minutes with 99205, 55 with 99215, for the first unit",
            "both clinicians' overlapping minutes count once",
        ),
        primaries=("99205", "99215", "99245", "99345", "99350", "99483"),
        related=("99205", "99215"),
    ),
)  # fmt: skip

_AGE = "the age on the date of service chooses the code"
_APART = "vaccines, tests, and screenings are billed separately"


def _physical(code: str, who: str, age: str, *related: str) -> Procedure:
    return Procedure(
        code, f"Preventive physical, {who} patient, age {age}", Group.PREVENTIVE, Untimed(),
        (_AGE, _APART), related=related,
    )  # fmt: skip


def _wellness(code: str, words: str, *traps: str, related: tuple[str, ...]) -> Procedure:
    return Procedure(code, words, Group.PREVENTIVE, PerService(), traps, related=related)


PREVENTIVE_VISITS = (
    _physical("99385", "new", "18 to 39", "99395", "99386"),
    _physical("99386", "new", "40 to 64", "99396", "99387"),
    _physical("99387", "new", "65 and over", "99397", "99386"),
    _physical("99395", "established", "18 to 39", "99385", "99396"),
    _physical("99396", "established", "40 to 64", "99386", "99397"),
    _physical("99397", "established", "65 and over", "99387", "99396"),
    _wellness(
        "G0402", "Medicare: 'Welcome to Medicare' visit in the first 12 months of Part B",
        "once in a lifetime, and only in the first 12 months of Part B",
        "not a physical from head to toe",
        related=("G0438", "G0439"),
    ),
    _wellness(
        "G0438", "Medicare: first annual wellness visit, with a prevention plan",
        "once in a lifetime, and after the first 12 months of Part B; later years take G0439",
        "not a physical: it is a plan and a risk assessment",
        related=("G0439", "G0402"),
    ),
    _wellness(
        "G0439", "Medicare: annual wellness visit after the first one, with the plan brought up to date",
        "eleven full months have to lie between two of them",
        "not a physical: it is a plan and a risk assessment",
        related=("G0438", "G0402"),
    ),
)  # fmt: skip
