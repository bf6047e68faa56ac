"""Loaded code sets as books and search indexes on disk: opened in milliseconds (made by prepare_library)."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

from bot.books.diagnosis_book import open_book
from bot.books.errors import UnusableBook
from bot.books.search_file import IndexFile, NotAnIndex
from bot.codefiles.installed import INSTALLED_ICD10CM
from bot.domain.codes.editions import part_of
from bot.domain.codes.releases import PUBLIC, System
from bot.services.library.code_library import CodeLibrary
from bot.services.library.editions import open_tables, tables_of, views_of
from bot.services.library.paths import LibraryFiles
from bot.services.ports.database import Database, StoredRelease


async def open_library(database: Database, folder: Path, *, search: bool = True) -> CodeLibrary | None:
    """Every visible release's book and index; None where something must be prepared first.

    `search` False: the indexes are not made ready yet (Shelf.open_indexes).
    """
    stored = await visible(database)
    if not any(s.release == INSTALLED_ICD10CM for s in stored):
        return None
    try:
        return await asyncio.to_thread(
            _open, folder, stored, search=search
        )  # many files, a vocabulary: 25 ms each
    except (UnusableBook, NotAnIndex, OSError):
        return None


def _open(folder: Path, stored: Sequence[StoredRelease], *, search: bool) -> CodeLibrary:
    files, diagnoses = LibraryFiles(folder, stored), of_system(System.ICD10CM, stored)
    tables = tables_of(stored)
    views = {workspace: IndexFile(files.view(view)) for workspace, view in views_of(tables).items()}
    shelf = CodeLibrary(
        [open_book(files.book(s.release, s.digest)) for s in diagnoses],
        {s.release: IndexFile(files.index(s.release, s.digest)) for s in diagnoses},
        views.pop(PUBLIC),
        [s.release for s in stored if s.release.system is not System.ICD10CM],
        files=open_tables({table: files.table(table) for table in tables}),
        licensed=views,
    )
    if search:
        shelf.open_indexes()
    return shelf


async def visible(database: Database) -> tuple[StoredRelease, ...]:
    """The visible releases of every workspace."""
    async with database.read() as work:
        return tuple(await work.releases.everywhere())


def of_system(system: System, stored: Sequence[StoredRelease]) -> list[StoredRelease]:
    """Those of a system. Of two for the same days the one that tells more is the last, and answers."""
    return sorted((s for s in stored if s.release.system is system), key=_telling)


_TELLS_LESS = {"codes": 0, "order": 1}


def _telling(stored: StoredRelease) -> int:
    """A tabular list has notes, an order file headers, a codes file neither."""
    return _TELLS_LESS.get(part_of(stored.release), 2)
