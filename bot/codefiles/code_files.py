"""Open the files that a person provides, including zips. Each is recognized and ready to read."""

import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from io import BytesIO
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import IO, TypeVar, assert_never

from bot.codefiles import (
    add_on,
    cpt,
    cpt_modifiers,
    fees,
    hcpcs,
    hcpcs_changes,
    icd10cm_lists,
    localities,
    mue,
    ncci_ptp,
    own_codes,
)
from bot.codefiles.editions import describe
from bot.codefiles.errors import Fault, UnreadableFile
from bot.codefiles.file_reading import FileReading
from bot.codefiles.lines import decoded
from bot.codefiles.recognize import is_zip, look
from bot.codefiles.streams import Stream
from bot.codefiles.tables import table
from bot.codefiles.utf16 import in_utf8
from bot.codefiles.zip_files import MOST_BYTES, ZipMember, check, zip_of
from bot.domain.codes.files import FileForm, FileKind, FileSource

_HEAD = 4_096
_HEAD_ROWS = 12
_MOST_MEMBERS_IN_ALL = 1_000
_DEEPEST = 2  # a zip, and a zip inside it
_MOST_IN_MEMORY = 128 << 20
_NO_CODE_FILE = (Fault.OTHER_KIND, Fault.EMPTY, Fault.ENDLESS_LINE, Fault.DAMAGED, Fault.WEB_PAGE)
"""A zip member with one of these faults is skipped."""
_START_OF_ZIP = b"PK\x03\x04"


_Place = TypeVar("_Place", zipfile.ZipInfo, Path)


@dataclass(frozen=True, slots=True)
class CodeFile:
    """One recognized file of `size` unpacked bytes. `stream` is open only until the next file is requested.

    The tabular list, the Alphabetic Index and the order addenda have their own readers (icd10cm_tabular,
    icd10cm_index, icd10cm_addenda). All others are read by `read`.
    """

    source: FileSource
    stream: Stream
    size: int

    def done(self) -> int:
        """How many of its bytes have been read. It means nothing for a workbook, which is not read in order."""
        return min(self.stream.tell(), self.size)

    def read(self) -> FileReading[object]:
        """Its rows. Raises UnreadableFile, now or while the batches are read."""
        name = self.source.name
        try:
            reading = _read(self.stream, self.source)
        except UnreadableFile as error:
            raise _in(error, name) from None
        return FileReading(reading.source, _named(reading.batches, name), reading.skipped)


def _read(stream: Stream, source: FileSource) -> FileReading[object]:  # noqa: C901, PLR0911, PLR0912 - one case for each kind
    match source.kind:
        case FileKind.ICD10CM_ORDER:
            return icd10cm_lists.read_order(stream, source)
        case FileKind.ICD10CM_CODES:
            return icd10cm_lists.read_codes(stream, source)
        case FileKind.ICD10CM_CONVERSIONS:
            return icd10cm_lists.read_conversions(stream, source)
        case FileKind.HCPCS:
            return hcpcs.read_hcpcs(stream, source)
        case FileKind.HCPCS_CHANGES:
            return hcpcs_changes.read_changes(stream, source)
        case FileKind.FEES:
            return fees.read_fees(stream, source)
        case FileKind.PTP:
            return ncci_ptp.read_ptp(stream, source)
        case FileKind.MUE:
            return mue.read_mue(stream, source)
        case FileKind.ADD_ON:
            return add_on.read_add_on(stream, source)
        case FileKind.GPCI:
            return localities.read_gpci(stream, source)
        case FileKind.LOCALITY_COUNTIES:
            return localities.read_counties(stream, source)
        case FileKind.ANESTHESIA:
            return localities.read_anesthesia(stream, source)
        case FileKind.CPT_LONG | FileKind.CPT_MEDIUM | FileKind.CPT_SHORT:
            return cpt.read_descriptors(stream, source)
        case FileKind.CPT_MODIFIERS:
            return cpt_modifiers.read_modifiers(stream, source)
        case FileKind.CPT_CONSUMER | FileKind.CPT_CLINICIAN:
            return cpt.read_others(stream, source)
        case FileKind.OWN_CODES:
            return own_codes.read_own(stream, source)
        case FileKind.ICD10CM_TABULAR | FileKind.ICD10CM_INDEX | FileKind.ICD10CM_ADDENDA:
            raise TypeError(f"{source.kind} is read by a module of its own")
    assert_never(source.kind)


