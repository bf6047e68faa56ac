"""A code of the right form that nothing loaded holds."""

from bot.domain.codes.cpt.grammar import BilledCode, CodeKind
from bot.domain.codes.cpt.ranges import range_of
from bot.services.lookup.procedures import ProcedureNotLoaded
from handlers.slack.block_kit import Block
from handlers.views.blocks import CommandButton, actions, code, context, section
from handlers.views.cpt.extra_lines import reading_blocks
from handlers.views.cpt.fee import fee_beside, fee_note
from handlers.views.cpt.listed_modifiers import notes_beside
from handlers.views.cpt.modifiers import lines_beside_code
from handlers.views.cpt.wording import canonical, code_set, loading_note, placed
from handlers.views.dates import day


def not_loaded_blocks(result: ProcedureNotLoaded, *, full: bool = False) -> tuple[Block, ...]:
    """What the form alone tells, the other reading if there is one, and how to load the rest."""
    billed = result.billed
    lines = [
        f"*{code(str(billed))}*  {_verdict(billed)}",
        *lines_beside_code(billed, None, result.modifiers, result.on or result.today),
        *fee_beside(result, full=full),
    ]
    return (
        section("\n".join(lines)),
        actions(CommandButton("Categories and ranges", "/cpt categories"), share=canonical(result)),
        *reading_blocks(result.reading, billed, result.on),
        context(
            f"{code_set(billed)} · only the starter set is loaded · for {day(result.on or result.today)}",
            loading_note(),
            *notes_beside(billed, result.modifiers),
            *fee_note(result, full=full),
        ),
    )


def _verdict(billed: BilledCode) -> str:
    procedure = billed.procedure
    if procedure.kind is CodeKind.CDT:
        return (
            "has the form of a dental code (CDT). Those belong to the American Dental Association, "
            "and CodeDesk does not carry them."
        )
    if procedure.kind is CodeKind.CATEGORY_I and range_of(procedure) is None:
        return (
            "has five digits like a CPT Category I code, but its number lies outside of every CPT range. "
            "Please look at the digits again."
        )
    return f"has the right form ({placed(billed)}), but it is not loaded, so I can't say whether it is valid."
