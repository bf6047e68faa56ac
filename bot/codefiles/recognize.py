"""Which published file this is, by its content; its name is asked last, and only where two layouts are alike."""

import re
from collections.abc import Callable
from itertools import islice

from bot.codefiles import (
    add_on,
    cpt,
    fees,
    hcpcs,
    hcpcs_changes,
    icd10cm_addenda,
    icd10cm_lists,
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
_ROOTS = ((b"<ICD10CM.tabular", FileKind.ICD10CM_TABULAR), (b"<ICD10CM.index", FileKind.ICD10CM_INDEX))

_HEADINGS: tuple[tuple[FileKind, Callable[[list[str]], bool]], ...] = (
    (FileKind.HCPCS, hcpcs.is_heading),
    (FileKind.FEES, fees.is_heading),
    (FileKind.PTP, lambda names: names[:2] == ["column 1", "column 2"]),
    (FileKind.MUE, mue.is_heading),
    (FileKind.ADD_ON, add_on.is_heading),
    (FileKind.ICD10CM_CONVERSIONS, icd10cm_lists.is_conversion_heading),
    (FileKind.HCPCS_CHANGES, hcpcs_changes.is_heading),
    (FileKind.CPT_CONSUMER, cpt.is_consumer_heading),
    (FileKind.CPT_CLINICIAN, cpt.is_clinician_heading),
    (FileKind.OWN_CODES, own_codes.is_heading),
)
_LINES: tuple[tuple[FileKind, Callable[[str], bool]], ...] = (
    (FileKind.HCPCS, hcpcs.is_record),
    (FileKind.FEES, fees.is_record),
    (FileKind.ICD10CM_ORDER, icd10cm_lists.is_order_line),
    (FileKind.ADD_ON, add_on.is_record),
    (FileKind.ICD10CM_CODES, icd10cm_lists.is_codes_line),
    (FileKind.CPT_LONG, cpt.is_long_line),
    (FileKind.CPT_MEDIUM, cpt.is_medium_line),
)


def recognise(name_hint: str, stream: Stream) -> FileKind:
    """The kind of file in `stream`, which is left at its start.

    Raises UnreadableFile: OTHER_KIND for what is none of them (a zip is opened by `open_files`), EMPTY for nothing.
    """
    return look(name_hint, stream)[0]


def look(name_hint: str, stream: Stream) -> tuple[FileKind, FileForm]:
    """The kind of file in `stream`, and how it is written. WEB_PAGE for a page that was saved in its place."""
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
    """Whether `stream` is a zip, but no workbook."""
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
    """By the form of whole lines, or by a header. The last line may have been cut off: it is not asked."""
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
        if error.fault is Fault.DAMAGED and b"\0" in head:  # a picture or a letter, and no table at all
            return None
        raise
    return (found, _form(found, whole)) if found else None


def _form(kind: FileKind, lines: list[str]) -> FileForm:
    """NCCI pairs separated by tabs have a reader of their own."""
    tabs = max((line.count("\t") for line in lines), default=0)
    return FileForm.TEXT if kind is FileKind.PTP and tabs >= 6 else FileForm.CSV


def _is_made_of(lines: list[str], fits: Callable[[str], bool]) -> bool:
    """Whether, from the first line that fits on, most lines do: notices come before, never between."""
    full = [line for line in lines if line.strip()]
    first = next((n for n, line in enumerate(full) if fits(line)), None)
    if first is None:
        return False
    rest = full[first : first + 200]
    return sum(map(fits, rest)) >= _MOST_OF_THEM * len(rest)


def _by_heading(stream: Stream, form: FileForm) -> FileKind | None:
    """A table is known by its header row."""
    for _line, cells in islice(table(stream, form), _ROWS):
        names = named(cells)
        for kind, fits in _HEADINGS:
            if fits(names):
                return kind
    return None