@dataclass(slots=True)
class OpenedFiles:
    """The state while files are opened. Afterward, `passed_over` has the names in zips that are not code files."""

    passed_over: list[str] = field(default_factory=list)
    members: int = 0


def open_files(
    inputs: Iterable[Path | tuple[str, bytes]], opening: OpenedFiles | None = None
) -> Iterator[CodeFile]:
    """Yield the code files among `inputs` (paths, or names with contents), including those in zips, one at a time.

    If one table comes in several forms under one name (CSV, text, workbook), only the first readable one is opened. A
    path may be a folder: all code files in it are opened, and other files are skipped. Raises UnreadableFile for a
    file that is not a code file, for a zip that holds none, and for hostile zips.
    """
    opening = opening or OpenedFiles()
    for item in inputs:
        if isinstance(item, Path) and item.is_dir():
            yield from _in_folder(item, opening)
            continue
        name, stream = _opened(item)
        with stream:
            try:
                yield from _files(name, stream, opening)
            except UnreadableFile as error:
                raise _in(error, name) from None


def _in_folder(folder: Path, opening: OpenedFiles) -> Iterator[CodeFile]:
    """The code files in a folder and its subfolders. Raises UnreadableFile if there is none, or a zip is damaged."""
    loose: list[tuple[Path, FileSource]] = []
    zips: list[Path] = []
    for path in _paths_in(folder):
        _name, stream = _opened(path)
        with stream:
            if stream.read(len(_START_OF_ZIP)) == _START_OF_ZIP and not _is_workbook(path, stream):
                zips.append(path)
            elif source := _loose(path, folder, stream, opening):
                loose.append((path, source))
    for path, source in _one_form_each(loose, opening):
        _name, stream = _opened(path)
        with stream:
            yield CodeFile(source, stream, path.stat().st_size)
    found = len(loose)
    for path in zips:
        for file in _zip_in_folder(path, opening):
            found += 1
            yield file
    if not found:
        raise UnreadableFile(Fault.OTHER_KIND, near=folder.name[:40], member=folder.name)


def _paths_in(folder: Path) -> list[Path]:
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("."))
    if len(paths) > _MOST_MEMBERS_IN_ALL:
        raise UnreadableFile(Fault.CROWDED, member=folder.name)
    return paths


def _is_workbook(path: Path, stream: IO[bytes]) -> bool:
    try:
        return not is_zip(stream)
    except UnreadableFile as error:
        raise _in(error, path.name) from None


def _loose(path: Path, folder: Path, stream: IO[bytes], opening: OpenedFiles) -> FileSource | None:
    """The description of a file that is not a zip; None if it is not a code file."""
    try:
        kind, form = look(path.name, stream)
        return _described(kind, form, path.name, stream, str(path.relative_to(folder)))
    except UnreadableFile as error:
        if error.fault not in _NO_CODE_FILE:
            raise _in(error, path.name) from None
        opening.passed_over.append(path.name)
        return None


def _zip_in_folder(path: Path, opening: OpenedFiles) -> Iterator[CodeFile]:
    _name, stream = _opened(path)
    with stream:
        try:
            yield from _files(path.name, stream, opening)
        except UnreadableFile as error:
            if error.fault is not Fault.OTHER_KIND:
                raise _in(error, path.name) from None
            opening.passed_over.append(path.name)


def _opened(item: Path | tuple[str, bytes]) -> tuple[str, IO[bytes]]:
    if isinstance(item, tuple):
        return item[0], BytesIO(item[1])
    try:
        return item.name, item.open("rb")
    except OSError:
        raise UnreadableFile(Fault.NOT_FOUND, near=item.name[:40]) from None


def _files(name: str, stream: IO[bytes], opening: OpenedFiles) -> Iterator[CodeFile]:
    if not is_zip(stream):
        text = in_utf8(stream)
        kind, form = look(name, text)
        size = text.seek(0, 2)
        yield CodeFile(_described(kind, form, name, text), text, size)
        return
    found = 0
    for file in _members(name, stream, opening, 1, MOST_BYTES):
        found += 1
        yield file
    if not found:
        raise UnreadableFile(Fault.OTHER_KIND, near=name[:40])


