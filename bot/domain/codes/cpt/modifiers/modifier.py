"""One modifier, in our own words."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Family(StrEnum):
    """The subject of a modifier. Lists are grouped by it, in this order."""

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
    """`code` in our own words: `fits` tells when to use it, `traps` are common mistakes, `see` are related modifiers.

    `since` is its first day, if a date of service may be earlier.
    """

    code: str
    family: Family
    meaning: str
    fits: str
    traps: tuple[str, ...] = ()
    see: tuple[str, ...] = ()
    since: date | None = None
