"""`/icd` for a day without a loaded release: what the Medicare Code Editor's lists say about each code."""

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
    """One code on the day. `named` is the code in the nearest loaded release, `named_by`; None if none has it.

    `successors` are the codes that followed it, each as in the newest release, or None. `instead` are the rows of
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
    """The codes of a question in its order. `together`: the question was whether they can be coded together."""

    chosen: SelectedRelease
    day: date
    entries: tuple[PastEntry, ...]
    through: date
    together: bool = False


@dataclass(frozen=True, slots=True)
class BeforeIcd10:
    """The day is before ICD-10-CM took effect."""

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
    """What the lists say about each code on the day of the question. The lists must cover that day."""
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
    """A placeholder release for the day, used to find the nearest loaded one."""
    return Release(System.ICD10CM, "", day, None, "")
