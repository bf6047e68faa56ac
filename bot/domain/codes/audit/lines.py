"""Read one row of an export as a billed line, or tell why it can't be read."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache, partial

from bot.domain.codes.audit.columns import AuditColumns
from bot.domain.codes.claim.claim import MOST_UNITS
from bot.domain.codes.cpt.grammar import BilledCode, has_modifier_form, read_billed, with_modifiers
from bot.domain.codes.icd.grammar import Typed
from bot.domain.codes.icd.grammar import read_code as read_diagnosis
from bot.domain.dates import parse_date
from bot.domain.errors import NotADate


class RowProblem(StrEnum):
    """Why a row was skipped."""

    NO_CODE = "no procedure code"
    BAD_CODE = "not a procedure code"
    BAD_DATE = "not a date"
    BAD_UNITS = "not a number of units"


@dataclass(frozen=True, slots=True)
class BilledLine:
    """A service as billed. `row` counts from 1 including the header, as in a spreadsheet; `visit` is '' if unknown.

    `visit` identifies the patient: never show it or store it.
    """

    row: int
    visit: str
    on: date
    billed: BilledCode
    units: int
    diagnoses: tuple[Typed, ...]


class Rows:
    """Reads rows. Each distinct cell is parsed once, because a year's export repeats the same few dates and codes."""

    def __init__(self, columns: AuditColumns, today: date) -> None:
        self._columns = columns
        self._codes, self._units = lru_cache(_MANY)(_code), lru_cache(_MANY)(_units)
        self._dates = lru_cache(_MANY)(partial(_date, today=today))
        self._modifiers, self._diagnoses = lru_cache(_MANY)(_modifiers), lru_cache(_MANY)(_diagnoses)

    def read(self, row: int, cells: Sequence[str]) -> BilledLine | RowProblem:
        """The line in `cells`. Blank cells and short rows count as missing values."""
        columns = self._columns
        written = _cell(cells, columns.code).strip()
        if not written:
            return RowProblem.NO_CODE
        modifiers = tuple([_cell(cells, at) for at in columns.modifiers])
        billed = self._codes(written, self._modifiers(modifiers))
        if billed is None:
            return RowProblem.BAD_CODE
        on = self._dates(_cell(cells, columns.date))
        if on is None:
            return RowProblem.BAD_DATE
        units = self._units(_cell(cells, columns.units))
        if units is None:
            return RowProblem.BAD_UNITS
        diagnoses = tuple([_cell(cells, at) for at in columns.diagnoses])
        return BilledLine(row, self._visit(cells), on, billed, units, self._diagnoses(diagnoses))

    def _visit(self, cells: Sequence[str]) -> str:
        """Identify the visit.

        Lines of one patient on one day belong together; without a patient column, those of one claim.
        """
        columns = self._columns
        return _cell(cells, columns.claim if columns.patient is None else columns.patient).strip()


_MANY = 50_000
"""The most distinct cells cached for each column."""


def _cell(cells: Sequence[str], at: int | None) -> str:
    return cells[at] if at is not None and at < len(cells) else ""


def _code(written: str, modifiers: tuple[str, ...]) -> BilledCode | None:
    billed = read_billed(written.replace(" ", "-"))
    return with_modifiers(billed, modifiers) if billed and modifiers else billed


_SPREADSHEET_DAY = re.compile(r"(43[1-9]\d\d|4[4-9]\d{3})(?:\.\d+)?")
"""A spreadsheet's day number, possibly with a time fraction: 46145 is 2026-05-03, and the range is 2017-12-31 to
2036. Lower numbers are excluded: 40126 is April 1, 2026 in claim format (MMDDYY), whose leading zero a spreadsheet
removes."""
_DAY_0 = date(1899, 12, 30)


def _date(written: str, today: date) -> date | None:
    if counted := _SPREADSHEET_DAY.fullmatch(written.strip()):
        return _DAY_0 + timedelta(days=int(counted[1]))
    try:
        # exports append midnight to dates: 2026-02-03 00:00:00
        return parse_date(re.split(r"[ T]\d{1,2}:", written.strip())[0], today)
    except NotADate:
        return None


def _modifiers(cells: tuple[str, ...]) -> tuple[str, ...]:
    """Read `59`, `GP 59`, `GP-59` and `GP59` in any of the cells."""
    tokens = re.split(r"[,;:|\-\s]+", " ".join(cells).upper())
    parted = [t[i : i + 2] for t in tokens if len(t) % 2 == 0 for i in range(0, len(t), 2)]
    return tuple(m for m in parted if has_modifier_form(m))


def _diagnoses(cells: tuple[str, ...]) -> tuple[Typed, ...]:
    tokens = re.split(r"[,;|\s]+", " ".join(cells))
    found = (read_diagnosis(token) for token in tokens if token)
    return tuple(dict.fromkeys(typed for typed in found if typed))


def _units(written: str) -> int | None:
    """Whole units. An empty cell means one; exports write 2 as 2.00."""
    if not written.strip():
        return 1
    whole = re.fullmatch(r"(\d{1,6})(?:\.0*)?", written.strip())
    return int(whole[1]) if whole and 0 < int(whole[1]) <= MOST_UNITS else None
