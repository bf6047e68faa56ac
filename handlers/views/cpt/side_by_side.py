"""Two or three codes side by side."""

from functools import lru_cache

from slack_sdk.models.blocks import Block

from bot.domain.codes.cpt.compare import Comparison, Side, compare
from bot.domain.codes.cpt.timing import Met
from bot.services.look_up_procedures import Found, LookedUp
from handlers.views.cpt.one import short_blocks
from handlers.views.cpt.wording import bullets, canonical, dated, starter_source, timing_words
from handlers.views.kit import Answer, Go, actions, code, context, esc, section


@lru_cache(maxsize=128)
def compare_card(results: tuple[LookedUp, ...]) -> Answer:
    """`/cpt compare 99213 99214`: what sets them apart first, then each code's own, then what they share."""
    found = [result for result in results if isinstance(result, Found)]
    line = dated("/cpt compare " + " ".join(r.billed.procedure.code for r in results), results[0].on)
    buttons = [Go(f"Open {r.billed.procedure.code}", canonical(r)) for r in results]
    missing = [block for result in results if not isinstance(result, Found) for block in short_blocks(result)]
    return Answer(
        "CPT compare " + " ".join(r.billed.procedure.code for r in results),
        (
            *_compared(found),
            *missing,
            actions(*buttons, share=line),
            context(starter_source(results[0].billed, results[0].on, results[0].today)),
        ),
    )


def _compared(found: list[Found]) -> tuple[Block, ...]:
    if len(found) < 2:
        alone = [block for result in found for block in short_blocks(result)]
        return (section("I can't compare these: not all of them are loaded."), *alone)
    comparison = compare(tuple(result.procedure for result in found))
    shared = [
        *comparison.shared_traps,
        *(f"Medicare (as of {r.year}): {r.rule}" for r in comparison.shared_medicare),
    ]
    return (
        section(_apart(comparison), fields=[_field(side) for side in comparison.sides]),
        *((section(f"They share:\n{bullets(tuple(shared))}"),) if shared else ()),
    )


def _apart(comparison: Comparison) -> str:
    codes = [code(side.procedure.code) for side in comparison.sides]
    named = f"{', '.join(codes[:-1])} and {codes[-1]}"
    if comparison.minutes_apart:
        low, high = sorted((side.procedure for side in comparison.sides), key=lambda p: _threshold(p.timing))
        return (
            f"By time {code(high.code)} needs {comparison.minutes_apart} minutes more than {code(low.code)}; "
            "otherwise the level of decision making tells them apart."
        )
    if comparison.same_timing:
        return f"{named} count the same way: what was done tells them apart."
    return f"{named} count differently."


def _threshold(timing: object) -> int:
    return timing.minutes if isinstance(timing, Met) else 0


def _field(side: Side) -> str:
    procedure = side.procedure
    own = [*side.traps, *(f"Medicare (as of {rule.year}): {rule.rule}" for rule in side.medicare)]
    text = f"*{code(procedure.code)}*\n{esc(procedure.words)}\n{timing_words(procedure.timing)}"
    return f"{text}\n{bullets(tuple(own))}" if own else text
