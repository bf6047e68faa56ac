"""Load order addenda: find the loaded edition that they start from, and build the edition that they make of it."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from bot.codefiles.editions import with_version
from bot.codefiles.icd10cm_addenda import read_addenda
from bot.codefiles.icd10cm_tabular import Tabular
from bot.codefiles.streams import Stream
from bot.domain.codes.diagnosis import Block, Diagnosis
from bot.domain.codes.editions import part_of, table_of
from bot.domain.codes.file_rows import CodeRow
from bot.domain.codes.files import FileSource
from bot.domain.codes.icd.apply_addenda import AddendaDoNotFit, apply_addenda
from bot.domain.codes.icd.code_list import diagnoses_of
from bot.domain.codes.icd.order_addenda import OrderAddenda
from bot.domain.codes.releases import Release, System
from bot.services.loading.diagnosis_records import from_records, to_records
from bot.services.loading.drafts import ReleaseDraft, draft_of_records
from bot.services.loading.file_records import from_record, is_row
from bot.services.loading.outcome import EditionBeforeNeeded
from bot.services.loading.release_names import LoadOptions, release_of
from bot.services.ports.database import CodeRecord, Database, StoredRelease

_WITHOUT_HEADERS = "codes"
_ORDER = "order"


async def addenda_draft(
    database: Database, source: FileSource, stream: Stream, options: LoadOptions, known: tuple[str, ...]
) -> tuple[ReleaseDraft, str]:
    """The edition that the addenda make of a loaded one, and the digest of its content.

    Raises UnreadableFile, NeedsToKnow, EditionsDisagree, and EditionBeforeNeeded.
    """
    addenda = read_addenda(stream)
    stream.seek(0)
    content = hashlib.sha256(stream.read()).hexdigest()
    release = release_of(with_version(source, addenda.year) if addenda.year else source, options, known)
    before = await _editions_before(database, release)
    for stored in before:
        blocks, diagnoses = diagnoses_of_records(await _records(database, stored))
        try:
            made = apply_addenda(diagnoses, blocks, addenda)
        except AddendaDoNotFit:
            continue
        rows = list(to_records(Tabular(addenda.year, tuple(blocks), tuple(made))))
        named = named_after(release, stored.release)
        return draft_of_records(named, rows), digest_on(stored.digest, content)
    tried = tuple(stored.release.edition for stored in before)
    raise EditionBeforeNeeded(source.name, release.edition, release.effective, tried)


def made_of(tabular: Tabular, addenda: OrderAddenda) -> Tabular:
    """The next edition of a tabular list that was just read."""
    made = apply_addenda(tabular.diagnoses, tabular.blocks, addenda)
    return Tabular(addenda.year, tabular.blocks, tuple(made))


def digest_on(before: str, addenda: str) -> str:
    """The digest of an edition made by addenda. It covers both files, because both decide its content."""
    return hashlib.sha256(f"{before} {addenda}".encode()).hexdigest()


def named_after(release: Release, before: Release) -> Release:
    """The new edition with the notes of the one before.

    An edition made from an order file has no notes, nor does its successor.
    """
    if part_of(before) == _ORDER:
        return replace(release, edition=f"{release.edition} {_ORDER}")
    return replace(release, notes=before.notes or table_of(before))


def diagnoses_of_records(records: Sequence[CodeRecord]) -> tuple[list[Block], list[Diagnosis]]:
    """Sections and codes of a release. A plain list of codes gives only names and the code hierarchy."""
    if records and is_row(records[0]):
        rows = map(from_record, records)
        return [], diagnoses_of(row for row in rows if isinstance(row, CodeRow))
    return from_records(records)


async def _editions_before(database: Database, release: Release) -> list[StoredRelease]:
    """Editions with headers that began earlier, newest first. Of two with the same first day, the fuller one."""
    async with database.read() as work:
        visible = await work.releases.visible(release.workspace)
    before = [
        stored
        for stored in visible
        if stored.release.system is System.ICD10CM
        and stored.release.effective < release.effective
        and part_of(stored.release) != _WITHOUT_HEADERS
    ]
    return sorted(
        before, key=lambda stored: (stored.release.effective, not part_of(stored.release)), reverse=True
    )


async def _records(database: Database, stored: StoredRelease) -> list[CodeRecord]:
    async with database.read() as work:
        return [record async for record in work.releases.records(stored.release.workspace, stored.id)]
