"""The card for a block or another run of codes: its name, its sections or its categories."""

from itertools import islice

from bot.services.lookup.diagnosis_range import FoundRange
from handlers.slack.answer import Answer, CommandButton
from handlers.views.blocks import actions, choice, code, cut, esc, section
from handlers.views.dates import dated
from handlers.views.icd.wording import ended_first, source

_SECTIONS, _LINES, _CHOICES = 24, 30, 100
_NAME = 90


def range_card(found: FoundRange) -> Answer:
    """What the run is called, and what it holds; a menu opens each code."""
    asked, on = found.asked, found.chosen.on
    title = f"{asked.first}-{asked.last}"
    inside = tuple(dict.fromkeys(found.blocks))
    sections = len(inside) > 1 and len(found.codes) > _LINES
    lines = (
        [f"{code(b.id)}  {esc(cut(b.name, _NAME))}" for b in inside[:_SECTIONS]]
        if sections
        else [f"{code(d.code)}  {esc(cut(d.name, _NAME))}" for d in found.codes[:_LINES]]
    )
    left = (len(inside) - _SECTIONS) if sections else len(found.codes) - _LINES
    if left > 0:
        lines.append(f"and {left} more in the menu")
    options = (
        [CommandButton(cut(f"{b.id}  {b.name}", 75), dated(f"/icd {b.id}", on)) for b in inside]
        if sections
        else [CommandButton(cut(f"{d.code}  {d.name}", 75), dated(f"/icd {d.code}", on)) for d in found.codes]
    )
    return Answer(
        f"ICD-10-CM {title}",
        (
            *ended_first(found.chosen, found.release),
            section("\n".join((_headline(found, title), *lines))),
            choice("Open one", list(islice(options, _CHOICES))),
            actions(share=dated(f"/icd {title}", on)),
            source(found.chosen, found.release),
        ),
    )


def _headline(found: FoundRange, title: str) -> str:
    name = f"  {esc(found.block.name)}" if found.block else ""
    chapter = f" · chapter {found.chapter.id}, {esc(found.chapter.name)}" if found.chapter else ""
    count = len(found.codes)
    return f"*{code(title)}*{name}\n{count} {'code' if count == 1 else 'codes'}{chapter}"
