"""`/icd` with codes: which release answers, and what it says about each code and each pair of codes."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache, partial
from typing import TypeAlias

from bot.domain.codes.claim import guidelines
from bot.domain.codes.claim.finding import ClaimFinding
from bot.domain.codes.cpt.grammar import read_code
from bot.domain.codes.diagnosis import Block, Diagnosis, DiagnosisTable
from bot.domain.codes.edition_file import Holds
from bot.domain.codes.file_rows import Conversion
from bot.domain.codes.icd import path
from bot.domain.codes.icd.billable_days import ICD10_BEGAN, PastCode, answers, past_code
from bot.domain.codes.icd.excludes import ExcludesPair, together
from bot.domain.codes.icd.grammar import Typed, bare, dotted, is_ambiguous
from bot.domain.codes.icd.neighbours import Laterality, other_encounters, other_sides
from bot.domain.codes.icd.parse import DiagnosisCodesRequest, Together
from bot.domain.codes.icd.path import PrintedNotes
from bot.domain.codes.icd.replaced import Demotion, demotion
from bot.domain.codes.icd.resolve import Header, NeedsSeventh, Resolution, Unknown, resolve
from bot.domain.codes.releases import Release, SelectedRelease, System
from bot.services.library.code_library import CodeLibrary
from bot.services.lookup.past_diagnoses import BeforeIcd10, PastDiagnoses, look_up_past
from bot.services.ports.request_context import RequestContext

_EDITIONS_KEPT, _CODES_KEPT = 4, 256


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A code that the day's release lacks, as another loaded release holds it.

    `edge` is the last day of that release (or its first day, if it is later), where it adjoins the day's release.
    """

    diagnosis: Diagnosis
    release: Release
    later: bool
    edge: date | None


@dataclass(frozen=True, slots=True, eq=False)
class DiagnosisEntry:
    """One code and everything that its card may show. An unknown code has no related codes.

    Compared by identity. `kept`: the same entry object is returned for the same code, so its card may be cached too.

    `ambiguous`: as typed, it may also be an HCPCS Level II code: by its form, or, if HCPCS is loaded, because that
    set holds it. `elsewhere` and `instead` apply to an unknown code: which other release holds it, and which codes
    NCHS's loaded conversion tables name as replacements. `past`: the days on which it was billable, if no loaded
    release holds it as a billable code.
    """

    resolution: Resolution
    parents: tuple[Diagnosis, ...] = ()
    blocks: tuple[Block, ...] = ()
    notes: tuple[PrintedNotes, ...] = ()
    sides: tuple[tuple[Laterality, Diagnosis], ...] = ()
    encounters: tuple[Diagnosis, ...] = ()
    ambiguous: bool = False
    elsewhere: Elsewhere | None = None
    instead: tuple[Conversion, ...] = ()
    kept: bool = False
    past: PastCode | None = None


@dataclass(frozen=True, slots=True)
class Looked:
    """The entries for the question's codes, in order, answered from `release`."""

    chosen: SelectedRelease
    release: Release
    entries: tuple[DiagnosisEntry, ...]
    hcpcs_loaded: bool


@dataclass(frozen=True, slots=True)
class Checked:
    """Every pair of the codes in the question; `missing` are codes that the release does not hold.

    `notes`: whether the release has Excludes notes. Without them, no pair was checked.
    """

    chosen: SelectedRelease
    release: Release
    pairs: tuple[ExcludesPair, ...]
    missing: tuple[DiagnosisEntry, ...]
    codes: tuple[str, ...]
    notes: bool = True
    rules: tuple[ClaimFinding, ...] = ()
    """What the coding guidelines say of the codes; positions count `held` from 1."""
    held: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KnownDiagnosis:
    """What is known about a code without the day's release; `children` are today's, if loaded."""

    code: str
    demotion: Demotion
    children: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DiagnosisNotLoaded:
    """No loaded release covers the date. `loaded` are the loaded releases, newest first."""

    chosen: SelectedRelease
    codes: tuple[str, ...]
    loaded: tuple[Release, ...]
    known: tuple[KnownDiagnosis, ...]


