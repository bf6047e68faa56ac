"""Find a file's edition and dates: from its notices if they have them, else from its name."""

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import assert_never

from bot.domain.codes.files import FileForm, FileKind, FileSource, Licence, NamedEdition, Variant

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_YEAR = re.compile(r"(?<![0-9])(20[0-9]{2})(?![0-9])")
_MONTH = re.compile(rf"(?<![a-z])({'|'.join(_MONTHS)})(?:[a-z]*)(?![a-z])")
_FROM = re.compile(r"eff[^0-9]{0,3}([0-9]{2})[-_]([0-9]{2})[-_](20[0-9]{2})")
_QUARTER = re.compile(r"(20[0-9]{2})[-_ ]?q([1-4])")
_NCCI = re.compile(
    r"cci(?P<setting>pra|oph|opp)[-_]?v(?P<year>[0-9]{2})(?P<quarter>[0-3])r[0-9]+(?:[-_]f(?P<part>[0-9]))?"
)
_PFS_TITLE = re.compile(
    r"(20[0-9]{2}) National Physician Fee Schedule Relative Value File(?: ([A-Za-z]+) Release)?"
)
_RVU = re.compile(r"rvu([0-9]{2})(?:_?(jan|apr|jul|oct)|([a-d])(?![a-z]))")
_OF_RVU_ZIP = (FileKind.GPCI, FileKind.LOCALITY_COUNTIES, FileKind.ANESTHESIA)
"""Files that come in one zip with the fee schedule, but hold no CPT codes."""
_AMA = re.compile(r"(?i)american medical association")
_NCCI_YEAR_0 = 1994  # version 32.2 is July 2026
_OUTPATIENT = re.compile(r"outpatient|hospital|ccioph|cciopp|hopi|opps")
_PRACTITIONER = re.compile(r"practitioner|physician|ccipra|pra(?![a-z])")
_NON_QPP = re.compile(r"non[-_ ]?qpp")
_FISCAL_YEAR_BEGINS = (10, 1)


class _Schedule(StrEnum):
    """How often a kind of file is published. This determines its edition and its last day."""

    FISCAL_YEAR = "fiscal year"
    QUARTER = "quarter"
    CALENDAR_YEAR = "calendar year"
    UNDATED = "undated"


def _schedule_of(kind: FileKind) -> _Schedule:
    match kind:
        case (
            FileKind.ICD10CM_TABULAR
            | FileKind.ICD10CM_INDEX
            | FileKind.ICD10CM_ORDER
            | FileKind.ICD10CM_CODES
            | FileKind.ICD10CM_ADDENDA
            | FileKind.ICD10CM_CONVERSIONS
        ):
            return _Schedule.FISCAL_YEAR
        case (
            FileKind.HCPCS
            | FileKind.HCPCS_CHANGES
            | FileKind.FEES
            | FileKind.PTP
            | FileKind.MUE
            | FileKind.ADD_ON
            | FileKind.GPCI
            | FileKind.LOCALITY_COUNTIES
            | FileKind.ANESTHESIA
        ):
            return _Schedule.QUARTER
        case (
            FileKind.CPT_LONG
            | FileKind.CPT_MEDIUM
            | FileKind.CPT_SHORT
            | FileKind.CPT_MODIFIERS
            | FileKind.CPT_CONSUMER
            | FileKind.CPT_CLINICIAN
        ):
            return _Schedule.CALENDAR_YEAR
        case FileKind.OWN_CODES:
            return _Schedule.UNDATED
    assert_never(kind)


@dataclass(frozen=True, slots=True)
class _When:
    edition: str = ""
    effective: date | None = None
    ends: date | None = None

    def holds(self, day: date) -> bool:
        """Whether `day` is one of its days."""
        return bool(self.effective and self.ends and self.effective <= day <= self.ends)


