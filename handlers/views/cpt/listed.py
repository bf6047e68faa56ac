"""The card of a code that loaded files print and the starter set does not know."""

from bot.domain.codes.cpt.announced import CodeAnnouncement
from bot.domain.codes.listing import Listing
from bot.services.lookup.procedures import LoadedResult
from handlers.slack.answer import CommandButton
from handlers.slack.block_kit import Block
from handlers.views.blocks import actions, code, context, esc, section
from handlers.views.cpt.announced import announced_buttons, announced_lines, announced_note
from handlers.views.cpt.extra_lines import reading_blocks
from handlers.views.cpt.fee import fee_note, fee_summary
from handlers.views.cpt.listed_modifiers import modifier_note_lines
from handlers.views.cpt.loaded import (
    printed_name,
    source_words,
    standing_lines,
    successors,
    text_owner,
)
from handlers.views.cpt.modifiers import modifier_lines
from handlers.views.cpt.rules import rule_lines
from handlers.views.cpt.wording import canonical, code_set, placed, set_codes
from handlers.views.dates import dated, day


def listed_blocks(result: LoadedResult, *, full: bool = False) -> tuple[Block, ...]:
    """Name, validity, family, fee; `full`: every name that is loaded."""
    announced = _announced(result)
    lines = [
        listed_headline(result),
        *standing_lines(result),
        *announced_lines(announced, result.on or result.today, result.today),
        placed(result.billed),
    ]
    lines += [
        *modifier_lines(result.billed, None, result.modifiers, result.on or result.today),
        *fee_summary(result, full=full),
    ]
    if full and result.loaded.listing:
        lines += _other_names(result.loaded.listing)
    if full:
        lines += map(set_codes, rule_lines(result.billed.procedure.code, medicare=True))
    more = (
        ()
        if full or not result.loaded.listing
        else (CommandButton("More", dated(f"/cpt {result.billed} more", result.on)),)
    )
    buttons = [*more, *successors(result), *announced_buttons(announced)] or [
        CommandButton("Categories and ranges", "/cpt categories")
    ]
    return (
        section("\n".join(lines)),
        actions(*buttons, share=canonical(result)),
        *reading_blocks(result.reading, result.billed, result.on),
        context(
            *_sources(result),
            *announced_note(announced),
            *modifier_note_lines(result.billed, result.modifiers),
            *fee_note(result, full=full),
        ),
    )


def _announced(result: LoadedResult) -> CodeAnnouncement | None:
    """What was announced: an edition in force on the day decides, and only a change to come is told beside it."""
    announced, on = result.announced, result.on or result.today
    release = result.loaded.chosen.release
    in_force = release is not None and (release.ends is None or on <= release.ends)
    return None if announced and in_force and announced.came_true(on) else announced


def listed_headline(result: LoadedResult) -> str:
    """The code, and its name where the edition of the day prints one."""
    return f"*{code(str(result.billed))}*  {printed_name(result)}".rstrip()


def _other_names(listing: Listing) -> list[str]:
    named = (("Medium", listing.medium), ("Short", listing.short), ("For patients", listing.consumer))
    return [f"{which}: {esc(name)}" for which, name in named if name and name != listing.name]


def _sources(result: LoadedResult) -> tuple[str, ...]:
    if told := source_words(result):
        return told
    asked = f"not loaded for {day(result.on or result.today)}"
    return (f"{code_set(result.billed)} · {asked}", *text_owner(result))
