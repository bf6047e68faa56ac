"""Answer a question about procedure codes from the catalog that holds them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from bot.codefiles.announced_codes import announcement_of
from bot.codefiles.hcpcs_starter import hcpcs_starter
from bot.domain.codes.claim.edition import ReferenceEdition
from bot.domain.codes.cpt.announced import CodeAnnouncement
from bot.domain.codes.cpt.grammar import BilledCode, CodeKind, ProcedureCode, read_code, read_diagnosis
from bot.domain.codes.cpt.procedure import Procedure
from bot.domain.codes.cpt.requests import ProcedureCodesRequest, TimeFit
from bot.domain.codes.cpt.starter import STARTER
from bot.domain.codes.cpt.time_fit import Fit, time_fit
from bot.domain.codes.diagnosis import Diagnosis
from bot.domain.codes.fee_row import FeeRow
from bot.domain.codes.hcpcs.starter import StarterRow
from bot.domain.codes.listing import ListedModifier
from bot.domain.codes.localities import Locality
from bot.domain.codes.releases import SelectedRelease, System
from bot.domain.dates import split_date
from bot.services.library.code_library import CodeLibrary
from bot.services.library.code_status import LoadedCodeStatus
from bot.services.lookup.localities import team_locality
from bot.services.lookup.modifiers import look_up_modifiers
from bot.services.ports.request_context import RequestContext


class WordingSource(StrEnum):
    """The source of a procedure's wording."""

    STARTER = "starter set"
    LOADED = "loaded release"


@dataclass(frozen=True, slots=True)
class DiagnosisReading:
    """A diagnosis that the typed code may also mean, and the release that its name comes from."""

    diagnosis: Diagnosis
    chosen: SelectedRelease


@dataclass(frozen=True, slots=True)
class Fee:
    """A code's row in the day's fee schedule (None if it has none), and the edition.

    `locality` is the team's locality with the indices of the day; None if the team has none or its file isn't loaded.
    """

    row: FeeRow | None
    edition: ReferenceEdition
    locality: Locality | None = None


@dataclass(frozen=True, slots=True)
class StarterResult:
    """A code that a catalog holds. `reading` is the diagnosis that the typed code may mean without its dot.

    `loaded` is what the loaded sets say about it; None if no edition of its set is loaded. `fee` is None if no fee
    schedule is loaded for the day. `modifiers` are the modifiers typed with it that loaded lists print.
    """

    billed: BilledCode
    procedure: Procedure
    source: WordingSource
    on: date | None
    today: date
    reading: DiagnosisReading | None = None
    loaded: LoadedCodeStatus | None = None
    fee: Fee | None = None
    modifiers: tuple[ListedModifier, ...] = ()


@dataclass(frozen=True, slots=True)
class LoadedResult:
    """A code that the starter set does not hold, from a loaded set. `loaded` says whether the code is in that set."""

    billed: BilledCode
    loaded: LoadedCodeStatus
    on: date | None
    today: date
    reading: DiagnosisReading | None = None
    fee: Fee | None = None
    modifiers: tuple[ListedModifier, ...] = ()
    announced: CodeAnnouncement | None = None


@dataclass(frozen=True, slots=True)
class HcpcsStarterResult:
    """An HCPCS Level II code that only the starter holds: its name and dates, but nothing about its validity."""

    billed: BilledCode
    row: StarterRow
    on: date | None
    today: date
    reading: DiagnosisReading | None = None
    fee: Fee | None = None
    modifiers: tuple[ListedModifier, ...] = ()


@dataclass(frozen=True, slots=True)
class ProcedureNotLoaded:
    """A code in valid form whose set is not loaded, so its validity is unknown."""

    billed: BilledCode
    on: date | None
    today: date
    reading: DiagnosisReading | None = None
    fee: Fee | None = None
    modifiers: tuple[ListedModifier, ...] = ()
    announced: CodeAnnouncement | None = None


LookedUp = StarterResult | LoadedResult | HcpcsStarterResult | ProcedureNotLoaded


@dataclass(frozen=True, slots=True)
class Timed:
    """A code, a time in minutes, and whether the time fits the code."""

    found: StarterResult
    minutes: int
    fit: Fit


class ProcedureCatalog(Protocol):
    """A source of procedure codes: the starter set or the loaded CPT and HCPCS releases."""

    @property
    def source(self) -> WordingSource: ...

    def find(self, code: ProcedureCode, on: date, workspace: str) -> Procedure | None:
        """The code as of date of service `on`, within the license of `workspace`."""

    def codes(self, workspace: str) -> Collection[str]:
        """All codes in the catalog, to suggest corrections for a misspelled one."""


class StarterCatalog:
    """The starter set as a catalog: the same for every workspace and date."""

    source = WordingSource.STARTER

    def find(self, code: ProcedureCode, on: date, workspace: str) -> Procedure | None:  # noqa: ARG002
        """The starter's entry. It has no dates, and its cards say so."""
        return STARTER.get(code.code)

    def codes(self, workspace: str) -> Collection[str]:  # noqa: ARG002
        """The codes of the starter set."""
        return STARTER.keys()


