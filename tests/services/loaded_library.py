"""Invented files, loaded as people load them and opened as the bot opens them, without the diagnoses' two seconds."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.codefiles.icd10cm_tabular import read_tabular
from bot.codefiles.installed import INSTALLED
from bot.domain.codes.diagnosis import DiagnosisTable
from bot.domain.codes.files import Variant
from bot.domain.codes.icd.billable_days import BillableHistory
from bot.domain.codes.releases import System
from bot.domain.codes.search.entries import TextOrigin
from bot.services.library.build import LibraryBuilder
from bot.services.library.code_library import CodeLibrary
from bot.services.library.code_status import Judge
from bot.services.library.edition_cache import EditionCache
from bot.services.library.editions import distinct_editions
from bot.services.library.paths import LibraryPaths
from bot.services.loading.diagnosis_records import to_records
from bot.services.loading.index_records import to_index_records
from bot.services.loading.load_files import load_files
from bot.services.loading.release_names import LoadOptions
from bot.services.ports.database import StoredRelease
from bot.services.ports.request_context import RequestContext
from storage.editions.store import SqliteEditions
from tests.codefiles.invented import INVENTED_TABULAR
from tests.codefiles.layouts import (
    HCPCS_HEADER,
    PTP_PREAMBLE,
    csv_of,
    hcpcs_cells,
    mue_cells,
    text,
)
from tests.codefiles.layouts_cpt import (
    ADD_ON_CELLS,
    ADD_ON_HEADER,
    AMA_NOTICE,
    FEE_HEADER,
    FEE_NOTICES,
)
from tests.fakes import FakeDatabase

NOW = datetime(2026, 11, 21, 17, tzinfo=UTC)
TODAY = date(2026, 11, 21)
KITES, SLEDS = "T1", "T2"
"""Two workspaces: each has loaded files of its own."""


def request_of(workspace: str = KITES, today: date = TODAY) -> RequestContext:
    """Somebody of a workspace asks."""
    return RequestContext(workspace, "U1", today)


def fees(factor: str = "33.4009") -> bytes:
    """A fee schedule with 97140 and 99213 and an imaging code with its parts."""
    cells = [
        [
            "97140",
            "",
            "INVENTED",
            "A",
            "",
            "0.43",
            "0.40",
            "",
            "0.30",
            "",
            "0.01",
            "0.84",
            "0.74",
            "0",
            "XXX",
        ],
        [
            "71046",
            "26",
            "INVENTED",
            "A",
            "",
            "0.18",
            "0.07",
            "",
            "0.07",
            "",
            "0.01",
            "0.26",
            "0.26",
            "1",
            "XXX",
        ],
        ["71046", "", "INVENTED", "A", "", "0.18", "0.60", "", "NA", "", "0.02", "0.80", "0.00", "1", "XXX"],
    ]
    cells[2][7:10] = ["", "0.00", "NA"]
    rest = [
        "0.00",
        "0.00",
        "0.00",
        "5",
        "0",
        "0",
        "0",
        "0",
        "",
        "",
        factor,
        "09",
        "0",
        "99",
        "0.00",
        "0.00",
        "0.00",
    ]
    notices = [[cell.replace("July", "October") for cell in row] for row in FEE_NOTICES]
    return csv_of([*notices, FEE_HEADER, *([*line, *rest] for line in cells)])


def pairs(*rows: str) -> bytes:
    """An NCCI file of some rows."""
    return text(*PTP_PREAMBLE, *rows)


def hcpcs(*codes: tuple[str, str, str, str]) -> bytes:
    """A HCPCS list of (code, name, first day, last day); the days as the file has them, or ''."""
    rows = [
        hcpcs_cells(
            code, "3", name, "SHORT", **{"ADD DT": since, "TERM DT": ends, "XREF1": "J1886" if ends else ""}
        )
        for code, name, since, ends in codes
    ]
    return csv_of([HCPCS_HEADER, hcpcs_cells("ZB", "7", "Invented modifier", "MOD"), *rows])


def cpt(*codes: tuple[str, str]) -> bytes:
    """A LONGULT file."""
    return text(AMA_NOTICE, "", *(f"{code}\t{name}" for code, name in codes))


MUE = csv_of([*mue_cells("Practitioner")[:2], ["97530", "4", "3 Date of Service Edit: Clinical", "Invented"]])
ADD_ONS = csv_of(
    [[AMA_NOTICE], ADD_ON_HEADER, ["1", "97546", "", "97545", "", "2013091", "", ""], ADD_ON_CELLS[2]]
)
HCPCS_Q4 = hcpcs(
    ("J1885", "Injection, invented ketorolac, per 15 mg", "19960101", ""),
    ("J0135", "Injection, invented adalimumab, 20 mg", "20050101", ""),
    ("E0143", "Invented walker, folding, wheeled", "19960101", ""),
    ("K0001", "Standard wheelchair, invented", "19960101", ""),
    ("J9999", "Invented drug that ended", "20020701", "20260930"),
)
PAIRS_F1 = pairs("97530\t97140\t\t20200101\t*\t1\tInvented rationale")


Loads = tuple[str | None, Sequence[tuple[str, bytes]]]


@dataclass(frozen=True, slots=True)
class _Built:
    """What libraries of the same files have in common: none of it changes."""

    stored: Sequence[StoredRelease]
    folder: Path


_BUILT: dict[object, _Built] = {}
_KEPT = TemporaryDirectory(prefix="codedesk_tests_")
"""Of the whole process: a test's own folder goes with the test."""


