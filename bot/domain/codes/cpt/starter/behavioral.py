"""Behavioral health and tobacco counseling. Psychotherapy times are ranges, never units."""

from bot.domain.codes.cpt.procedure import Group, MedicareRule, Procedure
from bot.domain.codes.cpt.timing import Band, Beyond, PerService, Step, Timing, Untimed

_UNDER_16 = "under 16 minutes is no psychotherapy code at all"
_STAYS = "the time is face to face with the patient; write start and stop times"
_NOT_VISIT = "the visit's time never counts toward the psychotherapy, nor the other way round"
_BY_DECISION = "choose the visit by decision making, and document its time separately"
_VISITS = ("99202", "99203", "99204", "99205", "99212", "99213", "99214", "99215")


def _one(
    code: str, words: str, timing: Timing, *traps: str,
    primaries: tuple[str, ...] = (), other_primaries: str = "", related: tuple[str, ...] = (),
) -> Procedure:  # fmt: skip
    return Procedure(
        code, words, Group.BEHAVIORAL, timing, traps,
        primaries=primaries, other_primaries=other_primaries, related=related,
    )  # fmt: skip


def _with_visit(code: str, band: Band, minutes: str, *related: str) -> Procedure:
    return _one(
        code, f"Psychotherapy {minutes} with a visit on the same day", band,
        _NOT_VISIT, _BY_DECISION, _UNDER_16,
        primaries=_VISITS, other_primaries="other visits by a prescriber", related=related,
    )  # fmt: skip


BEHAVIORAL = (
    _one(
        "90791", "Psychiatric diagnostic evaluation, without medical work", Untimed(),
        "one a day, however long; it may take a second day where the history needs it",
        "with medical work, such as prescribing, it is 90792", related=("90792",),
    ),
    _one(
        "90792", "Psychiatric diagnostic evaluation, with medical work", Untimed(),
        "only for those whose license covers medical work", related=("90791",),
    ),
    _one(
        "90832", "Psychotherapy alone, 16 to 37 minutes", Band(16, 37), _STAYS, _UNDER_16,
        related=("90834", "90833"),
    ),
    _one(
        "90834", "Psychotherapy alone, 38 to 52 minutes", Band(38, 52), _STAYS,
        "a session booked for 45 minutes that ends after 37 is 90832",
        related=("90837", "90832"),
    ),
    _one(
        "90837", "Psychotherapy alone, 53 minutes or more", Band(53), _STAYS,
        "a 50-minute hour is 90834", "payers may ask why the session was that long",
        related=("90834", "90838"),
    ),
    _with_visit("90833", Band(16, 37), "16 to 37 minutes", "90832", "90836"),
    _with_visit("90836", Band(38, 52), "38 to 52 minutes", "90834", "90838"),
    _with_visit("90838", Band(53), "53 minutes or more", "90837", "90836"),
    _one(
        "90785", "Interactive complexity: communication that makes the session harder", Untimed(),
        "not for an interpreter or translation alone", "not with a visit alone",
        primaries=("90791", "90792", "90832", "90833", "90834", "90836", "90837", "90838", "90853"),
    ),
    _one(
        "90839", "Psychotherapy for a crisis, first 30 to 74 minutes", Band(30, 74),
        "the minutes need not be in one piece",
        "under 30 minutes it is 90832, or 90833 with a visit",
        related=("90840", "90837"),
    ),
    _one(
        "90840", "Psychotherapy for a crisis, each further block of up to 30 minutes after 74",
        Beyond(30, (("90839", 74),), Step.BEGUN),
        "begins after minute 74", "payers differ on a block that is only begun: some want more than half of it",
        primaries=("90839",), related=("90839",),
    ),
    _one(
        "90846", "Family psychotherapy without the patient, 26 minutes or more", Band(26),
        "built around 50 minutes, and not to be billed under 26",
        "the note has to show how it serves this patient's treatment", related=("90847",),
    ),
    _one(
        "90847", "Family psychotherapy with the patient, 26 minutes or more", Band(26),
        "built around 50 minutes, and not to be billed under 26",
        "one unit for the family, not one for each person", related=("90846", "90834"),
    ),
    _one(
        "90853", "Group psychotherapy, for each patient in the group", Untimed(),
        "several families together are another code, 90849",
        "each patient's record needs a note of its own", related=("90834",),
    ),
    _one(
        "96127", "Short emotional or behavioral questionnaire, scored and documented, each one", PerService(),
        "one unit for each standardized questionnaire, with its score in the record",
        "payers limit how many a day",
    ),
)  # fmt: skip

_LIMIT = MedicareRule(
    2026, "covers up to eight sessions in 12 months, together with the other counseling code"
)
_MINUTES = "the minutes have to stand in the note"

COUNSELING = (
    Procedure(
        "99406", "Counseling to stop tobacco, over 3 and up to 10 minutes", Group.COUNSELING,
        Band(3, 10, over=True), (_MINUTES,), medicare=(_LIMIT,), related=("99407",),
    ),
    Procedure(
        "99407", "Counseling to stop tobacco, over 10 minutes", Group.COUNSELING,
        Band(10, over=True), (_MINUTES,), medicare=(_LIMIT,), related=("99406",),
    ),
)  # fmt: skip
