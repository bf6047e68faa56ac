"""The card for a code that is not in the list: what was meant, and why it is thought so."""

from datetime import date

from slack_sdk.models.blocks import Block

from bot.domain.codes.icd.grammar import bare, too_long
from bot.domain.codes.icd.meant import Meant, Why
from bot.domain.codes.icd.resolve import Unknown
from handlers.views.dates import dated, day
from handlers.views.icd.wording import named
from handlers.views.kit import Go, actions, code, section


def unknown_blocks(unknown: Unknown, on: date | None) -> tuple[Block, ...]:
    """One sentence on what is wrong, then the likeliest codes with a button each."""
    text = "\n".join((_sentence(unknown), *(named(m.diagnosis) for m in unknown.meant)))
    if not unknown.meant:
        return (section(text), actions(Go("What works", "/icd help")))
    return (section(text), actions(*(Go(f"Open {c}", dated(f"/icd {c}", on)) for c in _codes(unknown.meant))))


def _codes(meant: tuple[Meant, ...]) -> tuple[str, ...]:
    return tuple(m.diagnosis.code for m in meant)


def _sentence(unknown: Unknown) -> str:
    written = code(unknown.typed.written)
    if not unknown.meant:
        return (
            f"{written} has the form of a diagnosis code, but it is not in this list, nor is one close to it."
        )
    best = unknown.meant[0]
    return f"{written} is not in this list. {_reason(unknown, best)}"


def _reason(unknown: Unknown, best: Meant) -> str:  # noqa: PLR0911 - one sentence for each reason
    match best.why:
        case Why.REPLACED:
            return f"{_was_divided(unknown)} Pick from:"
        case Why.LOOKALIKE:
            return "I read a letter O, I or L where a digit belongs. Did you mean:"
        case Why.PLACEHOLDER if too_long(unknown.typed.written):
            count = len(bare(unknown.typed.written))
            return f"It has {count} characters, and a code has 7 at most. Did you mean:"
        case Why.PLACEHOLDER:
            return "The 7th character must stand in the seventh place, with X in the gap. Did you mean:"
        case Why.COMPLETE if len(unknown.meant) == 1:
            return f"{code(best.diagnosis.code)} is complete as it is, and takes nothing behind it:"
        case Why.OTHER_SEVENTH:
            return f"{code(best.diagnosis.code)} takes other 7th characters. Pick from:"
        case Why.ABOVE:
            return "The nearest that there is, is the header above it:"
    return "Close to it are:"


def _was_divided(unknown: Unknown) -> str:
    old = unknown.demotion
    if old is None:
        return "It was divided into more exact codes."
    if old.exact:
        return f"It could be billed until {day(old.until)}, and was then divided into more exact codes."
    return (
        f"It could still be billed on {day(old.until)}, and was divided into more exact codes "
        f"by {day(old.since)}."
    )
