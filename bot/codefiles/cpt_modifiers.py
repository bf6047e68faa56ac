"""Reader of CPT's modifiers (AMA MODUL.txt): Appendix A as running text under headings."""

import re
from collections.abc import Iterator

from bot.codefiles import fields
from bot.codefiles.errors import Fault, UnreadableFile
from bot.codefiles.file_reading import FileReading, Skips, Unfit, batched
from bot.codefiles.lines import Lines
from bot.codefiles.streams import Stream
from bot.domain.codes.file_rows import ModifierRow
from bot.domain.codes.files import FileSource

_HEADINGS = (
    ("appendix a", "CPT"),
    ("anesthesia physical status", "Anesthesia physical status"),
    ("cpt level i modifiers", "Hospital outpatient and ambulatory surgery"),
    ("category ii modifiers", "Category II"),
    ("level ii (hcpcs", "HCPCS Level II"),
)
_NUMBERED = re.compile(r"([1-9][0-9]|[1-9][A-Z])\s+(\S.*)")
_PHYSICAL = re.compile(r"(?:.*\s)?(P[1-6])\s*[:\-]\s*(\S.*)")
_LISTED = re.compile(r"([1-9][0-9A-Z]|P[1-6]|[A-Z][0-9A-Z])\t(\S.*)")
_NATIONAL = re.compile(r"([A-Z][0-9A-Z])\s+(\S.*)")


def read_modifiers(stream: Stream, source: FileSource) -> FileReading[ModifierRow]:
    """Each modifier with its text and its heading. A modifier may appear under two headings.

    Raises UnreadableFile while its batches are read.
    """
    skips = Skips()
    stream.seek(0)
    return FileReading(source, batched(_rows(Lines(stream), skips), skips), skips)


def _rows(lines: Lines, skips: Skips) -> Iterator[ModifierRow]:
    """A paragraph begins with its modifier and ends at a blank line, a heading, or the next modifier."""
    group, started, modifier, parts = "", 0, "", list[str]()
    for number, line in lines:
        plain = " ".join(line.split())
        heading = next((name for start, name in _HEADINGS if plain.lower().startswith(start)), "")
        found = None if heading else _LISTED.fullmatch(line.rstrip()) or _begins(plain, group)
        if (heading or found or not plain) and modifier:
            yield from _row(started, modifier, parts, group, skips)
            modifier = ""
        group = heading or group or ("CPT" if found else "")
        if found:
            started, modifier, parts = number, found[1], [found[2]]
        elif modifier:
            parts.append(plain)
    if modifier:
        if lines.open_ended and not parts[-1].rstrip().endswith((".", ")", ":")) and len(parts) > 1:
            raise UnreadableFile(Fault.CUT_OFF, lines.count)
        yield from _row(started, modifier, parts, group, skips)


def _begins(line: str, group: str) -> re.Match[str] | None:
    if not group:
        return None
    if found := _PHYSICAL.fullmatch(line):
        return found
    return _NATIONAL.fullmatch(line) if group == "HCPCS Level II" else _NUMBERED.fullmatch(line)


def _row(line: int, modifier: str, parts: list[str], group: str, skips: Skips) -> Iterator[ModifierRow]:
    try:
        yield ModifierRow(modifier, fields.required(" ".join(parts)), group=group)
    except Unfit as error:
        skips.damaged(line, error.reason)
