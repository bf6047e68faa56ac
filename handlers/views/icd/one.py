"""The card of one diagnosis code: billable, a header to pick from, or in need of a 7th character."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from bot.domain.codes.diagnosis import Diagnosis
from bot.domain.codes.icd.replaced import Demotion
from bot.domain.codes.icd.resolve import Billable, Header, NeedsSeventh, Unknown
from bot.domain.codes.releases import ReleaseStatus
from bot.services.lookup.diagnoses import DiagnosisEntry, Looked
from handlers.slack.answer import Answer, CommandButton
from handlers.slack.block_kit import Block
from handlers.views.blocks import actions, choice, code, context, cut, esc, section
from handlers.views.dates import dated, day
from handlers.views.icd.notes import NOTE_LINES, all_blocks, few_lines, has_more
from handlers.views.icd.unknown import unknown_blocks
from handlers.views.icd.wording import MOST_BUTTONS, ended_first, left_out, named, source

_CHILDREN_LISTED = MOST_BUTTONS
_STEP_LENGTH = 60
_KEPT = 256


def one_card(looked: Looked, *, more: bool = False, unread: bool = False) -> Answer:
    """The card for a question about one code; `more` shows every note. Kept where the entry is."""
    return (_kept if looked.entries[0].kept else _made)(looked, more=more, unread=unread)


def _made(looked: Looked, *, more: bool, unread: bool) -> Answer:
    entry = looked.entries[0]
    typed = entry.resolution.typed
    return Answer(
        f"ICD-10-CM {typed.code}",
        (
            *ended_first(looked.chosen, looked.release),
            *_body(entry, looked, more=more),
            *other_reading(entry, looked),
            *left_out(unread),
            source(looked.chosen, looked.release),
        ),
    )


_kept = lru_cache(maxsize=_KEPT)(_made)
"""By the entry and the day: the same question of the day is drawn once."""


def other_reading(entry: DiagnosisEntry, looked: Looked) -> tuple[Block, ...]:
    """The HCPCS reading of a code that was typed without its dot."""
    if not entry.ambiguous:
        return ()
    written = entry.resolution.typed.written
    known = "" if looked.hcpcs_loaded else " HCPCS is not loaded, so I can't say whether it is one."
    return (
        context(f"Without its dot, {code(written)} has the form of an HCPCS Level II code as well.{known}"),
        actions(CommandButton(f"Read {written} as HCPCS", dated(f"/cpt {written}", looked.chosen.on))),
    )


def headline(entry: DiagnosisEntry, looked: Looked) -> str:
    """The answer in one line: the code, its name, and whether it can be billed."""
    match entry.resolution:
        case Billable(_, diagnosis):
            return f"*{named(diagnosis)}*  · {_billable(looked)}"
        case Header(_, diagnosis, _, demotion):
            return f"*{named(diagnosis)}*  · not billable: {_since(demotion)}. Pick one:"
        case NeedsSeventh(_, diagnosis, _, _):
            return f"*{named(diagnosis)}*  · not billable yet: it needs a 7th character. Pick one:"
        case Unknown(typed):
            return f"*{code(typed.code)}*  · not in this list"


def _billable(looked: Looked) -> str:
    """An ended release vouches for its own time alone."""
    in_force = looked.chosen.standing is ReleaseStatus.IN_FORCE
    return "billable" if in_force else f"billable in {esc(looked.release.edition)}"


def _body(entry: DiagnosisEntry, looked: Looked, *, more: bool) -> tuple[Block, ...]:
    resolution, on = entry.resolution, looked.chosen.on
    if isinstance(resolution, Unknown):
        return unknown_blocks(entry, resolution, on)
    return (
        section("\n".join((headline(entry, looked), *_listed(entry)))),
        *_choices(entry, on),
        *_around(entry, more=more),
        *(all_blocks(entry.notes) if more else ()),
        *_neighbours(entry, on),
        _buttons(entry, on, more=more),
    )


def _around(entry: DiagnosisEntry, *, more: bool) -> tuple[Block, ...]:
    """Where the code stands and its first notes; a plain list of codes tells neither of a category."""
    notes = () if more else few_lines(entry.notes, _note_lines(entry))
    lines = [line for line in (_standing(entry, more=more), *notes) if line]
    return (section("\n".join(lines)),) if lines else ()


def _since(demotion: Demotion | None) -> str:
    if demotion is None:
        return "it is a header"
    if demotion.exact:
        return f"it is a header since {day(demotion.since)}"
    return f"it is a header now, and could still be billed on {day(demotion.until)}"


def _listed(entry: DiagnosisEntry) -> tuple[str, ...]:
    """The children of a header, by name; 7th characters are named on their buttons."""
    if not isinstance(entry.resolution, Header):
        return ()
    children = entry.resolution.children
    lines = [named(c) + ("" if c.billable else "  (not billable yet)") for c in children[:_CHILDREN_LISTED]]
    left = len(children) - _CHILDREN_LISTED
    return (*lines, f"and {left} more in the list below") if left > 0 else tuple(lines)


def _choices(entry: DiagnosisEntry, on: date | None) -> tuple[Block, ...]:
    match entry.resolution:
        case Header(_, _, children, _):
            return _pick("Pick a code", [(c.code, f"{c.code}  {c.name}", c.code) for c in children], on)
        case NeedsSeventh(_, _, choices, _):
            return _pick("Pick the 7th character", [_seventh(c) for c in choices], on)
    return ()


def _seventh(completed: Diagnosis) -> tuple[str, str, str]:
    meaning = f"{completed.seventh.character}  {completed.seventh.meaning}" if completed.seventh else ""
    return meaning, f"{completed.code}  {meaning[3:]}", completed.code


def _pick(prompt: str, options: Iterable[tuple[str, str, str]], on: date | None) -> tuple[Block, ...]:
    """Buttons for a few, a select for many; each option is (button, line of the select, code)."""
    found = list(options)
    if not found:
        return ()
    if len(found) <= MOST_BUTTONS:
        return (actions(*(CommandButton(label, dated(f"/icd {to}", on)) for label, _, to in found)),)
    return (choice(prompt, (CommandButton(line, dated(f"/icd {to}", on)) for _, line, to in found)),)


def _standing(entry: DiagnosisEntry, *, more: bool) -> str:
    """Chapter > section > category > the header above; *More* names every step in full."""
    chapter, *sections = reversed(entry.blocks) if entry.blocks else (None,)
    headers = tuple(reversed(entry.parents))
    if not more:
        sections, headers = sections[-1:], tuple(dict.fromkeys((*headers[:1], *headers[-1:])))
    steps = [f"Chapter {chapter.id} {chapter.name}"] if chapter else []
    steps += [f"{block.id} {block.name}" for block in sections]
    steps += [f"{header.code} {header.name}" for header in headers]
    return " > ".join(esc(step if more else cut(step, _STEP_LENGTH)) for step in steps)


def _note_lines(entry: DiagnosisEntry) -> int:
    """A header's children take the room; then one line of notes has to do."""
    return 1 if isinstance(entry.resolution, Header) else NOTE_LINES


def _neighbours(entry: DiagnosisEntry, on: date | None) -> tuple[Block, ...]:
    """Other sides as buttons; other encounters as buttons, or as a select where there are many."""
    sides = [
        CommandButton(f"{side.capitalize()}: {d.code}", dated(f"/icd {d.code}", on))
        for side, d in entry.sides
    ]
    encounters = _pick("Another 7th character", [_seventh(d) for d in entry.encounters], on)
    return (*((actions(*sides),) if sides else ()), *encounters)


def _buttons(entry: DiagnosisEntry, on: date | None, *, more: bool) -> Block:
    line = f"/icd {entry.resolution.typed.code}"
    further = (
        [CommandButton("More", dated(f"{line} more", on))]
        if not more and has_more(entry.notes, _note_lines(entry))
        else []
    )
    return actions(*further, share=dated(f"{line} more" if more else line, on))
