"""Releases of a code set, and which of them answers for a date."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

PUBLIC = "*"
"""The workspace that public code sets belong to; every workspace may read it."""


class System(StrEnum):
    """A code system, by the name that an answer shows."""

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

    `notes` names the edition that its notes come from, where they are not its own: one made of order addenda has new
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
    """How a release stands to the date that was asked about."""

    IN_FORCE = "in force"
    ENDED = "ended"  # an undated question, answered from the newest release although it has ended
    NOT_LOADED = "not loaded"


@dataclass(frozen=True, slots=True)
class SelectedRelease:
    """The release that answers, or None where nothing loaded holds for the date.

    `on` is the date of service asked about, None where the question named none and means `today`.
    """

    release: Release | None
    standing: ReleaseStatus
    on: date | None
    today: date


def choose(releases: Iterable[Release], on: date | None, today: date) -> SelectedRelease:
    """The release that answers for date of service `on`; never a guess.

    A dated question is answered only by a release in force on that date. An undated one means today:
    where nothing is in force today, the newest release that has begun answers and is said to have ended.
    """
    begun = sorted((r for r in releases if r.effective <= (on or today)), key=lambda r: r.effective)
    holding = [r for r in begun if r.ends is None or (on or today) <= r.ends]
    if holding:
        return SelectedRelease(holding[-1], ReleaseStatus.IN_FORCE, on, today)
    if on is None and begun:
        return SelectedRelease(begun[-1], ReleaseStatus.ENDED, on, today)
    return SelectedRelease(None, ReleaseStatus.NOT_LOADED, on, today)
