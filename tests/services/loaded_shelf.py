"""Invented files, loaded as people load them and opened as the bot opens them, without the diagnoses' two seconds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from bot.books import search_file
from bot.domain.codes.files import Variant
from bot.domain.codes.releases import PUBLIC, Release
from bot.domain.codes.search.build import build
from bot.domain.codes.search.index import Index
from bot.services.library.code_library import CodeLibrary
from bot.services.library.code_status import Judge
from bot.services.library.editions import entries_of, open_tables, stands, tables_of, views_of, write_table
from bot.services.library.open_editions import OpenEditions
from bot.services.library.paths import LibraryFiles
from bot.services.loading.load_files import load_files
from bot.services.loading.release_names import LoadOptions
from bot.services.request_context import RequestContext
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


def asked(workspace: str = KITES, today: date = TODAY) -> RequestContext:
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
class _Opened:
    """What shelves of the same files have in common: none of it changes."""

    views: Mapping[str, Index]
    releases: Sequence[Release]
    files: OpenEditions


_OPENED: dict[object, _Opened] = {}


def all_there(*_lists: object) -> None:
    """A Judge that takes a list of five invented codes for a whole edition."""


async def shelf_of(
    folder: Path, *loads: Loads, database: FakeDatabase | None = None, judge: Judge = all_there
) -> CodeLibrary:
    """A shelf of files, each load for the workspace named beside it (None: for everybody).

    The same files are loaded once in a process, except into a `database` that the test looks into.
    """
    key = (judge, *((workspace, tuple(inputs)) for workspace, inputs in loads))
    opened = await _opened(folder, loads, database, judge) if database else _OPENED.get(key)
    if opened is None:
        opened = _OPENED[key] = await _opened(folder, loads, FakeDatabase(), judge)
    views = dict(opened.views)
    return CodeLibrary(
        procedures=views.pop(PUBLIC), beside=opened.releases, files=opened.files, licensed=views
    )


async def _opened(folder: Path, loads: Sequence[Loads], database: FakeDatabase, judge: Judge) -> _Opened:
    for workspace, inputs in loads:
        for one in inputs:
            variant = Variant.NON_QPP if "PPRRVU" in one[0] else None
            wished = LoadOptions(workspace=workspace, variant=variant)
            await load_files(database, [one], at=NOW, tell=lambda *_: None, wished=wished)
    async with database.read() as work:
        stored = await work.releases.everywhere()
    files, tables = LibraryFiles(folder, stored), tables_of(stored)
    paths = {table: files.table(table) for table in tables}
    for table, path in paths.items():
        await write_table(database, table, path)
        assert stands(table, path)
    for view in views_of(tables).values():
        search_file.save(build(entries_of(view, paths), search_file.own_tables()), files.view(view))
    views = {workspace: search_file.load(files.view(view)) for workspace, view in views_of(tables).items()}
    return _Opened(views, [s.release for s in stored], open_tables(paths, judge))
