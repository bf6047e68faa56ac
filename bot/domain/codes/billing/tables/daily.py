"""How many units of a code one day holds, as far as the code's own words or Medicare's manual say it.

MUE values of the quarter are a file of their own; these rules stand without it.
"""

from bot.domain.codes.billing.rule import Severity
from bot.domain.codes.billing.tables.groups import (
    CPT,
    EVALUATIONS,
    MANUAL_100_04,
    NCCI,
    PHYSICALS,
    TELEMEDICINE,
    UNTIMED_THERAPY,
    WELLNESS,
    once,
)

_CONFLICT = Severity.CONFLICT
_BY_TIME = "one unit a session: the length chooses the code"
_FILM = "once, unless it was taken again (76, 77)"
_FILM_AGAIN = ("76", "77", "59", "XE")
_LAB = "once a day, unless it was done again (91)"
_LAB_AGAIN = ("91", "59", "XE", "XU")

DAILY = (
    once("90471 90473", "once a visit; each further vaccine is 90472 or 90474", CPT, severity=_CONFLICT),
    once("90791-90792", "once a day, however long it takes", CPT),
    once("90832 90834 90837 90833 90836 90838", _BY_TIME, CPT, severity=_CONFLICT),
    once("90785", "one unit for a session", CPT, severity=_CONFLICT),
    once("90839", "once a day; more time is 90840", CPT, severity=_CONFLICT),
    once("90846-90847 90849 90853", "one unit a session, however long or however many there are", CPT),
    once(
        "99202-99239 99242-99255 99281-99285 99304-99316 99341-99350 92002-92014",
        "one visit a day: one unit", f"{MANUAL_100_04}, ch. 12, 30.6", severity=_CONFLICT,
    ),
    once(f"{PHYSICALS} {WELLNESS}", "one unit: once a year at most", CPT, severity=_CONFLICT),
    once(f"{TELEMEDICINE} 98016", "one visit a day: one unit", CPT, year=2025, severity=_CONFLICT),
    once(EVALUATIONS, "an evaluation is one unit, whatever its minutes", f"{MANUAL_100_04}, ch. 5, 20.2",
         severity=_CONFLICT),
    once(UNTIMED_THERAPY, "one unit a day, however many areas and minutes", f"{MANUAL_100_04}, ch. 5, 20.2"),
    once("99291", "once a day, 30 to 74 minutes; more time is 99292", CPT, severity=_CONFLICT),
    once("99497", "once a day; more time is 99498", CPT, severity=_CONFLICT),
    once("99406-99409 G0396-G0397", "one unit a session", CPT),
    once("96360 96365 96374 96409 96413 96416", "one initial service a visit; the rest are add-ons", CPT,
         unless=("59", "XE", "XS", "XU")),
    once("96368", "once a visit, whatever its minutes", CPT, severity=_CONFLICT),
    once("96369 96371", "once a visit", CPT),
    once("98940-98942 98925-98929", "one unit: the regions choose the code", CPT, severity=_CONFLICT),
    once("97810 97813", "one first set of 15 minutes; further ones are 97811 or 97814", CPT, severity=_CONFLICT),
    once("36415", "one unit a draw, however many tubes", CPT),
    once("69209-69210", "one unit an ear: both ears are 50, and for Medicare one unit of 69210",
         f"{CPT}; Medicare fee schedule"),
    once("20600-20611", "one unit a joint: both sides are 50, or two lines with LT and RT", CPT),
    once("80047-80081 85025-85027 81000-81003 83036 87880 84443 85610", _LAB, f"{NCCI}, ch. 10", unless=_LAB_AGAIN),
    once("93000-93010", "once a day, unless it was done again (76, 77)", f"{NCCI}, ch. 11", unless=_FILM_AGAIN),
    once("71045-71048 72020-72120 74018-74022", _FILM, f"{NCCI}, ch. 9", unless=_FILM_AGAIN),
    once("73000-73660", "one unit a side: both sides are 50, or two lines with LT and RT", f"{NCCI}, ch. 9",
         unless=_FILM_AGAIN),
    once("77063 77065-77067 77080-77081", "once a day", f"{NCCI}, ch. 9", severity=_CONFLICT),
    once("99495-99496", "once for one discharge", CPT, severity=_CONFLICT),
    once("99490 99491 99487 99453-99454 99457", "once a month", CPT, severity=_CONFLICT),
    once("3074F-3080F 3044F 3046F 3051F-3052F", "one report a day", CPT),
    once("0591T-0593T", "one unit a session", CPT),
    once("G2211", "once with each visit", "Medicare fee schedule", year=2024, severity=_CONFLICT),
    once("G0008-G0010", "once for each kind of vaccine", f"{MANUAL_100_04}, ch. 18, 10", severity=_CONFLICT),
    once("95115 95117", "one unit, however many shots", CPT, severity=_CONFLICT),
    once("11720-11721 11055-11057 17110-17111", "one unit: the number of places chooses the code", CPT,
         severity=_CONFLICT),
)  # fmt: skip
"""Units of one day."""
