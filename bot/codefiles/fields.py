"""Parse the fields of code files: text in, values out. A value that a field cannot hold raises Unfit."""

import re
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache

from bot.codefiles.file_reading import Unfit
from bot.domain.codes.cpt.grammar import CodeKind, read_code
from bot.domain.codes.files import SkipReason

_DIAGNOSIS = re.compile(r"[A-Z][0-9A][0-9AB][0-9A-Z]{0,4}")
_EIGHT_DIGITS = re.compile(r"[0-9]{8}")
_ORDINAL_DAY = re.compile(r"[0-9]{7}")
_DECIMAL = re.compile(r"-?(?:[0-9]{1,6}(?:\.[0-9]{0,6})?|\.[0-9]{1,6})")
_WHOLE = re.compile(r"[0-9]{1,9}")
_EARLIEST, _LATEST = 1900, 2199
_LONGEST_TEXT = 10_000


class Numeral(str):
    """A spreadsheet cell that held a number, so leading zeros may be lost."""

    __slots__ = ()


@lru_cache(maxsize=65_536)
def procedure(cell: str) -> str:
    """A CPT or HCPCS Level II code in canonical form."""
    found = read_code(cell.strip())
    if found is None:
        raise Unfit(SkipReason.NOT_A_CODE)
    return found.code


def procedure_in_sheet(cell: str) -> str:
    """The code from a spreadsheet, which may have turned `00100` into the number 100."""
    return procedure(str(cell).zfill(5) if isinstance(cell, Numeral) else cell)


@lru_cache(maxsize=65_536)
def hcpcs(cell: str) -> str:
    """A HCPCS Level II code."""
    found = read_code(cell.strip())
    if found is None or found.kind not in (CodeKind.HCPCS, CodeKind.CDT):
        raise Unfit(SkipReason.NOT_A_CODE)
    return found.code


def diagnosis(cell: str) -> str:
    """An ICD-10-CM code with its dot. The cell may lack the dot."""
    bare = cell.strip().replace(".", "", 1)
    if not _DIAGNOSIS.fullmatch(bare):
        raise Unfit(SkipReason.NOT_A_CODE)
    return f"{bare[:3]}.{bare[3:]}" if len(bare) > 3 else bare


def text(cell: str) -> str:
    """Text on one line. Raises Unfit for unreadable characters."""
    line = " ".join(cell.split())
    if len(line) > _LONGEST_TEXT or not line.isprintable():
        raise Unfit(SkipReason.UNKNOWN)
    return line


def required(cell: str) -> str:
    """Text that must not be empty."""
    line = text(cell)
    if not line:
        raise Unfit(SkipReason.COLUMNS)
    return line


@lru_cache(maxsize=16_384)
def day(cell: str) -> date:
    """A date in the form YYYYMMDD."""
    written = cell.strip()
    if not _EIGHT_DIGITS.fullmatch(written):
        raise Unfit(SkipReason.NOT_A_DATE)
    return calendar_day(int(written[:4]), int(written[4:6]), int(written[6:]))


def day_or_none(cell: str) -> date | None:
    """A date in the form YYYYMMDD, or None if the field is empty or has the asterisk for 'no data'."""
    return day(cell) if cell.strip(" *\xa0") else None


@lru_cache(maxsize=16_384)
def ordinal_day(cell: str) -> date:
    """A date in the form YYYYDDD, as in add-on files: 2026091 is April 1."""
    written = cell.strip()
    if not _ORDINAL_DAY.fullmatch(written):
        raise Unfit(SkipReason.NOT_A_DATE)
    first = calendar_day(int(written[:4]), 1, 1)
    found = first + timedelta(days=int(written[4:]) - 1)
    if found.year != first.year:
        raise Unfit(SkipReason.NOT_A_DATE)
    return found


def calendar_day(year: int, month: int, number: int) -> date:
    """The date with these numbers. Raises Unfit outside the centuries in which codes are published."""
    if not _EARLIEST <= year <= _LATEST:
        raise Unfit(SkipReason.NOT_A_DATE)
    try:
        return date(year, month, number)
    except ValueError:
        raise Unfit(SkipReason.NOT_A_DATE) from None


@lru_cache(maxsize=16_384)
def decimal(cell: str) -> Decimal:
    """An amount as printed; an empty field is zero."""
    written = cell.strip()
    if not written:
        return Decimal(0)
    if not _DECIMAL.fullmatch(written):
        raise Unfit(SkipReason.NOT_A_NUMBER)
    return Decimal(written)


def whole(cell: str) -> int:
    """A count."""
    written = cell.strip()
    if not _WHOLE.fullmatch(written):
        raise Unfit(SkipReason.NOT_A_NUMBER)
    return int(written)
