"""Loaded code sets as books and search indexes on disk: made once for each release, opened in milliseconds after."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from multiprocessing.process import BaseProcess
from pathlib import Path

from bot.books import search_file
from bot.books.diagnosis_book import open_book, write_book
from bot.books.errors import UnusableBook
from bot.codefiles.installed import INSTALLED_ICD10CM, installed_tabular
from bot.domain.codes.diagnosis import Block, Diagnosis
from bot.domain.codes.file_rows import CodeRow
from bot.domain.codes.icd.listed import diagnoses_of
from bot.domain.codes.releases import PUBLIC, System
from bot.domain.codes.search import build
from bot.domain.codes.search.entries import diagnosis_entries
from bot.services.diagnosis_records import from_records
from bot.services.drafts import digest_of
from bot.services.file_records import from_record as from_row
from bot.services.file_records import is_row
from bot.services.index_records import terms_by_code
from bot.services.installed_books import begin_making
from bot.services.library_files import LibraryFiles, terms_for
from bot.services.library_tables import (
    Table,
    entries_of,
    open_tables,
    stands,
    tables_of,
    views_of,
    write_table,
)
from bot.services.load_files import load_files
from bot.services.ports import Clock, CodeRecord, Database, StoredRelease
from bot.services.shelf import Shelf

Stage = Callable[[str, int, int], None]
"""Told the name of the stage of work, and how much of it is done: (stage, done, total)."""

WRITING = "indexing"


async def open_library(database: Database, folder: Path) -> Shelf | None:
    """Every visible release's book and index; None where something must be prepared first."""
    stored = await _visible(database)
    if not any(s.release == INSTALLED_ICD10CM for s in stored):
        return None
    try:
        return await asyncio.to_thread(
            _open, folder, stored
        )  # an index's vocabulary takes 25 ms: not on the loop
    except (UnusableBook, search_file.NotAnIndex, OSError):
        return None


def _open(folder: Path, stored: Sequence[StoredRelease]) -> Shelf:
    files, diagnoses = LibraryFiles(folder, stored), _of(System.ICD10CM, stored)
    tables = tables_of(stored)
    views = {workspace: search_file.load(files.view(view)) for workspace, view in views_of(tables).items()}
    return Shelf(
        [open_book(files.book(s.release, s.digest)) for s in diagnoses],
        {s.release: search_file.load(files.index(s.release, s.digest)) for s in diagnoses},
        views.pop(PUBLIC),
        [s.release for s in stored if s.release.system is not System.ICD10CM],
        files=open_tables({table: files.table(table) for table in tables}),
        licensed=views,
    )


async def prepare_library(
    database: Database, folder: Path, *, clock: Clock, tell: Stage, making: BaseProcess | None = None
) -> None:
    """Load what came with the install; write the books and indexes that are missing; drop what nothing needs.

    Seconds of processor time: run it in a process of its own, never in one that answers people. `making` has
    begun to make what needs no database.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)  # noqa: ASYNC240  (nobody else is on this loop)
    if not any(s.release == INSTALLED_ICD10CM for s in await _visible(database)):
        await _load_installed(database, folder, clock, tell, making)
    stored = await _visible(database)
    files, diagnoses, tables = LibraryFiles(folder, stored), _of(System.ICD10CM, stored), tables_of(stored)
    steps = len(diagnoses) + len(tables)
    for number, release in enumerate(diagnoses):
        tell(WRITING, number, steps)
        await _write(database, release, files, stored)
    for number, table in enumerate(tables, start=len(diagnoses)):
        tell(WRITING, number, steps)
        if not stands(table, files.table(table)):
            await write_table(database, table, files.table(table))
    _write_views(files, tables)
    tell(WRITING, steps, steps)
    files.sweep()


def _write_views(files: LibraryFiles, tables: Sequence[Table]) -> None:
    """The indexes of procedures: one for everybody, and one for each workspace with codes of its own."""
    paths = {table: files.table(table) for table in tables}
    for view in views_of(tables).values():
        if not _whole(files.view(view)):
            search_file.save(build(entries_of(view, paths), search_file.own_tables()), files.view(view))


async def _load_installed(
    database: Database, folder: Path, clock: Clock, tell: Stage, begun: BaseProcess | None
) -> None:
    """What came with the install: its rows are written here, its book and index by the second core meanwhile."""
    content = installed_tabular().read_bytes()
    async with _making(folder, begun):
        file = (INSTALLED_ICD10CM.source, content)
        await load_files(database, [file], at=clock.now(), tell=tell, release=INSTALLED_ICD10CM)


@asynccontextmanager
async def _making(folder: Path, begun: BaseProcess | None) -> AsyncIterator[None]:
    """Book and index are being made by another process while the block runs, and have been made after it."""
    making = begun or begin_making(folder, alone=False)
    yield
    await asyncio.to_thread(making.join)  # where it failed they are made from the rows


async def _write(
    database: Database, stored: StoredRelease, files: LibraryFiles, every: Sequence[StoredRelease]
) -> None:
    release = stored.release
    book, index = files.book(release, stored.digest), files.index(release, stored.digest)
    if _opens(book) and _whole(index):
        return
    blocks, diagnoses = _diagnoses(await _records(database, stored))
    write_book(book, release, blocks, diagnoses)
    terms = [r for s in terms_for(release, every) for r in await _records(database, s)]
    entries = diagnosis_entries(diagnoses, blocks, [terms_by_code(terms)])
    search_file.save(build(entries, search_file.own_tables()), index)


def _diagnoses(records: Sequence[CodeRecord]) -> tuple[list[Block], list[Diagnosis]]:
    """Of a tabular list all that it tells; of a list of codes their names and what stands below what."""
    if records and is_row(records[0]):
        rows = map(from_row, records)
        return [], diagnoses_of(row for row in rows if isinstance(row, CodeRow))
    return from_records(records)


async def _records(database: Database, stored: StoredRelease) -> list[CodeRecord]:
    async with database.read() as work:
        return [r async for r in work.releases.records(stored.release.workspace, stored.id)]


async def _visible(database: Database) -> tuple[StoredRelease, ...]:
    async with database.read() as work:
        return tuple(await work.releases.everywhere())


def _of(system: System, stored: Sequence[StoredRelease]) -> list[StoredRelease]:
    """Those of a system. Of two for the same days the one that tells more is the last, and answers."""
    return sorted((s for s in stored if s.release.system is system), key=lambda s: _TELLS.index(_part(s)))


_TELLS = ("codes", "order", "")


def _part(stored: StoredRelease) -> str:
    last = stored.release.edition.rpartition(" ")[2]
    return last if last in _TELLS else ""


def _opens(path: Path) -> bool:
    try:
        open_book(path)
    except UnusableBook:
        return False
    return True


def _whole(path: Path) -> bool:
    try:
        search_file.mapped(path)
    except (search_file.NotAnIndex, OSError):
        return False
    return True
