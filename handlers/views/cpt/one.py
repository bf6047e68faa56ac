"""The card of one procedure code that is loaded."""

from functools import lru_cache

from bot.domain.codes.billing.rule_table import medicare_rules
from bot.domain.codes.cpt.procedure import Procedure
from bot.domain.codes.cpt.time_fit import rule_since
from bot.domain.codes.cpt.timing import Band, Met, Units
from bot.services.lookup.procedures import HcpcsStarterResult, LoadedResult, LookedUp, StarterResult
from handlers.slack.answer import Answer, CommandButton
from handlers.slack.block_kit import Block
from handlers.views.blocks import actions, code, context, esc, section
from handlers.views.cpt.extra_lines import explained, left_out, reading_blocks
from handlers.views.cpt.fee import fee_note, fee_summary
from handlers.views.cpt.hcpcs_starter import hcpcs_starter_blocks
from handlers.views.cpt.listed import listed_blocks
from handlers.views.cpt.listed_modifiers import modifier_note_lines
from handlers.views.cpt.loaded import printed_name, source_words, standing_lines, successors, text_owner
from handlers.views.cpt.modifiers import modifier_lines
from handlers.views.cpt.not_loaded import not_loaded_blocks
from handlers.views.cpt.rules import rule_lines
from handlers.views.cpt.wording import (
    bullets,
    canonical,
    code_set,
    folded,
    kind_line,
    medicare_lines,
    starter_source,
)
from handlers.views.dates import dated, day

_LINES = 6
"""A card is read between two phone calls: more than this stands behind *More*."""
_KEPT = 512


@lru_cache(maxsize=_KEPT)
def one_card(
    result: LookedUp, *, diagnoses: tuple[str, ...] = (), full: bool = False, unread: bool = False
) -> Answer:
    """The card for one code. Kept by its frozen arguments: the same question of the day is built once.

    `diagnoses` stood beside it: they lead on to `/explain`.
    """
    blocks = _blocks(result, full=full)
    return Answer(
        f"{code_set(result.billed)} {result.billed}",
        (*blocks, *explained((result,), diagnoses), *left_out(unread=unread)),
    )


def _blocks(result: LookedUp, *, full: bool) -> tuple[Block, ...]:
    match result:
        case StarterResult():
            return _found(result, full=full)
        case LoadedResult():
            return listed_blocks(result, full=full)
        case HcpcsStarterResult():
            return hcpcs_starter_blocks(result, full=full)
    return not_loaded_blocks(result, full=full)


def headline(found: StarterResult) -> str:
    """The code as billed, and what it is: as the edition of the day prints it, else in our own words."""
    return f"*{code(str(found.billed))}*  {printed_name(found) or esc(found.procedure.words)}"


def older_rule(found: StarterResult) -> tuple[str, ...]:
    """A date of service before the time rule told here: say so, since the words above tell today's."""
    since = rule_since(found.procedure.timing)
    if since is None or (found.on or found.today) >= since:
        return ()
    asked, shown = day(found.on or found.today), code(found.procedure.code)
    return (f"*Look again*: the time rule of {shown} began on {day(since)}; on {asked} another held.",)


def _found(found: StarterResult, *, full: bool) -> tuple[Block, ...]:
    procedure = found.procedure
    lines = [
        headline(found),
        *standing_lines(found),
        kind_line(found.billed, procedure),
        *_with_primaries(procedure),
        *older_rule(found),
    ]
    lines += [
        *modifier_lines(found.billed, procedure, found.modifiers, found.on or found.today),
        *fee_summary(found, full=full),
    ]
    tripped = _tripped(procedure)
    shown = len(tripped) if full else max(1, _LINES - len(lines) - 1)
    return (
        section("\n".join(lines)),
        section(f"Watch out for:\n{bullets(tripped[:shown])}"),
        actions(
            *_buttons(found, more=not full and (len(tripped) > shown or bool(found.fee))),
            share=canonical(found),
        ),
        *reading_blocks(found.reading, found.billed, found.on),
        context(
            *(
                source_words(found)
                or (starter_source((found.billed,), found.on, found.today), *text_owner(found))
            ),
            *modifier_note_lines(found.billed, found.modifiers),
            *fee_note(found, full=full),
        ),
    )


def _tripped(procedure: Procedure) -> tuple[str, ...]:
    """What the code's own words hide first, then the heaviest rules, then what Medicare does, then the rest."""
    rules = rule_lines(procedure.code)
    medicare = medicare_lines(medicare_rules(procedure))
    return (*procedure.traps[:1], *rules[:2], *medicare, *procedure.traps[1:], *rules[2:])


def _with_primaries(procedure: Procedure) -> tuple[str, ...]:
    if not procedure.add_on:
        return ()
    also = f" and {procedure.other_primaries}" if procedure.other_primaries else ""
    return (f"Add-on: bill it only with {folded(procedure.primaries)}{also}",)


def _buttons(found: StarterResult, *, more: bool) -> list[CommandButton]:
    bare, procedure = found.procedure.code, found.procedure
    buttons = [CommandButton("More", dated(f"/cpt {found.billed} more", found.on))] if more else []
    buttons += successors(found)
    if isinstance(procedure.timing, Units | Band | Met):
        buttons.append(CommandButton("Does 45 min fit?", dated(f"/cpt {bare} 45 min", found.on)))
    buttons += [
        CommandButton(f"Compare with {other}", dated(f"/cpt compare {bare} {other}", found.on))
        for other in procedure.related[:1]
    ]
    return buttons