def describe(kind: FileKind, form: FileForm, name: str, head: str, around: str = "") -> FileSource:
    """The file's own description. `head` is its start; `around` names its zip or folder, and is used last."""
    lowered = name.lower()
    by_name = _by_name(kind, lowered)
    if around and (not by_name.effective or kind in _OF_RVU_ZIP):
        by_zip = _by_name(kind, around.lower())
        by_name = by_zip if by_zip.effective or not by_name.effective else by_name
    inside = _by_content(kind, head)
    when = inside or by_name
    source = FileSource(kind, form, _licence(kind, head), when.edition, when.effective, when.ends, name=name)
    source = replace(source, other=_other(by_name, when))
    lowered = f"{around.lower()} {lowered}"
    if kind is FileKind.PTP:
        part = _NCCI.search(lowered)
        return replace(
            source,
            variant=_setting(name.lower()) or _setting(lowered),
            part=int(part["part"]) if part and part["part"] else None,
        )
    if kind is FileKind.FEES and "qpp" in lowered:
        return replace(source, variant=Variant.NON_QPP if _NON_QPP.search(lowered) else Variant.QPP)
    return source


def from_first_day(source: FileSource, effective: date) -> FileSource:
    """The file as if it named its first day. The edition and last day follow from its kind's schedule."""
    when = _from_first_day(_schedule_of(source.kind), effective)
    return replace(source, edition=when.edition, effective=effective, ends=when.ends)


