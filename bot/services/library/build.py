"""Build edition and search index files: once for each content, in a separate process (bot.worker)."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar, cast

from bot.built_files import search_index
from bot.built_files.own_tables import descriptor_words, own_tables, procedure_tables
from bot.codefiles.hcpcs_starter import hcpcs_starter
from bot.codefiles.installed import missing_installed
from bot.domain.codes.cpt.starter import STARTER
from bot.domain.codes.diagnosis import Block, Diagnosis
from bot.domain.codes.edition_file import HOLDS_OF_LIST, HOLDS_OF_TABULAR, Holds, UnusableEdition
from bot.domain.codes.editions import part_of
from bot.domain.codes.fee_row import FeeRow
from bot.domain.codes.fees import fee_listing
from bot.domain.codes.file_rows import (
    AddOnRow,
    AnesthesiaRow,
    Conversion,
    CountiesRow,
    GpciRow,
    MueRow,
    PtpRow,
)
from bot.domain.codes.localities import merge_localities
from bot.domain.codes.merge_listings import ListingMerger
from bot.domain.codes.releases import Release, System
from bot.domain.codes.search.build import build
from bot.domain.codes.search.entries import SearchEntry, diagnosis_entries
from bot.domain.codes.search.listed import ListedCodes
from bot.services.library.build_installed import write_installed
from bot.services.library.editions import FEES, PAIRS, PROCEDURES, UNITS, StoredEdition, distinct_editions
from bot.services.library.installed_icd10cm import InstalledBuild, begin_build
from bot.services.library.paths import LibraryPaths, starter_index_digest
from bot.services.loading.addenda import diagnoses_of_records
from bot.services.loading.drafts import draft_of_records
from bot.services.loading.file_records import Row, rows_of
from bot.services.loading.index_records import terms_by_code
from bot.services.loading.load_files import LOADING, READING
from bot.services.loading.stage_release import publish, stage, sweep
from bot.services.ports.database import Clock, CodeRecord, Database, StoredRelease
from bot.services.ports.editions import EditionStore, FeeRows

Stage = Callable[[str, int, int], None]
"""A progress callback. It receives (the stage of work, how much is done, the total)."""

INDEXING = "indexing"
_LOOK_S = 0.5
_VERIFIED = 200
"""Up to this many files are read completely to compare their checksums. Beyond it, only missing files are built.
Opening a file also verifies it, and a damaged file is removed then."""
_T = TypeVar("_T")


async def prepare_library(
    database: Database,
    folder: Path,
    store: EditionStore,
    *,
    clock: Clock,
    progress: Stage,
    begun: InstalledBuild | None = None,
    grace: float = 0.0,
) -> None:
    """Load the releases that come with the install, build missing files, and remove files that no release needs.

    This takes seconds of processor time, so run it in a separate process, never in one that answers users. `begun` is
    the build that was started before the database was available. A file that is no longer needed stays for `grace`
    seconds, because running bots check for changes once a second.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)  # noqa: ASYNC240  (nobody else is on this loop)
    if missing := missing_installed(s.release for s in await visible(database)):
        reading = begun or begin_build(
            folder, lambda done, total: progress(READING, done, total), alone=False
        )
        await _load_installed(database, clock, progress, reading, missing)
        write_installed(folder, store.write_diagnoses, reading.files)
        await _joined(reading, progress)
    builder = LibraryBuilder(database, LibraryPaths(folder), store)
    editions = distinct_editions(await visible(database))
    verify = len(editions) <= _VERIFIED
    for number, edition in enumerate(editions):
        progress(INDEXING, number, len(editions))
        await builder.build(edition, verify=verify)
    builder.build_starter()
    progress(INDEXING, len(editions), len(editions))
    await _remove_unneeded(builder.paths, editions, grace)


async def visible(database: Database) -> tuple[StoredRelease, ...]:
    """The visible releases of every workspace."""
    async with database.read() as work:
        return tuple(await work.releases.everywhere())


