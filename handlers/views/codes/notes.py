"""A team's notes: on one code, all of them, kept and taken out; and how they stand beside an answer."""

from collections.abc import Sequence

from bot.domain.codes.changes.watched import CodeName
from bot.domain.codes.notes.note import TeamNote
from bot.services.team.notes import Kept
from handlers.slack.answer import Answer, Attachment, CommandButton
from handlers.slack.block_kit import SectionBlock
from handlers.views.blocks import actions, code, context, cut, esc, section
from handlers.views.codes.watched import command_of, mention
from handlers.views.dates import day
from handlers.views.export import sent_card

LIST = "/codes notes"
EXAMPLE = "/cpt note 97110 UHC needs GP"

_FIRST = 5
_PAGE = 20
_IN_SECTION = 5
_ON_ONE = 40
_REMOVABLE = 5
_IN_LIST = 90
_MOST_SHOWN = 3
_ALL = CommandButton("All notes", LIST)
_KEPT = "Kept for this workspace alone, and found by its searches. Never write about a patient."


def note_line(name: CodeName, payer: str = "", what: str = "") -> str:
    """The command line about a code's notes."""
    return " ".join(filter(None, (f"{command_of(name.system)} note {name.code}", payer, what)))


def how_card(unread: str = "") -> Answer:
    """How a note is written; `unread` stood where the code belongs."""
    first = f"I couldn't read {code(cut(unread, 20))} as a code. " if unread.strip("`") else ""
    return Answer(
        "Team notes",
        (
            section(
                f"{first}Type the note after its code, with the payer first if it's for one payer: {code(EXAMPLE)}. "
                f"Write it again to change it; {code('/cpt note 97110 UHC remove')} takes it out."
            ),
            actions(_ALL),
            context(_KEPT),
        ),
    )


def notes_card(name: CodeName, notes: Sequence[TeamNote], payer: str = "") -> Answer:
    """The notes on one code, those for `payer` first."""
    if not notes:
        text = f"No notes on {code(name.code)} yet. Write one: {code(note_line(name, 'UHC', 'needs GP'))}."
        return Answer("Team notes", (section(text), actions(_open(name), _ALL), context(_KEPT)))
    ordered = sorted(notes, key=lambda n: n.payer != payer)[:_ON_ONE]
    out = [
        CommandButton(
            f"Remove {f'the one for {n.payer}' if n.payer else 'the general one'}",
            note_line(name, n.payer, "remove"),
        )
        for n in ordered[:_REMOVABLE]
    ]
    return Answer(
        "Team notes",
        (
            section(f"*Team notes on* {code(name.code)}  {len(notes)}"),
            *(section(_full(n)) for n in ordered),
            actions(_open(name), *out, _ALL),
            context(f"Write again for the same payer to change one. {_KEPT}"),
        ),
    )


def kept_card(kept: Kept) -> Answer:
    """It is kept; and what stood there before, where that was something else."""
    note, name = kept.note, CodeName(kept.note.system, kept.note.code)
    lines = [f"Kept for {code(note.code)}{f', {esc(note.payer)}' if note.payer else ''}: {esc(note.text)}"]
    if kept.before and kept.before.text != note.text:
        lines.append(f"In place of: {esc(kept.before.text)}")
    go = (_open(name), CommandButton("Remove it", note_line(name, note.payer, "remove")), _ALL)
    return Answer("Team note kept", (section("\n".join(lines)), actions(*go), context(_KEPT)))


def removed_card(name: CodeName, payer: str, left: Sequence[TeamNote], *, removed: bool) -> Answer:
    """It is gone, or it never was there; `left` are the code's other notes."""
    whose = f"for {esc(payer)}" if payer else "without a payer"
    text = f"The note on {code(name.code)} {whose} is taken out."
    if not removed:
        text = f"There is no note on {code(name.code)} {whose}, so there was nothing to take out."
    out = [
        CommandButton(
            f"Remove the one for {n.payer}" if n.payer else "Remove the general one",
            note_line(name, n.payer, "remove"),
        )
        for n in left[:_REMOVABLE]
    ]
    return Answer("Team note", (section(text), actions(_open(name), *(out if not removed else ()), _ALL)))


def all_notes_card(notes: Sequence[TeamNote], page: int | None = None) -> Answer:
    """All of the team's notes by code: the first few, or a page of them (from 1; past the end: the last)."""
    if not notes:
        return Answer(
            "Team notes", (section(f"*Team notes*  none yet.\nWrite one: {code(EXAMPLE)}."), context(_KEPT))
        )
    export = CommandButton("Export CSV", f"{LIST} export")
    if page is None or len(notes) <= _FIRST:
        lines = [f"*Team notes*  {len(notes)}", *map(_short, notes[:_FIRST])]
        more = [CommandButton(f"More: all {len(notes)}", f"{LIST} page 1")] if len(notes) > _FIRST else []
        return Answer(
            "Team notes", (section("\n".join(lines)), actions(*more, export, share=LIST), context(_KEPT))
        )
    last = -(-len(notes) // _PAGE)
    page = min(page, last)
    shown = [_short(n) for n in notes[(page - 1) * _PAGE : page * _PAGE]]
    go = [
        CommandButton(label, f"{LIST} page {n}")
        for label, n in (("Back", page - 1), ("Next", page + 1))
        if 1 <= n <= last
    ]
    return Answer(
        "Team notes",
        (
            section(f"*Team notes*  {len(notes)}, page {page} of {last}"),
            *(section("\n".join(shown[i : i + _IN_SECTION])) for i in range(0, len(shown), _IN_SECTION)),
            actions(*go, export, share=f"{LIST} page {page}"),
        ),
    )


def export_card(count: int, table: str, *, may_send: bool) -> Answer:
    """A file of all notes for the asker."""
    what = "1 note" if count == 1 else f"{count:,} notes"
    terminal = "codedesk codes notes --workspace ID --csv notes.csv"
    return sent_card(what, Attachment("team notes.csv", table), terminal, may_send=may_send)


def note_sections(notes: Sequence[TeamNote], *, several: bool) -> list[SectionBlock]:
    """The team's notes as they stand on an answer's card; `several`: each names its code."""
    lines = [f"{f'{code(n.code)} ' if several else ''}{_full(n)}" for n in notes[:_MOST_SHOWN]]
    if (left := len(notes) - _MOST_SHOWN) > 0:
        name = CodeName(notes[_MOST_SHOWN].system, notes[_MOST_SHOWN].code)
        lines.append(f"and {left} more: {code(note_line(name))}")
    return [section("\n".join(lines))] if lines else []


def _full(note: TeamNote) -> str:
    whose = f"{esc(note.payer)}, " if note.payer else ""
    return f"*Team note* ({whose}{mention(note.by)}, {day(note.at.date())}): {esc(note.text)}"


def _short(note: TeamNote) -> str:
    payer = f" {esc(note.payer)}:" if note.payer else ""
    return f"{code(note.code)}{payer}  {esc(cut(note.text, _IN_LIST))}"


def _open(name: CodeName) -> CommandButton:
    return CommandButton(f"Open {name.code}", f"{command_of(name.system)} {name.code}")