def _from_first_day(schedule: _Schedule, effective: date) -> _When:
    match schedule:
        case _Schedule.QUARTER:
            return _quarter(effective.year, (effective.month + 2) // 3)
        case _Schedule.CALENDAR_YEAR:
            return _When(str(effective.year), effective, date(effective.year, 12, 31))
        case _Schedule.FISCAL_YEAR | _Schedule.UNDATED:
            year = effective.year + (effective.month >= 10)
            return _When(f"FY{year}", effective, date(year, 9, 30))
    assert_never(schedule)


def _licence(kind: FileKind, head: str) -> Licence:
    match kind:
        case FileKind.OWN_CODES:
            return Licence.OWN
        case (
            FileKind.PTP
            | FileKind.MUE
            | FileKind.ADD_ON
            | FileKind.FEES
            | FileKind.CPT_LONG
            | FileKind.CPT_MEDIUM
            | FileKind.CPT_SHORT
            | FileKind.CPT_MODIFIERS
            | FileKind.CPT_CONSUMER
            | FileKind.CPT_CLINICIAN
        ):
            return Licence.AMA
        case (
            FileKind.ICD10CM_TABULAR
            | FileKind.ICD10CM_INDEX
            | FileKind.ICD10CM_ORDER
            | FileKind.ICD10CM_CODES
            | FileKind.ICD10CM_ADDENDA
            | FileKind.ICD10CM_CONVERSIONS
            | FileKind.HCPCS
            | FileKind.HCPCS_CHANGES
            | FileKind.GPCI
            | FileKind.LOCALITY_COUNTIES
            | FileKind.ANESTHESIA
        ):  # a public file with the AMA's notice still holds CPT codes
            return Licence.AMA if _AMA.search(head) else Licence.PUBLIC
    assert_never(kind)


def _setting(name: str) -> Variant | None:
    if _PRACTITIONER.search(name):
        return Variant.PRACTITIONER
    return Variant.OUTPATIENT if _OUTPATIENT.search(name) else None


def with_version(source: FileSource, version: str) -> FileSource:
    """The file with the fiscal year that its content states; `version` is four digits.

    That year begins on October 1 of the year before. A file name with the April edition of the same year is more
    exact; a name with another year is a contradiction.
    """
    year, (month, day) = int(version), _FISCAL_YEAR_BEGINS
    inside = _When(f"FY{year}", date(year - 1, month, day), date(year, 9, 30))
    named = _When(source.edition, source.effective, source.ends)
    if named.effective and inside.holds(named.effective):
        return source
    return replace(
        source,
        edition=inside.edition,
        effective=inside.effective,
        ends=inside.ends,
        other=_other(named, inside),
    )


def _other(named: _When, inside: _When) -> NamedEdition | None:
    """The edition from the name, if the content has another first day."""
    if not (named.effective and named.ends and inside.effective) or named.effective == inside.effective:
        return None
    return NamedEdition(named.edition, named.effective, named.ends)


def _by_content(kind: FileKind, head: str) -> _When | None:
    """Read the release from the fee schedule's first row. A January release has no month there."""
    if kind is FileKind.FEES and (found := _PFS_TITLE.search(head)):
        return _released(int(found[1]), (found[2] or "January").lower()[:3])
    return None


def _by_name(kind: FileKind, name: str) -> _When:
    if (kind is FileKind.FEES or kind in _OF_RVU_ZIP) and (found := _RVU.search(name)):
        return _released(2000 + int(found[1]), found[2]) if found[2] else _lettered(found)
    schedule = _schedule_of(kind)
    match schedule:
        case _Schedule.FISCAL_YEAR:
            return _fiscal(name)
        case _Schedule.QUARTER:
            return _quarterly(kind, name)
        case _Schedule.CALENDAR_YEAR:
            return _calendar(name)
        case _Schedule.UNDATED:
            return _When()
    assert_never(schedule)


def _calendar(name: str) -> _When:
    if not (found := _YEAR.search(name)):
        return _When()
    return _When(found[1], date(int(found[1]), 1, 1), date(int(found[1]), 12, 31))


def _lettered(found: re.Match[str]) -> _When:
    """RVU26A to RVU26D are the releases of the four quarters."""
    return _quarter(2000 + int(found[1]), "abcd".index(found[3]) + 1)


def _fiscal(name: str) -> _When:
    """FY2026 starts on October 1, 2025, its April edition on April 1, 2026. Both end with September."""
    if not (found := _YEAR.search(name) or re.search(r"fy[-_ ]?(20[0-9]{2})", name)):
        return _When()
    year = int(found[1])
    if "apr" in name:
        return _When(f"April {year}", date(year, 4, 1), date(year, 9, 30))
    return _When(f"FY{year}", date(year - 1, 10, 1), date(year, 9, 30))


def _quarterly(kind: FileKind, name: str) -> _When:
    if found := _NCCI.search(name):
        return _quarter(_NCCI_YEAR_0 + int(found["year"]), int(found["quarter"]) + 1)
    if (found := _FROM.search(name)) and 1 <= int(found[1]) <= 12:
        return _quarter(int(found[3]), (int(found[1]) + 2) // 3)
    if found := _QUARTER.search(name):
        return _quarter(int(found[1]), int(found[2]))
    return _by_year(kind, name)


def _by_year(kind: FileKind, name: str) -> _When:
    if not (year := _YEAR.search(name)):
        return _When()
    if month := _MONTH.search(name):
        return _released(int(year[1]), month[1])
    if kind in _OF_RVU_ZIP:  # their own names have only the year; the zip's name has the quarter
        return _When(year[1], date(int(year[1]), 1, 1), date(int(year[1]), 12, 31))
    if kind in (FileKind.HCPCS, FileKind.HCPCS_CHANGES):  # until 2019, the list was published once a year
        return _When(year[1], date(int(year[1]), 1, 1), date(int(year[1]), 12, 31))
    return _When(year[1])


def _released(year: int, month: str) -> _When:
    number = _MONTHS.index(month) + 1 if month in _MONTHS else 1
    return _quarter(year, (number + 2) // 3)


def _quarter(year: int, quarter: int) -> _When:
    """CMS's quarterly releases are in force from the first to the last day of the quarter."""
    begins = date(year, 3 * quarter - 2, 1)
    following = date(year + 1, 1, 1) if quarter == 4 else date(year, 3 * quarter + 1, 1)
    return _When(f"{year} Q{quarter}", begins, following - timedelta(days=1))