class LibraryBuilder:
    """Builds the files of one edition after another."""

    def __init__(self, database: Database, paths: LibraryPaths, store: EditionStore) -> None:
        self.paths = paths
        self._database = database
        self._store = store

    async def build(self, edition: StoredEdition, *, verify: bool) -> None:
        """Build the edition file and its search index if they are missing or damaged."""
        path = self.paths.edition(edition.digest)
        if not self._stands(path, verify=verify):
            await self._write(edition, path)
        digest = edition.index_digest
        if digest and not _is_index(self.paths.index(digest), verify=verify):
            entries = await self._entries(edition, path)
            release = edition.gathered.release
            tables = own_tables(release.effective) if edition.system is System.ICD10CM else procedure_tables()
            search_index.save(build(entries, tables), self.paths.index(digest))

    def build_starter(self) -> None:
        """Build the search index of the starter set and the HCPCS starter."""
        path = self.paths.index(starter_index_digest())
        if not _is_index(path, verify=True):
            entries = ListedCodes().entries(STARTER, hcpcs_starter().codes.values())
            search_index.save(build(entries, procedure_tables()), path)

    def _stands(self, path: Path, *, verify: bool) -> bool:
        if not verify:
            return path.exists()
        try:
            self._store.verify(path)
        except UnusableEdition as error:
            if not error.fault.mended_by_building:
                raise
            return False
        return True

    async def _write(self, edition: StoredEdition, path: Path) -> None:
        system = edition.system
        if system is System.ICD10CM:
            blocks, diagnoses, holds = await self._diagnoses(edition.stored[0])
            self._store.write_diagnoses(path, blocks, diagnoses, holds)
        elif system in PAIRS:
            await self._write_pairs(edition, path)
        elif system in PROCEDURES:
            await self._write_procedures(edition, path)
        else:
            self._write_rows(system, path, [row async for row in self._rows(edition)])

    async def _write_pairs(self, edition: StoredEdition, path: Path) -> None:
        writer = self._store.pairs_writer()
        for stored in edition.stored:
            async for batch in rows_of(self._database, stored):
                writer.add(cast("Sequence[PtpRow]", batch))
        writer.write(path)

    async def _write_procedures(self, edition: StoredEdition, path: Path) -> None:
        merged = ListingMerger()
        for stored in edition.stored:
            async for batch in rows_of(self._database, stored):
                merged.add(batch, part_of(stored.release))
        self._store.write_procedures(path, merged.listings, merged.modifiers, merged.texts, merged.holds)

    def _write_rows(self, system: System, path: Path, rows: Sequence[Row | PtpRow]) -> None:
        if system in UNITS:
            self._store.write_units(path, _of(MueRow, rows))
        elif system is System.ADD_ONS:
            self._store.write_add_ons(path, _of(AddOnRow, rows))
        elif system in FEES:
            self._store.write_fees(path, _of(FeeRow, rows))
        elif system is System.LOCALITIES:
            every = [row for row in rows if isinstance(row, GpciRow | CountiesRow | AnesthesiaRow)]
            self._store.write_localities(path, merge_localities(every))
        else:
            self._store.write_conversions(path, _of(Conversion, rows))

    async def _rows(self, edition: StoredEdition) -> AsyncIterator[Row | PtpRow]:
        for stored in edition.stored:
            async for batch in rows_of(self._database, stored):
                for row in batch:
                    yield row

    async def _entries(self, edition: StoredEdition, path: Path) -> Iterable[SearchEntry]:
        """Yield the entries for the search index of an edition."""
        opened = self._store.open(path)
        if edition.system is System.ICD10CM:
            terms = [record for stored in await self._terms(edition) for record in stored]
            codes = opened.diagnoses
            return diagnosis_entries(list(codes), list(codes.blocks()), [terms_by_code(terms)])
        listed = ListedCodes(descriptor_words().written_out)
        if edition.system in FEES:
            return self._fee_entries(listed, opened.fees)
        procedures = opened.procedures
        listed.take(edition.system, ((each, procedures.texts(each.code)) for each in procedures))
        ours = {code: each for code, each in STARTER.items() if code in procedures}
        hcpcs = [row for code, row in hcpcs_starter().codes.items() if code in procedures]
        return (entry for entry in listed.entries(ours, hcpcs) if entry.system == edition.system)

    def _fee_entries(self, listed: ListedCodes, fees: FeeRows) -> Iterable[SearchEntry]:
        """Yield the codes of a fee schedule with their short descriptors.

        CPT and HCPCS codes each count for their own set.
        """
        rows = [fee_listing(row) for row in fees if not row.modifier]
        for system in (System.CPT, System.HCPCS):
            mine = (row for row in rows if (row.code[0].isalpha()) is (system is System.HCPCS))
            listed.take(system, ((row, ()) for row in mine))
        codes = {row.code for row in rows}
        ours = {code: each for code, each in STARTER.items() if code in codes}
        return listed.entries(ours, [row for code, row in hcpcs_starter().codes.items() if code in codes])

    async def _terms(self, edition: StoredEdition) -> list[list[CodeRecord]]:
        every = await visible(self._database)
        by_digest = {s.digest: s for s in every if s.release.system is System.ICD10CM_INDEX}
        return [await self._records(by_digest[digest]) for digest in edition.terms]

    async def _diagnoses(
        self, stored: StoredRelease
    ) -> tuple[Sequence[Block], Sequence[Diagnosis], frozenset[Holds]]:
        """Return the sections, codes and known properties.

        A plain list of codes has only names and the code hierarchy.
        """
        blocks, diagnoses = diagnoses_of_records(await self._records(stored))
        return blocks, diagnoses, HOLDS_OF_TABULAR if blocks else HOLDS_OF_LIST

    async def _records(self, stored: StoredRelease) -> list[CodeRecord]:
        async with self._database.read() as work:
            return [r async for r in work.releases.records(stored.release.workspace, stored.id)]


