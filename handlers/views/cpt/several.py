"""Several codes in one answer."""

from bot.services.lookup.procedures import HcpcsStarterResult, LoadedResult, LookedUp, ProcedureNotLoaded
from handlers.slack.answer import Answer, CommandButton
from handlers.slack.block_kit import Block
from handlers.views.blocks import actions, code, context, divider, section
from handlers.views.cpt.announced import announced_lines
from handlers.views.cpt.extra_lines import explained, left_out
from handlers.views.cpt.hcpcs_starter import starter_lines
from handlers.views.cpt.listed import listed_headline
from handlers.views.cpt.loaded import standing_lines
from handlers.views.cpt.modifiers import modifier_lines
from handlers.views.cpt.one import headline, older_rule
from handlers.views.cpt.several_sources import several_sources
from handlers.views.cpt.wording import canonical, kind_line, left_over_note, placed
from handlers.views.dates import dated


def several_card(
    results: tuple[LookedUp, ...], left_over: int, *, diagnoses: tuple[str, ...] = (), unread: bool = False
) -> Answer:
    """One short entry for each code, each with a button; `left_over` codes did not fit."""
    blocks: list[Block] = [short_block(result) for result in results]
    line = dated("/cpt " + " ".join(str(result.billed) for result in results), results[0].on)
    buttons = [CommandButton(str(result.billed), canonical(result)) for result in results]
    return Answer(
        "CPT, several codes",
        (
            *blocks,
            divider(),
            actions(*buttons, share=line),
            *explained(results, diagnoses),
            *left_out(unread=unread),
            *left_over_note(left_over, len(results)),
            context(*several_sources(results)),
        ),
    )


def short_block(result: LookedUp) -> Block:
    """One code of several: what it is, its kind, and what to look at again."""
    billed = result.billed
    if isinstance(result, ProcedureNotLoaded):
        other = (
            f"\nor the diagnosis {code(result.reading.diagnosis.code)} without its dot"
            if result.reading
            else ""
        )
        text = "not loaded" if result.announced else "right form, not loaded, so validity is unknown"
        told = "".join(
            f"\n{line}" for line in announced_lines(result.announced, result.on or result.today, result.today)
        )
        return section(f"*{code(str(billed))}*  {text}{told}\n{placed(billed)}{other}")
    if isinstance(result, HcpcsStarterResult):
        return section("\n".join((*starter_lines(result), placed(billed))))
    if isinstance(result, LoadedResult):
        return section("\n".join((listed_headline(result), *standing_lines(result), placed(billed))))
    doubts = [
        line
        for line in modifier_lines(billed, result.procedure, result.modifiers, result.on or result.today)
        if line.startswith("*")
    ]
    lines = [
        headline(result),
        *standing_lines(result),
        kind_line(billed, result.procedure),
        *older_rule(result),
        *doubts,
    ]
    return section("\n".join(lines))
