"""One modifier in plain words."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Family(StrEnum):
    """What a modifier is about; the list is grouped by it, in this order."""

    DISTINCT = "Separate services"
    VISIT = "On visits"
    THERAPY = "Therapy"
    SIDE = "Side and place on the body"
    WORK = "More, less or repeated work"
    GLOBAL = "After surgery"
    TEAM = "Who took part"
    PART = "Part of a service"
    TELEHEALTH = "Telehealth"
    LAB = "Laboratory"
    DRUG = "Drugs and equipment"
    NOTICE = "Coverage and notices"
    PREVENTIVE = "Preventive care"
    ANESTHESIA = "Anesthesia"
    MEASURE = "Quality measures"


@dataclass(frozen=True, slots=True)
class Modifier:
    """`code` in our words: `fits` says where it belongs, `traps` what to watch out for, `see` what is near it.

    `since` is its first day, for those young enough that a date of service may lie before it.
    """

    code: str
    family: Family
    meaning: str
    fits: str
    traps: tuple[str, ...] = ()
    see: tuple[str, ...] = ()
    since: date | None = None
