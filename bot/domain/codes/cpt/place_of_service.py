"""Place-of-service codes as published by CMS (box 24B of the CMS-1500), with short names.

Source: CMS, Place of Service Code Set, including 27 (October 2023) and 66 (August 2024).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType


class Rate(StrEnum):
    """Which of its two rates Medicare pays a clinician there (Claims Processing Manual, chapter 12)."""

    FACILITY = "facility"
    NON_FACILITY = "non-facility"


@dataclass(frozen=True, slots=True)
class PlaceOfService:
    """`code` has two digits.

    `rate` is set if the manual names it; `trap` is a common mistake; `see` are related codes.
    """

    code: str
    name: str
    rate: Rate | None = None
    trap: str = ""
    see: tuple[str, ...] = ()
    since: date | None = None


_FACILITY = frozenset(
    {"02", "19", "21", "22", "23", "24", "26", "31", "34", "41", "42", "51", "52", "53", "56", "61"}
)
_NON_FACILITY = frozenset(
    {
        "10",
        "11",
        "12",
        "13",
        "14",
        "15",
        "20",
        "32",
        "33",
        "49",
        "50",
        "54",
        "55",
        "57",
        "60",
        "62",
        "65",
        "71",
        "72",
        "81",
    }
)

_NAMES = {
    "01": "pharmacy",
    "02": "telehealth, patient elsewhere than at home",
    "03": "school",
    "04": "homeless shelter",
    "05": "Indian Health Service, free-standing",
    "06": "Indian Health Service, hospital-based",
    "07": "Tribal 638 facility, free-standing",
    "08": "Tribal 638 facility, hospital-based",
    "09": "prison or jail",
    "10": "telehealth, patient at home",
    "11": "office",
    "12": "patient's home",
    "13": "assisted living",
    "14": "group home",
    "15": "mobile unit",
    "16": "hotel, camp or other short stay",
    "17": "walk-in clinic in a store",
    "18": "place of work",
    "19": "hospital outpatient department, off campus",
    "20": "urgent care",
    "21": "hospital, inpatient",
    "22": "hospital outpatient department, on campus",
    "23": "hospital emergency room",
    "24": "ambulatory surgical center",
    "25": "birthing center",
    "26": "military treatment facility",
    "27": "street or outreach site",
    "31": "skilled nursing facility",
    "32": "nursing facility",
    "33": "custodial care facility",
    "34": "hospice",
    "41": "ambulance on land",
    "42": "ambulance by air or water",
    "49": "independent clinic",
    "50": "federally qualified health center",
    "51": "psychiatric hospital, inpatient",
    "52": "psychiatric partial hospitalization",
    "53": "community mental health center",
    "54": "care facility for intellectual disabilities",
    "55": "residential substance use treatment",
    "56": "psychiatric residential treatment center",
    "57": "substance use treatment, not residential",
    "58": "opioid treatment program, not residential",
    "60": "mass immunization center",
    "61": "inpatient rehabilitation facility",
    "62": "outpatient rehabilitation facility",
    "65": "dialysis facility (ESRD)",
    "66": "PACE center",
    "71": "public health clinic",
    "72": "rural health clinic",
    "81": "independent laboratory",
    "99": "other place",
}
_TRAPS = {
    "02": ("where the patient is decides: at home it is 10, whatever room you sit in", ("10",)),
    "10": ("where the patient is decides: outside of the home it is 02", ("02",)),
    "11": ("an office that the hospital bills as its own department is 19 or 22", ("19", "22")),
    "12": ("assisted living is 13, a group home 14", ("13", "14")),
    "17": ("not urgent care, which is 20", ("20",)),
    "19": ("off campus; on the campus it is 22", ("22", "11")),
    "20": ("not the emergency room, which is 23", ("23", "17")),
    "21": ("only after an order to admit; observation is outpatient, mostly 22", ("22",)),
    "22": ("on campus; off the campus it is 19; observation stands here too", ("19", "21")),
    "23": ("not urgent care, which is 20", ("20", "21")),
    "24": ("a procedure room in the office is 11", ("11",)),
    "27": ("new in October 2023", ("15", "04")),
    "31": ("a stay that Medicare Part A covers; after it the same bed may be 32", ("32",)),
    "32": ("no Part A stay; during one it is 31", ("31",)),
    "99": ("only where no other code fits", ()),
}


# Recent codes: a date of service may be before their first day.
_SINCE = {
    "02": date(2017, 1, 1),
    "10": date(2022, 1, 1),
    "19": date(2016, 1, 1),
    "27": date(2023, 10, 1),
    "58": date(2020, 1, 1),
    "66": date(2024, 8, 1),
}


def _place(code: str, name: str) -> PlaceOfService:
    rate = Rate.FACILITY if code in _FACILITY else Rate.NON_FACILITY if code in _NON_FACILITY else None
    trap, see = _TRAPS.get(code, ("", ()))
    return PlaceOfService(code, name, rate, trap, see, _SINCE.get(code))


PLACES: Mapping[str, PlaceOfService] = MappingProxyType(
    {code: _place(code, name) for code, name in _NAMES.items()}
)
EVERYDAY = ("11", "02", "10", "22", "19", "21")
"""The places that practices bill most often, for the short list."""
