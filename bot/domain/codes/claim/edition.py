"""Which file a rule came from, and for which days of service that file answers."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.domain.codes.claim.claim import ClaimSetting


class ReferenceFile(StrEnum):
    """The published files that a check may ask, by the name that an answer shows."""

    DIAGNOSES = "ICD-10-CM"
    PROCEDURES = "CPT and HCPCS codes"
    HCPCS_STARTER = "HCPCS starter"  # ships with the product; says nothing of validity
    PAIRS = "NCCI pairs"
    UNITS = "MUE"
    ADD_ONS = "NCCI add-on codes"
    FEES = "Medicare fee schedule"


@dataclass(frozen=True, slots=True)
class ReferenceEdition:
    """One published file: `name` is its quarter or year ('2026 Q1'); in force `effective` through `ends`.

    `setting` is whose claims it is for, where there is a file for each.
    """

    file: ReferenceFile
    name: str
    effective: date
    ends: date | None
    setting: ClaimSetting | None = None

    def answers(self, on: date | None, today: date, *, history: bool = False) -> bool:
        """Whether it may answer for date of service `on`; None means today, and then an ended one may, too.

        `history`: its rows carry dates of their own, so that it answers for days before it as well.
        """
        if on is None:
            return self.effective <= today
        return (history or self.effective <= on) and (self.ends is None or on <= self.ends)

    def ended(self, on: date) -> bool:
        """Whether it was over before `on`."""
        return self.ends is not None and self.ends < on
