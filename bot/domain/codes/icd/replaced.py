"""Codes that used to be billable and are now headers. Their new codes are the header's children.

From the yearly addenda of ICD-10-CM (NCHS), as far as they are known for certain. A code that is missing here may
still have been demoted. If only the two available lists show a change (FY2024 and April 2026), its date is between
them, and the table says no more.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.codes.icd.grammar import bare, dotted


@dataclass(frozen=True, slots=True)
class Demotion:
    """`code` was billable at least through `until`, and isn't from `since` on (both inclusive)."""

    code: str
    until: date
    since: date

    @property
    def exact(self) -> bool:
        """Whether the day of the change is known."""
        return self.since - self.until == timedelta(days=1)

    def billable_on(self, day: date) -> bool | None:
        """Whether the code was billable on `day`; None if unknown."""
        if day >= self.since:
            return False
        return True if self.exact and day >= _ICD10_BEGAN else None


def demotion(code: str) -> Demotion | None:
    """The demotion of `code`, which may also be an old completed code (`T78.1XXA` for T78.1), or None."""
    return _known.get(code) or _known.get(_stem(code))


def _stem(code: str) -> str:
    plain = bare(code)
    if len(plain) < 7:
        return ""
    stem = plain[:-1].rstrip("X")
    return f"{stem[:3]}.{stem[3:]}"


_ICD10_BEGAN = date(2015, 10, 1)

_BY_DAY: Mapping[date, str] = {
    date(2016, 10, 1): "E78.0 F32.8 M26.60 N50.8 R31.2",
    date(2017, 10, 1): "I27.2 K56.5 K56.60 K56.69 M48.06 N63 Z36",
    date(2018, 10, 1): "E72.8 F53 G51.3 I63.8 K35.2 K35.3 K35.89 K61.3 K83.0 M79.1 R93.8 Z13.4",
    date(2019, 10, 1): "I48.1 I48.2",
    date(2020, 10, 1): ("A84.8 D59.1 D72.1 G11.1 G96.0 J82 J84.17 K20.8 K20.9 K21.0 K74.0 N18.3 R51 R74.0"),
    date(2021, 10, 1): ("D55.2 F78 G92 K22.8 M31.1 M54.5 P09 R05 R35.8 R63.3 Z59.0 Z59.4 Z59.8 Z91.5"),
    date(2022, 10, 1): (
        "B37.3 D59.3 D68.0 D75.82 E34.3 E87.2 F01.51 F02.81 F03.91 G93.3 I31.3 I34.8 I71.1 I71.2 "
        "I71.3 I71.4 I71.5 I71.6 N80.0 N80.1 N80.2 N80.3 N80.4 N80.5 P28.3 P28.4 Z87.6 Z91.11 Z91.19"
    ),
    date(2023, 4, 1): "Z59.1",
    date(2023, 10, 1): (
        "D13.9 D48.1 E20.8 E88.81 G20 G37.8 I20.8 I24.8 I47.1 J15.6 J44.8 K35.20 K35.21 N04.2 N06.2 O90.4 "
        "Z83.71 Z91.14"
    ),
    date(2024, 10, 1): (
        "C83.39 C86.0 C86.1 C86.2 C86.3 C86.4 C86.5 C86.6 C88.0 C88.2 C88.3 C88.4 C88.8 C88.9 E34.0 E66.8 "
        "F50.01 F50.02 F50.2 F50.81 G90.8 K60.3 K60.4 K60.5 L29.8 L66.1 L66.8 M51.36 M51.37 M65.9 Q23.8 "
        "T81.32 Z59.7 Z86.010"
    ),
    date(2025, 10, 1): "G35 R10.2",
    date(2026, 10, 1): (
        "D69.1 I42.0 I42.8 I49.8 M72.2 M86.8X1 M86.8X2 M86.8X3 M86.8X4 M86.8X5 M86.8X6 M86.8X7 M86.8X8 Z68.1 Z87.890"
    ),
}
_BETWEEN = (  # billable in the FY2024 list, headers in the April 2026 list
    "B88.0 D71 E72.53 E78.01 E88.1 H01.8 Q89.8 Q99.8 R76.8 S30.1 T78.07 T78.08 T78.1 Z40.8 Z59.86 Z84.1 "
    "Z91.011 Z91.012"
)
_known: Mapping[str, Demotion] = {
    code: Demotion(code, since - timedelta(days=1), since)
    for since, codes in _BY_DAY.items()
    for code in codes.split()
} | {code: Demotion(code, date(2024, 9, 30), date(2026, 4, 1)) for code in _BETWEEN.split()}

_MOVED: Mapping[str, tuple[date, tuple[str, ...]]] = {
    "T528X": (date(2026, 10, 1), ("T5289",)),  # the same names, one character longer
    "S23420": (
        date(2026, 10, 1),
        ("S4360", "S4361", "S4362"),
    ),  # the same joint, now with the shoulder injuries
}
"""Codes removed without a code below them, by their beginnings, with the current codes for the same condition.

Found by comparing names, not in NCHS's conversion table.
"""


@dataclass(frozen=True, slots=True)
class Move:
    """`code` was removed on `since`. `instead` are possible replacements, in no particular order."""

    code: str
    since: date
    instead: tuple[str, ...]


def move(code: str) -> Move | None:
    """The replacements of a removed code, each with the rest of the old code appended."""
    plain = bare(code)
    for old, (since, new) in _MOVED.items():
        if plain.startswith(old):
            rest = plain[len(old) :]
            return Move(code, since, tuple(_with_rest(stem, rest) for stem in new))
    return None


def _with_rest(stem: str, rest: str) -> str:
    """`T5289` with `1A`, and `S4360` with `A` in the seventh place."""
    if len(rest) == 1:
        stem = stem.ljust(6, "X")
    return dotted(stem + rest)


KNOWN = tuple(_known.values())
"""Every demotion in the table."""