Result: TypeAlias = Looked | Checked | PastDiagnoses | BeforeIcd10 | DiagnosisNotLoaded


def look_up(
    question: DiagnosisCodesRequest | Together, code_library: CodeLibrary, request: RequestContext
) -> Result:
    """Answer from the release in force on the date of service.

    Without one, answer from the lists of the days on which codes were billable, or report that none is loaded for the
    date.
    """
    choice = code_library.diagnoses(question.on, request.today, request.workspace)
    if choice.table is None:
        return _without_release(question, choice.chosen, code_library, request)
    if isinstance(question, Together):
        return _check(question, choice.chosen, choice.table, code_library, request)
    entries = tuple(
        _entry(typed, choice.table, question.on, code_library, request) for typed in question.codes
    )
    return Looked(
        choice.chosen, choice.table.release, entries, code_library.loaded(System.HCPCS, request.workspace)
    )


def _entry(
    typed: Typed, table: DiagnosisTable, on: date | None, code_library: CodeLibrary, request: RequestContext
) -> DiagnosisEntry:
    entry = _found(typed, table)
    if _ambiguous(typed, on, code_library, request):
        entry = replace(entry, ambiguous=True, kept=False)
    day = on or request.today
    if not isinstance(entry.resolution, Unknown):
        return _with_last_day(entry, day, code_library)
    elsewhere = (
        None if typed.guessed else _elsewhere(typed.code, table.release, code_library, request.workspace)
    )
    instead = code_library.files.instead_of(typed.code, request.workspace)
    past = None if typed.guessed or elsewhere else _past(typed.code, day, code_library)
    if elsewhere or instead or past:
        return replace(entry, elsewhere=elsewhere, instead=instead, past=past, kept=False)
    return entry


def _found(typed: Typed, table: DiagnosisTable) -> DiagnosisEntry:
    """What the edition itself says about the code."""
    if _is_written_right(typed, table):
        return _entries(table)(typed)  # type: ignore[arg-type]  # a Protocol promises no hash
    return _made(table, typed, kept=False)


def _is_written_right(typed: Typed, table: DiagnosisTable) -> bool:
    """Whether the edition has the code, or would without the placeholders at its end (`T81.4XX`)."""
    if typed.guessed:
        return False
    return bool(table.get(typed.code) or table.get(dotted(bare(typed.code).rstrip("X"))))


def _past(code: str, day: date, code_library: CodeLibrary) -> PastCode | None:
    history = code_library.history
    past = past_code(code, day, history) if history else None
    return past if past and past.runs else None


def _with_last_day(entry: DiagnosisEntry, day: date, code_library: CodeLibrary) -> DiagnosisEntry:
    """For a header: add the day when it stopped being billable, from the lists, which know it for every code."""
    resolution = entry.resolution
    if not isinstance(resolution, Header | NeedsSeventh):
        return entry
    code = resolution.diagnosis.code
    past = _past(code, day, code_library)
    last = past.runs[-1].last if past else None
    if last is None or last >= day:
        return entry
    return (_kept_since if entry.kept else _since)(entry, last)


def _since(entry: DiagnosisEntry, last: date) -> DiagnosisEntry:
    """The entry of a header that was billable until `last`. Cached if the entry is."""
    resolution = entry.resolution
    assert isinstance(resolution, Header | NeedsSeventh)  # noqa: S101 - the caller has looked
    since = Demotion(resolution.diagnosis.code, last, last + timedelta(days=1))
    return replace(entry, resolution=replace(resolution, demotion=since))


_kept_since = lru_cache(maxsize=_CODES_KEPT)(_since)


@lru_cache(maxsize=_EDITIONS_KEPT)
def _entries(table: DiagnosisTable) -> Callable[[Typed], DiagnosisEntry]:
    """Returns a lookup of one edition's entries, with the most recent ones cached.

    An edition never changes, a team asks about the same codes all day, and an entry takes up to forty rows. Mistyped
    codes are not cached. Workspaces that share an edition share its cache.
    """
    return lru_cache(maxsize=_CODES_KEPT)(partial(_made, table, kept=True))


