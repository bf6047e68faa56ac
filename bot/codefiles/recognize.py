"""Recognize a published file by its content. Its name is used last, and only if two layouts are alike."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from typing import assert_never

from bot.codefiles import (
    add_on,
    cpt,
    fees,
    hcpcs,
    hcpcs_changes,
    icd10cm_addenda,
    icd10cm_lists,
    localities,
    mue,
    own_codes,
)
from bot.codefiles.errors import Fault, UnreadableFile
from bot.codefiles.lines import decoded
from bot.codefiles.streams import Stream
from bot.codefiles.tables import named, table
from bot.codefiles.xlsx import is_workbook
from bot.codefiles.zip_files import zip_of
from bot.domain.codes.files import FileForm, FileKind

_HEAD = 1 << 17
_ROWS = 60
_PAGE_BEGINS = 4_096
_ZIP = b"PK\x03\x04"
_MOST_OF_THEM = 0.8
_WEB_PAGE = re.compile(rb"<(?:!doctype\s+html|html)\b", re.IGNORECASE)
_LOOSE = (FileKind.ICD10CM_CODES, FileKind.CPT_LONG, FileKind.CPT_MEDIUM, FileKind.OWN_CODES)
"""Kinds whose layout also fits other kinds. The others are tried first."""


@dataclass(frozen=True, slots=True)
class _Signs:
    """How a kind is recognized: its XML root, its header row, or the form of its lines."""

    root: bytes = b""
    heading: Callable[[list[str]], bool] | None = None
    line: Callable[[str], bool] | None = None


def _signs_of(kind: FileKind) -> _Signs:  # noqa: C901, PLR0911, PLR0912 - one case for each kind
    match kind:
        case FileKind.ICD10CM_TABULAR:
            return _Signs(root=b"<ICD10CM.tabular")
        case FileKind.ICD10CM_INDEX:
            return _Signs(root=b"<ICD10CM.index")
        case FileKind.ICD10CM_ORDER:
            return _Signs(line=icd10cm_lists.is_order_line)
        case FileKind.ICD10CM_CODES:
            return _Signs(line=icd10cm_lists.is_codes_line)
        case FileKind.ICD10CM_CONVERSIONS:
            return _Signs(heading=icd10cm_lists.is_conversion_heading)
        case FileKind.HCPCS:
            return _Signs(heading=hcpcs.is_heading, line=hcpcs.is_record)
        case FileKind.HCPCS_CHANGES:
            return _Signs(heading=hcpcs_changes.is_heading)
        case FileKind.FEES:
            return _Signs(heading=fees.is_heading, line=fees.is_record)
        case FileKind.PTP:
            return _Signs(heading=lambda names: names[:2] == ["column 1", "column 2"])
        case FileKind.MUE:
            return _Signs(heading=mue.is_heading)
        case FileKind.ADD_ON:
            return _Signs(heading=add_on.is_heading, line=add_on.is_record)
        case FileKind.GPCI:
            return _Signs(heading=localities.is_gpci_heading)
        case FileKind.LOCALITY_COUNTIES:
            return _Signs(heading=localities.is_counties_heading)
        case FileKind.ANESTHESIA:
            return _Signs(heading=localities.is_anesthesia_heading)
        case FileKind.CPT_LONG:
            return _Signs(line=cpt.is_long_line)
        case FileKind.CPT_MEDIUM:
            return _Signs(line=cpt.is_medium_line)
        case FileKind.ICD10CM_ADDENDA | FileKind.CPT_SHORT | FileKind.CPT_MODIFIERS:
            return _Signs()  # _text recognizes these by all of their lines
        case FileKind.CPT_CONSUMER:
            return _Signs(heading=cpt.is_consumer_heading)
        case FileKind.CPT_CLINICIAN:
            return _Signs(heading=cpt.is_clinician_heading)
        case FileKind.OWN_CODES:
            return _Signs(heading=own_codes.is_heading)
    assert_never(kind)


_SIGNS = {kind: _signs_of(kind) for kind in sorted(FileKind, key=lambda kind: kind in _LOOSE)}
_ROOTS = tuple((signs.root, kind) for kind, signs in _SIGNS.items() if signs.root)
_HEADINGS = tuple((kind, signs.heading) for kind, signs in _SIGNS.items() if signs.heading)
_LINES = tuple((kind, signs.line) for kind, signs in _SIGNS.items() if signs.line)


def recognise(name_hint: str, stream: Stream) -> FileKind:
    """The kind of file in `stream`, which is rewound.

    Raises UnreadableFile: OTHER_KIND for an unknown kind (`open_files` opens zips), EMPTY for no content.
    """
    return look(name_hint, stream)[0]


def look(name_hint: str, stream: Stream) -> tuple[FileKind, FileForm]:
    """The kind of file in `stream`, and its format.

    Raises UnreadableFile(WEB_PAGE) for a web page saved in its place.
    """
    stream.seek(0)
    head = stream.read(_HEAD)
    stream.seek(0)
    if not head.strip():
        raise UnreadableFile(Fault.EMPTY)
    found = _workbook(stream) if head.startswith(_ZIP) else _markup(head) or _text(name_hint, head, stream)
    stream.seek(0)
    if found is None:
        raise UnreadableFile(Fault.OTHER_KIND)
    return found


def is_zip(stream: Stream) -> bool:
    """Whether `stream` is a zip, but not a workbook."""
    stream.seek(0)
    start = stream.read(4)
    stream.seek(0)
    return start == _ZIP and not is_workbook(zip_of(stream).namelist())


def _workbook(stream: Stream) -> tuple[FileKind, FileForm] | None:
    if not is_workbook(zip_of(stream).namelist()):
        return None
    kind = _by_heading(stream, FileForm.XLSX)
    return (kind, FileForm.XLSX) if kind else None


def _markup(head: bytes) -> tuple[FileKind, FileForm] | None:
    if not head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return None
    if _WEB_PAGE.search(head[:_PAGE_BEGINS]):
        raise UnreadableFile(Fault.WEB_PAGE)
    return next(((kind, FileForm.XML) for root, kind in _ROOTS if root in head), None)


def _text(name_hint: str, head: bytes, stream: Stream) -> tuple[FileKind, FileForm] | None:
    """Recognize text by its complete lines or by a header. The last line is ignored because it may be cut off."""
    whole = [line.rstrip("\r") for line in decoded(head).removeprefix("\ufeff").split("\n")[:-1]]
    if icd10cm_addenda.is_addenda(whole):
        return FileKind.ICD10CM_ADDENDA, FileForm.TEXT
    if kind := next((kind for kind, fits in _LINES if _is_made_of(whole, fits)), None):
        if kind is FileKind.CPT_MEDIUM and cpt.is_short(whole, name_hint):
            kind = FileKind.CPT_SHORT
        return kind, FileForm.TEXT
    if cpt.is_modifier_appendix(whole):
        return FileKind.CPT_MODIFIERS, FileForm.TEXT
    try:
        found = _by_heading(stream, FileForm.CSV)
    except UnreadableFile as error:
        if error.fault is Fault.DAMAGED and b"\0" in head:  # a picture or a document, not a table
            return None
        raise
    return (found, _form(found, whole)) if found else None


def _form(kind: FileKind, lines: list[str]) -> FileForm:
    """NCCI pairs separated by tabs have their own reader."""
    tabs = max((line.count("\t") for line in lines), default=0)
    return FileForm.TEXT if kind is FileKind.PTP and tabs >= 6 else FileForm.CSV


def _is_made_of(lines: list[str], fits: Callable[[str], bool]) -> bool:
    """Whether most lines fit, counted from the first that does. Notices come only before the rows."""
    full = [line for line in lines if line.strip()]
    first = next((n for n, line in enumerate(full) if fits(line)), None)
    if first is None:
        return False
    rest = full[first : first + 200]
    return sum(map(fits, rest)) >= _MOST_OF_THEM * len(rest)


def _by_heading(stream: Stream, form: FileForm) -> FileKind | None:
    """Recognize a table by its header row."""
    for _line, cells in islice(table(stream, form), _ROWS):
        names = named(cells)
        for kind, fits in _HEADINGS:
            if fits(names):
                return kind
    return None
