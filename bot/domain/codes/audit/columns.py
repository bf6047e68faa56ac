"""Identify the columns of a billing system's export by its header. Unrecognized columns are never read."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.errors import CodeDeskError

MOST_MODIFIERS, MOST_DIAGNOSES = 4, 12


class AuditColumn(StrEnum):
    """The columns that an audit reads."""

    CODE = "procedure code"
    DATE = "date of service"
    UNITS = "units"
    MODIFIERS = "modifiers"
    DIAGNOSES = "diagnoses"
    CLAIM = "claim"
    PATIENT = "patient"


@dataclass
class MissingColumns(CodeDeskError):
    """No line can be checked without a procedure code and a date of service. `missing` are the columns not found."""

    missing: tuple[AuditColumn, ...]


@dataclass(frozen=True, slots=True)
class AuditColumns:
    """Column indexes from 0.

    `modifiers` and `diagnoses` may have several columns. `claim` and `patient` identify visits.
    """

    code: int
    date: int
    units: int | None = None
    modifiers: tuple[int, ...] = ()
    diagnoses: tuple[int, ...] = ()
    claim: int | None = None
    patient: int | None = None

    def recognised(self) -> tuple[AuditColumn, ...]:
        """The columns found, in the enum's order."""
        found = {
            AuditColumn.CODE: True,
            AuditColumn.DATE: True,
            AuditColumn.UNITS: self.units is not None,
            AuditColumn.MODIFIERS: bool(self.modifiers),
            AuditColumn.DIAGNOSES: bool(self.diagnoses),
            AuditColumn.CLAIM: self.claim is not None,
            AuditColumn.PATIENT: self.patient is not None,
        }
        return tuple(column for column, there in found.items() if there)


def recognise(header: Sequence[str]) -> AuditColumns:
    """The columns that `header` names. Raises MissingColumns.

    >>> recognise(["Acct #", "DOS", "CPT/HCPCS", "Mod 1", "Qty"]).code
    2
    """
    names = [_plain(name) for name in header]
    code, day = _first(names, AuditColumn.CODE), _first(names, AuditColumn.DATE)
    if code is None or day is None:
        absent = ((AuditColumn.CODE, code), (AuditColumn.DATE, day))
        raise MissingColumns(tuple(column for column, at in absent if at is None))
    return AuditColumns(
        code,
        day,
        _first(names, AuditColumn.UNITS),
        _every(names, AuditColumn.MODIFIERS)[:MOST_MODIFIERS],
        _every(names, AuditColumn.DIAGNOSES)[:MOST_DIAGNOSES],
        _first(names, AuditColumn.CLAIM),
        _first(names, AuditColumn.PATIENT),
    )


_FORMS = {
    AuditColumn.CODE: r"(cpt|hcpcs|cpt hcpcs|hcpcs cpt|proc|procedure|service|svc)( (code|cd))?|code|px( code)?",
    AuditColumn.DATE: (
        r"dos( (from|start|begin))?|(from |start |begin |first )?(date of service|service date|svc date|svc dt)"
        r"( from)?|(date )?(of )?service (from|start)( date)?|from (date|dos)|service (day|dt)|date"
    ),
    AuditColumn.UNITS: r"units?|qty|quantity|(service|svc|billed) units?|days (or )?units|units? billed",
    AuditColumn.MODIFIERS: r"(cpt |proc |procedure )?(mod|mods|modifier|modifiers)( ?([1-4]|code|cd))?",
    AuditColumn.DIAGNOSES: (
        r"(primary |secondary )?(dx|diag|diagnosis|diagnoses|icd|icd 10|icd10|icd 10 cm)( (code|codes|cd))?( ?\d{1,2})?"
    ),
    AuditColumn.CLAIM: (
        r"(claim|encounter|invoice|visit|icn|dcn|pcn)( (id|no|num|number|nbr|control number))?|patient control number"
    ),
    AuditColumn.PATIENT: (
        r"(patient|pt|member|subscriber|beneficiary|account|acct|mrn|chart)( (id|no|num|number|nbr))?"
        r"|medical record number"
    ),
}
_VAGUE = frozenset({"date", "code", "service", "procedure"})
_PATTERNS = {column: re.compile(form) for column, form in _FORMS.items()}


def _plain(name: str) -> str:
    """`Mod_1` -> `mod 1`, `DaysOrUnits` -> `days or units`, `Acct #` -> `acct`."""
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    return " ".join(re.sub(r"[^a-z0-9]+", " ", parted.lower()).split())


def _every(names: Sequence[str], column: AuditColumn) -> tuple[int, ...]:
    return tuple(at for at, name in enumerate(names) if _PATTERNS[column].fullmatch(name))


def _first(names: Sequence[str], column: AuditColumn) -> int | None:
    """The first match. A bare word such as 'Date' or 'Service' counts only if no column has a clearer name."""
    every = _every(names, column)
    return next((at for at in every if names[at] not in _VAGUE), every[0] if every else None)