def _made(table: DiagnosisTable, typed: Typed, *, kept: bool) -> DiagnosisEntry:
    resolution = resolve(typed, table)
    if isinstance(resolution, Unknown):
        return DiagnosisEntry(resolution, kept=kept)
    diagnosis = resolution.diagnosis
    return DiagnosisEntry(
        resolution,
        tuple(path.parents(diagnosis, table)),
        tuple(path.blocks(diagnosis, table)),
        path.inherited(diagnosis, table),
        other_sides(diagnosis, table),
        other_encounters(diagnosis, table),
        kept=kept,
    )


def _ambiguous(typed: Typed, on: date | None, code_library: CodeLibrary, request: RequestContext) -> bool:
    if not is_ambiguous(typed.written):
        return False
    code = read_code(typed.written)
    loaded = code_library.files.procedure(code, on, request.today, request.workspace) if code else None
    return loaded is None or loaded.listing is not None


def _elsewhere(code: str, release: Release, code_library: CodeLibrary, workspace: str) -> Elsewhere | None:
    """The nearest other release that holds the code, earlier ones first."""
    for table in code_library.other_diagnoses(release, workspace):
        if (found := table.get(code)) and found.billable:
            later = table.release.effective > release.effective
            first, following = (release, table.release) if later else (table.release, release)
            adjoin = first.ends is not None and first.ends + timedelta(days=1) == following.effective
            edge = (following.effective if later else first.ends) if adjoin else None
            return Elsewhere(found, table.release, later, edge)
    return None


def _check(
    question: Together,
    chosen: SelectedRelease,
    table: DiagnosisTable,
    code_library: CodeLibrary,
    request: RequestContext,
) -> Checked:
    found = [(typed, None if typed.guessed else table.get(typed.code)) for typed in question.codes]
    return Checked(
        chosen,
        table.release,
        together(tuple(diagnosis for _, diagnosis in found if diagnosis), table),
        tuple(
            _entry(typed, table, question.on, code_library, request)
            for typed, diagnosis in found
            if diagnosis is None
        ),
        tuple(typed.code for typed in question.codes),
        Holds.NOTES in table.holds,
        guidelines.together([diagnosis for _, diagnosis in found if diagnosis], table),
        tuple(diagnosis.code for _, diagnosis in found if diagnosis),
    )


def _without_release(
    question: DiagnosisCodesRequest | Together,
    chosen: SelectedRelease,
    code_library: CodeLibrary,
    request: RequestContext,
) -> PastDiagnoses | BeforeIcd10 | DiagnosisNotLoaded:
    day, history = chosen.on or chosen.today, code_library.history
    if day < ICD10_BEGAN:
        return BeforeIcd10(day, tuple(typed.code for typed in question.codes))
    if history and answers(history, day):
        together = isinstance(question, Together)
        return look_up_past(question.codes, chosen, history, code_library, request, together=together)
    return _not_loaded(question, chosen, code_library, request)


def _not_loaded(
    question: DiagnosisCodesRequest | Together,
    chosen: SelectedRelease,
    code_library: CodeLibrary,
    request: RequestContext,
) -> DiagnosisNotLoaded:
    newest = code_library.diagnoses(None, request.today, request.workspace).table
    codes = tuple(typed.code for typed in question.codes)
    old = ((code, demotion(code)) for code in codes)
    known = tuple(KnownDiagnosis(code, fact, _children(fact.code, newest)) for code, fact in old if fact)
    loaded = tuple(r for r in code_library.releases(request.workspace) if r.system is System.ICD10CM)
    return DiagnosisNotLoaded(chosen, codes, loaded, known)


def _children(code: str, table: DiagnosisTable | None) -> tuple[str, ...]:
    header = table.get(code) if table else None
    return header.children if header else ()


def fiscal_year(day: date) -> int:
    """The federal fiscal year whose ICD-10-CM is in force on `day`: FY2027 began on 2026-10-01."""
    return day.year + (day.month >= 10)
