"""The loaded code sets as books on disk: made once for each release, opened in milliseconds after."""

import hashlib
from collections.abc import Callable
from pathlib import Path

from bot.books.diagnosis_book import open_book, write_book
from bot.books.errors import UnusableBook
from bot.codefiles.icd10cm_tabular import read_tabular
from bot.codefiles.installed import INSTALLED_ICD10CM, installed_tabular
from bot.domain.codes.diagnosis import DiagnosisBook
from bot.domain.codes.releases import PUBLIC, System
from bot.services.diagnosis_records import from_records, to_records
from bot.services.load_release import load_release
from bot.services.ports import Clock, Database, StoredRelease

Stage = Callable[[str, int, int], None]
"""Told the name of the stage of work, and how much of it is done: (stage, done, total)."""

READING, LOADING, WRITING = "reading", "loading", "indexing"


async def open_library(database: Database, folder: Path) -> tuple[DiagnosisBook, ...] | None:
    """Every visible release's book, newest first; None where something must be prepared first."""
    stored = await _visible(database)
    if not any(s.release == INSTALLED_ICD10CM for s in stored):
        return None
    try:
        return tuple(open_book(_path(folder, s)) for s in stored if s.release.system is System.ICD10CM)
    except UnusableBook:
        return None


async def prepare_library(database: Database, folder: Path, *, clock: Clock, tell: Stage) -> None:
    """Load what came with the install, and write the books that are missing or damaged.

    Seconds of processor time: run it in a process of its own, never in one that answers people.
    """
    if not any(s.release == INSTALLED_ICD10CM for s in await _visible(database)):
        await _load_installed(database, clock, tell)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    stored = await _visible(database)
    for number, release in enumerate(stored):
        tell(WRITING, number, len(stored))
        if release.release.system is System.ICD10CM and not _opens(_path(folder, release)):
            await _write_book(database, release, _path(folder, release))
    tell(WRITING, len(stored), len(stored))


async def _load_installed(database: Database, clock: Clock, tell: Stage) -> None:
    content = installed_tabular().read_bytes()
    tabular = read_tabular(content, lambda done, total: tell(READING, done, total))
    await load_release(
        database,
        INSTALLED_ICD10CM,
        hashlib.sha256(content).hexdigest(),
        list(to_records(tabular)),
        at=clock.now(),
        progress=lambda done, total: tell(LOADING, done, total),
    )


async def _write_book(database: Database, stored: StoredRelease, path: Path) -> None:
    async with database.read() as work:
        records = [r async for r in work.releases.records(stored.release.workspace, stored.id)]
    write_book(path, stored.release, *from_records(records))


async def _visible(database: Database) -> tuple[StoredRelease, ...]:
    async with database.read() as work:
        return tuple(await work.releases.visible(PUBLIC))


def _path(folder: Path, stored: StoredRelease) -> Path:
    system = stored.release.system.name.lower()
    return folder / f"{system}-{stored.digest[:16]}.book"


def _opens(path: Path) -> bool:
    try:
        open_book(path)
    except UnusableBook:
        return False
    return True