def look_up(
    billed: BilledCode,
    on: date | None,
    request: RequestContext,
    *,
    catalog: ProcedureCatalog,
    code_library: CodeLibrary,
) -> LookedUp:
    """What is known about one code on date of service `on` (None: today)."""
    found = catalog.find(billed.procedure, on or request.today, request.workspace)
    reading = _other_reading(billed.procedure, on, request, code_library)
    loaded = code_library.files.procedure(billed.procedure, on, request.today, request.workspace)
    fee = _fee(billed, on, request, code_library)
    listed = (
        look_up_modifiers(billed.modifiers, on, request, code_library=code_library).listed
        if billed.modifiers
        else ()
    )
    if found is not None:
        return StarterResult(billed, found, catalog.source, on, request.today, reading, loaded, fee, listed)
    announced = announcement_of(billed.procedure.code)
    if loaded is not None and not (loaded.by_fees and billed.procedure.code in hcpcs_starter().codes):
        return LoadedResult(billed, loaded, on, request.today, reading, fee, listed, announced)
    if billed.procedure.kind is CodeKind.HCPCS and (row := hcpcs_starter().codes.get(billed.procedure.code)):
        return HcpcsStarterResult(billed, row, on, request.today, reading, fee, listed)
    return ProcedureNotLoaded(billed, on, request.today, reading, fee, listed, announced)


_PRICED_APART = ("26", "TC", "53")
"""Modifiers with their own rows in the fee schedule."""


def _fee(
    billed: BilledCode, on: date | None, request: RequestContext, code_library: CodeLibrary
) -> Fee | None:
    """The day's row: for modifier 26 or TC, that of the professional or technical component alone."""
    table = code_library.files.fees(on, request.today, request.workspace)
    if table is None:
        return None
    code = billed.procedure.code
    apart = next((m for m in billed.modifiers if m in _PRICED_APART), "")
    locality = team_locality(code_library, request.locality, on, request)
    return Fee(table.find(code, apart) or table.find(code, ""), table.edition, locality)


def own_code(
    text: str, request: RequestContext, *, catalog: ProcedureCatalog, code_library: CodeLibrary
) -> ProcedureCodesRequest | None:
    """The question for one of the team's own codes, which may have any form; None for any other text.

    A code that is also in CPT or HCPCS counts as theirs. Raises NotADate.
    """
    files = code_library.files
    if not files.holds(System.OWN, request.workspace):
        return None
    rest, on = split_date(text, request.today)
    written, _, behind = rest.strip().upper().partition(" ")
    if behind not in ("", "MORE") or not files.own(written, request.workspace):
        return None
    if published := read_code(written):
        known = files.procedure(published, on, request.today, request.workspace)
        if (known and known.listing) or catalog.find(published, on or request.today, request.workspace):
            return None
    return ProcedureCodesRequest((BilledCode(ProcedureCode(written, CodeKind.OWN)),), on, full=bool(behind))


def look_up_each(
    billed: Sequence[BilledCode],
    on: date | None,
    request: RequestContext,
    *,
    catalog: ProcedureCatalog,
    code_library: CodeLibrary,
) -> tuple[LookedUp, ...]:
    """Several codes in order, each as returned by `look_up`."""
    return tuple(look_up(each, on, request, catalog=catalog, code_library=code_library) for each in billed)


def fit_time(
    question: TimeFit, request: RequestContext, *, catalog: ProcedureCatalog, code_library: CodeLibrary
) -> Timed | LoadedResult | HcpcsStarterResult | ProcedureNotLoaded:
    """Whether the time fits the code on its date, based on the related codes in the same catalog."""
    found = look_up(question.billed, question.on, request, catalog=catalog, code_library=code_library)
    if not isinstance(found, StarterResult):
        return found
    on = question.on or request.today

    def find(code: str) -> Procedure | None:
        known = read_code(code)
        return catalog.find(known, on, request.workspace) if known else None

    return Timed(found, question.minutes, time_fit(found.procedure, question.minutes, on, find))


def diagnosis_named(
    code: str, on: date | None, request: RequestContext, code_library: CodeLibrary
) -> DiagnosisReading | None:
    """The diagnosis with this canonical code, if a table for the date is loaded and holds it."""
    choice = code_library.diagnoses(on, request.today, request.workspace)
    found = choice.table.get(code) if choice.table else None
    return DiagnosisReading(found, choice.chosen) if found else None


def _other_reading(
    code: ProcedureCode, on: date | None, request: RequestContext, code_library: CodeLibrary
) -> DiagnosisReading | None:
    """`A0100` has the form of HCPCS and of ICD-10-CM without its dot.

    The table decides whether that diagnosis exists.
    """
    if code.kind not in (CodeKind.HCPCS, CodeKind.CDT):
        return None
    dotted = read_diagnosis(code.code)
    return diagnosis_named(dotted, on, request, code_library) if dotted else None
