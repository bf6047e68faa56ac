"""What a published code file says about itself before its rows: its kind, edition, dates and license."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class FileKind(StrEnum):
    """The published files that can be loaded, identified by their content."""

    ICD10CM_TABULAR = "ICD-10-CM tabular list"
    ICD10CM_INDEX = "ICD-10-CM Alphabetic Index"
    ICD10CM_ORDER = "ICD-10-CM order file"
    ICD10CM_CODES = "ICD-10-CM codes file"
    ICD10CM_ADDENDA = "ICD-10-CM order addenda"
    ICD10CM_CONVERSIONS = "ICD-10-CM conversion table"
    HCPCS = "HCPCS Level II"
    HCPCS_CHANGES = "HCPCS Level II changes"
    FEES = "physician fee schedule"
    PTP = "NCCI procedure-to-procedure edits"
    MUE = "medically unlikely edits"
    ADD_ON = "add-on code edits"
    GPCI = "geographic practice cost indices"
    LOCALITY_COUNTIES = "Medicare localities and counties"
    ANESTHESIA = "anesthesia conversion factors"
    CPT_LONG = "CPT long descriptors"
    CPT_MEDIUM = "CPT medium descriptors"
    CPT_SHORT = "CPT short descriptors"
    CPT_MODIFIERS = "CPT modifiers"
    CPT_CONSUMER = "CPT consumer descriptors"
    CPT_CLINICIAN = "CPT clinician descriptors"
    OWN_CODES = "team's own codes"


class FileForm(StrEnum):
    """The format of a file, independent of its kind."""

    TEXT = "text"
    CSV = "CSV"
    XLSX = "XLSX"
    XML = "XML"


class Variant(StrEnum):
    """Which of several files of one kind: NCCI and MUE are published by setting, fees by QPP status."""

    PRACTITIONER = "practitioner"
    OUTPATIENT = "outpatient hospital"
    DME = "DME supplier"
    QPP = "QPP"
    NON_QPP = "non-QPP"


class Licence(StrEnum):
    """Who may use a file: everyone, or only the workspace that loaded it."""

    PUBLIC = "public"
    AMA = "AMA"  # holds CPT codes or descriptors: only for the licensed workspace
    OWN = "own"  # a team's own


@dataclass(frozen=True, slots=True)
class FileSource:
    """One file's description from its content and, last of all, its name.

    `effective` and `ends` (inclusive) are None if neither has them; then the person who loads it must be asked.
    `part` counts from 1 if one table comes in several files (NCCI f1 to f4). `other` is the edition from the name if
    the content has another one; then a person must choose.
    """

    kind: FileKind
    form: FileForm
    licence: Licence
    edition: str = ""
    effective: date | None = None
    ends: date | None = None
    variant: Variant | None = None
    part: int | None = None
    name: str = ""
    other: "NamedEdition | None" = None


@dataclass(frozen=True, slots=True)
class NamedEdition:
    """An edition by its name and its first and last day, both inclusive."""

    edition: str
    effective: date
    ends: date


class SkipReason(StrEnum):
    """Why a row was left out."""

    STRAY = "stray"  # a continuation line without a code
    NOT_A_CODE = "not a code"
    NOT_A_DATE = "not a date"
    NOT_A_NUMBER = "not a number"
    COLUMNS = "columns"  # too few or too many
    DOUBLED = "doubled"  # the same row twice
    UNKNOWN = "unknown"  # a value that the layout does not define


@dataclass(frozen=True, slots=True)
class Skipped:
    """A row that was left out; `line` counts from 1, as in an editor or a spreadsheet."""

    line: int
    reason: SkipReason
