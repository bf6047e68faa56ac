"""One row of an export as a billed line, or why it could not be read as one."""

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
    """Why a row was passed over."""

    NO_CODE = "no procedure code"
    BAD_CODE = "not a procedure code"
    BAD_DATE = "not a date"
    BAD_UNITS = "not a number of units"


@dataclass(frozen=True, slots=True)
class BilledLine:
    """A service as billed. `row` counts from 1 with the header, as a spreadsheet does; `visit` is '' where unknown.

    `visit` tells whose line it is: never shown, never kept.
    """

    row: int
    visit: str
    on: date
    billed: BilledCode
    units: int
    diagnoses: tuple[Typed, ...]


class Rows:
    """Reads rows, each distinct cell once: a year's export names few dates and few codes, many times."""

    def __init__(self, columns: AuditColumns, today: date) -> None:
        self._columns = columns
        self._codes, self._units = lru_cache(_MANY)(_code), lru_cache(_MANY)(_units)
        self._dates = lru_cache(_MANY)(partial(_date, today=today))
        self._modifiers, self._diagnoses = lru_cache(_MANY)(_modifiers), lru_cache(_MANY)(_diagnoses)

    def read(self, row: int, cells: Sequence[str]) -> BilledLine | RowProblem:
        """The line that stands in `cells`; blank cells and short rows are as good as absent."""
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
        """Lines of one patient on one day belong together; without a patient's column, those of one claim."""
        columns = self._columns
        return _cell(cells, columns.claim if columns.patient is None else columns.patient).strip()


_MANY = 50_000
"""Distinct cells remembered of each column."""


def _cell(cells: Sequence[str], at: int | None) -> str:
    return cells[at] if at is not None and at < len(cells) else ""


def _code(written: str, modifiers: tuple[str, ...]) -> BilledCode | None:
    billed = read_billed(written.replace(" ", "-"))
    return with_modifiers(billed, modifiers) if billed and modifiers else billed


_SPREADSHEET_DAY = re.compile(r"(43[1-9]\d\d|4[4-9]\d{3})(?:\.\d+)?")
"""A day as spreadsheets count them, with the hours behind it: 46145 is 2026-05-03, and all are 2017-12-31 to 2036.
Nothing lower: 40126 is April 1, 2026, as claims write it (MMDDYY), without the zero that a spreadsheet takes away."""
_DAY_0 = date(1899, 12, 30)


def _date(written: str, today: date) -> date | None:
    if counted := _SPREADSHEET_DAY.fullmatch(written.strip()):
        return _DAY_0 + timedelta(days=int(counted[1]))
    try:
        # an export writes midnight behind its dates: 2026-02-03 00:00:00
        return parse_date(re.split(r"[ T]\d{1,2}:", written.strip())[0], today)
    except NotADate:
        return None


def _modifiers(cells: tuple[str, ...]) -> tuple[str, ...]:
    """`59`, `GP 59`, `GP-59` and `GP59` in any of the cells."""
    tokens = re.split(r"[,;:|\-\s]+", " ".join(cells).upper())
    parted = [t[i : i + 2] for t in tokens if len(t) % 2 == 0 for i in range(0, len(t), 2)]
    return tuple(m for m in parted if has_modifier_form(m))


def _diagnoses(cells: tuple[str, ...]) -> tuple[Typed, ...]:
    tokens = re.split(r"[,;|\s]+", " ".join(cells))
    found = (read_diagnosis(token) for token in tokens if token)
    return tuple(dict.fromkeys(typed for typed in found if typed))


def _units(written: str) -> int | None:
    """Whole units; an empty cell is one, and exports write 2 as 2.00."""
    if not written.strip():
        return 1
    whole = re.fullmatch(r"(\d{1,6})(?:\.0*)?", written.strip())
    return int(whole[1]) if whole and 0 < int(whole[1]) <= MOST_UNITS else None
