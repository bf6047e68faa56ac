"""Two or three codes side by side."""

from functools import lru_cache

from bot.domain.codes.billing.rule import BillingRule, RuleKind
from bot.domain.codes.billing.rule_table import rules_of
from bot.domain.codes.cpt.compare import ComparedCode, ProcedureComparison, compare
from bot.domain.codes.cpt.timing import Band, Met
from bot.services.lookup.procedures import LookedUp, StarterResult
from handlers.slack.answer import Answer, CommandButton
from handlers.slack.block_kit import Block
from handlers.views.blocks import actions, code, context, esc, section
from handlers.views.cpt.loaded import printed_name
from handlers.views.cpt.one import older_rule
from handlers.views.cpt.several import short_block
from handlers.views.cpt.several_sources import several_sources
from handlers.views.cpt.wording import (
    band_words,
    bullets,
    canonical,
    left_over_note,
    medicare_lines,
    set_codes,
    timing_words,
)
from handlers.views.dates import dated


@lru_cache(maxsize=128)
def compare_card(results: tuple[LookedUp, ...], left_over: int = 0) -> Answer:
    """`/cpt compare 99213 99214`: what sets them apart first, then each code's own, then what they share."""
    found = [result for result in results if isinstance(result, StarterResult)]
    line = dated("/cpt compare " + " ".join(r.billed.procedure.code for r in results), results[0].on)
    buttons = [CommandButton(f"Open {r.billed.procedure.code}", canonical(r)) for r in results]
    missing = [short_block(result) for result in results if not isinstance(result, StarterResult)]
    return Answer(
        "CPT compare " + " ".join(r.billed.procedure.code for r in results),
        (
            *_compared(found),
            *missing,
            actions(*buttons, share=line),
            *left_over_note(left_over, len(results)),
            context(*several_sources(results), *_whose(found)),
        ),
    )


def _compared(found: list[StarterResult]) -> tuple[Block, ...]:
    if len(found) < 2:
        alone = [short_block(result) for result in found]
        return (
            section("I can't compare these: what sets codes apart I know for the starter set alone."),
            *alone,
        )
    comparison = compare(tuple(result.procedure for result in found))
    shared = (*comparison.shared_traps, *medicare_lines(comparison.shared_medicare))
    return (
        section(
            "\n".join(
                (
                    _apart(comparison),
                    *_on_one_day([each.procedure.code for each in found]),
                    *dict.fromkeys(line for each in found for line in older_rule(each)),
                )
            ),
            fields=[_field(side, each) for side, each in zip(comparison.sides, found, strict=True)],
        ),
        *((section(f"They share:\n{bullets(shared)}"),) if shared else ()),
    )


def _apart(comparison: ProcedureComparison) -> str:  # noqa: PLR0911 - one sentence for each way
    codes = [code(side.procedure.code) for side in comparison.sides]
    named = f"{', '.join(codes[:-1])} and {codes[-1]}"
    if says := _by_rule(comparison):
        return f"{named}: {says}."
    if comparison.new_and_established:
        return f"{named}: one is for a new patient, the other for an established one. Time and level come after that."
    if comparison.minutes_apart:
        low, high = sorted((side.procedure for side in comparison.sides), key=lambda p: _threshold(p.timing))
        return (
            f"By time {code(high.code)} needs {comparison.minutes_apart} minutes more than {code(low.code)}; "
            "otherwise the level of decision making tells them apart."
        )
    if comparison.by_minutes:
        takes = (f"{code(s.procedure.code)} takes {_minutes(s.procedure.timing)}" for s in comparison.sides)
        return f"The time decides: {', '.join(takes)}."
    if comparison.by_age:
        return f"{named} are one untimed unit each: the age on the date of service decides."
    if comparison.one_unit_each:
        return f"{named} are one untimed unit each: what was done tells them apart."
    if comparison.same_timing:
        return f"{named} count the same way: what was done tells them apart."
    return f"{named} count differently."


def _on_one_day(codes: list[str]) -> tuple[str, ...]:
    """What the billing rules say of two codes on one day, with the document."""
    if len(codes) != 2:
        return ()
    return tuple(
        f"On one day: {set_codes(esc(rule.says))} ({esc(rule.source)}, {rule.year})."
        for rule in rules_of(codes[0])
        if _about_both(rule, codes) and not rule.says.startswith("the same ")
    )[:1]


def _about_both(rule: BillingRule, codes: list[str]) -> bool:
    one, other = codes
    if rule.kind is RuleKind.EXCLUSIVE:
        return one in rule.codes and other in rule.codes
    beside = rule.kind in (RuleKind.NEVER_TOGETHER, RuleKind.NEEDS_25) and not rule.carrying
    return beside and (
        (one in rule.codes and other in rule.others) or (other in rule.codes and one in rule.others)
    )


def _by_rule(comparison: ProcedureComparison) -> str:
    """Where a rule says that the codes are the same service under two names."""
    codes = [side.procedure.code for side in comparison.sides]
    rules = (
        rule
        for rule in rules_of(codes[0])
        if rule.kind is RuleKind.EXCLUSIVE and rule.says.startswith("the same ")
    )
    return next((rule.says for rule in rules if all(each in rule.codes for each in codes)), "")


def _minutes(timing: object) -> str:
    return band_words(timing) if isinstance(timing, Band) else ""


def _threshold(timing: object) -> int:
    return timing.minutes if isinstance(timing, Met) else 0


def _whose(found: list[StarterResult]) -> tuple[str, ...]:
    """Only the names are a loaded edition's; what sets the codes apart is ours."""
    return ("What sets them apart is in our own words.",) if any(map(printed_name, found)) else ()


def _field(side: ComparedCode, found: StarterResult) -> str:
    procedure = side.procedure
    own = (*side.traps, *medicare_lines(side.medicare))
    text = f"*{code(procedure.code)}*\n{printed_name(found) or esc(procedure.words)}\n{timing_words(procedure.timing)}"
    return f"{text}\n{bullets(own)}" if own else text
