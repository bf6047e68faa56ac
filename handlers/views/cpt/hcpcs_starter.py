"""The card of a code that only the HCPCS starter holds."""

from datetime import date

from bot.domain.codes.hcpcs.starter import StarterRow
from bot.services.lookup.procedures import HcpcsStarterResult, LookedUp
from handlers.slack.answer import CommandButton
from handlers.slack.block_kit import Block
from handlers.views.blocks import actions, code, context, esc, section
from handlers.views.cpt.extra_lines import reading_blocks
from handlers.views.cpt.fee import fee_note, fee_summary
from handlers.views.cpt.listed_modifiers import modifier_note_lines
from handlers.views.cpt.modifiers import modifier_lines
from handlers.views.cpt.rules import rule_lines
from handlers.views.cpt.wording import canonical, not_checked, placed, set_codes
from handlers.views.dates import dated, day
from handlers.views.sources import HOW_TO_LOAD, WHOSE_WORDS, starter_as_of

_FEW = 3
_RULES = 2


def hcpcs_starter_blocks(result: HcpcsStarterResult, *, full: bool = False) -> tuple[Block, ...]:
    """Name, days, what took its place, and that nothing of this says whether the code is valid."""
    row, billed, on = result.row, result.billed, result.on or result.today
    lines = [
        *starter_lines(result),
        placed(billed),
        *modifier_lines(billed, None, result.modifiers, on),
        *fee_summary(result, full=full),
        *map(set_codes, rule_lines(billed.procedure.code, medicare=True)[: None if full else _RULES]),
    ]
    if full and row.also:
        lines.append(f"Also called: {esc(', '.join(row.also))}")
    more = (CommandButton("More", dated(f"/cpt {billed} more", result.on)),) if row.also and not full else ()
    instead = (
        CommandButton(f"Open {other}", dated(f"/cpt {other}", result.on)) for other in row.instead[:_FEW]
    )
    buttons = [*instead, *more] or [CommandButton("Letters of HCPCS", "/cpt letters")]
    return (
        section("\n".join(lines)),
        actions(*buttons, share=canonical(result)),
        *reading_blocks(result.reading, billed, result.on),
        context(
            hcpcs_starter_source((result,)),
            f"{HOW_TO_LOAD} reads CMS's HCPCS file.",
            *modifier_note_lines(billed, result.modifiers),
            *fee_note(result, full=full),
        ),
    )


def starter_lines(result: HcpcsStarterResult) -> list[str]:
    """The code with its name, and whether its own days speak against the date."""
    name = f"*{code(str(result.billed))}*  {esc(result.row.name)}"
    return [name, *wrong_days(result.row, result.on or result.today)]


def wrong_days(row: StarterRow, on: date) -> list[str]:
    """Said where the date lies outside the days that the starter knows."""
    if row.ends and row.ended(on):
        instead = f" See {', '.join(map(code, row.instead[:_FEW]))}." if row.instead else ""
        return [f"*Ended*: its last day was {day(row.ends)}.{instead}"]
    if row.begins and row.not_yet(on):
        return [f"*Not yet valid on {day(on)}*: its first day is {day(row.begins)}."]
    return []


def hcpcs_starter_source(results: tuple[HcpcsStarterResult, ...]) -> str:
    """The small print: as of when, whose words, and what was not checked."""
    first = results[0]
    whose = " and ".join(dict.fromkeys(WHOSE_WORDS[result.row.wording] for result in results))
    as_of = starter_as_of(min(result.row.as_of for result in results))
    return f"HCPCS Level II · {as_of}, {whose} · {not_checked(first.on, first.today)}"


def of_hcpcs_starter(results: tuple[LookedUp, ...]) -> tuple[HcpcsStarterResult, ...]:
    """Those among several that only the starter holds."""
    return tuple(result for result in results if isinstance(result, HcpcsStarterResult))
