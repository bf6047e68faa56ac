"""The source file of a rule, and the days of service that the file covers."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.domain.codes.claim.claim import ClaimSetting


class ReferenceFile(StrEnum):
    """The published files that a check may use, by the name shown in answers."""

    DIAGNOSES = "ICD-10-CM"
    PROCEDURES = "CPT and HCPCS codes"
    HCPCS_STARTER = "HCPCS starter"  # comes with the product; says nothing about validity
    PAIRS = "NCCI pairs"
    UNITS = "MUE"
    ADD_ONS = "NCCI add-on codes"
    FEES = "Medicare fee schedule"


@dataclass(frozen=True, slots=True)
class ReferenceEdition:
    """One published file. `name` is its quarter or year ('2026 Q1'); it is in force from `effective` through `ends`.

    `setting` is its payment setting, if there is a file for each.
    """

    file: ReferenceFile
    name: str
    effective: date
    ends: date | None
    setting: ClaimSetting | None = None

    def answers(self, on: date | None, today: date, *, history: bool = False) -> bool:
        """Whether it may answer for date of service `on`. None means today, and then an ended one may answer too.

        `history`: its rows carry their own dates, so it can also answer for earlier days.
        """
        if on is None:
            return self.effective <= today
        return (history or self.effective <= on) and (self.ends is None or on <= self.ends)

    def ended(self, on: date) -> bool:
        """Whether it ended before `on`."""
        return self.ends is not None and self.ends < on