def _members(
    around: str, stream: IO[bytes], opening: OpenedFiles, depth: int, most_bytes: int
) -> Iterator[CodeFile]:
    archive = zip_of(stream)
    left = most_bytes - check(archive, most_bytes)
    opening.members += len(archive.infolist())
    if opening.members > _MOST_MEMBERS_IN_ALL:
        raise UnreadableFile(Fault.CROWDED)
    if depth > _DEEPEST:
        raise UnreadableFile(Fault.TOO_DEEP)
    known = [
        (info, source)
        for info in archive.infolist()
        if (source := _recognised(around, archive, info, opening))
    ]
    for info, source in _one_form_each(known, opening):
        with _member(archive, info, source.form) as member:
            yield CodeFile(source, in_utf8(member), info.file_size)
    for info in archive.infolist():
        if _starts_as_zip(archive, info) and not info.is_dir():
            with BytesIO(_whole(archive, info)) as inner:
                if is_zip(inner):
                    yield from _members(info.filename, inner, opening, depth + 1, left)


def _recognised(
    around: str, archive: zipfile.ZipFile, info: zipfile.ZipInfo, opening: OpenedFiles
) -> FileSource | None:
    """The member's description; None for a directory, a zip, or a file that is not a code file."""
    if info.is_dir() or not info.file_size:
        return None
    name = PurePosixPath(info.filename.replace("\\", "/")).name
    try:
        workbook = _starts_as_zip(archive, info)
        with _member(archive, info, FileForm.XLSX if workbook else FileForm.TEXT) as member:
            if workbook and is_zip(member):
                return None
            text = in_utf8(member)
            kind, form = look(name, text)
            return _described(kind, form, name, text, f"{around} {info.filename}")
    except UnreadableFile as error:
        if error.fault not in _NO_CODE_FILE:
            raise _in(error, name) from None
        opening.passed_over.append(name)
        return None


def _starts_as_zip(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bool:
    if info.is_dir():
        return False
    with ZipMember(archive, info) as member:
        return member.read(4) == _START_OF_ZIP


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, form: FileForm) -> "ZipMember | BytesIO":
    """A workbook must be read from its end, so it is loaded into memory; everything else is streamed."""
    return BytesIO(_whole(archive, info)) if form is FileForm.XLSX else ZipMember(archive, info)


def _whole(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    if info.file_size > _MOST_IN_MEMORY:
        raise UnreadableFile(Fault.BOMB)
    with ZipMember(archive, info) as member:
        return member.read()


def _one_form_each(
    known: list[tuple[_Place, FileSource]], opening: OpenedFiles
) -> list[tuple[_Place, FileSource]]:
    chosen: dict[tuple[FileKind, str], tuple[_Place, FileSource]] = {}
    for info, source in sorted(known, key=lambda pair: _rank(pair[1])):
        key = source.kind, PurePosixPath(source.name).stem.lower()
        if key in chosen:
            opening.passed_over.append(source.name)
        else:
            chosen[key] = info, source
    return [pair for pair in known if pair in chosen.values()]


def _rank(source: FileSource) -> int:
    """Rank text before workbooks.

    Exceptions: the add-on workbook names its columns, and the fee schedule's text lacks a column.
    """
    order = (FileForm.TEXT, FileForm.CSV, FileForm.XLSX, FileForm.XML)
    if source.kind in (FileKind.ADD_ON, FileKind.FEES):
        order = (FileForm.CSV, FileForm.XLSX, FileForm.TEXT, FileForm.XML)
    return order.index(source.form)


def _described(kind: FileKind, form: FileForm, name: str, stream: Stream, around: str = "") -> FileSource:
    source = describe(kind, form, name, _head(form, stream), around)
    if kind is FileKind.MUE:
        source = replace(source, variant=mue.heading_of(stream, source))
    stream.seek(0)
    return source


def _head(form: FileForm, stream: Stream) -> str:
    """The start of a file as text. Notices are printed there."""
    if form is FileForm.XLSX:
        return " ".join(cell for _line, cells in islice(table(stream, form), _HEAD_ROWS) for cell in cells)
    stream.seek(0)
    return decoded(stream.read(_HEAD))


def _named(batches: Iterator[Sequence[object]], name: str) -> Iterator[Sequence[object]]:
    """The same batches. An UnreadableFile error gets the file's name."""
    try:
        yield from batches
    except UnreadableFile as error:
        raise _in(error, name) from None


def _in(error: UnreadableFile, name: str) -> UnreadableFile:
    return UnreadableFile(error.fault, error.line, error.column, error.near, error.member or name)
