"""Prepare a recognized code file for loading: the release it will be, and its rows in batches."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Literal, TypeAlias, assert_never, cast

from bot.codefiles.code_files import CodeFile
from bot.codefiles.editions import with_version
from bot.codefiles.errors import Fault, UnreadableFile
from bot.codefiles.file_reading import Skips
from bot.codefiles.icd10cm_index import read_index
from bot.codefiles.icd10cm_index_texts import index_texts
from bot.codefiles.icd10cm_tabular import read_tabular
from bot.codefiles.streams import Stream
from bot.domain.codes.file_rows import PtpRow
from bot.domain.codes.files import FileKind, FileSource
from bot.domain.codes.releases import Release
from bot.services.loading.diagnosis_records import to_records
from bot.services.loading.file_records import Row, to_record
from bot.services.loading.index_records import to_index_records
from bot.services.loading.release_names import LoadOptions, release_of
from bot.services.ports.database import CodeRecord

Read = Callable[[int, int], None]
"""Receives progress (done, total) while a file is read that must be read completely before loading."""

_BLOCK = 1 << 20
_AT_ONCE = 2_000
_MOST_XML = 128 << 20


@dataclass(frozen=True, slots=True)
class ReleaseDraft:
    """The release that a file will be.

    Its rows are in either `records` or `pairs`, which may raise UnreadableFile up to the last row. `done` returns how
    much of `size` has been read, in bytes, or in rows if the file was read completely first. `skips` is complete
    after the last batch.
    """

    release: Release
    done: Callable[[], int]
    size: int
    records: Iterator[Sequence[CodeRecord]] | None = None
    pairs: Iterator[Sequence[PtpRow]] | None = None
    skips: Skips = field(default_factory=Skips)


def digest_of(content: bytes) -> str:
    """The digest of a file's content, independent of its name."""
    return hashlib.sha256(content).hexdigest()


def digest_of_stream(stream: Stream) -> str:
    """The digest of a stream's content. The stream is rewound afterward."""
    stream.seek(0)
    digest = hashlib.sha256()
    while block := stream.read(_BLOCK):
        digest.update(block)
    stream.seek(0)
    return digest.hexdigest()


def draft_of(file: CodeFile, options: LoadOptions, known: tuple[str, ...], read: Read) -> ReleaseDraft:
    """The release that `file` will be. Raises UnreadableFile, NeedsToKnow and EditionsDisagree.

    Order addenda need the edition before them: use `addenda_draft`.
    """
    kind = file.source.kind
    match kind:
        case FileKind.ICD10CM_TABULAR | FileKind.ICD10CM_INDEX:
            return _naming_file(file, partial(_of_xml, file, kind, options, known, read))
        case FileKind.PTP:
            return _of_pairs(file, options, known)
        case FileKind.ICD10CM_ORDER | FileKind.ICD10CM_CODES | FileKind.ICD10CM_CONVERSIONS:
            return _of_rows(file, options, known)
        case FileKind.HCPCS | FileKind.HCPCS_CHANGES | FileKind.FEES | FileKind.MUE | FileKind.ADD_ON:
            return _of_rows(file, options, known)
        case FileKind.CPT_LONG | FileKind.CPT_MEDIUM | FileKind.CPT_SHORT | FileKind.CPT_MODIFIERS:
            return _of_rows(file, options, known)
        case (
            FileKind.GPCI
            | FileKind.LOCALITY_COUNTIES
            | FileKind.ANESTHESIA
            | FileKind.CPT_CONSUMER
            | FileKind.CPT_CLINICIAN
            | FileKind.OWN_CODES
        ):
            return _of_rows(file, options, known)
        case FileKind.ICD10CM_ADDENDA:
            raise TypeError(f"{kind} has a draft of its own: addenda_draft")
    assert_never(kind)


def _naming_file(file: CodeFile, make: Callable[[], ReleaseDraft]) -> ReleaseDraft:
    try:
        return make()
    except UnreadableFile as error:
        member = error.member or file.source.name
        raise UnreadableFile(error.fault, error.line, error.column, error.near, member) from None


def _of_pairs(file: CodeFile, options: LoadOptions, known: tuple[str, ...]) -> ReleaseDraft:
    release, reading = release_of(file.source, options, known), file.read()
    pairs = cast("Iterator[Sequence[PtpRow]]", reading.batches)  # the file kind decides the row type
    return ReleaseDraft(release, file.done, file.size, pairs=pairs, skips=reading.skipped)


def _of_rows(file: CodeFile, options: LoadOptions, known: tuple[str, ...]) -> ReleaseDraft:
    release, reading = release_of(file.source, options, known), file.read()
    records = _records(cast("Iterator[Sequence[Row]]", reading.batches))
    return ReleaseDraft(release, file.done, file.size, records=records, skips=reading.skipped)


_XmlKind: TypeAlias = Literal[FileKind.ICD10CM_TABULAR, FileKind.ICD10CM_INDEX]


def _of_xml(
    file: CodeFile, kind: _XmlKind, options: LoadOptions, known: tuple[str, ...], read: Read
) -> ReleaseDraft:
    """The release of a tabular list or Alphabetic Index.

    They are read completely, so files of an unlikely size are refused.
    """
    if file.size > _MOST_XML:
        raise UnreadableFile(Fault.BOMB)
    content = file.stream.read()
    if kind is FileKind.ICD10CM_TABULAR:
        tabular = read_tabular(content, read)
        release = release_of(_yearly(file.source, tabular.version), options, known)
        rows = list(to_records(tabular))
    else:
        index = read_index(content, lambda done: read(min(done, file.size), file.size))
        release = release_of(_yearly(file.source, index.version), options, known, _part(index.title))
        rows = list(to_index_records(index_texts(index.terms)))
    return draft_of_records(release, rows)


def draft_of_records(release: Release, rows: Sequence[CodeRecord]) -> ReleaseDraft:
    """A release of rows that are all in memory."""
    done = 0

    def batches() -> Iterator[Sequence[CodeRecord]]:
        nonlocal done
        for start in range(0, len(rows), _AT_ONCE):
            done = min(start + _AT_ONCE, len(rows))
            yield rows[start:done]

    return ReleaseDraft(release, lambda: done, len(rows), records=batches())


def _records(batches: Iterator[Sequence[Row]]) -> Iterator[Sequence[CodeRecord]]:
    return ([to_record(row) for row in rows] for rows in batches)


def _yearly(source: FileSource, version: str) -> FileSource:
    """The file with the fiscal year that it states. Source: NCHS, release notes."""
    if not (version.isdecimal() and version.isascii() and len(version) == 4 and version > "1900"):
        raise UnreadableFile(Fault.INCOMPLETE, near=version[:40], member=source.name)
    return with_version(source, version)


def _part(title: str) -> str:
    """Which of the three index files this is: the main index, the index of external causes, or the Neoplasm Table."""
    lowered = title.lower()
    return next((part for part in ("external causes", "neoplasms") if part.rstrip("s") in lowered), "main")
