"""Readers of the CPT files that a team has licensed from the AMA: descriptors by length, and for other audiences."""

import re
from collections.abc import Callable, Iterator

from bot.codefiles import fields
from bot.codefiles.errors import Fault, UnreadableFile
from bot.codefiles.file_reading import FileReading, Skips, Unfit, batched, fitting, refuse_doubled
from bot.codefiles.lines import Lines
from bot.codefiles.streams import Stream
from bot.codefiles.tables import below, padded, table
from bot.domain.codes.file_rows import CodeRow, DescriptorRow
from bot.domain.codes.files import FileKind, FileSource, SkipReason

_CODE = r"[0-9]{4}[0-9FTUMA]"
_LONG = re.compile(rf"{_CODE}\t[^\t]*\S")
_MEDIUM = re.compile(rf"{_CODE} \S.{{0,47}}")
_SHORT_WIDTH = 28
_LONGEST_PREAMBLE = 200
_MODIFIER_HEADING = re.compile(r"(?i)(?:appendix a|cpt level i modifiers|anesthesia physical status)[\s:]*$")
_NOTICE = re.compile(r"(?i)\bcpt\b.*american medical association")
_MODIFIER_LINE = re.compile(r"(?:[1-9][0-9A-Z]|P[1-6]|[A-Z][0-9A-Z])\t\S.*")
_CONCEPT = re.compile(r"[0-9]{1,12}")


def is_long_line(line: str) -> bool:
    """Whether this is a line of LONGULT: code, tab, descriptor."""
    return bool(_LONG.fullmatch(line.rstrip()))


def is_medium_line(line: str) -> bool:
    """Whether this is a line of MEDU or SHORTU: code, space, up to 48 characters."""
    return bool(_MEDIUM.fullmatch(line.rstrip()))


def is_short(lines: list[str], name_hint: str) -> bool:
    """Whether it is SHORTU, which differs from MEDU only in width.

    If every line fits 28 characters it is SHORTU, unless the name says MEDU.
    """
    longest = max(len(line.rstrip()) - 6 for line in lines if is_medium_line(line))
    return longest <= _SHORT_WIDTH and "MEDU" not in name_hint.upper()


def is_modifier_appendix(lines: list[str]) -> bool:
    """Whether the lines have a heading of CPT's Appendix A or, below the AMA's notice, modifiers and tabs."""
    return any(_MODIFIER_HEADING.match(line.strip()) for line in lines) or _lists_modifiers(lines)


def _lists_modifiers(lines: list[str]) -> bool:
    full = [line for line in lines if line.strip()]
    return (
        bool(full) and _NOTICE.search(full[0]) is not None and all(map(_MODIFIER_LINE.fullmatch, full[1:3]))
    )


def is_consumer_heading(names: list[str]) -> bool:
    """Whether these header cells are those of ConsumerDescriptor."""
    return len(names) == 3 and names[0].startswith("concept") and "consumer" in names[2]


def is_clinician_heading(names: list[str]) -> bool:
    """Whether these header cells are those of ClinicianDescriptor."""
    return len(names) == 4 and names[0].startswith("concept") and "clinician" in names[3]


def read_descriptors(stream: Stream, source: FileSource) -> FileReading[CodeRow]:
    """Codes with their long (LONGULT), medium (MEDU) or short (SHORTU) descriptor.

    Long and medium ones are in `CodeRow.long`, short ones in `CodeRow.short`. The caller joins the three files.
    Raises UnreadableFile while its batches are read.
    """
    fits, make = _descriptor_layout(source.kind)
    skips = Skips()
    stream.seek(0)
    return FileReading(source, batched(_descriptors(Lines(stream), fits, make, skips), skips), skips)


def read_others(stream: Stream, source: FileSource) -> FileReading[DescriptorRow]:
    """Consumer or clinician descriptors. A code may have several clinician descriptors. Raises UnreadableFile."""
    skips = Skips()
    clinician = source.kind is FileKind.CPT_CLINICIAN
    heading = is_clinician_heading if clinician else is_consumer_heading
    _names, rows = below(table(stream, source.form, quoted=False), heading)
    return FileReading(
        source, batched(fitting(rows, _clinician if clinician else _consumer, skips), skips), skips
    )


def _descriptors(
    lines: Lines, fits: Callable[[str], bool], make: Callable[[str, str], CodeRow], skips: Skips
) -> Iterator[CodeRow]:
    seen: set[str] = set()
    for number, line in lines:
        if not line.strip():
            continue
        row = _descriptor(line, fits, make)
        if row is None:
            _judge(number, bool(seen), lines, skips)
        else:
            refuse_doubled(row.code, seen, number)
            yield row


def _descriptor(
    line: str, fits: Callable[[str], bool], make: Callable[[str, str], CodeRow]
) -> CodeRow | None:
    if not fits(line):
        return None
    try:
        return make(fields.procedure(line[:5]), fields.required(line[6:]))
    except Unfit:
        return None


def _judge(number: int, begun: bool, lines: Lines, skips: Skips) -> None:
    """Classify a line that is not a descriptor: a notice before the first one, damage after it."""
    if begun:
        if lines.open_ended:
            raise UnreadableFile(Fault.CUT_OFF, number)
        skips.damaged(number, SkipReason.COLUMNS)
    elif number > _LONGEST_PREAMBLE:
        raise UnreadableFile(Fault.OTHER_KIND)


def _consumer(cells: list[str]) -> DescriptorRow:
    if len(cells) != 3:
        raise Unfit(SkipReason.COLUMNS)
    return DescriptorRow(fields.procedure_in_sheet(cells[1]), _concept(cells[0]), fields.required(cells[2]))


def _clinician(cells: list[str]) -> DescriptorRow:
    concept, code, descriptor, wording = padded(cells, 4)[:4]
    if len(cells) != 4:
        raise Unfit(SkipReason.COLUMNS)
    return DescriptorRow(
        fields.procedure_in_sheet(code), _concept(concept), fields.required(wording), _concept(descriptor)
    )


def _concept(cell: str) -> str:
    if not _CONCEPT.fullmatch(cell.strip()):
        raise Unfit(SkipReason.NOT_A_NUMBER)
    return cell.strip()


def _descriptor_layout(kind: FileKind) -> tuple[Callable[[str], bool], Callable[[str, str], CodeRow]]:
    """The test for a line, and the function that makes its row. Only the three descriptor files have them."""
    if kind is FileKind.CPT_LONG:
        return is_long_line, lambda code, wording: CodeRow(code, long=wording)
    if kind is FileKind.CPT_SHORT:
        return is_medium_line, lambda code, wording: CodeRow(code, short=wording)
    return is_medium_line, lambda code, wording: CodeRow(code, long=wording)