async def _load_installed(
    database: Database, clock: Clock, progress: Stage, begun: InstalledBuild, missing: Sequence[Release]
) -> None:
    """Load the rows that come with the install. The second core builds their search indexes in the meantime."""
    rows = {release: begun.files.records(release) for release in missing}
    total, before = sum(map(len, rows.values())), 0
    async with database.loading():
        await sweep(database)  # left behind by a loader that was killed
        staged = []
        for release, records in rows.items():
            report_rows = partial(_add_rows, progress, before, total)
            draft = draft_of_records(release, records)
            staged.append(
                await stage(
                    database, draft, begun.files.digest(release), at=clock.now(), progress=report_rows
                )
            )
            before += len(records)
        await publish(database, staged)


async def _joined(begun: InstalledBuild, progress: Stage) -> None:
    """Wait for the other process. If it failed, its files are built from the rows instead."""
    while begun.process.is_alive():
        progress(INDEXING, 0, 1)
        await asyncio.to_thread(begun.process.join, _LOOK_S)


def _add_rows(progress: Stage, before: int, total: int, done: int) -> None:
    progress(LOADING, before + done, total)


async def _remove_unneeded(paths: LibraryPaths, editions: Iterable[StoredEdition], grace: float) -> None:
    editions = list(editions)
    indexes = {e.index_digest for e in editions if e.index_digest} | {starter_index_digest()}
    unneeded = paths.unneeded((e.digest for e in editions), indexes)
    if unneeded and grace:
        await asyncio.sleep(grace)
    for path in unneeded:
        path.unlink(missing_ok=True)
    paths.remove_old_folder()


def _same(store: EditionStore) -> EditionStore:
    return store


def _is_index(path: Path, *, verify: bool) -> bool:
    if not verify:
        return path.exists()
    try:
        search_index.mapped(path)
    except UnusableEdition as error:
        if not error.fault.mended_by_building:
            raise
        return False
    return True


def _of(kind: type[_T], rows: Sequence[object]) -> list[_T]:
    return [row for row in rows if isinstance(row, kind)]
