"""Books and search indexes made: once for each release, by a process of its own (bot.worker.process)."""

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path

from bot.books import search_file
from bot.books.diagnosis_book import open_book, write_book
from bot.books.errors import UnusableBook
from bot.codefiles.installed import INSTALLED_ICD10CM
from bot.domain.codes.diagnosis import Block, Diagnosis
from bot.domain.codes.file_rows import CodeRow
from bot.domain.codes.icd.code_list import diagnoses_of
from bot.domain.codes.releases import System
from bot.domain.codes.search.build import build
from bot.domain.codes.search.entries import diagnosis_entries
from bot.services.library.editions import EditionTable, entries_of, stands, tables_of, views_of, write_table
from bot.services.library.installed_icd10cm import Making, begin_making
from bot.services.library.open import of_system, visible
from bot.services.library.paths import LibraryFiles, terms_for
from bot.services.loading.diagnosis_records import from_records, to_records
from bot.services.loading.drafts import ReleaseDraft
from bot.services.loading.file_records import from_record as from_row
from bot.services.loading.file_records import is_row
from bot.services.loading.index_records import terms_by_code
from bot.services.loading.load_files import LOADING, READING
from bot.services.loading.stage_release import publish, stage, sweep
from bot.services.ports.database import Clock, CodeRecord, Database, StoredRelease

Stage = Callable[[str, int, int], None]
"""Told the name of the stage of work, and how much of it is done: (stage, done, total)."""

WRITING = "indexing"


async def prepare_library(
    database: Database, folder: Path, *, clock: Clock, tell: Stage, making: Making | None = None
) -> None:
    """Load what came with the install; write the books and indexes that are missing; drop what nothing needs.

    Seconds of processor time: run it in a process of its own, never in one that answers people. `making` has
    begun to make what needs no database.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)  # noqa: ASYNC240  (nobody else is on this loop)
    if not any(s.release == INSTALLED_ICD10CM for s in await visible(database)):
        reading = making or begin_making(folder, lambda done, total: tell(READING, done, total), alone=False)
        await _load_installed(database, clock, tell, reading)
    stored = await visible(database)
    files, diagnoses, tables = (
        LibraryFiles(folder, stored),
        of_system(System.ICD10CM, stored),
        tables_of(stored),
    )
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


def _write_views(files: LibraryFiles, tables: Sequence[EditionTable]) -> None:
    """The indexes of procedures: one for everybody, and one for each workspace with codes of its own."""
    paths = {table: files.table(table) for table in tables}
    for view in views_of(tables).values():
        if not _whole(files.view(view)):
            search_file.save(build(entries_of(view, paths), search_file.own_tables()), files.view(view))


async def _load_installed(database: Database, clock: Clock, tell: Stage, making: Making) -> None:
    """What came with the install: its rows are written here, its book and index by the second core meanwhile."""
    rows = list(to_records(making.tabular))
    draft = ReleaseDraft(INSTALLED_ICD10CM, lambda: len(rows), len(rows), records=iter([rows]))
    async with database.loading():
        await sweep(database)  # what a killed loader left behind
        staged = await stage(
            database, draft, making.digest, at=clock.now(), told=lambda done: tell(LOADING, done, len(rows))
        )
        await publish(database, [staged])
    await asyncio.to_thread(making.process.join)  # where it failed, book and index are made from the rows


async def _write(
    database: Database, stored: StoredRelease, files: LibraryFiles, every: Sequence[StoredRelease]
) -> None:
    release = stored.release
    book, index = files.book(release, stored.digest), files.index(release, stored.digest)
    book_stands = _opens(book)
    if book_stands and _whole(index):
        return
    blocks, diagnoses = _diagnoses(await _records(database, stored))
    if not book_stands:
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
