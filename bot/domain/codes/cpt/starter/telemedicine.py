"""Telemedicine visits. Times: CPT's telemedicine guidelines, 2025; Medicare's PFS final rule, 2025 (status I)."""

from datetime import date

from bot.domain.codes.cpt.procedure import Group, MedicareRule, Procedure
from bot.domain.codes.cpt.timing import Band, Met

_2025 = date(2025, 1, 1)
_SOURCE = "CPT telemedicine guidelines, 2025"
_EITHER = "the level follows decision making or time, whichever serves; say in the note which"
_DAY = "time is all of the clinician's own work for the patient on that date; staff time does not count"
_PAYER = "payers differ: some want office visit codes with 95 or 93"
_TALK = "needs more than 10 minutes of medical talk as well"
_LEVELS = ("straightforward", "low", "moderate", "high")
_NEW, _OLD = (15, 30, 45, 60), (10, 20, 30, 40)


def _four(first: int, who: str, how: str, minutes: tuple[int, ...], *traps: str) -> tuple[Procedure, ...]:
    codes = [str(first + n) for n in range(len(_LEVELS))]
    return tuple(
        Procedure(
            code, f"Telemedicine visit by {how}, {who} patient, {level} decision making or {needed} minutes",
            Group.TELEMEDICINE, Met(needed, _2025), (*traps, _EITHER, _DAY, _PAYER),
            related=tuple(other for other in codes if abs(int(other) - int(code)) == 1), time_source=_SOURCE,
        )
        for code, level, needed in zip(codes, _LEVELS, minutes, strict=True)
    )  # fmt: skip


TELEMEDICINE = (
    *_four(98000, "new", "live video", _NEW),
    *_four(98004, "established", "live video", _OLD),
    *_four(98008, "new", "phone", _NEW, _TALK),
    *_four(98012, "established", "phone", _OLD, _TALK),
    Procedure(
        "98016", "Virtual check-in with an established patient, 5 to 10 minutes of medical talk",
        Group.TELEMEDICINE, Band(5, 10, since=_2025),
        ("the patient asks for it", "longer talks are visits"),
        medicare=(MedicareRule(2025, "takes it in place of G2012, which ended; G2252 stays for 11 to 20 minutes"),),
        related=("98012",), time_source=_SOURCE,
    ),
)  # fmt: skip
