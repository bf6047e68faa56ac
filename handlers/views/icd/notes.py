"""The printed notes of a code: a few lines on the card, all of them behind *More*."""

from collections.abc import Iterator

from bot.domain.codes.icd.path import NoteKind, PrintedNotes
from handlers.slack.block_kit import Block
from handlers.views.blocks import SECTION_LIMIT, code, cut, esc, section

NOTE_LINES = 3
"""Lines of notes on a card; the rest is behind *More*."""
_NOTES_A_LINE = 3
_NOTE_LENGTH = 110
_MOST_SECTIONS = 38
_TITLE = {
    NoteKind.CODE_FIRST: "Code first",
    NoteKind.USE_ADDITIONAL: "Use additional code",
    NoteKind.CODE_ALSO: "Code also",
    NoteKind.EXCLUDES1: "Excludes1",
    NoteKind.EXCLUDES2: "Excludes2",
    NoteKind.INCLUDES: "Includes",
    NoteKind.INCLUSION_TERMS: "Also called",
    NoteKind.NOTES: "Note",
    NoteKind.SEVENTHS: "7th character",
}


def few_lines(notes: tuple[PrintedNotes, ...], limit: int = NOTE_LINES) -> tuple[str, ...]:
    """The lines for the card: other names, then what is printed nearest to the code, kinds in a coder's order."""
    own_terms = [p for p in notes if p.kind is NoteKind.INCLUSION_TERMS]
    rest = [p for p in notes if p.kind in _ON_CARD and not _is_wide(p)]
    return tuple(_line(printed) for printed in (*own_terms, *rest)[:limit])


def has_more(notes: tuple[PrintedNotes, ...], limit: int = NOTE_LINES) -> bool:
    """Whether *More* would show anything that the card does not."""
    shown = [
        p for p in notes if p.kind is NoteKind.INCLUSION_TERMS or (p.kind in _ON_CARD and not _is_wide(p))
    ]
    return len(notes) > min(len(shown), limit) or any(_is_cut(p) for p in shown)


def all_blocks(notes: tuple[PrintedNotes, ...]) -> tuple[Block, ...]:
    """Every note in full, with the place where each is printed."""
    sections = [section(text) for printed in notes for text in _paragraphs(printed)]
    return tuple(sections[:_MOST_SECTIONS])


_ON_CARD = (
    NoteKind.CODE_FIRST,
    NoteKind.USE_ADDITIONAL,
    NoteKind.CODE_ALSO,
    NoteKind.EXCLUDES1,
    NoteKind.EXCLUDES2,
)


def _is_wide(printed: PrintedNotes) -> bool:
    """Printed at a chapter or a section: true for thousands of codes, so it waits behind *More*."""
    return printed.at.isdecimal() or "-" in printed.at


def _is_cut(printed: PrintedNotes) -> bool:
    return len(printed.notes) > _NOTES_A_LINE or any(len(note) > _NOTE_LENGTH for note in printed.notes)


def _line(printed: PrintedNotes) -> str:
    shown = " · ".join(esc(cut(note.lstrip(" ,"), _NOTE_LENGTH)) for note in printed.notes[:_NOTES_A_LINE])
    left = len(printed.notes) - _NOTES_A_LINE
    return f"{_head(printed)}: {shown}" + (f" · {left} more" if left > 0 else "")


def _head(printed: PrintedNotes) -> str:
    return f"*{_TITLE[printed.kind]}*" + (f" at {place(printed)}" if printed.inherited else "")


def place(printed: PrintedNotes) -> str:
    """Where a note is printed: a code, a section, or `chapter 13`."""
    return f"chapter {printed.at}" if printed.at.isdecimal() else code(printed.at)


def _paragraphs(printed: PrintedNotes) -> Iterator[str]:
    """The notes as lists, split where one would pass Slack's limit."""
    text = _head(printed)
    for note in printed.notes:
        line = f"\n•  {esc(note.lstrip(' ,'))}"
        if len(text) + len(line) > SECTION_LIMIT:
            yield text
            text = line.lstrip("\n")
        else:
            text += line
    yield text
