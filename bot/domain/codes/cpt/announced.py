"""Announced changes to CPT codes (ended, new, changing), in addition to the loaded editions."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class AnnouncedChange(StrEnum):
    """What happens to a code."""

    GONE = "gone"
    NEW = "new"
    UNCLEAR = "unclear"  # its group changes, but no available source says how this code changes


@dataclass(frozen=True, slots=True)
class CodeAnnouncement:
    """One change to `codes`; `day` is its first day. `instead` are the replacements, if a source names them.

    `confidence` tells whether the AMA itself or a secondary source that cites it is the origin.
    """

    codes: tuple[str, ...]
    change: AnnouncedChange
    day: date
    instead: tuple[str, ...]
    says: str
    source: str
    confidence: str

    @property
    def last_day(self) -> date:
        """The last day before the change."""
        return self.day - timedelta(days=1)

    def came_true(self, on: date) -> bool:
        """Whether the change is in force on `on`."""
        return self.day <= on


@dataclass(frozen=True, slots=True)
class CodeSetYear:
    """How many codes an announced code set adds, revises and deletes, with separate counts for maternity."""

    year: int
    added: int
    revised: int
    deleted: int
    source: str
    confidence: str


CPT_2027 = CodeSetYear(
    2027, added=299, revised=74, deleted=80,
    source="coding news on the CPT 2027 release", confidence="secondary sources citing the AMA",
)  # fmt: skip
MATERNITY_2027 = CodeSetYear(
    2027, added=12, revised=6, deleted=17,
    source="AMA, FAQs on CPT 2027 maternity care (ama-assn.org)", confidence="the AMA's own announcement",
)  # fmt: skip
