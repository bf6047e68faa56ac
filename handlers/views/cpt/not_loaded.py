"""A code of the right form that nothing loaded holds."""

from bot.domain.codes.cpt.grammar import CodeKind, ProcedureCode
from bot.domain.codes.cpt.ranges import range_of
from bot.services.lookup.procedures import ProcedureNotLoaded
from handlers.slack.answer import CommandButton
from handlers.slack.block_kit import Block
from handlers.views.blocks import actions, code, context, section
from handlers.views.cpt.announced import announced_buttons, announced_lines, announced_note
from handlers.views.cpt.extra_lines import reading_blocks
from handlers.views.cpt.fee import fee_note, fee_summary
from handlers.views.cpt.listed_modifiers import modifier_note_lines
from handlers.views.cpt.modifiers import modifier_lines
from handlers.views.cpt.wording import canonical, code_set, loading_note, placed
from handlers.views.dates import day
from handlers.views.sources import edition_name


def not_loaded_blocks(result: ProcedureNotLoaded, *, full: bool = False) -> tuple[Block, ...]:
    """What the form alone tells, the other reading if there is one, and how to load the rest."""
    billed = result.billed
    on = result.on or result.today
    lines = [
        f"*{code(str(billed))}*  {_verdict(result)}",
        *announced_lines(result.announced, on, result.today),
        *modifier_lines(billed, None, result.modifiers, on),
        *fee_summary(result, full=full),
    ]
    return (
        section("\n".join(lines)),
        actions(
            *announced_buttons(result.announced),
            CommandButton("Categories and ranges", "/cpt categories"),
            share=canonical(result),
        ),
        *reading_blocks(result.reading, billed, result.on),
        context(
            f"{code_set(billed)} · {_looked_in(result)} · for {day(on)}",
            *announced_note(result.announced),
            loading_note(),
            *modifier_note_lines(billed, result.modifiers),
            *fee_note(result, full=full),
        ),
    )


def _looked_in(result: ProcedureNotLoaded) -> str:
    if result.fee is None:
        return "only the starter set is loaded"
    return f"{edition_name(result.fee.edition)} and the starter set are loaded"


_LABORATORY = range(80000, 90000)


def _outside(procedure: ProcedureCode, schedule: str) -> str:
    """Why a code may be missing in the physician fee schedule, and that this says nothing of its validity."""
    unsure = "so I can't say whether it is valid"
    match procedure.kind:
        case CodeKind.CATEGORY_II:
            return f"is outside of {schedule}, as most Category II codes (quality measures) are, {unsure}."
        case CodeKind.CATEGORY_III:
            return f"is not in {schedule}, which does not carry every Category III code, {unsure}."
        case CodeKind.PLA | CodeKind.MAAA:
            return f"is outside of {schedule}: laboratory tests are priced by the laboratory fee schedule, {unsure}."
        case CodeKind.HCPCS:
            return f"is not in {schedule}: supplies and drugs are often priced elsewhere, {unsure}."
    if procedure.code.isdigit() and int(procedure.code) in _LABORATORY:
        return f"is outside of {schedule}: laboratory codes have a fee schedule of their own, {unsure}."
    return f"is not in {schedule}, which carries most CPT codes. Please look at the digits again."


def _verdict(result: ProcedureNotLoaded) -> str:
    billed, procedure = result.billed, result.billed.procedure
    if result.announced:
        return f"{placed(billed)}: its set is not loaded, so this is what was announced."
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
    if result.fee is not None:
        return f"({placed(billed)}) {_outside(procedure, edition_name(result.fee.edition))}"
    return f"has the right form ({placed(billed)}), but it is not loaded, so I can't say whether it is valid."
