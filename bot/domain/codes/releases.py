"""Releases of a code set, and the choice of one for a date."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

PUBLIC = "*"
"""The workspace of public code sets. Every workspace may read it."""


class System(StrEnum):
    """A code system, by the name shown in answers."""

    CPT = "CPT"
    HCPCS = "HCPCS Level II"
    ICD10CM = "ICD-10-CM"
    ICD10CM_INDEX = "ICD-10-CM Alphabetic Index"
    ICD10CM_CONVERSIONS = "ICD-10-CM conversion table"
    CPT_MODIFIERS = "CPT modifiers"
    HCPCS_CHANGES = "HCPCS Level II changes"
    PAIRS_PRACTITIONER = "NCCI pairs, practitioner"
    PAIRS_OUTPATIENT = "NCCI pairs, outpatient hospital"
    UNITS_PRACTITIONER = "MUE, practitioner"
    UNITS_OUTPATIENT = "MUE, outpatient hospital"
    UNITS_DME = "MUE, DME supplier"
    ADD_ONS = "NCCI add-on codes"
    FEES = "Medicare fee schedule"
    LOCALITIES = "Medicare localities"
    FEES_QPP = "Medicare fee schedule, QPP"
    OWN = "team's own codes"


@dataclass(frozen=True, slots=True)
class Release:
    """One published edition of a code system, in force from `effective` through `ends` (both inclusive).

    `notes` names the edition that its notes come from, if they are not its own: one made from order addenda has new
    names and validity, and the notes of the edition before.
    """

    system: System
    edition: str
    effective: date
    ends: date | None
    source: str
    workspace: str = PUBLIC
    notes: str = ""


class ReleaseStatus(StrEnum):
    """How a release relates to the date of the question."""

    IN_FORCE = "in force"
    ENDED = "ended"  # a question without a date, answered from the newest release although it has ended
    NOT_LOADED = "not loaded"


@dataclass(frozen=True, slots=True)
class SelectedRelease:
    """The release that answers, or None if no loaded release covers the date.

    `on` is the date of service in the question; None if it had none and means `today`.
    """

    release: Release | None
    standing: ReleaseStatus
    on: date | None
    today: date


def choose(releases: Iterable[Release], on: date | None, today: date) -> SelectedRelease:
    """The release that answers for date of service `on`; never a guess.

    A question with a date is answered only by a release in force on that date. Without a date it means today: if no
    release is in force today, the newest one that has begun answers, and the answer says that it has ended.
    """
    begun = sorted((r for r in releases if r.effective <= (on or today)), key=lambda r: r.effective)
    holding = [r for r in begun if r.ends is None or (on or today) <= r.ends]
    if holding:
        return SelectedRelease(holding[-1], ReleaseStatus.IN_FORCE, on, today)
    if on is None and begun:
        return SelectedRelease(begun[-1], ReleaseStatus.ENDED, on, today)
    return SelectedRelease(None, ReleaseStatus.NOT_LOADED, on, today)
