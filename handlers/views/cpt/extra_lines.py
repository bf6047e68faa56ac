"""What stands beside the answer: another reading of the token, diagnosis codes, words that were left out."""

from datetime import date

from bot.domain.codes.cpt.grammar import BilledCode
from bot.services.lookup.procedures import DiagnosisReading, LookedUp
from handlers.slack.answer import CommandButton
from handlers.slack.block_kit import Block
from handlers.views.blocks import actions, code, context, esc, section
from handlers.views.cpt.wording import release_words
from handlers.views.dates import dated


def explained(results: tuple[LookedUp, ...], diagnoses: tuple[str, ...]) -> tuple[Block, ...]:
    """Diagnosis codes typed beside procedures: `/explain` tells them together."""
    if not diagnoses:
        return ()
    codes = " ".join((*(r.billed.procedure.code for r in results[:3]), *diagnoses[:3]))
    line = dated(f"/explain {codes}", results[0].on)
    return (
        actions(CommandButton(f"Together: {codes}", line)),
        context(f"Diagnosis codes are answered by {code('/icd')} and {code('/explain')}."),
    )


def left_out(*, unread: bool) -> tuple[Block, ...]:
    """Said where words stood beside the codes; never repeats them."""
    return (context("I answered for the codes and ignored the other words."),) if unread else ()


def reading_blocks(
    reading: DiagnosisReading | None, billed: BilledCode, on: date | None
) -> tuple[Block, ...]:
    """The diagnosis that a dotless token may mean as well."""
    if reading is None:
        return ()
    diagnosis = reading.diagnosis
    state = "billable" if diagnosis.billable else "a header, not billable"
    return (
        section(
            f"{code(billed.procedure.code)} may also be a diagnosis without its dot: "
            f"*{code(diagnosis.code)}*  {esc(diagnosis.name)} ({state})\n{release_words(reading.chosen)}"
        ),
        actions(CommandButton(f"Open {diagnosis.code}", dated(f"/icd {diagnosis.code}", on))),
    )