def all_there(*_lists: object) -> None:
    """A Judge that takes a list of five invented codes for a whole edition."""


async def code_library_of(
    folder: Path,
    *loads: Loads,
    database: FakeDatabase | None = None,
    judge: Judge = all_there,
    diagnoses: Iterable[DiagnosisTable] = (),
) -> CodeLibrary:
    """A library of files, each load for the workspace named with it (None: for everybody).

    The same files are loaded once in a process, except into a `database` that the test looks into; only then is
    `folder` used. `diagnoses` are releases of ICD-10-CM in memory.
    """
    key = tuple((workspace, tuple(inputs)) for workspace, inputs in loads)
    built = await _built(folder, loads, database) if database else _BUILT.get(key)
    if built is None:
        kept = Path(_KEPT.name) / str(len(_BUILT))
        built = _BUILT[key] = await _built(kept, loads, FakeDatabase())
    return library_of(built.stored, built.folder, judge, diagnoses)


def library_of(
    stored: Iterable[StoredRelease],
    folder: Path,
    judge: Judge = all_there,
    diagnoses: Iterable[DiagnosisTable] = (),
    history: Callable[[], BillableHistory] | None = None,
) -> CodeLibrary:
    """A library of releases whose files were built in `folder`."""
    cache = EditionCache(LibraryPaths(folder), SqliteEditions())
    library = CodeLibrary(diagnoses, cache=cache, judge=judge, history=history)
    library.change(stored, frozenset(), 1)
    return library


def with_diagnoses(library: CodeLibrary, *diagnoses: DiagnosisTable) -> CodeLibrary:
    """The same library with releases of ICD-10-CM in memory."""
    assert library.cache
    return library_of(library.stored, library.cache.paths.folder, diagnoses=diagnoses)


async def _built(folder: Path, loads: Sequence[Loads], database: FakeDatabase) -> _Built:
    for workspace, inputs in loads:
        for one in inputs:
            variant = Variant.NON_QPP if "PPRRVU" in one[0] else None
            options = LoadOptions(workspace=workspace, variant=variant)
            await load_files(database, [one], at=NOW, progress=lambda *_: None, options=options)
    async with database.read() as work:
        stored = await work.releases.everywhere()
    await build_files(database, stored, folder)
    return _Built(stored, folder)


async def install_small(database: FakeDatabase) -> None:
    """Small stand-ins for all that comes with the install: reading and indexing the real files takes seconds."""
    tabular = list(to_records(read_tabular(INVENTED_TABULAR)))
    index = list(to_index_records({"A00.1": [(TextOrigin.INDEX, "Kick")]}))
    async with database.write() as work:
        for release in INSTALLED:
            rows = tabular if release.system is System.ICD10CM else index
            id_ = await work.releases.stage(release, f"small {release.edition}", NOW)
            await work.releases.add(release.workspace, id_, rows)
            await work.releases.publish(release.workspace, id_, len(rows))
        await work.commit()


async def build_files(database: FakeDatabase, stored: Sequence[StoredRelease], folder: Path) -> None:
    """The editions and search indexes of these releases, without what comes with the install."""
    builder = LibraryBuilder(database, LibraryPaths(folder), SqliteEditions())
    for edition in distinct_editions(stored):
        await builder.build(edition, verify=True)
    builder.build_starter()
