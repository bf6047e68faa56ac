"""The card of one procedure code, and the short form of it where several were asked for."""

from functools import lru_cache

from slack_sdk.models.blocks import Block

from bot.domain.codes.cpt.grammar import BilledCode, Kind
from bot.domain.codes.cpt.procedure import Procedure
from bot.domain.codes.cpt.ranges import range_of
from bot.domain.codes.cpt.time_fit import rule_since
from bot.domain.codes.cpt.timing import Band, Met, Units
from bot.domain.codes.diagnosis import Diagnosis
from bot.services.look_up_procedures import Found, LookedUp, NotLoaded
from handlers.views.cpt.modifiers import beside_code
from handlers.views.cpt.wording import (
    bullets,
    canonical,
    code_set,
    dated,
    day,
    folded,
    kind_line,
    loading_note,
    placed,
    starter_source,
)
from handlers.views.kit import Answer, Go, actions, code, context, divider, esc, section

_SHOWN_TRAPS = 3
_KEPT = 512


@lru_cache(maxsize=_KEPT)
def one_card(
    result: LookedUp, *, diagnoses: tuple[str, ...] = (), full: bool = False, unread: bool = False
) -> Answer:
    """The card for one code. Kept by its frozen arguments: the same question of the day is built once.

    `diagnoses` stood beside it: they lead on to `/explain`.
    """
    blocks = (*_found(result, full=full),) if isinstance(result, Found) else (*_not_loaded(result),)
    return Answer(f"CPT {result.billed}", (*blocks, *_explained((result,), diagnoses), *_left_out(unread)))


def short_blocks(result: LookedUp) -> tuple[Block, ...]:
    """Two lines for one code of several."""
    billed = result.billed
    if isinstance(result, NotLoaded):
        return (section(f"*{code(str(billed))}*  right form, not loaded\n{placed(billed)}"),)
    return (section(f"{_headline(result)}\n{kind_line(billed, result.procedure)}"),)


def _explained(results: tuple[LookedUp, ...], diagnoses: tuple[str, ...]) -> tuple[Block, ...]:
    """Diagnosis codes typed beside procedures: `/explain` tells them together."""
    if not diagnoses:
        return ()
    codes = " ".join((*(r.billed.procedure.code for r in results[:3]), *diagnoses[:3]))
    line = dated(f"/explain {codes}", results[0].on)
    return (
        actions(Go(f"Together: {codes}", line)),
        context("Diagnosis codes are answered by /icd and /explain."),
    )


def left_out_note() -> str:
    """Said where words stood beside the codes."""
    return "I answered for the codes and left the other words out."


def _left_out(unread: bool) -> tuple[Block, ...]:
    return (context(left_out_note()),) if unread else ()


def _headline(found: Found) -> str:
    return f"*{code(str(found.billed))}*  {esc(found.procedure.words)}"


def _found(found: Found, *, full: bool) -> tuple[Block, ...]:
    procedure = found.procedure
    lines = [
        _headline(found),
        kind_line(found.billed, procedure),
        *_with_primaries(procedure),
        *_older_rule(found),
    ]
    traps = procedure.traps if full else procedure.traps[:_SHOWN_TRAPS]
    tripped = "\n".join(["Billers trip over:", bullets(traps), *_medicare(procedure)])
    return (
        section("\n".join(lines)),
        *beside_code(found.billed, procedure),
        section(tripped),
        *_reading(found.reading, found.billed),
        actions(*_buttons(found, full=full), share=canonical(found)),
        context(starter_source(found.billed, found.on, found.today)),
    )


def _with_primaries(procedure: Procedure) -> tuple[str, ...]:
    if not procedure.add_on:
        return ()
    also = f" and {procedure.other_primaries}" if procedure.other_primaries else ""
    return (f"Only beside {folded(procedure.primaries)}{also}",)


def _older_rule(found: Found) -> tuple[str, ...]:
    """A date of service before the time rule told here: say so, since the words above tell today's."""
    since = rule_since(found.procedure.timing)
    if since is None or (found.on or found.today) >= since:
        return ()
    return (
        f"Look again: this time rule began on {day(since)}; on {day(found.on or found.today)} another one held.",
    )


def _medicare(procedure: Procedure) -> tuple[str, ...]:
    return tuple(f"Medicare (as of {rule.year}): {rule.rule}" for rule in procedure.medicare)


def _buttons(found: Found, *, full: bool) -> list[Go]:
    bare, procedure = found.procedure.code, found.procedure
    buttons = []
    if len(procedure.traps) > _SHOWN_TRAPS and not full:
        buttons.append(Go("More", dated(f"/cpt {found.billed} more", found.on)))
    if isinstance(procedure.timing, Units | Band | Met):
        buttons.append(Go("Does 45 min fit?", dated(f"/cpt {bare} 45 min", found.on)))
    buttons += [
        Go(f"Compare with {other}", dated(f"/cpt compare {bare} {other}", found.on))
        for other in procedure.beside[:1]
    ]
    return buttons


def _not_loaded(result: NotLoaded) -> tuple[Block, ...]:
    billed = result.billed
    return (
        section(f"*{code(str(billed))}*  {_form_verdict(billed)}"),
        *beside_code(billed, None),
        *_reading(result.reading, billed),
        actions(Go("Categories and ranges", "/cpt categories"), share=canonical(result)),
        context(
            f"{code_set(billed)} · only the starter set is loaded · for {day(result.on or result.today)}",
            loading_note(),
        ),
    )


def _form_verdict(billed: BilledCode) -> str:
    procedure = billed.procedure
    if procedure.kind is Kind.CDT:
        return (
            "has the form of a dental code (CDT). Those belong to the American Dental Association, "
            "and CodeDesk does not carry them."
        )
    if procedure.kind is Kind.CATEGORY_I and range_of(procedure) is None:
        return (
            "has five digits like a CPT Category I code, but its number lies outside of every CPT range. "
            "Please look at the digits again."
        )
    return f"has the right form ({placed(billed)}), but it is not loaded, so I can't say whether it is valid."


def _reading(reading: Diagnosis | None, billed: BilledCode) -> tuple[Block, ...]:
    """The other thing that a dotless token may mean."""
    if reading is None:
        return ()
    state = "billable" if reading.billable else "a header, not billable"
    return (
        section(
            f"{code(billed.procedure.code)} may also be a diagnosis without its dot: "
            f"*{code(reading.code)}*  {esc(reading.name)} ({state})"
        ),
        actions(Go(f"Open {reading.code}", f"/icd {reading.code}")),
    )


def several_card(
    results: tuple[LookedUp, ...], left_over: int, *, diagnoses: tuple[str, ...] = (), unread: bool = False
) -> Answer:
    """One short entry for each code, each with a button; `left_over` codes did not fit."""
    blocks: list[Block] = [block for result in results for block in short_blocks(result)]
    line = dated("/cpt " + " ".join(str(result.billed) for result in results), results[0].on)
    buttons = [Go(str(result.billed), canonical(result)) for result in results]
    notes = [starter_source(results[0].billed, results[0].on, results[0].today)]
    if left_over:
        notes.insert(0, f"I show the first {len(results)} codes; {left_over} more did not fit in one answer.")
    if unread:
        notes.insert(0, left_out_note())
    return Answer(
        "CPT, several codes",
        (*blocks, divider(), actions(*buttons, share=line), *_explained(results, diagnoses), context(*notes)),
    )
