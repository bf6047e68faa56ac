"""`/icd` for days of which no release is loaded: what the Medicare code editor's lists say of each code."""

from dataclasses import dataclass
from datetime import date

from bot.domain.codes.diagnosis import Diagnosis
from bot.domain.codes.file_rows import Conversion
from bot.domain.codes.icd.billable_days import BillableHistory, PastCode, past_code
from bot.domain.codes.icd.grammar import Typed
from bot.domain.codes.releases import Release, SelectedRelease, System
from bot.services.library.code_library import CodeLibrary
from bot.services.ports.request_context import RequestContext


@dataclass(frozen=True, slots=True)
class PastEntry:
    """One code on the day. `named` is the code as the nearest loaded release `named_by` has it, None where none does.

    `successors` are the codes that followed it, each as the newest release has it, or None; `instead` are the rows of
    NCHS's loaded conversion tables.
    """

    typed: Typed
    past: PastCode
    named: Diagnosis | None
    named_by: Release | None
    successors: tuple[tuple[str, Diagnosis | None], ...] = ()
    instead: tuple[Conversion, ...] = ()


@dataclass(frozen=True, slots=True)
class PastDiagnoses:
    """The codes of a question in its order; `together` where it asked whether they can be coded together."""

    chosen: SelectedRelease
    day: date
    entries: tuple[PastEntry, ...]
    through: date
    together: bool = False


@dataclass(frozen=True, slots=True)
class BeforeIcd10:
    """The day is before ICD-10-CM began."""

    day: date
    codes: tuple[str, ...]


def look_up_past(
    codes: tuple[Typed, ...],
    chosen: SelectedRelease,
    history: BillableHistory,
    library: CodeLibrary,
    request: RequestContext,
    *,
    together: bool,
) -> PastDiagnoses:
    """What the lists say of each code on the day of the question, which must be one of theirs."""
    day = chosen.on or chosen.today
    entries = tuple(_entry(typed, day, history, library, request) for typed in codes)
    return PastDiagnoses(chosen, day, entries, history.through, together)


def _entry(
    typed: Typed, day: date, history: BillableHistory, library: CodeLibrary, request: RequestContext
) -> PastEntry:
    past = past_code(typed.code, day, history)
    newest = library.diagnoses(None, request.today, request.workspace).table
    near = library.other_diagnoses(_of_day(day), request.workspace)
    table = next((table for table in near if table.get(typed.code)), None)
    successors = tuple((code, newest.get(code) if newest else None) for code in past.successors)
    return PastEntry(
        typed,
        past,
        table.get(typed.code) if table else None,
        table.release if table else None,
        successors,
        () if past.billable else library.files.instead_of(typed.code, request.workspace),
    )


def _of_day(day: date) -> Release:
    """No release, but a day to look from for the nearest one."""
    return Release(System.ICD10CM, "", day, None, "")
